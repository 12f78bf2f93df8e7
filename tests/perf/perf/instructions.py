"""Instructions per request under callgrind: independent of what else the
machine does, but blind to the kernel."""

import pathlib
import re
import subprocess
import tempfile

from . import build, machine, report
from .messages import ADD
from .server import Server


def run(options):
    machine.require("valgrind", "taskset")
    count = 200 if options.quick else 1000
    results = {}
    for transport, names, collect in [("stdio", build.STDIO, piped), ("http", build.HTTP, http)]:
        names = [name for name in (options.servers or names[:2]) if name in names]
        programs = build.programs(names)
        rows = {}
        for name in names:
            few, many = collect(name, programs[name], count), collect(name, programs[name], 2 * count)
            rows[name] = (many - few) / count
        results[transport] = rows
        bare = rows.get(build.STDIO[0] if transport == "stdio" else build.HTTP[0])
        report.table(f"instructions per tools/call add, {transport}", ["", "instructions", "of bare"], [
            [build.SHOWN[name], f"{value:,.0f}", report.ratio(value / bare if bare else None)]
            for name, value in rows.items()
        ])
    return results


def valgrind(program, folder):
    out = pathlib.Path(folder) / "callgrind.out"
    return ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", program], out


def piped(_, program, count):
    with tempfile.TemporaryDirectory() as folder:
        command, out = valgrind(program, folder)
        requests = "".join(ADD.text(id) + "\n" for id in range(count))
        done = subprocess.run(command, input=requests, capture_output=True, text=True, check=True, timeout=300)
        answers = done.stdout.count("\n")
        if answers != count:
            raise RuntimeError(f"{answers} of {count} answers")
        return total(out)


def http(name, program, count):
    with tempfile.TemporaryDirectory() as folder:
        command, out = valgrind(program, folder)
        command += ["--http", "127.0.0.1:0"]
        # Not on one core: valgrind runs one thread at a time as it is.
        with Server(name, command, patience=60, pinned=False) as server, server.connect() as client:
            client.repeat(ADD, count)
        return total(out)


def total(out):
    found = re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.MULTILINE)
    if not found:
        raise RuntimeError("callgrind wrote no total")
    return int(found[1])
