"""Servers of a test's own: with settings that others do not want, or to be ended."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servers import Server


class Process:
    """A server that listens until it is told to end."""

    def __init__(self, program: str, env: dict[str, str], address: str) -> None:
        self.program, self.env = program, env
        self.process = subprocess.Popen(
            [program, "--http", address],
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        # Ends with the process where that does not listen.
        for line in self.process.stderr:
            if found := re.search(r"listening on (http://([\d.:]+)\S*)", line):
                self.url, self.address = found.groups()
                return
        raise RuntimeError(f"{program} does not listen")

    @property
    def server(self) -> Server:
        return Server(self.program, self.url, {**os.environ, **self.env})

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.process.send_signal(how)
        self.process.wait(timeout=30)
        self.process.stderr.close()


@contextmanager
def running(server: Server, address: str = "127.0.0.1:0", **env: str) -> Iterator[Process]:
    """Few lines are logged, so that nobody has to read them."""
    process = Process(server.program, {"RUST_LOG": "warn", **env}, address)
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.stop()


def children() -> set[int]:
    """Processes that this one has, such as servers on stdio."""
    task = Path(f"/proc/{os.getpid()}/task")
    return {int(pid) for each in task.iterdir() for pid in (each / "children").read_text().split()}
