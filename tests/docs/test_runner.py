"""The runner itself: what it lets pass, and what it must not."""

import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from blocks import Failed, blocks  # noqa: E402
from match import difference, matches  # noqa: E402
from merge import merge  # noqa: E402
from page import Page  # noqa: E402

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def nothing_is_left_over():
    before = set(Path(tempfile.gettempdir()).glob("mcp-docs-*"))
    yield
    assert set(Path(tempfile.gettempdir()).glob("mcp-docs-*")) <= before


def run(text, tmp_path, patience=10):
    page = Page("a.md", CHECKOUT, tmp_path / "target", patience, text=text)
    try:
        page.run()
        return page
    finally:
        page.close()


def console(text):
    return f"Prose.\n\n```console\n{text}\n```\n"


GOOD = [
    "$ echo hello\nhello",
    "$ printf 'a\\nb\\nc\\n'\na\n…\nc",
    "$ printf 'a\\nb\\n'\n…",
    "$ true",
    "$ echo took 3 s\ntook … s",
    "$ cd /\n$ pwd\n/",
    "$ cargo --list | head -n 0; pwd\n/home/you/weather",
    "$ false\n$ echo $?\n1",
    "$ echo a \\\n  b\na b",
    "$ cat <<END\none\nEND\none",
    "$ echo to stderr >&2\nto stderr",
    "$ printf '\\033[1mbold\\033[0m\\n'\nbold",
]

WRONG = {
    "another output": "$ echo hello\ngoodbye",
    "less than what came": "$ printf 'a\\nb\\n'\na",
    "more than what came": "$ echo a\na\nb",
    "no output at all": "$ echo a",
    "an order that is not kept": "$ printf 'b\\na\\n'\na\n…\nb",
    "a wrong line after any": "$ printf 'a\\nb\\nc\\n'\n…\nd",
    "a status that nobody asks for": "$ false",
    "a status after output": "$ echo a; false\na",
    "a status that is another": "$ false\n$ echo $?\n0",
    "the end of the shell": "$ exit 0",
    "a program that is not there": "$ no-such-program",
    "a server that does not listen": "$ true 127.0.0.1:8080 &",
}


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_passes(text, tmp_path):
    assert run(console(text), tmp_path).done == 1


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_wrong_fails(text, tmp_path, monkeypatch):
    clock = time.monotonic
    # What waits for a server has waited long enough at its second look.
    monkeypatch.setattr("shell.time.sleep", lambda _: monkeypatch.setattr("shell.time.monotonic", lambda: clock() + 60))
    with pytest.raises(Failed):
        run(console(text), tmp_path)


def test_a_failure_names_the_line_and_shows_both(tmp_path):
    with pytest.raises(Failed) as failure:
        run("# T\n\n```console\n$ echo a\na\n$ echo is\nshould\n```\n", tmp_path)
    assert "a.md:6:" in str(failure.value)
    assert "- should" in str(failure.value) and "+ is" in str(failure.value)


def test_blocks_after_a_failure_are_not_run(tmp_path):
    text = console("$ false") + console(f"$ touch {tmp_path}/later")
    with pytest.raises(Failed):
        run(text, tmp_path)
    assert not (tmp_path / "later").exists()


@pytest.mark.parametrize("info", ["rust", "toml", "", "yaml", "json", "python", "bash"])
def test_a_block_that_no_rule_is_about_fails(info, tmp_path):
    with pytest.raises(Failed, match="nothing says what becomes"):
        run(f"```{info}\nlet x = 1;\n```\n", tmp_path)


def test_a_block_without_an_end_is_a_mistake():
    with pytest.raises(Failed, match="a.md:1"):
        blocks(Path("a.md"), "```console\n$ true\n")


def test_output_without_a_command_is_a_mistake(tmp_path):
    with pytest.raises(Failed, match="begins with"):
        run(console("hello"), tmp_path)


def test_a_command_that_does_not_end_fails(tmp_path):
    with pytest.raises(Failed, match="did not end"):
        run(console("$ sleep 60"), tmp_path, patience=0.3)


SERVER = """```python
# server.py
import http.server, os
address = "127.0.0.1", int(os.environ["LISTEN"].split(":")[1])
http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
```
"""


def test_servers_are_stopped(tmp_path):
    text = SERVER + console("$ LISTEN=127.0.0.1:8080 python3 server.py 2> log &\n$ echo $!\n…")
    page = Page("a.md", CHECKOUT, tmp_path / "target", 10, text=text)
    try:
        page.run()
        server = int(page.printed[0])
        os.kill(server, 0)
    finally:
        page.close()
    for _ in range(100):
        try:
            os.kill(server, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        os.kill(server, signal.SIGKILL)
        pytest.fail("the server outlives its page")
    assert not page.folder.exists()


def test_files_are_written_where_the_reader_is(tmp_path):
    text = (
        console("$ mkdir p && cd p")
        + "```toml\n# a.toml\n[t]\nx = 1\n```\n"
        + console("$ cat a.toml\n[t]\nx = 1\n$ ls\na.toml")
    )
    assert run(text, tmp_path).done == 3


def test_a_file_in_the_info_string_keeps_its_first_line(tmp_path):
    text = "```yaml file=ci.yml\n# kept\na: 1\n```\n" + console("$ cat ci.yml\n# kept\na: 1")
    run(text, tmp_path)


def test_a_quotation_is_word_by_word(tmp_path):
    run("```python\n# tests/docs/shell.py\nimport selectors\nimport signal\n```\n", tmp_path)
    with pytest.raises(Failed, match="not in tests/docs/shell.py"):
        run("```python\n# tests/docs/shell.py\nimport selectors\nimport time\n```\n", tmp_path)


def test_commands_for_a_checkout_are_looked_at(tmp_path):
    run("```sh\ncargo run -p notes -- --help\n./tests/run   # everything\n```\n", tmp_path)
    for wrong in ("cargo run -p noets", "./tests/runn"):
        with pytest.raises(Failed):
            run(f"```sh\n{wrong}\n```\n", tmp_path)


def test_ports_of_pages_are_exchanged_for_free_ones(tmp_path):
    page = run(console("$ echo 127.0.0.1:8080 at 8080\n127.0.0.1:8080 at 8080"), tmp_path)
    assert page.ports["8080"] != 8080


def test_any_is_the_only_wildcard():
    assert matches(["a.c"], ["a.c"]) and not matches(["a.c"], ["abc"])
    assert matches(["a…c…e"], ["abcde"]) and not matches(["a…c"], ["abcd"])
    assert not matches([], ["a"]) and matches([], [])


def test_the_difference_does_not_mark_what_fits():
    shown = difference(["took … s", "b"], ["took 3 s", "c"])
    assert not re.search(r"[-+] took", shown)
    assert "- b" in shown and "+ c" in shown


RUST = '''use a::b;

/// Says {.
#[mcp_tool(
    rate = "1/s",
)]
async fn hello(name: String) -> String {
    format!("}} {name}")
}

fn main() {}
'''


def test_items_of_the_same_name_take_its_place():
    block = 'use a::c;\n\nasync fn hello() -> u8 {\n    7\n}\n\nstruct New;\n'
    merged = merge("src/main.rs", RUST, block)
    assert merged == 'use a::b;\n\nuse a::c;\n\nasync fn hello() -> u8 {\n    7\n}\n\nfn main() {}\n\nstruct New;\n'


def test_tables_are_added_to():
    merged = merge("a.toml", '[a]\nx = 1\n\n[b]\ny = 2\n', '# why\n[a]\nx = [\n  3,\n]\nz = 4\n\n[c]\n')
    assert merged == "[a]\nx = [\n  3,\n]\nz = 4\n\n[b]\ny = 2\n\n[c]\n"


def test_other_files_are_written_whole():
    assert merge("a.yml", "old: 1\n", "new: 2\n") == "new: 2\n"
