"""How long a user waits after an edit of main.rs."""

import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import time

from . import build, machine, report

SKIPPED = shutil.ignore_patterns(".git", "target", ".test-env", "node_modules", "__pycache__")


def run(options):
    machine.require("cargo")
    copy = build.TARGET / "rebuild" / "repository"
    refresh(copy)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(build.TARGET / "rebuild" / "target")}
    print("building quickstart and all it needs", flush=True)
    cargo(copy, environment)
    main = copy / "examples" / "quickstart" / "src" / "main.rs"
    source = main.read_text()
    samples = []
    for number in range(1 if options.quick else 3):
        # A new tool, so that the edit is not only a new time stamp.
        tool = (
            f"\n/// Edit {number}.\n#[mcp_tool]\nasync fn edit_{number}(word: String, times: u32) -> String {{\n"
            "    (0..times).map(|_| word.as_str()).collect()\n}\n"
        )
        main.write_text(source + tool)
        samples.append(cargo(copy, environment))
    main.write_text(source)
    binary = pathlib.Path(environment["CARGO_TARGET_DIR"]) / "release" / "quickstart"
    results = {key: statistics.median(sample[key] for sample in samples) for key in samples[0]}
    results["samples"] = samples
    results["stripped_bytes"] = stripped_size(binary)
    rows = [
        ["after an edit of main.rs", f"{results['wall_s']:.1f} s"],
        ["processor time of that", f"{results['cpu_s']:.1f} s"],
    ]
    if results["stripped_bytes"]:
        rows.append(["stripped binary", f"{results['stripped_bytes'] / 1e6:.1f} MB"])
    report.table("cargo build --release -p quickstart", ["", ""], rows)
    return results


def refresh(copy):
    """A copy, because the edit is real. Time stamps stay, so cargo rebuilds
    only what changed since the last run."""
    copy.mkdir(parents=True, exist_ok=True)
    shutil.copytree(build.REPOSITORY, copy, ignore=SKIPPED, dirs_exist_ok=True)


def cargo(copy, environment):
    begin, cpu = time.monotonic(), children_cpu()
    command = ["cargo", "build", "--release", "--quiet", "--package", "quickstart"]
    subprocess.run(command, cwd=copy, env=environment, check=True, timeout=3600)
    # The processor time says what the wall clock hides on a busy machine.
    return {"wall_s": time.monotonic() - begin, "cpu_s": children_cpu() - cpu}


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stripped_size(binary):
    if shutil.which("strip") is None:
        return None
    small = binary.with_suffix(".stripped")
    subprocess.run(["strip", "-o", str(small), str(binary)], check=True, timeout=60)
    return small.stat().st_size
