"""A variable that no program reads is a setting that is missing."""

import re
import subprocess

import pytest
from support import DEPLOY, PROGRAMS, ROOT, clean_environment

FILES = sorted(
    file for file in DEPLOY.rglob("*") if file.is_file() and re.search(r"MCP_|NOTES_", file.read_text())
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(DEPLOY)))
def test_every_variable_is_known(file):
    help = subprocess.run(
        [PROGRAMS / "notes", "--help"], env=clean_environment(), capture_output=True, text=True, check=True
    ).stdout
    known = help + (ROOT / "examples/notes/README.md").read_text()
    # Caddy's own, which stand in its file in place of names and addresses.
    caddy = set(re.findall(r"\{\$(\w+)", file.read_text()))
    named = set(re.findall(r"\b(?:MCP|NOTES)_[A-Z_]+\b", file.read_text())) - caddy
    unknown = [name for name in sorted(named) if not re.search(rf"\b{name}\b", known)]
    assert unknown == []
