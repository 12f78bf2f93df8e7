"""What the measurements need of the machine, and what it is."""

import os
import platform
import resource
import shutil
import subprocess

PACKAGES = {"wrk": "wrk", "taskset": "util-linux", "valgrind": "valgrind", "cargo": "rustup"}

# The server has one core to itself, whatever drives it the other.
SERVER_CORE, DRIVER_CORE = 0, 1


class Missing(Exception):
    """Something is not there that only the user can put there."""


def require(*programs):
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        hints = ", ".join(f"{program} (Debian package {PACKAGES[program]})" for program in absent)
        raise Missing(f"not installed: {hints}")


def require_cores():
    cores = os.sched_getaffinity(0)
    if not {SERVER_CORE, DRIVER_CORE} <= cores:
        raise Missing(f"needs cores {SERVER_CORE} and {DRIVER_CORE}; this process may use {sorted(cores)}")


def on_core(core, command):
    return ["taskset", "-c", str(core), *command]


def allow_many_files():
    """1,024 connections and their files, for this process and its children."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def memory_kib(pid):
    """Resident memory now and at its peak."""
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmRSS"].split()[0]), int(fields["VmHWM"].split()[0])


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def facts():
    """General terms only: enough to judge the figures by."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, timeout=60)
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "rustc": rustc.stdout.split(" (")[0].strip(),
        "load_at_start": round(os.getloadavg()[0], 1),
    }
