"""Calls that take time: progress, giving up, many at once."""

import time

import anyio
import pytest
from mcp.shared.exceptions import MCPError

from servers import FIXTURES


async def held(client, label):
    return int((await client.call("held", {"label": label})).text)


async def eventually(what, holds):
    """Asks until `holds` is true, for five seconds at most."""
    end = time.monotonic() + 5
    while not await holds():
        assert time.monotonic() < end, f"still not so after 5 s: {what}"
        await anyio.sleep(0.05)


async def test_sees_progress_while_a_call_runs(way):
    seen = []

    async def progress(value, total, message):
        seen.append((value, total))

    async with way.connect(FIXTURES) as client:
        assert not (await client.call("test_tool_with_progress", {}, progress=progress)).failed
    assert seen == [(0, 100), (50, 100), (100, 100)]


async def test_stops_the_call_that_it_cancels_and_no_other(way):
    one, two = f"one, {way}", f"two, {way}"
    first, second = anyio.CancelScope(), anyio.CancelScope()

    async with way.connect(FIXTURES) as client:

        async def hold(label, scope):
            with scope:
                await client.call("hold", {"label": label, "millis": 20_000})

        async def both():
            return await held(client, one) + await held(client, two) == 2

        async def one_ended():
            return await held(client, one) == 0

        async def two_ended():
            return await held(client, two) == 0

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(hold, one, first)
            tasks.start_soon(hold, two, second)
            await eventually("both calls run", both)
            first.cancel()
            await eventually("the cancelled call has ended", one_ended)
            assert await held(client, two) == 1
            second.cancel()
            await eventually("the other call has ended too", two_ended)
    assert first.cancelled_caught and second.cancelled_caught


async def test_stops_the_call_that_it_times_out(way):
    label = f"late, {way}"
    async with way.connect(FIXTURES) as client:
        with pytest.raises(MCPError, match="(?i)timed out"):
            await client.call("hold", {"label": label, "millis": 20_000}, timeout=0.3)

        async def ended():
            return await held(client, label) == 0

        await eventually("the late call has ended", ended)


async def test_runs_calls_side_by_side(way):
    async with way.connect(FIXTURES) as client:
        began = time.monotonic()
        async with anyio.create_task_group() as tasks:
            for number in range(20):
                tasks.start_soon(client.call, "hold", {"label": f"{way} {number}", "millis": 500})
        assert time.monotonic() - began < 5


async def test_sends_a_mirrored_argument(way):
    async with way.connect(FIXTURES) as client:
        # A client that has not listed the tool does not know its headers.
        await client.tools()
        answer = await client.call("test_region", {"region": "øst 1"})
    assert answer.text == "routed to øst 1"
