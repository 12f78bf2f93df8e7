"""How both Python clients hear of changes, in both eras."""

from contextlib import asynccontextmanager

from mcp.client.subscriptions import listen

from test_calls import eventually


class Ear:
    """All notifications that a client hands on."""

    def __init__(self):
        self.heard = []

    async def __call__(self, message):
        if method := getattr(message, "method", None):
            self.heard.append((method, getattr(message.params, "uri", None)))

    def updates(self):
        return [str(uri) for method, uri in self.heard if method.endswith("/updated")]

    def count(self, method):
        return sum(method == heard for heard, _ in self.heard)

    async def hears(self, method, change):
        """Waits for a notification that was not there before."""
        before = self.count(method)
        await change()

        async def so():
            return self.count(method) > before

        await eventually(method, so)


@asynccontextmanager
async def listening(way, client, ear, *, lists=False, uris=()):
    """In older revisions, whoever has a stream hears of lists."""
    session = client.client.session
    if not way.legacy:
        lists = {f"{kind}_list_changed": lists for kind in ("tools", "prompts", "resources")}
        async with listen(session, **lists, resource_subscriptions=uris) as subscription:
            yield subscription
        return
    # The client opens its stream beside all else, and does not say when.
    for uri in [*uris, "watched://0"]:
        await session.subscribe_resource(uri)

    async def streaming():
        await touch(client, 0)
        return "watched://0" in ear.updates()

    await eventually("a stream", streaming)
    await session.unsubscribe_resource("watched://0")
    ear.heard.clear()
    yield None
    for uri in uris:
        await session.unsubscribe_resource(uri)


async def touch(client, number):
    await client.call("test_touch", {"uri": f"watched://{number}"})
