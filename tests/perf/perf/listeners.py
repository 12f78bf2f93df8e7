"""Ten thousand who listen: what each costs, and how long until all are told."""

import os
import pathlib
import selectors
import signal
import socket
import tempfile
import time

from . import build, report
from .messages import LIST, Message
from .server import Broken, Server
from .slow_clients import allow_files, resident

LISTENERS = 10_000
# One caller may have 1,000 subscriptions.
PER_ADDRESS = 500
LISTEN = Message("subscriptions/listen", {"notifications": {"toolsListChanged": True}})
PATIENCE = 60


def run(options):
    count = 500 if options.quick else LISTENERS
    allow_files(count + 1000)
    build.programs(["perf-server"], "release")
    program = build.TARGET / "release" / "perf-server-listened"
    with tempfile.TemporaryDirectory() as folder:
        policy = pathlib.Path(folder) / "mcp.toml"
        policy.write_text("")
        command = [str(program), "--policy", str(policy), "--http", "127.0.0.1:0"]
        with Server("perf-server", command, pinned=False) as server:
            rounds = measure(server, policy, count)
    report.table("listeners", ["", "listeners", "KiB each", "first told ms", "all told ms"], [
        [str(number), str(count), f"{row['each']:.1f}", f"{row['first']:.0f}", f"{row['all']:.0f}"]
        for number, row in enumerate(rounds, 1)
    ])
    return rounds


def measure(server, policy, count):
    with server.connect() as connection:
        connection.ask(LIST)
    before = resident(server.pid)
    with selectors.DefaultSelector() as selector:
        try:
            for index in range(count):
                selector.register(listen(server.address, index), selectors.EVENT_READ)
            hear(selector, b"acknowledged", count)
            each = (resident(server.pid) - before) / count
            # A tool that goes, and one that comes.
            changes = ["[tools.echo]\nenabled = false\n", ""]
            return [{"listeners": count, "each": each, **tell(server, policy, text, selector, count)} for text in changes]
        finally:
            for key in list(selector.get_map().values()):
                key.fileobj.close()


def tell(server, policy, text, selector, count):
    policy.write_text(text)
    began = time.perf_counter()
    os.kill(server.pid, signal.SIGHUP)
    times = hear(selector, b"list_changed", count)
    return {"first": (times[0] - began) * 1000, "all": (times[-1] - began) * 1000}


def listen(address, index):
    host, port = address.split(":")
    client = socket.socket()
    client.bind((f"127.0.0.{2 + index // PER_ADDRESS}", 0))
    client.settimeout(10)
    client.connect((host, int(port)))
    client.sendall(LISTEN.http(address))
    client.setblocking(False)
    return client


def hear(selector, word, count):
    """When each was told this."""
    heard, times, end = {}, [], time.monotonic() + PATIENCE
    while len(times) < count:
        if time.monotonic() > end:
            raise Broken(f"{len(times)} of {count} were told of {word.decode()} within {PATIENCE} s")
        for key, _ in selector.select(1):
            data = key.fileobj.recv(65536)
            if not data:
                raise Broken("a subscription ended")
            before = heard.get(key.fd, b"")
            heard[key.fd] = before + data
            if word not in before and word in heard[key.fd]:
                times.append(time.perf_counter())
    return times
