"""What goes along with requests and results: `_meta`, traces, extensions, pages,
and lines of the log."""

from typing import Any

import mcp_types
import pytest
from mcp.client import advertise
from mcp.shared.exceptions import MCPError
from pydantic import ConfigDict

from processes import running
from servers import FIXTURES
from test_calls import eventually

EXTENSION = "com.example/greetings"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
LEVEL = "io.modelcontextprotocol/logLevel"
SETTINGS = {"languages": ["en"]}


class Greet(mcp_types.Request[dict[str, Any], str]):
    method: str = "com.example/greet"


class Greetings(mcp_types.Result):
    model_config = ConfigDict(extra="allow")
    greetings: list[str]


async def test_meta_and_the_trace_reach_the_tool_and_its_meta_comes_back(way):
    meta = {"com.example/label": "blue", "traceparent": TRACE, "baggage": "user=ann"}
    async with way.connect(FIXTURES) as client:
        result = await client.client.session.call_tool("test_carried", {}, meta=meta)
        nothing = await client.client.session.call_tool("test_carried", {})
    carried = result.structured_content
    assert (carried["label"], carried["baggage"]) == ("blue", "user=ann")
    # Both clients put a span of their own in its place where they have one.
    assert carried["traceparent"].split("-")[1] == TRACE.split("-")[1]
    assert result.meta["com.example/answered"] is True
    assert nothing.structured_content["label"] is None


async def test_both_sides_know_of_an_extension_what_the_other_has_of_it(way):
    async def greet(client, **arguments):
        session = client.client.session
        return await session.send_request(Greet(params=arguments), Greetings)

    async def carried(client):
        return (await client.call("test_carried", {})).structured["extension"]

    async with (
        way.connect(FIXTURES, extensions=[advertise(EXTENSION, SETTINGS)]) as client,
        way.connect(FIXTURES) as plain,
    ):
        assert await carried(plain) is None
        offered = client.client.session.server_capabilities.extensions
        if way.legacy:
            assert not offered and await carried(client) is None
            with pytest.raises(MCPError) as raised:
                await greet(client, name="Ann")
            assert raised.value.error.code == -32601
            return
        assert EXTENSION in offered
        assert await carried(client) == SETTINGS
        assert (await greet(client, name="Ann", times=2)).greetings == ["Hello, Ann!"] * 2
        with pytest.raises(MCPError, match="/times"):
            await greet(client, name="Ann", times=9)
        with pytest.raises(MCPError) as raised:
            await greet(plain, name="Ann")
        error = raised.value.error
        assert error.code == -32021
        assert error.data["requiredCapabilities"]["extensions"] == {EXTENSION: {}}


async def test_a_list_comes_in_pages_and_nothing_is_lost_or_comes_twice(way):
    with running(FIXTURES, FIXTURES_PAGE_SIZE="7") as process:
        async with way.connect(process.server) as client:
            names, cursor = [], None
            while cursor or not names:
                params = mcp_types.PaginatedRequestParams(cursor=cursor)
                page = await client.client.session.list_tools(params=params)
                assert 0 < len(page.tools) <= 7
                names += [tool.name for tool in page.tools]
                cursor = page.next_cursor
            assert len(set(names)) == len(names) > 14
            assert {"greet", "test_touch"} <= set(names)
            with pytest.raises(MCPError) as raised:
                params = mcp_types.PaginatedRequestParams(cursor="no cursor")
                await client.client.session.list_tools(params=params)
            assert raised.value.error.code == -32602


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_lines_of_the_log_come_from_the_level_that_was_asked_for(way):
    levels = []

    async def hear(message):
        if getattr(message, "method", None) == "notifications/message":
            levels.append(message.params.level)

    async def last():
        return "error" in levels

    async with way.connect(FIXTURES, message_handler=hear) as client:
        session = client.client.session
        for level, expected in (("info", ["info"] * 3 + ["error"]), ("error", ["error"])):
            levels.clear()
            if way.legacy:
                await session.set_logging_level(level)
            meta = None if way.legacy else {LEVEL: level}
            for tool in ("test_tool_with_logging", "test_logging_tool"):
                await session.call_tool(tool, {}, meta=meta)
            await eventually("the last line", last)
            assert sorted(levels) == sorted(expected)
