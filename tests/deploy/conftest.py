import pytest
from support import RECORD, call_at, eventually, free_port, get, server

POLICY = """
[tools.search]
rate = "100000/min"
concurrency = 4
breaker = "5/30s"
cache = "60s"
cost = "$0.01"
budget = "$5/day"

[tools.tag]
rate = "1/day"
"""


@pytest.fixture(scope="session")
def notes(tmp_path_factory):
    """The server with everything that it can count, and with its side port."""
    folder = tmp_path_factory.mktemp("notes")
    (folder / "keys").write_text(RECORD)
    (folder / "mcp.toml").write_text(POLICY)
    side = free_port()
    with server(
        "notes", folder,
        NOTES_KEYS=str(folder / "keys"),
        NOTES_TRUSTED_PROXIES="127.0.0.1,::1",
        MCP_POLICY=str(folder / "mcp.toml"),
        MCP_LEDGER=str(folder / "ledger.jsonl"),
        MCP_HEALTH=f"127.0.0.1:{side}",
    ) as process:
        process.side = side
        eventually(lambda: get(side, "/readyz")[0] == 200, what="a ready server")
        answer, _ = call_at(process.port, "search", {"query": "server"})
        assert answer.status == 200
        yield process
