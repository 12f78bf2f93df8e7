"""Somebody who is asked through a client: a user, a model, and their folders."""

from dataclasses import dataclass, field
from typing import Any

import mcp_types
from fastmcp.client.elicitation import ElicitResult


@dataclass
class User:
    """What is answered, and what was asked."""

    action: str = "accept"
    content: dict[str, Any] = field(default_factory=dict)
    says: str | None = "Paris"
    """What the model says; `None` is an error."""
    roots: list[str] = field(default_factory=lambda: ["file:///a", "file:///b"])
    asked: list[Any] = field(default_factory=list)

    def callbacks(self) -> dict[str, Any]:
        """For the official client."""

        async def elicit(context, params):
            self.asked.append(params)
            content = self.content if self.action == "accept" else None
            return mcp_types.ElicitResult(action=self.action, content=content)

        async def sample(context, params):
            self.asked.append(params)
            if self.says is None:
                return mcp_types.ErrorData(code=-1, message="User rejected the request")
            content = mcp_types.TextContent(type="text", text=self.says)
            return mcp_types.CreateMessageResult(role="assistant", model="m", content=content)

        async def roots(context):
            return mcp_types.ListRootsResult(roots=[mcp_types.Root(uri=uri) for uri in self.roots])

        return {
            "elicitation_callback": elicit,
            "sampling_callback": sample,
            "list_roots_callback": roots,
        }

    def handlers(self) -> dict[str, Any]:
        """For fastmcp's."""

        async def elicit(message, response_type, params, context):
            self.asked.append(params)
            content = self.content if self.action == "accept" else None
            return ElicitResult(action=self.action, content=content)

        async def sample(messages, params, context):
            self.asked.append(params)
            if self.says is None:
                raise RuntimeError("User rejected the request")
            return self.says

        return {"elicitation_handler": elicit, "sampling_handler": sample, "roots": self.roots}
