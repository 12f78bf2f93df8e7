"""The units by systemd's own tools, and what their sandbox would forbid."""

import re
import shutil
import subprocess

import pytest
from support import (
    DEPLOY, PROGRAMS, RECORD, Process, call_at, clean_environment, eventually, free_port, get, tool, tool_environment,
)
from unit import Unit, seconds

FOLDER = DEPLOY / "systemd"
SERVICE = Unit(FOLDER / "notes.service")
DRAIN = 10
# Settings of later systemds, which older ones pass over.
LATER = {"RestartSteps": 254, "RestartMaxDelaySec": 254}


def analyze(*arguments):
    installed = shutil.which("systemd-analyze")
    environment = clean_environment() if installed else tool_environment()
    command = [installed or tool("systemd-analyze"), *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def units(tmp_path):
    """The units with the program where it is here: verify looks for it."""
    for name in ("notes.service", "notes.socket"):
        text = (FOLDER / name).read_text().replace("/usr/local/bin/notes", str(PROGRAMS / "notes"))
        (tmp_path / name).write_text(text)
    return tmp_path


def complaints(units):
    status, output = analyze("verify", "--man=no", units / "notes.service", units / "notes.socket")
    version = int(re.search(r"systemd (\d+)", analyze("--version")[1])[1])
    later = [name for name, since in LATER.items() if version < since]
    unknown = re.compile(rf"Unknown key(?: name)? '({'|'.join(later)})'") if later else re.compile("(?!)")
    # Of these files: the machine's own units are not what is tested.
    lines = [line for line in output.splitlines() if "notes." in line and not unknown.search(line)]
    return status, lines


def test_systemd_understands_the_units(units):
    assert complaints(units) == (0, [])


def test_a_misspelt_setting_would_be_found(units):
    service = units / "notes.service"
    service.write_text(service.read_text().replace("WatchdogSec=", "WatchDogSecs="))
    assert any("WatchDogSecs" in line for line in complaints(units)[1])


def test_the_service_is_exposed_to_little(units):
    status, output = analyze("security", "--offline=yes", "--threshold=10", "--no-pager", units / "notes.service")
    assert status == 0, output


def test_times_fit_what_the_server_takes():
    assert seconds(SERVICE.one("Service", "TimeoutStopSec")) > DRAIN
    # It is live while its last beat is younger than 10 s.
    assert seconds(SERVICE.one("Service", "WatchdogSec")) > 10


def members(name, seen=()):
    """The system calls of a set, and of the sets in it."""
    status, output = analyze("syscall-filter", "--no-pager", name)
    assert status == 0, output
    found = set()
    for line in output.splitlines()[1:]:
        word = line.strip().split("#")[0].strip()
        if word.startswith("@"):
            found |= members(word)
        elif word:
            found.add(word)
    return found


def test_the_server_makes_no_system_call_that_is_forbidden(tmp_path):
    permitted = set()
    for line in SERVICE.all("Service", "SystemCallFilter"):
        sets = set().union(*map(members, line.removeprefix("~").split()))
        permitted = permitted - sets if line.startswith("~") else permitted | sets
    assert "read" in permitted and "mount" not in permitted and "chown" not in permitted

    side = free_port()
    (tmp_path / "keys").write_text(RECORD)
    environment = {
        **clean_environment(), "MCP_HEALTH": f"127.0.0.1:{side}", "NOTES_KEYS": str(tmp_path / "keys"),
        "NOTES_DB": str(tmp_path / "notes.db"), "MCP_LEDGER": str(tmp_path / "ledger.jsonl"),
    }
    trace = tmp_path / "trace"
    strace = shutil.which("strace") or tool("strace")
    # -D: the child is the server itself, and strace beside it.
    command = [strace, "-D", "-f", "-qq", "-o", trace, PROGRAMS / "notes", "--http", "127.0.0.1:0"]
    if not shutil.which("strace"):
        environment = {**tool_environment(), **environment}
    with Process(command, tmp_path / "log", env=environment) as process:
        port = int(process.line_with("listening on").split("127.0.0.1:")[1].split("/")[0])
        eventually(lambda: get(side, "/readyz")[0] == 200, what="a ready server")
        for name, arguments in [("add", {"title": "a", "body": "b"}), ("search", {"query": "server"})]:
            assert call_at(port, name, arguments)[0].status == 200
        for path in ("/metrics", "/status.json", "/health"):
            assert get(side, path)[0] == 200
        assert process.stop() == 0
    eventually(lambda: "exit_group(0" in trace.read_text(), what="the end of the trace")
    made = set(re.findall(r"^\d+ +(?:<\.\.\. )?(\w+)[( ]", trace.read_text(), re.M))
    assert {"accept4", "epoll_wait", "fdatasync", "fsync"} & made and len(made) > 30
    # SQLite gives a file that it makes to the owner of the database, if it may.
    assert made - permitted - {"resumed", "fchown"} == set()
    # MemoryDenyWriteExecute: no memory that can be written and run.
    assert not re.search(r"(mmap|mprotect)\(.*PROT_WRITE\|PROT_EXEC", trace.read_text())
