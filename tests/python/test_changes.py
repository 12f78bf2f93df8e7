"""What changes while clients are connected: `subscriptions/listen` in 2026-07-28,
`resources/subscribe` and the GET stream before. Nobody else uses the servers."""

import os
import signal

import anyio
import pytest
from mcp.client.subscriptions import SubscriptionLost
from mcp.shared.exceptions import MCPError

from ear import Ear, listening, touch
from processes import children, running
from servers import FIXTURES
from test_calls import eventually

KINDS = {"tool": "list_tools", "prompt": "list_prompts", "resource": "list_resources"}
KEY = {"MCP_SIGNING_KEY": "changes!" * 5}


async def names(client, what):
    result = await getattr(client.client, KINDS[what])()
    return [one.name for one in getattr(result, f"{what}s", result)]


async def test_hears_of_what_comes_and_goes_and_finds_it_so(way):
    ear, name = Ear(), "came"
    with running(FIXTURES) as process:
        async with (
            way.connect(process.server, message_handler=ear) as client,
            listening(way, client, ear, lists=True) as subscription,
        ):
            if subscription:
                assert subscription.honored.tools_list_changed and subscription.honored.resources_list_changed
            for what in KINDS:
                changed = f"notifications/{what}s/list_changed"
                assert name not in await names(client, what)
                given = {"what": what, "name": name}
                await ear.hears(changed, lambda: client.call("test_offer", given))
                assert name in await names(client, what), what
                if what == "tool":
                    assert (await client.call(name, {})).text == "came was added"
                await ear.hears(changed, lambda: client.call("test_withdraw", given))
                assert name not in await names(client, what), what
            with pytest.raises(MCPError) as raised:
                await client.call(name, {})
            assert raised.value.error.code == -32602


async def test_hears_of_the_resources_that_it_watches_and_of_no_others(way):
    ear = Ear()
    with running(FIXTURES) as process:
        async with way.connect(process.server, message_handler=ear) as client:

            async def updated():
                return ear.updates()

            async with listening(way, client, ear, uris=["watched://1", "watched://2"]):
                await touch(client, 3)
                await touch(client, 2)
                await eventually("an update", updated)
                assert set(ear.updates()) == {"watched://2"}
            async with listening(way, client, ear, uris=["watched://4"]):
                ear.heard.clear()
                # A change that was told in order comes before the next.
                await touch(client, 1)
                await touch(client, 4)
                await eventually("an update", updated)
                assert ear.updates() == ["watched://4"]


async def test_is_told_what_is_wrong_with_what_it_wants_to_watch(way):
    many = [f"watched://{number}" for number in range(1, 258)]
    wrong = ["nothing://there", "no uri"]
    async with way.connect(FIXTURES) as client:
        with pytest.raises(MCPError, match="256"):
            async with listening(way, client, Ear(), uris=many):
                pass
        if not way.legacy:
            async with listening(way, client, Ear(), uris=[*wrong, "watched://1"]) as subscription:
                assert subscription.honored.resource_subscriptions == ["watched://1"]
            return
        for uri in wrong:
            with pytest.raises(MCPError, match="no resource with this URI"):
                await client.client.session.subscribe_resource(uri)


async def test_is_told_that_there_is_no_room_and_finds_some_when_another_leaves(way):
    if way.legacy:
        return  # Its sessions are tested with the clients of TypeScript.
    with running(FIXTURES, FIXTURES_SUBSCRIPTIONS_PER_CALLER="1") as process:
        async with way.connect(process.server) as client:
            async with listening(way, client, Ear(), lists=True):
                with pytest.raises(MCPError, match="subscription"):
                    async with listening(way, client, Ear(), lists=True):
                        pass

            async def room():
                try:
                    async with listening(way, client, Ear(), lists=True):
                        return True
                except MCPError:
                    return False

            await eventually("room", room)


async def test_a_server_that_ends_on_stdio(way):
    if way.transport == "http":
        return
    before = children()
    async with way.connect(FIXTURES) as client:
        (server,) = children() - before

        async def gone():
            # Until it has heard of it, it answers.
            with anyio.fail_after(10):
                try:
                    return not await client.call("greet", {"name": "you"})
                except MCPError as error:
                    return "closed" in error.error.message.lower()

        if way.legacy:
            os.kill(server, signal.SIGTERM)
        else:
            async with listening(way, client, Ear(), lists=True) as subscription:
                os.kill(server, signal.SIGTERM)
                # An orderly end, which is no error.
                with anyio.fail_after(15):
                    assert [event async for event in subscription] == []
        await eventually("its end", gone)


async def test_a_server_that_goes_away_on_http_and_comes_back(way):
    if way.transport == "stdio":
        return
    ear = Ear()
    updated = "notifications/resources/updated"
    with running(FIXTURES, **KEY) as process:
        async with way.connect(process.server, message_handler=ear) as client:

            async def hears(subscription):
                await ear.hears(updated, lambda: touch(client, 1))
                if subscription:
                    with anyio.fail_after(5):
                        assert (await anext(subscription)).uri == "watched://1"

            listened = listening(way, client, ear, uris=["watched://1"])
            subscription = await listened.__aenter__()
            await hears(subscription)
            process.stop(signal.SIGTERM)
            if subscription:
                with anyio.fail_after(15):
                    assert [event async for event in subscription] == []
            # The same client, and the session of old where there is one.
            with running(FIXTURES, process.address, **KEY) as again:
                assert (await client.call("greet", {"name": "you"})).text == "Hello, you!"
                await listened.__aexit__(None, None, None)
                async with listening(way, client, ear, uris=["watched://1"]) as subscription:
                    await hears(subscription)
                    if subscription:
                        again.stop()
                        with pytest.raises(SubscriptionLost), anyio.fail_after(10):
                            await anext(subscription)
