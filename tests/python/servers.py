"""The servers that tests/run built and started, as it names them."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    program: str
    url: str
    env: dict[str, str] | None = None
    """For processes of this server on stdio."""


def _given(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: run these tests with `./tests/run clients`")
    return value


ISSUER = _given("ISSUER_URL")
"""Who issues the tokens that the other servers look at."""


def _server(prefix: str) -> Server:
    return Server(program=_given(f"{prefix}_PROGRAM"), url=_given(f"{prefix}_URL"))


NOTES = _server("NOTES")
"""The notes example: what a user would run."""

FIXTURES = _server("FIXTURES")
"""The fixture server: tools that wait, report progress and mirror headers."""

PRIVATE = _server("PRIVATE")
"""A server for those alone who show a token or a key."""

PARTLY_PRIVATE = _server("PARTLY_PRIVATE")
"""The same, where only some tools demand one."""

ELSEWHERE = _server("ELSEWHERE")
"""A server that is known by another name than the one that tokens are for."""
