"""Builds of the measured programs."""

import os
import pathlib
import subprocess

from . import machine

HERE = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or HERE / "target").resolve()

# The order of the tables and of each round.
HTTP = ["bare-axum", "perf-server", "perf-guarded", "perf-private", "flymcp-server", "rmcp-server"]
STDIO = ["bare-stdio", "perf-server", "perf-guarded", "flymcp-server", "rmcp-server"]

SHOWN = {
    "bare-axum": "bare axum",
    "bare-stdio": "bare loop",
    "perf-server": "mcp-runtime",
    "perf-guarded": "with guards",
    "perf-private": "with a key",
    "flymcp-server": "flymcprust 0.1.1",
    "rmcp-server": "rmcp 3.11.0",
}

# What differs from a timing build: feature, flags, folder.
KINDS = {
    "release": ([], "", "."),
    "count": (["--features", "count"], "", "count"),
    "tasks": (["--features", "tasks"], "--cfg tokio_unstable", "tasks"),
}


def programs(names, kind="release"):
    """Builds each package alone, so that none gets another's features."""
    machine.require("cargo")
    features, flags, folder = KINDS[kind]
    target = TARGET / folder
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    if flags:
        environment["RUSTFLAGS"] = f"{os.environ.get('RUSTFLAGS', '')} {flags}".strip()
    for name in names:
        print(f"building {name} ({kind})", flush=True)
        # Not --locked: the lock file pins the peers, and follows what mcp-runtime depends on.
        command = ["cargo", "build", "--release", "--quiet", "--package", name]
        chosen = [] if name == "driver" else features
        subprocess.run([*command, *chosen], cwd=HERE, env=environment, check=True, timeout=3600)
    return {name: str(target / "release" / name) for name in names}
