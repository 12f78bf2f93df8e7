"""The store room on FastMCP."""

import os
import sys
from typing import Annotated

from fastmcp import Context, FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.server.auth import AccessToken, TokenVerifier
from fastmcp.server.dependencies import get_access_token
from pydantic import Field


class Keys(TokenVerifier):
    """Callers by their keys, from `alice=SECRET,bob=SECRET`."""

    def __init__(self, pairs: str):
        super().__init__()
        self.names = {key: name for name, _, key in (pair.partition("=") for pair in pairs.split(","))}

    async def verify_token(self, token: str) -> AccessToken | None:
        name = self.names.get(token)
        return AccessToken(token=token, client_id=name, scopes=[]) if name else None


mcp = FastMCP("store room", auth=Keys(os.environ["KEYS"]), mask_error_details=True)
shelves = {"paper": 10, "pens": 25}


@mcp.tool
async def take(
    item: Annotated[str, Field(description='What to take, such as "paper".')],
    count: Annotated[int, Field(description="How many of it.", ge=1, le=20)] = 1,
) -> str:
    """Takes something from its shelf."""
    caller = get_access_token()
    left = shelves.get(item)
    if left is None:
        raise ToolError(f'there is no shelf for "{item}"')
    if left < count:
        raise ToolError(f"only {left} of {item} are left")
    shelves[item] = left - count
    return f"{count} of {item} for {caller.client_id}, {shelves[item]} left"


@mcp.tool(annotations={"readOnlyHint": True})
async def stocktake(ctx: Context) -> str:
    """Counts what is on all shelves."""
    lines = []
    for number, (item, left) in enumerate(shelves.items(), 1):
        await ctx.report_progress(number, len(shelves), item)
        lines.append(f"{item}: {left}")
    return "\n".join(lines)


if __name__ == "__main__":
    host, _, port = sys.argv[1].partition(":")
    mcp.run(transport="http", host=host, port=int(port))
