"""What a client is told where the server does not do what it was asked to."""

import os
import signal

import anyio
import pytest
from mcp.shared.exceptions import MCPError

from processes import children, running
from servers import FIXTURES, PARTLY_PRIVATE
from test_calls import eventually, held

STRICT = {
    "MCP_TOOL_GREET__RATE": "2/min",
    "MCP_TOOL_HOLD__TIMEOUT": "300ms",
    "MCP_TOOL_HELD__ENABLED": "false",
    "MCP_TOOL_TEST_REGION__MAX_OUTPUT": "1KB",
}


async def test_is_told_why_a_guard_refuses(way):
    with running(FIXTURES, **STRICT) as process:
        async with way.connect(process.server) as client:
            for _ in range(2):
                assert not (await client.call("greet", {"name": "you"})).failed
            error = (await client.call("greet", {"name": "you"})).facts()
            assert (error["error"], error["retryable"]) == ("RATE_LIMITED", True)
            assert 0 < error["retryAfter"] <= 60 and error["action"]
            error = (await client.call("hold", {"label": "x", "millis": 20_000})).facts()
            assert (error["error"], error["retryable"]) == ("TIMEOUT", True)
            await client.tools()
            error = (await client.call("test_region", {"region": "x" * 2_000})).facts()
            assert error["error"] == "OUTPUT_TOO_LARGE"
            assert "held" not in [tool.name for tool in await client.tools()]
            with pytest.raises(MCPError) as raised:
                await client.call("held", {"label": "x"})
            assert raised.value.error.code == -32602


async def test_a_tool_that_panics_has_failed_and_the_connection_goes_on(way):
    with running(PARTLY_PRIVATE) as process:
        async with way.connect(process.server) as client:
            assert (await client.call("crash", {"kind": "panic"})).facts()["error"] == "INTERNAL"
            assert (await client.call("add", {"a": 1, "b": 2})).text == "3"


async def test_a_message_that_is_too_large_is_refused(way):
    async with way.connect(FIXTURES) as client:
        with pytest.raises(MCPError) as raised, anyio.fail_after(15):
            await client.call("greet", {"name": "x" * (6 << 20)})
        assert raised.value.error.message
        assert await client.tools()


async def pid_of(way, process, before):
    if way.transport == "http":
        return process.process.pid
    (pid,) = children() - before
    return pid


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_nobody_waits_for_a_server_that_ends(way, how):
    answers = []
    with running(FIXTURES, FIXTURES_DRAIN_MILLIS="200") as process:
        before = children()
        try:
            async with way.connect(process.server) as client:

                async def hold():
                    try:
                        answers.append(await client.call("hold", {"label": "x", "millis": 20_000}))
                    except Exception as error:
                        answers.append(error)

                async def runs():
                    return await held(client, "x") == 1

                async with anyio.create_task_group() as group:
                    group.start_soon(hold)
                    await eventually("the call runs", runs)
                    os.kill(await pid_of(way, process, before), how)
                    with anyio.fail_after(15):
                        while not answers:
                            await anyio.sleep(0.05)
                    group.cancel_scope.cancel()
        except Exception as error:
            # A connection that breaks takes this client with it on HTTP.
            assert (way.transport, how) == ("http", signal.SIGKILL), error
            return
    (answer,) = answers
    if how == signal.SIGTERM:
        assert answer.facts()["error"] == "SHUTTING_DOWN"
    else:
        assert isinstance(answer, MCPError), answer


async def test_a_flood_is_refused_and_a_newcomer_finds_its_revision_all_the_same(way):
    if way.transport == "stdio":
        return
    with running(FIXTURES, MCP_SERVER__FLOOD="20/h") as process:
        async with way.connect(process.server) as client:
            with pytest.raises(MCPError) as raised, anyio.fail_after(20):
                for _ in range(30):
                    await client.call("greet", {"name": "you"})
            assert raised.value.error.data["error"] == "RATE_LIMITED"
            assert raised.value.error.data["retryAfter"] > 0
            if not way.legacy:
                async with way.connect(process.server) as next_client:
                    assert next_client.revision == "2026-07-28"
