"""One face for both Python clients."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio
import fastmcp
import mcp
from fastmcp.client.transports import StdioTransport, StreamableHttpTransport
from fastmcp.exceptions import ToolError
from mcp.client.stdio import StdioServerParameters, stdio_client

from servers import Server

LIMIT = 30
"""The longest a connection may live, in seconds; the slowest test needs two."""


@dataclass
class Answer:
    text: str
    structured: Any = None
    failed: bool = False

    def facts(self) -> dict[str, Any]:
        """The error object, where the client hands it on."""
        assert self.failed, self.text
        assert self.structured is None
        return json.loads(self.text)


class Mcp:
    """The official client."""

    def __init__(self, client: mcp.Client):
        self.client = client

    @staticmethod
    @asynccontextmanager
    async def connect(
        server: Server, transport: str, mode: str, user: Any = None, **options: Any
    ) -> AsyncIterator["Mcp"]:
        # stdio through the transport, because the parameters alone would send
        # the server's log to the terminal.
        with open("/dev/null", "w") as log:
            if transport == "http":
                target = server.url
            else:
                parameters = StdioServerParameters(command=server.program, env=server.env)
                target = stdio_client(parameters, log)
            options |= user.callbacks() if user else {}
            with anyio.fail_after(LIMIT):
                async with mcp.Client(target, mode=mode, **options) as client:
                    yield Mcp(client)

    @property
    def revision(self) -> str:
        return self.client.protocol_version

    @property
    def server_name(self) -> str:
        return self.client.server_info.name

    async def tools(self) -> list[Any]:
        return (await self.client.list_tools()).tools

    async def call(
        self,
        name: str,
        arguments: dict[str, Any],
        *,
        timeout: float | None = None,
        progress: Any = None,
    ) -> Answer:
        result = await self.client.call_tool(
            name, arguments, read_timeout_seconds=timeout, progress_callback=progress
        )
        text = result.content[0].text
        return Answer(text, structured=result.structured_content, failed=bool(result.is_error))


class FastMcp:
    """The client of fastmcp, which turns a failed call into an exception."""

    def __init__(self, client: fastmcp.Client):
        self.client = client

    @staticmethod
    @asynccontextmanager
    async def connect(
        server: Server, transport: str, mode: str, user: Any = None, **options: Any
    ) -> AsyncIterator["FastMcp"]:
        with open("/dev/null", "w") as log:
            if transport == "http":
                target = StreamableHttpTransport(server.url)
            else:
                target = StdioTransport(
                    server.program, [], env=server.env, keep_alive=False, log_file=log
                )
            options |= user.handlers() if user else {}
            with anyio.fail_after(LIMIT):
                async with fastmcp.Client(target, mode=mode, **options) as client:
                    yield FastMcp(client)

    @property
    def revision(self) -> str:
        return self.client.protocol_version

    @property
    def server_name(self) -> str:
        return self.client.server_info.name

    async def tools(self) -> list[Any]:
        return await self.client.list_tools()

    async def call(
        self,
        name: str,
        arguments: dict[str, Any],
        *,
        timeout: float | None = None,
        progress: Any = None,
    ) -> Answer:
        try:
            result = await self.client.call_tool(
                name, arguments, timeout=timeout, progress_handler=progress
            )
        except ToolError as error:
            return Answer(text=str(error), failed=True)
        return Answer(text=result.content[0].text, structured=result.structured_content)
