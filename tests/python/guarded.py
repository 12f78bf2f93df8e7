"""Both Python clients as they prove who they are, and what they send for that."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import anyio
import fastmcp
import httpx2
import mcp
from fastmcp.client.auth import BearerAuth
from fastmcp.client.auth.client_credentials import (
    ClientCredentialsOAuthProvider as FastMcpCredentials,
)
from fastmcp.client.transports import StreamableHttpTransport
from mcp.client.auth.extensions.client_credentials import (
    ClientCredentialsOAuthProvider as McpCredentials,
)
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from clients import LIMIT, FastMcp, Mcp
from servers import ISSUER, Server

MACHINE = {"client_id": "client", "client_secret": "secret", "issuer": ISSUER}


class Recording:
    """Notes each request with its status, and what tokens are asked for.

    Not the stream that older clients open beside everything else, which comes
    at any time, nor the list that they fetch when they meet a tool.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []

    async def note(self, response: httpx2.Response) -> None:
        request = response.request
        line = f"{request.method} {request.url.path}"
        if line == "GET /mcp" or b'"tools/list"' in request.content:
            return
        line += f" {response.status_code}"
        if request.url.path == "/token":
            form = parse_qs(request.content.decode())
            line += f" {form['scope'][0]} for {form['resource'][0]}"
        self.lines.append(line)

    def take(self) -> list[str]:
        """What was sent since it was last asked."""
        lines, self.lines = self.lines, []
        return lines


class Storage:
    """Where the official client keeps what it was given."""

    tokens: Any = None
    client: Any = None

    async def get_tokens(self) -> Any:
        return self.tokens

    async def set_tokens(self, tokens: Any) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> Any:
        return self.client

    async def set_client_info(self, client: Any) -> None:
        self.client = client


@asynccontextmanager
async def connect(
    client: type, mode: str, server: Server, sent: Recording, key: str | None = None
) -> AsyncIterator[Any]:
    """A client that gets tokens by itself, or shows this key."""

    def http(**settings: Any) -> httpx2.AsyncClient:
        made = create_mcp_http_client(
            settings.get("headers"), settings.get("timeout"), settings.get("auth")
        )
        made.event_hooks["response"].append(sent.note)
        return made

    with anyio.fail_after(LIMIT):
        if client is Mcp:
            auth = BearerAuth(key) if key else McpCredentials(server.url, Storage(), **MACHINE)
            async with http(auth=auth) as own:
                target = streamable_http_client(server.url, http_client=own)
                async with mcp.Client(target, mode=mode) as open_client:
                    yield Mcp(open_client)
        else:
            auth = BearerAuth(key) if key else FastMcpCredentials(**MACHINE)
            target = StreamableHttpTransport(server.url, auth=auth, httpx_client_factory=http)
            async with fastmcp.Client(target, mode=mode) as open_client:
                yield FastMcp(open_client)
