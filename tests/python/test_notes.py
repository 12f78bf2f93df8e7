"""What a user of the notes server meets."""

import json
import secrets

import pytest
from mcp.shared.exceptions import MCPError

from servers import NOTES


async def test_agrees_on_the_revision(way):
    async with way.connect(NOTES) as client:
        assert client.revision == way.revision
        assert client.server_name == "notes"


async def test_lists_the_tools_with_their_schemas(way):
    async with way.connect(NOTES) as client:
        tools = {tool.name: tool for tool in await client.tools()}
    assert sorted(tools) == ["add", "delete", "read", "search", "tag"]
    search = tools["search"]
    assert search.description and search.annotations.read_only_hint
    assert search.input_schema["required"] == ["query"]
    assert search.input_schema["properties"]["limit"]["minimum"] == 1
    assert search.output_schema["type"] == "object"


async def test_adds_finds_reads_and_deletes_a_note(way):
    word = "zebra" + secrets.token_hex(6)
    body = f"A {word} – ünïcode ✓"
    async with way.connect(NOTES) as client:
        added = await client.call("add", {"title": f"About {word}", "body": body})
        note = added.structured["id"]
        found = await client.call("search", {"query": word})
        assert found.structured["hits"][0]["id"] == note
        # The text form is what clients without structured content show.
        assert json.loads(found.text) == found.structured
        assert (await client.call("read", {"id": note})).structured["body"] == body
        assert not (await client.call("delete", {"id": note})).failed
        assert (await client.call("read", {"id": note})).facts()["error"] == "NOTE_NOT_FOUND"


async def test_learns_from_a_tool_error_what_to_do_next(way):
    async with way.connect(NOTES) as client:
        error = (await client.call("read", {"id": 999_999_999})).facts()
    assert error["error"] == "NOTE_NOT_FOUND"
    assert "999999999" in error["message"]
    assert "search" in error["action"]
    assert error["retryable"] is False
    assert error["tool"] == "read"
    assert error["requestId"]


async def test_learns_every_violation_of_the_input_schema_at_once(way):
    async with way.connect(NOTES) as client:
        answer = await client.call("search", {"limit": 0, "colour": "red"})
    error = answer.facts()
    assert error["error"] == "INVALID_INPUT"
    assert error["action"]
    for place in ("query", "/limit", "colour"):
        assert place in answer.text


async def test_learns_that_a_tool_does_not_exist(way):
    async with way.connect(NOTES) as client:
        with pytest.raises(MCPError) as caught:
            await client.call("serach", {})
    assert caught.value.error.code == -32602
    assert "serach" in caught.value.error.message
    assert "tools/list" in caught.value.error.message
