"""The real server under the units: started, watched, killed, restarted."""

import contextlib
import http.client
import json
import os
import signal
import threading
import time

import pytest
from support import DEPLOY, KEY, PATIENCE, RECORD, SIGNING_KEY, call_at, eventually, get
from supervisor import Supervisor

FOLDER = DEPLOY / "systemd"


@pytest.fixture
def service(tmp_path):
    host = tmp_path / "host"
    (host / "documents").mkdir(parents=True)
    (host / "keys").write_text(RECORD)
    (host / "signing-key").write_text(SIGNING_KEY)
    (host / "mcp.toml").write_text("")
    places = {
        "/etc/notes/keys": host / "keys",
        "/etc/notes/signing-key": host / "signing-key",
        "/etc/notes/mcp.toml": host / "mcp.toml",
        "/srv/notes": host / "documents",
    }
    # A sixth of the times: the watchdog's 30 s are 5.
    supervisor = Supervisor(tmp_path, FOLDER / "notes.service", FOLDER / "notes.socket", places, faster=6)
    with supervisor:
        yield supervisor


def post(port, body, **headers):
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **headers}
    headers["Authorization"] = f"Bearer {KEY}"
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as to:
        to.request("POST", "/mcp", json.dumps({"jsonrpc": "2.0", **body}), headers)
        answer = to.getresponse()
        return answer, answer.read().decode()


def initialized(port):
    """The session of an older client."""
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "tests", "version": "1"}}
    answer, text = post(port, {"id": 1, "method": "initialize", "params": params})
    assert answer.status == 200, text
    return answer.headers["Mcp-Session-Id"]


def ping(port, session):
    headers = {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-11-25"}
    return post(port, {"id": 2, "method": "ping"}, **headers)[0].status


class Clients:
    """Call without a pause, each time on a new connection."""

    def __init__(self, port):
        self.port, self.going, self.refused, self.answers = port, True, [], []
        self.threads = [threading.Thread(target=self.go, daemon=True) for _ in range(2)]

    def go(self):
        while self.going:
            try:
                answer, _ = call_at(self.port, "search", {"query": "a"})
                self.answers.append((time.monotonic(), answer.status))
            except ConnectionRefusedError as error:
                self.refused.append(error)
            except (OSError, http.client.HTTPException):
                # It was on its way into the process that was killed.
                pass
            time.sleep(0.01)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.going = False
        for thread in self.threads:
            thread.join(PATIENCE)


def test_it_says_that_it_is_ready_and_lives(service):
    assert call_at(service.port, "search", {"query": "a"})[0].status == 200
    assert call_at(service.port, "search", {"query": "a"}, key=None)[0].status == 401
    assert get(service.side, "/livez")[0] == 200
    pid = service.child.pid
    eventually(lambda: len(service.times("WATCHDOG=1", pid)) >= 3, what="three signs of life")
    beats = [*service.times("READY=1", pid)[:1], *service.times("WATCHDOG=1", pid)]
    # With room for a machine that is slow for a moment.
    assert max(b - a for a, b in zip(beats, beats[1:])) < service.span("WatchdogSec") * 0.75
    assert service.times("watchdog") == []
    assert service.stop() == 0
    assert service.times("STOPPING=1", pid)
    # It was asked to end, so nobody starts it again.
    assert len(service.times("start")) == 1


@pytest.mark.parametrize("fate", ["stuck", "killed"])
def test_it_is_restarted_and_no_client_is_refused(service, fate):
    session = initialized(service.port)
    first = service.child.pid
    with Clients(service.port) as clients:
        eventually(lambda: len(clients.answers) > 5, what="answers")
        at = time.monotonic()
        os.kill(first, signal.SIGSTOP if fate == "stuck" else signal.SIGKILL)
        eventually(lambda: len(service.times("READY=1")) == 2, what="a restart")
        ready = service.times("READY=1")[1]
        eventually(lambda: clients.answers[-1][0] > ready, what="answers of the second process")
    assert service.child.pid != first
    assert clients.refused == []
    assert {status for _, status in clients.answers} == {200}
    # The key is the same, so older clients need not begin again.
    assert ping(service.port, session) == 200
    if fate == "stuck":
        (barked,) = service.times("watchdog", first)
        # Not before its time, counted from the last sign of life.
        assert barked - max(t for t in service.times("WATCHDOG=1", first) + service.times("READY=1", first)) >= (
            service.span("WatchdogSec") - 0.1
        )
        assert service.times(f"exit {-signal.SIGABRT}", first), service.events
    else:
        assert service.times("watchdog") == []
        assert service.times("READY=1")[1] - at < PATIENCE
    assert service.stop() == 0


def test_a_reload_reads_the_policy_again(service):
    assert call_at(service.port, "search", {"query": "a"})[0].status == 200
    service.places["/etc/notes/mcp.toml"].write_text("[tools.search]\nauth = 'nobody:has'\n")
    service.reload()
    eventually(lambda: call_at(service.port, "search", {"query": "a"})[0].status == 403, what="the new policy")
    assert len(service.times("start")) == 1
