"""Allocations and tasks per request, counted by the servers themselves."""

import subprocess

from . import build, report
from .messages import ADD, ECHO_1K
from .server import Server, read_probe

COUNTED = ["allocations", "reallocations", "bytes"]


def allocations(options):
    results = {"http": {}, "stdio": {}}
    http = chosen(build.HTTP, options)
    programs = build.programs(http, "count")
    for name in http:
        with Server(name, [programs[name], "--http", "127.0.0.1:0"]) as server, server.connect() as client:
            results["http"][name] = {
                label: per_request(lambda n: client.repeat(message, n), server.counters, options)
                for label, message in [("add", ADD), ("echo 1 KiB", ECHO_1K)]
            }
    stdio = chosen(build.STDIO, options)
    programs |= build.programs([name for name in stdio if name not in programs], "count")
    for name in stdio:
        with Piped(programs[name]) as server:
            send = lambda n: server.repeat(ADD, n)
            results["stdio"][name] = {"add": per_request(send, server.counters, options)}
    for transport, rows in results.items():
        report.table(f"allocations per request, {transport}", ["", "", "new", "grown", "bytes"], [
            [build.SHOWN[name], label, *(f"{counts[key]:,.1f}" for key in COUNTED)]
            for name, labels in rows.items() for label, counts in labels.items()
        ])
    return results


def tasks(options):
    names = chosen(build.HTTP, options)
    programs = build.programs(names, "tasks")
    results = {}
    for name in names:
        with Server(name, [programs[name], "--http", "127.0.0.1:0"]) as server, server.connect() as client:
            counts = per_request(lambda n: client.repeat(ADD, n), server.counters, options)
            results[name] = counts["tasks"]
    rows = [[build.SHOWN[name], f"{count:.2f}"] for name, count in results.items()]
    report.table("tasks spawned per request, HTTP", ["", "tasks"], rows)
    return results


def chosen(names, options):
    return [name for name in names if not options.servers or name in options.servers]


def per_request(send, counters, options):
    """The difference between 2N and N requests: what connections, start-up
    and reading the counters cost falls out."""
    count = 200 if options.quick else 2000
    send(count // 4)
    first = counters()
    send(count)
    second = counters()
    send(2 * count)
    third = counters()
    return {key: ((third[key] - second[key]) - (second[key] - first[key])) / count for key in first}


class Piped:
    """A server on stdio, one request at a time."""

    def __init__(self, program):
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([program], stdin=pipe, stdout=pipe, stderr=pipe, text=True, bufsize=1)

    def __enter__(self):
        line = self._process.stderr.readline()
        self._probe = line.removeprefix("probe on ").strip()
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._process.stderr.close()

    def repeat(self, message, count):
        for id in range(count):
            self._process.stdin.write(message.text(id) + "\n")
            if not self._process.stdout.readline():
                raise RuntimeError("the server ended")

    def counters(self):
        return read_probe(self._probe)
