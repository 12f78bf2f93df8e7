"""The shell that a page's commands are typed into: one for the whole page, so
that `cd`, variables, `$?` and background jobs are what a reader has."""

import os
import re
import selectors
import signal
import socket
import subprocess
import time

import match
from blocks import Failed

LISTENS = re.compile(r"127\.0\.0\.1:(\d+)")


class Shell:
    """Started in `folder`; all that is left running dies with `close`."""

    def __init__(self, folder, environment, patience):
        self.patience = patience
        self.ended = 0
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its children are found again by its group
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def run(self, command):
        """What it printed, on both streams, and its status. A server that it
        leaves behind listens when this returns."""
        self.ended += 1
        mark = f"\x1e{self.ended}\x1f"
        # `$?` stays what the reader's next line would see.
        script = f"{command}\n{{ _status=$?; printf '{mark}%d\\n' \"$_status\"; (exit $_status); }}\n"
        self.process.stdin.write(script.encode())
        self.process.stdin.flush()
        printed = self._until(re.compile(re.escape(mark) + r"(\d+)\n"), command)
        if command.rstrip().endswith("&"):
            for port in LISTENS.findall(command):
                self._await(int(port), command)
        return printed

    def _until(self, mark, command):
        text, deadline = b"", time.monotonic() + self.patience
        while True:
            decoded = text.decode(errors="replace")
            if ended := mark.search(decoded):
                return match.clean(decoded[: ended.start()]), int(ended.group(1))
            left = deadline - time.monotonic()
            if left <= 0:
                raise Failed(f"`{command}` did not end within {self.patience} s; it printed:\n{decoded}")
            if self.selector.select(left):
                read = os.read(self.process.stdout.fileno(), 1 << 16)
                if not read:
                    raise Failed(f"`{command}` ended the shell; it printed:\n{decoded}")
                text += read

    @staticmethod
    def _await(port, command):
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise Failed(f"`{command}` left nothing behind that listens on port {port}")

    def close(self):
        """Ends the shell, and then whatever of its session is left."""
        self.process.stdin.close()
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                continue
            time.sleep(0.1)
        self.process.wait(5)
        self.process.stdout.close()
        self.selector.close()
