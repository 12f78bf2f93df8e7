"""Memory that clients cost which take their time: RSS with 2,000 of a kind open."""

import json
import pathlib
import re
import resource
import socket
import time

from . import build, report
from .messages import Message
from .server import Broken, Server

CLIENTS = 2000
# One address may have 1,000 connections.
PER_ADDRESS = 500
LIST = Message("tools/list", {})
LISTEN = Message("subscriptions/listen", {"notifications": {"toolsListChanged": True}})


def run(options):
    results = {}
    name = "perf-server"
    programs = build.programs([name], "release")
    for label, opening in KINDS.items():
        with Server(name, [programs[name], "--http", "127.0.0.1:0"], pinned=False) as server:
            results[label] = measure(server, opening, 200 if options.quick else CLIENTS)
    report.table("memory of slow clients", ["", "clients", "KiB before", "KiB with them", "KiB each"], [
        [label, str(row["clients"]), str(row["before"]), str(row["with"]), f"{row['each']:.1f}"]
        for label, row in results.items()
    ])
    return results


def measure(server, opening, count):
    allow_files(2 * count + 100)
    ask(server)
    before = resident(server.pid)
    clients = [connect(server.address, index, opening(server.address)) for index in range(count)]
    try:
        time.sleep(2)
        after = resident(server.pid)
        ask(server)  # It serves others meanwhile.
    finally:
        for client in clients:
            client.close()
    return {"clients": count, "before": before, "with": after, "each": (after - before) / count}


def allow_files(count):
    """For this process, and the servers that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count)), hard))


def ask(server):
    with server.connect() as connection:
        status, _ = connection.ask(LIST)
    if status != 200:
        raise Broken(f"status {status}")


def connect(address, index, opening):
    host, port = address.split(":")
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.bind((f"127.0.0.{2 + index // PER_ADDRESS}", 0))
    client.settimeout(10)
    client.connect((host, int(port)))
    client.setblocking(False)
    while opening:  # as much as the server takes
        try:
            opening = opening[client.send(opening):]
        except BlockingIOError:
            time.sleep(0.001)
            try:
                opening = opening[client.send(opening):]
            except BlockingIOError:
                break
    return client


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    if not found:
        raise Broken("the server has ended")
    return int(found[1])


def head(address, size):
    return (f"POST /mcp HTTP/1.1\r\nHost: {address}\r\nX-Padding: ".encode()).ljust(size, b"x")


def body(address):
    text = json.dumps({"padding": "x" * 60_000}).encode()
    lines = f"Host: {address}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}"
    return f"POST /mcp HTTP/1.1\r\n{lines}\r\n\r\n".encode() + text[:-1]


KINDS = {
    "silent": lambda address: b"",
    "half a preface": lambda address: b"PRI * HTTP/2.0\r\n",
    "a short head": lambda address: head(address, 100),
    "a head of 31 KiB": lambda address: head(address, 31 << 10),
    "a body of 60 KB": body,
    "never reading": lambda address: LIST.http(address) * 200,
    "a subscription": lambda address: LISTEN.http(address),
    "HTTP/2, silent": lambda address: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5),
}
