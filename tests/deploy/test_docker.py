"""The Dockerfile by BuildKit's parser, and what it does, done by hand."""

import fnmatch
import os
import re
import shutil
import subprocess

import dockerfile
import pytest
from support import DEPLOY, PROGRAMS, RECORD, ROOT, Process, call_at, eventually, free_port

FILE = DEPLOY / "docker/Dockerfile"
LINES = dockerfile.parse_file(str(FILE))


def of_last_stage(command):
    at = max(index for index, line in enumerate(LINES) if line.cmd.upper() == "FROM")
    return [line for line in LINES[at:] if line.cmd.upper() == command]


def one(command):
    (line,) = of_last_stage(command)
    return line


def variables():
    words = one("ENV").value
    return dict(zip(words[0::2], words[1::2]))


def test_it_runs_one_program_as_nobody_in_particular():
    assert one("FROM").value == ("scratch",)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", one("USER").value[0])
    # As JSON: there is no shell to pass signals on, or to be found at all.
    assert one("ENTRYPOINT").json and one("ENTRYPOINT").value == ("/notes",)
    assert one("STOPSIGNAL").value == ("SIGTERM",)


def test_it_says_how_it_is_checked_and_reached():
    check = one("HEALTHCHECK")
    assert check.json and check.value == ("CMD", "/notes", "healthcheck")
    ports = {address.rsplit(":", 1)[1] for name, address in variables().items() if name in ("MCP_HTTP", "MCP_HEALTH")}
    assert set(one("EXPOSE").value) == ports and len(ports) == 2


def test_no_secret_is_baked_in():
    assert not [name for name in variables() if "KEY" in name or "TOKEN" in name]
    assert not [line for line in LINES if line.cmd.upper() == "ARG"]


def patterns():
    lines = (DEPLOY / "docker/Dockerfile.dockerignore").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def is_sent(path):
    """Whether a file of the repository is in the context: the last pattern that
    matches it, or a folder above it, decides."""
    sent = True
    parts = path.split("/")
    above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    for pattern in patterns():
        keeps, pattern = pattern.startswith("!"), pattern.removeprefix("!")
        if pattern.startswith("**/"):
            hit = any(fnmatch.fnmatchcase(part, pattern[3:]) for part in parts)
        else:
            hit = any(
                name.count("/") == pattern.count("/") and fnmatch.fnmatchcase(name, pattern) for name in above
            )
        if hit:
            sent = keeps
    return sent


def test_the_context_holds_what_the_build_reads_and_no_secret():
    for file in ["Cargo.lock", "mcp-runtime/src/lib.rs", "examples/notes/Cargo.toml"]:
        assert is_sent(file), file
    for file in [
        ".git/config", "target/debug/notes", "examples/deploy/docker/secrets/keys", ".test-env/x", "notes.db",
        "tests/node/node_modules/x", "examples/.env",
    ]:
        assert not is_sent(file), file
    # What the compiler says that it read of this repository.
    read = (PROGRAMS / "notes.d").read_text().replace("\\ ", " ").split(": ", 1)[1].split()
    ours = [os.path.relpath(file, ROOT) for file in read if file.startswith(str(ROOT))]
    assert len(ours) > 100
    assert [file for file in ours if not is_sent(file)] == []
    # Every member's manifest, without which cargo refuses the workspace.
    members = subprocess.run(
        ["git", "ls-files", "*Cargo.toml"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert [file for file in members if not is_sent(file)] == []


def test_the_build_is_one_that_cargo_knows():
    (command,) = [line.value[0] for line in LINES if "cargo build" in line.value[0]]
    (build,) = re.findall(r"cargo build ([^&]*)", command)
    words = build.replace("/cache/target", str(PROGRAMS.parent)).split()
    # The same words, but for the profile that the tests are built with:
    # tests/run has built that already.
    words.remove("--release")
    done = subprocess.run(["cargo", "build", *words], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "/cache/target/release/notes" in command


@pytest.fixture
def root(tmp_path):
    """The image's files, put together as the Dockerfile says."""
    (command,) = [line.value[0] for line in LINES if "image.sh" in line.value[0]]
    places = {"/usr/local/bin/notes": str(tmp_path / "notes"), "/image": str(tmp_path / "image")}
    command = " ".join(places.get(word, word) for word in command.split())
    (tmp_path / "notes").write_bytes((PROGRAMS / "notes").read_bytes())
    (tmp_path / "notes").chmod(0o755)
    done = subprocess.run(["sh", "-euc", command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return tmp_path / "image"


def test_the_image_serves_without_rights_on_a_root_that_it_cannot_write(root, tmp_path):
    assert os.geteuid() == 0, "only root can change the root directory: run this part as root"
    port, side = free_port(), free_port()
    (root / "srv/notes/a.md").write_text("# Apples\n\nRed or green.")
    (root / "srv/notes/keys").write_text(RECORD)
    before = {str(path): path.lstat().st_mtime_ns for path in root.rglob("*")}
    user = one("USER").value[0]
    chroot = shutil.which("chroot", path="/usr/sbin:/usr/bin:/sbin:/bin")
    environment = {
        **variables(), "MCP_HTTP": f"127.0.0.1:{port}", "MCP_HEALTH": f"127.0.0.1:{side}",
        "NOTES_KEYS": "/srv/notes/keys", "NOTES_DB": "/data/notes.db", "MCP_LEDGER": "/data/ledger.jsonl",
    }

    def inside(*command):
        return [chroot, f"--userspec={user}", "--groups=", str(root), *command]

    def healthy():
        # The image's server listens on every address; here that is too many.
        asked = {**environment, "MCP_HEALTH": f"{variables()['MCP_HEALTH'].rsplit(':', 1)[0]}:{side}"}
        return subprocess.run(inside("/notes", "healthcheck"), env=asked, capture_output=True).returncode

    assert healthy() == 1, "nothing runs yet"
    with Process(inside("/notes"), tmp_path / "log", env=environment) as process:
        process.line_with("listening on")
        eventually(lambda: healthy() == 0, what="a good health check")
        answer, found = call_at(port, "search", {"query": "apples"})
        assert answer.status == 200 and found["result"]["structuredContent"]["hits"], found
        assert call_at(port, "search", {"query": "apples"}, key=None)[0].status == 401
        assert process.stop() == 0
    assert healthy() == 1
    after = {str(path): path.lstat().st_mtime_ns for path in root.rglob("*")}
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    writable = (str(root / "data"), str(root / "tmp"))
    assert changed and all(path.startswith(writable) for path in changed), changed


def test_the_image_holds_no_more_than_it_needs(root):
    files = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    others = [file for file in files if not re.search(r"(^|/)(lib\w+|ld-linux[\w-]*)\.so\.\d+$", file)]
    assert others == ["etc/group", "etc/passwd", "etc/ssl/certs/ca-certificates.crt", "notes"]
    # Nothing that the user of the image owns can be run, or is the program.
    assert (root / "notes").stat().st_uid == 0
