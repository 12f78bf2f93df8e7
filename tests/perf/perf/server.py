"""A measured HTTP server: started, checked, read out, stopped."""

import json
import os
import re
import signal
import socket
import subprocess
import threading

from . import machine, messages


# What the servers that let nobody else in are shown.
CREDENTIALS = {"perf-private": "perf-key-0000000000000000"}


class Broken(Exception):
    """A server does not do what is to be measured."""


class Server:
    """Runs for the length of a `with` block."""

    def __init__(self, name, command, environment=None, patience=10, pinned=True):
        self.name = name
        self._patience = patience
        self._announced = {}
        command = machine.on_core(machine.SERVER_CORE, command) if pinned else command
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._ready = threading.Event()
        threading.Thread(target=self._read_log, daemon=True).start()

    def _read_log(self):
        last = []
        for line in self._process.stderr:
            last = [*last[-20:], line]
            found = re.search(r"(probe|listening) on (?:http://)?([\d.]+:\d+)", line)
            if found:
                self._announced[found[1]] = found[2]
                if found[1] == "listening":
                    self._ready.set()
        self._announced.setdefault("log", "".join(last))
        self._ready.set()

    def __enter__(self):
        self._ready.wait(self._patience)
        if "listening" not in self._announced:
            self.__exit__()
            raise Broken(f"{self.name} does not listen: {self._announced.get('log', 'silence')}")
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def credential(self):
        return CREDENTIALS.get(self.name)

    @property
    def pid(self):
        return self._process.pid

    @property
    def address(self):
        return self._announced["listening"]

    def connect(self):
        return Connection(self.address, self._patience, self.credential)

    def check(self, message):
        """One answer, which must be right. Returns its body."""
        with self.connect() as connection:
            status, body = connection.ask(message)
        wrong = f"status {status}" if status != 200 else messages.complaint(message, body)
        if wrong:
            raise Broken(f"{self.name}, {message.method}: {wrong}")
        return body

    def counters(self):
        """What the probe in a counting build says."""
        return read_probe(self._announced["probe"])


def read_probe(address):
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as probe:
        return json.loads(probe.makefile().readline())


class Connection:
    """Keep-alive HTTP that sends a request in one segment, as load generators do."""

    def __init__(self, address, patience, credential=None):
        self._credential = credential
        host, port = address.split(":")
        self._address = address
        self._socket = socket.create_connection((host, int(port)), timeout=patience)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = self._socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._input.close()
        self._socket.close()

    def ask(self, message):
        self._socket.sendall(message.http(self._address, self._credential))
        status = int(self._input.readline().split()[1])
        headers = {}
        while (line := self._input.readline().strip()):
            name, value = line.decode().split(":", 1)
            headers[name.lower()] = value.strip()
        if "content-length" not in headers:
            raise Broken(f"an answer without Content-Length: {status} {headers}")
        return status, self._input.read(int(headers["content-length"]))

    def repeat(self, message, count):
        for _ in range(count):
            status, _ = self.ask(message)
            if status != 200:
                raise Broken(f"status {status} in the middle of a run")
