"""A page, run from its first block to its last in a scratch folder.

The rules are in README.md beside this file. A block that none of them is about
is a mistake: nothing on a page goes unrun because nobody thought of it.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import match
from blocks import Failed, blocks, steps
from merge import merge
from shell import Shell

CHECKOUT = Path(__file__).resolve().parents[2]
# The pages that are run. The others' Rust is run by `cargo test --doc`.
CHECKED = (
    "README.md",
    "docs/guide.md",
    "docs/migrating-from-rmcp.md",
    "docs/migrating-from-fastmcp.md",
)


def target():
    """Where all pages build: DOCS_TARGET, else in `.test-env`."""
    return Path(os.environ.get("DOCS_TARGET", CHECKOUT / ".test-env" / "docs" / "target"))


# What only shows something: pictures, and messages told in prose.
SHOWN = ("text", "mermaid")
# Ports that pages name. Each run takes free ones in their place.
PORTS = re.compile(r"(?<=127\.0\.0\.1:)(8080|9090)\b")
QUOTED = ("tests/", "examples/", "mcp-runtime/", "mcp-macros/")


class Page:
    """Everything that running a page needs, and leaves behind."""

    def __init__(self, path, checkout, target, patience=600, text=None):
        self.checkout = Path(checkout)
        self.blocks = blocks(Path(path), (self.checkout / path).read_text() if text is None else text)
        self.target = Path(target)
        # Outside of the checkout, whose workspace `cargo new` would join.
        self.folder = Path(tempfile.mkdtemp(prefix="mcp-docs-"))
        self.ports = {}
        self.printed = []
        self.done = 0
        try:
            self._patch()
            self.shell = Shell(self._begin(), self._environment(), patience)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _begin(self):
        """The reader's folder: an empty one, or the project that the page is
        about where it does not make one."""
        console = "".join(block.text for block in self.blocks if block.language == "console")
        written = any(block.file and not block.file.startswith(QUOTED) for block in self.blocks)
        if "cargo new" in console or not (written or "cargo" in console):
            return self.folder
        new = ["cargo", "new", "--quiet", "weather"]
        subprocess.run(new, cwd=self.folder, env=self._environment(), check=True, timeout=60)
        self._link_targets()
        return self.folder / "weather"

    def _patch(self):
        """The published crate is the one of this checkout."""
        config = self.folder / ".cargo" / "config.toml"
        config.parent.mkdir()
        path = json.dumps(str(self.checkout / "mcp-runtime"))
        config.write_text(f"[patch.crates-io]\nmcp-runtime = {{ path = {path} }}\n")

    def _environment(self):
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MCP_", "CARGO_TARGET", "RUST_LOG", "API_KEYS"))
        }
        return kept | {
            "CARGO_HOME": os.environ.get("CARGO_HOME", str(Path.home() / ".cargo")),
            "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
            "HOME": str(self.folder),
            "CARGO_PROFILE_DEV_DEBUG": "0",
            "CARGO_TERM_COLOR": "never",
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
        }

    def run(self):
        """Runs all blocks; the first that fails ends it."""
        for block in self.blocks:
            try:
                self._run(block)
            except Failed as failure:
                where = "" if str(failure).startswith(f"{block.page}:") else f"{block.at()}: "
                raise Failed(f"{where}{failure}") from None
            self.done += 1

    def _run(self, block):
        if block.language in SHOWN:
            return
        if block.language == "console":
            return self._type(block)
        if block.file and block.file.startswith(QUOTED):
            return self._quote(block)
        if block.file:
            return self._write(block)
        if block.language == "sh":
            return self._look(block)
        raise Failed(
            f"nothing says what becomes of this `{block.language}` block: name its file in its first "
            "line, or see tests/docs/README.md"
        )

    def _type(self, block):
        for step in steps(block):
            at = block.at(step.offset)
            printed, status = self.shell.run(self._ours(step.command))
            self._link_targets()
            printed = [self._theirs(line) for line in printed]
            self.printed = printed
            if not match.matches(step.expected, printed):
                raise Failed(
                    f"{at}: `{step.command}` printed something else "
                    f"(- what the page says, + what came):\n{match.difference(step.expected, printed)}"
                )
            # A command that may fail says so, by what follows it.
            if status and not self._excused(block, step):
                raise Failed(f"{at}: `{step.command}` ended with status {status}; it printed:\n"
                             + "\n".join(printed))

    @staticmethod
    def _excused(block, step):
        """Whether the next command of the block asks for the status."""
        everything = steps(block)
        at = everything.index(step) + 1
        return at < len(everything) and "$?" in everything[at].command

    def _write(self, block):
        file = self._project() / block.file
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_text() if file.exists() else ""
        file.write_text(merge(block.file, old, self._ours(block.content)))

    def _quote(self, block):
        """What a page quotes is in the file, word by word."""
        source = (self.checkout / block.file).read_text()
        if block.content.strip("\n") not in source:
            lines = match.difference(block.content.rstrip("\n").split("\n"), source.split("\n"))
            raise Failed(f"this is not in {block.file}:\n{lines}")

    def _look(self, block):
        """Commands for a checkout, too long to run here: what they name exists."""
        for line in block.text.strip().split("\n"):
            words = shlex.split(line, comments=True)
            if words[:1] == ["cargo"] and "-p" in words:
                package = words[words.index("-p") + 1]
                found = list(self.checkout.glob(f"*/{package}/Cargo.toml"))
                if not found:
                    raise Failed(f"there is no package {package} for `{line}`")
            elif not os.access(self.checkout / words[0], os.X_OK):
                raise Failed(f"`{words[0]}` is no program in a checkout")

    def _project(self):
        """Where files go: the folder that the reader is in."""
        (where,), _ = self.shell.run("pwd")
        return Path(where)

    def _link_targets(self):
        """Every new project builds where all of them do, from the same lock."""
        for manifest in self.folder.glob("*/Cargo.toml"):
            target = manifest.parent / "target"
            if not target.exists():
                self.target.mkdir(parents=True, exist_ok=True)
                target.symlink_to(self.target)
                shutil.copy(self.checkout / "Cargo.lock", manifest.parent / "Cargo.lock")

    def _ours(self, text):
        """The page's ports, exchanged for free ones."""
        return PORTS.sub(lambda port: str(self._port(port[1])), text)

    def _theirs(self, text):
        for theirs, ours in self.ports.items():
            text = re.sub(rf"(?<=:){ours}\b", theirs, text)
        text = text.replace(str(self.target.resolve()), "/home/you/weather/target")
        return text.replace(str(self.folder), "/home/you")

    def _port(self, wanted):
        if wanted not in self.ports:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.ports[wanted] = free.getsockname()[1]
        return self.ports[wanted]

    def close(self):
        self.shell.close()
        shutil.rmtree(self.folder, ignore_errors=True)
