"""Load and latency on stdio, and the time to the first answer."""

import json
import os
import statistics
import subprocess

from . import build, machine, report
from .messages import ADD


def load(options):
    machine.require("taskset")
    machine.require_cores()
    names = options.servers or build.STDIO
    programs = build.programs([*names, "driver"])
    rounds, count = (1, 2000) if options.quick else (options.rounds, 20_000)
    samples = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            command = machine.on_core(machine.SERVER_CORE, [programs[name]])
            piped = drive(programs, ["flood", str(count), "0"], [command])
            # A client that does not read for a while must not fill our memory.
            stalled = drive(programs, ["flood", str(count), "300"], [command])
            single = drive(programs, ["pingpong", str(count // 4)], [command])
            samples[name].append({
                "per_second": piped["answers"] / piped["seconds"],
                "peak_kib": piped["peak_kib"],
                "stalled_peak_kib": stalled["peak_kib"],
                "p50_us": single["p50_us"],
                "p99_us": single["p99_us"],
            })
    yardstick = samples.get("bare-stdio")
    results = {}
    for name, own in samples.items():
        results[name] = {key: statistics.median(sample[key] for sample in own) for key in own[0]}
        results[name]["worst_peak_kib"] = max(max(s["peak_kib"], s["stalled_peak_kib"]) for s in own)
        if yardstick:
            pairs = list(zip(own, yardstick))
            results[name]["of_bare"] = statistics.median(a["per_second"] / b["per_second"] for a, b in pairs)
    header = ["", "req/s", "of bare", "peak MB", "slow reader MB", "p50 us", "p99 us"]
    report.table(f"{count:,} tools/call add piped into stdio at once; one at a time", header, [
        [
            build.SHOWN[name], f"{row['per_second']:,.0f}", report.ratio(row.get("of_bare")),
            report.mb(row["peak_kib"]), report.mb(row["stalled_peak_kib"]),
            f"{row['p50_us']:.1f}", f"{row['p99_us']:.1f}",
        ]
        for name, row in results.items()
    ])
    return results


def startup(options):
    names = options.servers or build.STDIO
    programs = build.programs([*names, "driver"])
    rounds = 10 if options.quick else 200
    # Not pinned: a host starts its servers on whatever core there is.
    drive(programs, ["startup", "3"], [[programs[name]] for name in names], core=None)
    measured = drive(programs, ["startup", str(rounds)], [[programs[name]] for name in names], core=None)
    samples = dict(zip(names, measured["samples_us"]))
    yardstick = samples.get("bare-stdio")
    results = {}
    for name, own in samples.items():
        results[name] = {"median_us": statistics.median(own), "rounds": len(own)}
        if yardstick:
            results[name]["of_bare"] = statistics.median(a / b for a, b in zip(own, yardstick))
    report.table("exec to first answer on stdio", ["", "median ms", "of bare"], [
        [build.SHOWN[name], f"{row['median_us'] / 1000:.2f}", report.ratio(row.get("of_bare"))]
        for name, row in results.items()
    ])
    return results


def drive(programs, options, commands, core=machine.DRIVER_CORE):
    driver = [programs["driver"], *options]
    for command in commands:
        driver += ["--", *command]
    if core is not None:
        driver = machine.on_core(core, driver)
    environment = {**os.environ, "PERF_MESSAGE": ADD.template()}
    done = subprocess.run(driver, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=180)
    return json.loads(done.stdout)
