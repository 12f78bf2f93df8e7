"""nginx and Caddy in front of real servers."""

import contextlib
import json
import ssl
import time

import pytest
from echo import listening
from proxies import Certificate, proxy
from support import DEPLOY, KEY, RECORD, call, eventually, get, message, run_tool, server

KINDS = ["nginx", "caddy"]
PATHS = ["/mcp", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def fronts(certificate, tmp_path_factory):
    """Proxies are started once for each kind and server."""
    with contextlib.ExitStack() as stack:
        started = {}

        def front(kind, upstream):
            if (kind, upstream) not in started:
                folder = tmp_path_factory.mktemp(kind) / "run"
                started[kind, upstream] = stack.enter_context(proxy(kind, folder, certificate, upstream))
            return started[kind, upstream]

        yield front


@pytest.fixture(scope="module")
def echo():
    with listening() as port:
        yield port


@pytest.fixture
def gauntlet(tmp_path):
    with server("gauntlet", tmp_path, "--ledger", str(tmp_path / "ledger.jsonl")) as process:
        process.ledger = tmp_path / "ledger.jsonl"
        yield process


def test_the_caddyfile_is_formatted():
    file = DEPLOY / "caddy/Caddyfile"
    assert run_tool("caddy", "fmt", file) == file.read_text()


def test_calls_and_refusals_pass(kind, fronts, notes):
    connect = fronts(kind, notes.port)
    with connect() as to:
        answer, found = call(to, "search", {"query": "server"})
        assert answer.status == 200 and "result" in found, found
    with connect() as to:
        answer, _ = call(to, "search", {"query": "server"}, key=None)
        assert answer.status == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", PATHS)
def test_these_paths_are_forwarded_as_they_are(kind, fronts, echo, path):
    with fronts(kind, echo)() as to:
        for method in ["GET", "POST", "DELETE", "OPTIONS"]:
            to.request(method, path)
            seen = json.loads(to.getresponse().read())
            assert seen["path"] == path and seen["version"] == "HTTP/1.1"


OPERATOR_PAGES = ["/metrics", "/status", "/status.json", "/health", "/docs", "/livez", "/readyz"]
DETOURS = ["/", "//metrics", "/mcp/../metrics", "/%6detrics", "/mcp/%2e%2e/metrics", "/.well-known/../metrics", "/mcp/x"]


@pytest.mark.parametrize("path", OPERATOR_PAGES + DETOURS)
def test_nothing_else_is(kind, fronts, notes, path):
    with fronts(kind, notes.port)() as to:
        to.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
        answer = to.getresponse()
        text = answer.read().decode()
        assert answer.status in (400, 404) and "mcp_" not in text, (answer.status, text)


def test_there_are_operator_pages_to_be_hidden(notes):
    for path in ["/metrics", "/status.json", "/health", "/livez", "/readyz"]:
        assert get(notes.side, path)[0] == 200, path


def test_another_name_gets_nothing(kind, fronts, echo):
    with pytest.raises(ssl.SSLError), fronts(kind, echo)(name="other.example.com") as to:
        to.request("GET", "/mcp")


def test_what_a_client_says_of_itself_does_not_pass(kind, fronts, echo):
    lies = {"X-Forwarded-For": "192.0.2.9", "Forwarded": "for=192.0.2.9", "Host": "notes.example.com"}
    with fronts(kind, echo)(source="127.0.0.2") as to:
        to.request("POST", "/mcp", b"{}", lies)
        headers = json.loads(to.getresponse().read())["headers"]
    values = {}
    for name, value in headers:
        values.setdefault(name, []).append(value)
    assert values["x-forwarded-for"] == ["127.0.0.2"]
    assert not [value for value in values.get("forwarded", []) if value]
    assert values["x-forwarded-proto"] == ["https"]
    assert values["host"] == ["127.0.0.1"]


def test_guessing_under_invented_addresses_does_not_help(kind, fronts, tmp_path):
    (tmp_path / "keys").write_text(RECORD)
    settings = {"NOTES_KEYS": str(tmp_path / "keys"), "NOTES_TRUSTED_PROXIES": "127.0.0.1"}
    with server("notes", tmp_path, **settings) as process:
        connect = fronts(kind, process.port)

        def guess(source, number):
            with connect(source=source) as to:
                lie = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"}
                return call(to, "search", {"query": "a"}, key=f"guess-{number:04}-0123456789", **lie)[0].status

        assert [guess("127.0.0.2", number) for number in range(10)] == [401] * 10
        assert guess("127.0.0.2", 99) == 429
        # Others behind the same proxy are not held responsible.
        with connect(source="127.0.0.3") as to:
            assert call(to, "search", {"query": "a"})[0].status == 200


def counting(to, steps, milliseconds):
    """A call that reports each step, and the answer as far as it has come."""
    headers, body = message("count", {"n": steps, "ms": milliseconds}, {"progressToken": "steps"})
    to.request("POST", "/mcp", body, headers)
    return to.getresponse()


def test_progress_arrives_as_it_happens(kind, fronts, gauntlet):
    with fronts(kind, gauntlet.port)() as to:
        answer = counting(to, 5, 300)
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/event-stream")
        assert not answer.headers["Content-Encoding"]
        came = []
        while line := answer.readline():
            if b"notifications/progress" in line or b"counted to 5" in line:
                came.append(time.monotonic())
    assert len(came) == 6
    # 0.3 s lie between two steps where they are made; all at once is none.
    gaps = [after - before for before, after in zip(came[:5], came[1:5])]
    assert min(gaps) > 0.1 and came[4] - came[0] > 0.9, gaps


def test_events_are_neither_held_back_nor_compressed(kind, fronts, echo):
    with fronts(kind, echo)() as to:
        to.request("POST", "/mcp", b"", {"X-Test-Stream": "yes", "Accept-Encoding": "gzip, br, zstd"})
        answer = to.getresponse()
        assert not answer.headers["Content-Encoding"]
        came = []
        while line := answer.readline():
            if b"data:" in line:
                came.append(time.monotonic())
    assert len(came) == 5
    assert min(after - before for before, after in zip(came, came[1:])) > 0.1, came


@pytest.mark.parametrize("answered", [True, False], ids=["amid its answer", "before its answer"])
def test_the_call_of_a_client_that_leaves_is_cancelled(kind, fronts, gauntlet, answered):
    with fronts(kind, gauntlet.port)() as to:
        if answered:
            answer = counting(to, 1000, 20)
            assert b"progress" in b"".join(answer.readline() for _ in range(3))
            # http.client holds the socket open for an answer that is not read.
            answer.close()
        else:
            headers, body = message("count", {"n": 1, "ms": 20_000})
            to.request("POST", "/mcp", body, headers)
            # No proxy sees anything of the server in its first 3 s.
            time.sleep(0.5)

    def outcomes():
        lines = [json.loads(line) for line in gauntlet.ledger.read_text().splitlines()]
        return "CANCELLED" in json.dumps(lines)

    # Counting on would take 20 s. After 3 s a write that fails would tell.
    eventually(outcomes, patience=8 if answered else 2, what="the end of the call")
