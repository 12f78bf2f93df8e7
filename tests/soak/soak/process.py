"""A server under load: started, looked at, ended."""

import asyncio
import os
import pathlib
import re
import signal
import time

from perf.machine import cpu_seconds
from perf.server import Broken

from .wire import Connection


class Process:
    """The gauntlet, with all that costs memory or files: ledger, keys, log, side port."""

    def __init__(self, name, program, arguments, folder, ledger, piped=False):
        self.name = name
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        self._command = [
            program, *arguments, "--health", "127.0.0.1:0", "--policy", str(folder / "policy.toml"),
            "--keys", str(folder / "keys"), "--rotating-ledger", str(self.folder / "ledger"), str(ledger),
        ]
        self._piped = piped
        self.log = self.folder / "log"
        self._child = None

    async def start(self):
        pipe = asyncio.subprocess.PIPE if self._piped else asyncio.subprocess.DEVNULL
        environment = {name: text for name, text in os.environ.items() if not name.startswith(("MCP_", "OTEL_"))}
        # Appended to, so that it can be cut off as logrotate's copytruncate does.
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=log, limit=1 << 24,
                env={**environment, "RUST_LOG": "info"},
            )
        self.side = await self._announced("health on")
        return self

    async def _announced(self, what):
        for _ in range(200):
            found = re.search(rf"{what} http://([\d.]+:\d+)", self.log.read_text(errors="replace"))
            if found:
                return found[1]
            if self._child.returncode is not None:
                break
            await asyncio.sleep(0.05)
        raise Broken(f"{self.name} does not say where it is:\n{self.log.read_text()[-2000:]}")

    async def address(self):
        return await self._announced("listening on")

    @property
    def pid(self):
        return self._child.pid

    @property
    def pipes(self):
        return self._child.stdout, self._child.stdin

    def signal(self, number):
        self._child.send_signal(number)

    async def page(self, path):
        """A page of the side port."""
        connection = await Connection(self.side, "127.0.0.1").open()
        response = await connection.ask("GET", path, {"Connection": "close"})
        connection.close()
        if response.status != 200:
            raise Broken(f"{self.name}{path}: {response}")
        return response.body.decode()

    async def metrics(self):
        lines = (await self.page("/metrics")).splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    async def sample(self):
        """What it holds now."""
        metrics = await self.metrics()
        proc = pathlib.Path(f"/proc/{self.pid}")
        status = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines())
        rollup = dict(re.findall(r"^(\w+): +(\d+) kB", (proc / "smaps_rollup").read_text(), re.M))
        return {
            "seconds": round(time.monotonic(), 1),
            "resident_kib": int(status["VmRSS"].split()[0]),
            "anonymous_kib": int(rollup["Pss_Anon"]),
            "descriptors": len(list((proc / "fd").iterdir())),
            "threads": int(status["Threads"]),
            "tasks": int(metrics["tokio_alive_tasks"]),
            "connections": int(metrics["mcp_http_connections"]),
            "cpu_seconds": round(cpu_seconds(self.pid), 2),
        }

    async def stop(self):
        """The exit code after SIGTERM."""
        if self._child is None or self._child.returncode is not None:
            return self._child and self._child.returncode
        self.signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._child.wait(), 20)
        except TimeoutError:
            self._child.kill()
            await self._child.wait()
            return "it had to be killed"
