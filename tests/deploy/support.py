"""Processes, ports and messages for the tests of examples/deploy."""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "examples/deploy"
PROGRAMS = pathlib.Path(os.environ["DEPLOY_PROGRAMS"])
TOOLS = pathlib.Path(os.environ["DEPLOY_TOOLS"])
PATIENCE = 30.0

KEY = "alice-key-0000000000000000"
"""Shown by the tests; what the server has is its digest."""
RECORD = f"alice sha256:{hashlib.sha256(KEY.encode()).hexdigest()} scopes=notes:write\n"
SIGNING_KEY = "deploy-0123456789abcdef0123456789abcdef\n"


def tool(name):
    """The path of an unpacked program."""
    for folder in ["usr/sbin", "usr/bin", "sbin", "bin"]:
        if (TOOLS / folder / name).exists():
            return str(TOOLS / folder / name)
    raise AssertionError(f"{name} is not in {TOOLS}")


def tool_environment(**more):
    """What unpacked programs need to find their libraries."""
    folders = [TOOLS / "usr/lib" / f"{os.uname().machine}-linux-gnu", TOOLS / "usr/lib"]
    folders += [folder / "systemd" for folder in folders]
    paths = ":".join(map(str, [*folders, TOOLS / "lib" / f"{os.uname().machine}-linux-gnu"]))
    return {**clean_environment(), "LD_LIBRARY_PATH": paths, **more}


def run_tool(name, *arguments, **more):
    """Runs an unpacked program to its end; its output is in the failure."""
    done = subprocess.run(
        [tool(name), *map(str, arguments)],
        env=tool_environment(**more), capture_output=True, text=True, timeout=PATIENCE,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, f"{name} ended with {done.returncode}:\n{output}"
    return output


def clean_environment():
    """Without what would configure a server by chance."""
    ours = ("MCP_", "NOTES_", "RUST_LOG", "LISTEN_", "NOTIFY_", "WATCHDOG_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(check, patience=PATIENCE, what="it"):
    """Asks until the answer is true, which it returns."""
    end = time.monotonic() + patience
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if answer := check():
                return answer
        assert time.monotonic() < end, f"{what} did not happen in {patience:.0f} s"
        time.sleep(0.02)


class Process:
    """A child whose output goes to a file, and that ends with its test."""

    def __init__(self, command, log, **options):
        self.log = pathlib.Path(log)
        with self.log.open("ab") as output:
            self.child = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options,
            )

    def text(self):
        return self.log.read_text(errors="replace")

    def line_with(self, part):
        """The first line of its output that contains this."""

        def found():
            assert self.child.poll() is None, f"it ended with {self.child.returncode}:\n{self.text()}"
            return next((line for line in self.text().splitlines() if part in line), None)

        return eventually(found, what=f"a line with {part!r}")

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
        try:
            return self.child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            self.stop()
        finally:
            if kind:
                print(f"--- {self.log.name}\n{self.text()}")


def server(program, folder, *arguments, **environment):
    """A server on a free port; `.port` is where it listens."""
    command = [PROGRAMS / program, "--http", "127.0.0.1:0", *arguments]
    process = Process(
        command, folder / f"{program}.log", env={**clean_environment(), **environment}, cwd=folder
    )
    try:
        line = process.line_with("listening on http://")
    except BaseException:
        process.stop()
        raise
    process.port = int(line.split("127.0.0.1:")[1].split("/")[0])
    return process


def get(port, path, **headers):
    """The status and the text of a page."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as to:
        to.request("GET", path, headers=headers)
        answer = to.getresponse()
        return answer.status, answer.read().decode()


def message(name, arguments, meta=None):
    """A call of a tool in the stateless era: headers and body."""
    return request("tools/call", {"name": name, "arguments": arguments}, meta)


def request(method, params, meta=None):
    """Any request that names something."""
    version = "2026-07-28"
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
        **(meta or {}),
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": version,
        "Mcp-Method": method,
        "Mcp-Name": params.get("name") or params["uri"],
    }
    return headers, json.dumps(body)


def call(connection, name, arguments, key=KEY, **more):
    """Calls a tool on a connection: the answer with its status and JSON."""
    return send(connection, *message(name, arguments), key, **more)


def send(connection, headers, body, key=KEY, **more):
    """The answer with its status and JSON."""
    if key:
        headers["Authorization"] = f"Bearer {key}"
    connection.request("POST", "/mcp", body, {**headers, **more})
    answer = connection.getresponse()
    text = answer.read().decode()
    return answer, json.loads(text) if text.startswith("{") else text


def call_at(port, name, arguments, key=KEY, **more):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as to:
        return call(to, name, arguments, key, **more)


def request_at(port, method, params):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as to:
        return send(to, *request(method, params))
