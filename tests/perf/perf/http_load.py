"""Load over HTTP: wrk on one core, the servers on the other, in turns."""

import contextlib
import json
import os
import statistics
import subprocess

from . import build, machine, report
from .build import HERE
from .messages import ADD, ECHO_1K, LIST
from .server import Broken, Server

# title, message, connections
SCENARIOS = [
    ("tools/call add, 32 connections", ADD, 32),
    ("tools/call echo of 1 KiB, 32 connections", ECHO_1K, 32),
    ("tools/list of 50 tools, 32 connections", LIST, 32),
    ("tools/call add, 1,024 connections", ADD, 1024),
]


def run(options):
    machine.require("wrk", "taskset")
    machine.require_cores()
    machine.allow_many_files()
    rounds, seconds = (2, 1) if options.quick else (options.rounds, options.seconds)
    names = options.servers or build.HTTP
    programs = build.programs(names)
    results = {}
    for title, message, connections in SCENARIOS:
        with contextlib.ExitStack() as stack:
            servers = [
                stack.enter_context(start(name, programs[name], many=message is LIST)) for name in names
            ]
            same_answers(servers, message)
            idle = {server.name: machine.memory_kib(server.pid)[0] for server in servers}
            samples = {name: [] for name in names}
            for _ in range(rounds):
                for server in servers:
                    samples[server.name].append(measure(server, message, connections, seconds))
            for server in servers:
                peak = machine.memory_kib(server.pid)[1]
                for sample in samples[server.name]:
                    sample.update(peak_kib=peak, idle_kib=idle[server.name])
        results[title] = {name: summary(samples[name], samples.get("bare-axum")) for name in names}
        show(title, results[title])
    return results


def start(name, program, many):
    environment = {}
    if many and name == "bare-axum":
        environment["PERF_TOOLS"] = "50"
    elif many:
        program += "-many"
    return Server(name, [program, "--http", "127.0.0.1:0"], environment)


def same_answers(servers, message):
    """Every server answers rightly; the hand-written one gives our bytes."""
    answers = {server.name: server.check(message) for server in servers}
    if {"bare-axum", "perf-server"} <= answers.keys() and answers["bare-axum"] != answers["perf-server"]:
        raise Broken(
            "bare-axum and perf-server must give the same bytes; adapt support/bare-json:\n"
            f"{answers['bare-axum'][:600]!r}\n{answers['perf-server'][:600]!r}"
        )


def measure(server, message, connections, seconds):
    headers = "".join(f"{name}: {value}\n" for name, value in message.headers(server.credential).items())
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s"]
    command += ["-s", str(HERE / "wrk" / "post.lua"), f"http://{server.address}/mcp"]
    before = machine.cpu_seconds(server.pid)
    done = subprocess.run(
        machine.on_core(machine.DRIVER_CORE, command),
        env={**os.environ, "PERF_BODY": message.text(), "PERF_HEADERS": headers},
        capture_output=True, text=True, check=True, timeout=seconds + 30,
    )
    cpu = machine.cpu_seconds(server.pid) - before
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    result = json.loads(line.removeprefix("RESULT "))
    if result["refused"] or result["broken"] or not result["requests"]:
        raise Broken(f"{server.name} failed under load: {result}")
    return {
        "per_second": result["requests"] / result["microseconds"] * 1e6,
        "p50_ms": result["p50_us"] / 1000,
        "p99_ms": result["p99_us"] / 1000,
        "cpu_us": cpu / result["requests"] * 1e6,
    }


def summary(samples, yardstick):
    middle = {key: statistics.median(sample[key] for sample in samples) for key in samples[0]}
    for key, of in [("of_bare", "per_second"), ("cpu_of_bare", "cpu_us")]:
        if yardstick:
            pairs = zip(samples, yardstick)
            middle[key] = statistics.median(own[of] / bare[of] for own, bare in pairs)
    middle["rounds"] = samples
    return middle


def show(title, rows):
    report.table(title, ["", "req/s", "p99 ms", "of bare", "CPU us", "CPU of bare", "idle MB", "peak MB"], [
        [
            build.SHOWN[name], f"{row['per_second']:,.0f}", f"{row['p99_ms']:.2f}",
            report.ratio(row.get("of_bare")), f"{row['cpu_us']:.1f}", report.ratio(row.get("cpu_of_bare")),
            report.mb(row["idle_kib"]), report.mb(row["peak_kib"]),
        ]
        for name, row in rows.items()
    ])
