"""The same calls to the store room on rmcp, on FastMCP and on mcp-runtime are
answered with the same text. Runs what the migration guides quote.

`cargo build --target-dir .test-env/docs/target` comes first; MIGRATION_TARGET
names another folder."""

import asyncio
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from fastmcp import Client
from fastmcp.client.auth import BearerAuth

HERE = Path(__file__).parent
TARGET = Path(os.environ.get("MIGRATION_TARGET", HERE.parents[1] / ".test-env/docs/target"))
KEYS = {"alice": "alice-key-0000000000000000", "bob": "bob-key-000000000000000000"}
PAIRS = ",".join(f"{name}={key}" for name, key in KEYS.items())
RECORDS = "\n".join(f"{name} sha256:{hashlib.sha256(key.encode()).hexdigest()}" for name, key in KEYS.items())
PROGRAMS = {
    "rmcp": lambda address: [str(TARGET / "debug/on-rmcp"), address],
    "FastMCP": lambda address: [sys.executable, str(HERE / "on_fastmcp.py"), address],
    "mcp-runtime": lambda address: [str(TARGET / "debug/on-mcp-runtime"), "--http", address],
}

# Tool, arguments, and what comes back: a text, or the failure's sentence.
CALLS = [
    ("stocktake", {}, "paper: 10\npens: 25"),
    ("take", {"item": "paper", "count": 3}, "3 of paper for alice, 7 left"),
    ("take", {"item": "pens"}, "1 of pens for alice, 24 left"),
    ("take", {"item": "paper", "count": 8}, ValueError("only 7 of paper are left")),
    ("take", {"item": "glue"}, ValueError('there is no shelf for "glue"')),
    ("take", {"item": "paper", "count": 21}, ValueError),
    ("take", {"item": "paper", "count": 0}, ValueError),
    ("take", {}, ValueError),
    ("stocktake", {}, "paper: 7\npens: 24"),
]


@pytest.fixture(params=PROGRAMS, scope="module")
def server(request, tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = tmp_path_factory.mktemp("log") / "stderr"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            PROGRAMS[request.param](address),
            stderr=stderr,
            env=os.environ | {"KEYS": PAIRS, "API_KEYS": RECORDS, "FASTMCP_SHOW_SERVER_BANNER": "false"},
        )
    try:
        host, port = address.split(":")
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex((host, int(port))) == 0:
                    break
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield request.param, f"http://{address}/mcp"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def sentence(name, text):
    """Ours says the same in a member of an object."""
    if name != "mcp-runtime":
        return text
    error = json.loads(text)
    assert error["error"] in ("NO_SUCH_ITEM", "NOT_ENOUGH", "INVALID_INPUT"), error
    return error["message"]


def test_the_same_calls_have_the_same_answers(server):
    name, url = server

    async def call_all():
        async with Client(url, auth=BearerAuth(KEYS["alice"])) as client:
            for tool, arguments, wanted in CALLS:
                try:
                    result = await client.call_tool(tool, arguments, raise_on_error=False)
                except Exception as error:  # a JSON-RPC error
                    assert wanted is ValueError, (tool, arguments, error)
                    continue
                text = result.content[0].text
                if isinstance(wanted, str):
                    assert (result.is_error, text) == (False, wanted)
                else:
                    assert result.is_error, (tool, arguments, text)
                    if wanted is not ValueError:
                        assert sentence(name, text) == str(wanted)

    asyncio.run(call_all())


def test_progress_is_the_same(server):
    _, url = server
    seen = []

    async def note(progress, total, message):
        seen.append((progress, total, message))

    async def call():
        async with Client(url, auth=BearerAuth(KEYS["bob"]), progress_handler=note) as client:
            await client.call_tool("stocktake", {})

    asyncio.run(call())
    assert seen == [(1, 2, "paper"), (2, 2, "pens")]


def test_the_key_says_who_calls(server):
    _, url = server

    async def take():
        async with Client(url, auth=BearerAuth(KEYS["bob"])) as client:
            return await client.call_tool("take", {"item": "pens", "count": 20})

    assert asyncio.run(take()).content[0].text.startswith("20 of pens for bob, ")


@pytest.mark.parametrize("key", [None, "made-up-key-00000000000000"])
def test_nobody_gets_in_without_a_key(server, key):
    _, url = server
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10)
    refused.value.close()
    assert refused.value.code == 401


def test_the_arguments_look_the_same(server):
    _, url = server

    async def tools():
        async with Client(url, auth=BearerAuth(KEYS["alice"])) as client:
            return {tool.name: tool for tool in await client.list_tools()}

    tools = asyncio.run(tools())
    assert set(tools) == {"take", "stocktake"}
    assert tools["stocktake"].annotations.read_only_hint is True
    schema = tools["take"].input_schema
    count = schema["properties"]["count"]
    assert schema["required"] == ["item"]
    assert (count["default"], count["minimum"], count["maximum"]) == (1, 1, 20)
    assert count["description"] == "How many of it."


# What the guides say is different: what becomes of a call that is not quite right.
DIFFERENT = {
    "a number beyond its range": (
        {"item": "pens", "count": 21},
        {"rmcp": "reached the method", "FastMCP": "failed", "mcp-runtime": "INVALID_INPUT"},
    ),
    "a number in quotes": (
        {"item": "pens", "count": "1"},
        {"rmcp": "failed", "FastMCP": "done", "mcp-runtime": "INVALID_INPUT"},
    ),
    "an argument that is not known": (
        {"item": "pens", "colour": "red"},
        {"rmcp": "done", "FastMCP": "failed", "mcp-runtime": "INVALID_INPUT"},
    ),
    "two mistakes": (
        {"count": 0},
        {"rmcp": "failed", "FastMCP": "failed, 2 named", "mcp-runtime": "INVALID_INPUT, 2 named"},
    ),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_what_is_different(server, case):
    name, url = server
    arguments, outcomes = DIFFERENT[case]

    async def call():
        async with Client(url, auth=BearerAuth(KEYS["alice"])) as client:
            result = await client.call_tool("take", arguments, raise_on_error=False)
            if not result.is_error:
                return "done"
            text = result.content[0].text
            if text == "count must be from 1 to 20, not 21":  # what the method itself says
                return "reached the method"
            outcome = json.loads(text)["error"] if text.startswith("{") else "failed"
            both = "item" in text and "count" in text and arguments.get("count") == 0
            return f"{outcome}, 2 named" if both else outcome

    assert asyncio.run(call()) == outcomes[name]
