from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from clients import FastMcp, Mcp
from servers import Server


@dataclass(frozen=True)
class Way:
    """One client, in one era, over one transport."""

    client: Any
    transport: str
    mode: str

    def connect(
        self, server: Server, user: Any = None, **options: Any
    ) -> AbstractAsyncContextManager[Any]:
        return self.client.connect(server, self.transport, self.mode, user, **options)

    @property
    def legacy(self) -> bool:
        return self.mode == "legacy"

    @property
    def revision(self) -> str:
        return "2025-11-25" if self.mode == "legacy" else "2026-07-28"

    def __str__(self) -> str:
        return f"{self.client.__name__}-{self.mode}-{self.transport}"


WAYS = [
    Way(client, transport, mode)
    for client in (Mcp, FastMcp)
    for transport in ("stdio", "http")
    for mode in ("legacy", "auto")
]


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
