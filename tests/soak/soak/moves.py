"""What clients do beside calling one tool and reading its answer."""

import asyncio

from . import eras
from .calls import ALICE, MALLORY, Call, keyed, some
from .eras import Unexpected, legacy_headers
from .wire import Connection

LARGE = b"x" * ((4 << 20) + 1)
STREAM = {"Accept": "text/event-stream"}


def expect(response, *statuses):
    if response.status not in statuses:
        raise Unexpected(f"{response} instead of {statuses}")
    return response


async def wait(load, seconds):
    """About so long, and not for ever."""
    await asyncio.sleep(min(load.rng.expovariate(1 / seconds), 3 * seconds))


async def session(connection, credential=None, version=eras.LEGACY):
    """The handshake of older clients."""
    headers = legacy_headers(credential=credential)
    welcome = expect(await connection.ask("POST", "/mcp", headers, eras.initialize(version)), 200)
    if welcome.messages()[0]["result"]["protocolVersion"] != version:
        raise Unexpected(f"the handshake gave {welcome}")
    opened = welcome.headers["mcp-session-id"]
    told = eras.text("notifications/initialized", {})
    expect(await connection.ask("POST", "/mcp", legacy_headers(opened, credential, version), told), 202)
    return opened


async def call(load, connection, opened, what):
    """One call, in the era of `opened`."""
    await ask(connection, opened, what)
    response = await connection.answer()
    number = connection.asked
    load.came(what.tool, eras.outcome(what, number, response.messages()))


async def ask(connection, opened, what):
    params = what.params()
    if opened:
        params["_meta"] = what.meta
        number, headers, body = eras.legacy(opened, "tools/call", params, what.credential)
    else:
        number, headers, body = eras.modern("tools/call", params, what.tool, what.meta, what.credential)
    connection.asked = number
    connection.send("POST", "/mcp", headers, body)
    await connection.drained()


async def once(load):
    """A connection for one call, from an address that was never seen."""
    connection = await load.connect()
    opened = await session(connection) if load.rng.random() < 0.3 else None
    await call(load, connection, opened, some(load.rng))
    connection.close()


async def storm(load):
    """Many handshakes; some sessions are ended, most are forgotten."""
    for _ in range(load.rng.randrange(5, 25)):
        connection = await load.connect()
        opened = await session(connection)
        if load.rng.random() < 0.5:
            level = eras.legacy(opened, "logging/setLevel", {"level": "warning"})
            expect(await connection.ask("POST", "/mcp", *level[1:]), 200)
        if load.rng.random() < 0.5:
            expect(await connection.ask("DELETE", "/mcp", legacy_headers(opened)), 200, 202, 204)
            gone = eras.legacy(opened, "tools/list", {})
            expect(await connection.ask("POST", "/mcp", *gone[1:]), 404)
        connection.close()


async def lists(load):
    connection = await load.connect()
    for method in ("server/discover", "tools/list"):
        response = expect(await connection.ask("POST", "/mcp", *eras.modern(method, {})[1:]), 200)
        if "result" not in response.messages()[0]:
            raise Unexpected(f"{method}: {response}")
    opened = await session(connection, ALICE)
    for method in ("ping", "tools/list"):
        expect(await connection.ask("POST", "/mcp", *eras.legacy(opened, method, {}, ALICE)[1:]), 200)
    connection.close()


async def disconnect(load):
    """Leaves in the middle of a stream; in the modern era that cancels."""
    connection = await load.connect()
    opened = await session(connection) if load.rng.random() < 0.3 else None
    # Goes on without its client in the older era, for half a second.
    what = Call("count", {"n": 100, "ms": 5}, meta={"progressToken": "left"})
    if load.rng.random() < 0.3:
        what = Call("nap", {"ms": 250})
    await ask(connection, opened, what)
    if load.rng.random() < 0.7:
        await asyncio.sleep(load.rng.random() * 0.2)
    load.rng.choice([connection.close, connection.abort])()
    load.came(what.tool, "left")


async def cancel(load):
    """As older clients do it: with a message."""
    connection, other = await load.connect(), await load.connect()
    opened = await session(connection)
    await ask(connection, opened, Call("count", {"n": 1000, "ms": 10}, meta={"progressToken": 1}))
    # Only a call that has begun for sure can be cancelled from elsewhere.
    await connection.begun()
    told = eras.text("notifications/cancelled", {"requestId": connection.asked})
    expect(await other.ask("POST", "/mcp", legacy_headers(opened), told), 202)
    answers = [message for message in (await connection.answer()).messages() if "id" in message]
    if answers:
        raise Unexpected(f"a cancelled call was answered: {answers}")
    load.came("count", "cancelled")
    connection.close()
    other.close()


async def nonsense(load):
    """What is no request that could be served."""
    connection = await load.connect()
    number, headers, body = eras.modern("tools/call", Call("echo", {"text": "whole"}).params(), "echo")
    broken = load.rng.choice([
        b"{no JSON at all}", body[: len(body) // 2], body.replace(b"whole", b"wh\xffle"), b"", b"[]", b"7",
        body.replace(b'"2.0"', b'"1.0"'), body.replace(b'{"text":"whole"}', b"[1]"), b"[" * 5_000,
    ])
    expect(await connection.ask("POST", "/mcp", headers, broken), 400, 200)
    connection.close()
    connection = await load.connect()
    older = legacy_headers("made-up")
    method, path, sent, text, status = load.rng.choice([
        ("GET", "/nothing", {}, b"", 404), ("PUT", "/mcp", {}, b"", 405), ("GET", "/mcp", STREAM, b"", 405),
        ("POST", "/mcp", {**headers, "Host": "evil.example"}, body, 403),
        ("POST", "/mcp", {**headers, "Origin": "https://evil.example"}, body, 403),
        ("POST", "/mcp", {**headers, "Mcp-Name": "add"}, body, 400),
        ("POST", "/mcp", {**headers, "Content-Type": "text/plain"}, body, 415),
        ("POST", "/mcp", {**headers, "Mcp-Session-Id": "made-up"}, body, 200),
        ("POST", "/mcp", {**headers, "X-Padding": "x" * 40_000}, body, 431),
        ("POST", "/mcp", older, eras.text("tools/list", {}, 1), 404), ("DELETE", "/mcp", older, b"", 404),
    ])
    expect(await connection.ask(method, path, sent, text), status)
    connection.close()


async def too_large(load):
    """A body beyond the limit."""
    connection = await load.connect()
    _, headers, _ = eras.modern("tools/call", Call("echo", {}).params(), "echo")
    expect(await connection.ask("POST", "/mcp", headers, LARGE), 413)
    connection.close()


async def guess(load):
    """Wrong keys until no more are looked at, and a right one there."""
    connection = await load.connect()
    for number in range(14):
        credential = f"{MALLORY}-{load.rng.randrange(1 << 40)}"
        what = eras.modern("tools/call", Call("secret", {}).params(), "secret", credential=credential)
        response = await connection.ask("POST", "/mcp", *what[1:])
        if response.status != (401 if number < 10 else 429):
            raise Unexpected(f"wrong key {number} of {connection.source}: {response}")
        if not connection.is_open:
            connection = await load.connect(connection.source)
    await call(load, connection, None, Call("secret", {}, ("OK", "RATE_LIMITED"), credential=ALICE))
    connection.close()


async def spare_key(load):
    """One that the operator gives and takes, and that may say little."""
    connection = await load.connect()
    for credential, statuses in [(load.operator.spare, (200, 401)), (load.operator.SLOW, (200, 429))]:
        what = eras.modern("tools/call", Call("secret", {}).params(), "secret", credential=credential)
        expect(await connection.ask("POST", "/mcp", *what[1:]), *statuses)
        if not connection.is_open:
            connection = await load.connect(connection.source)
    connection.close()


async def flood(load):
    """More from one address than it may send."""
    connection = await load.connect()
    for _ in range(load.operator.FLOOD + 50):
        connection.send("POST", "/mcp", *eras.modern("tools/list", {})[1:])
    seen = []
    while connection.is_open and len(seen) < load.operator.FLOOD + 50:
        seen.append(expect(await connection.answer(), 200, 429).status)
    connection.close()
    if seen.count(200) < load.operator.FLOOD:
        raise Unexpected(f"{seen.count(200)} requests of a new address were served")
    load.came("flood", str(429 in seen))


async def batch(load):
    """Many calls in one message, each with a key that was never seen."""
    connection = await load.connect()
    opened = await session(connection, version=eras.OLDER)
    await batch_of(load, connection, opened, 20)
    connection.close()


async def batch_of(load, connection, opened, size):
    calls = {}
    for _ in range(size):
        what = keyed(load.rng)
        number = next(eras.numbers)
        calls[number] = what, eras.text("tools/call", {**what.params(), "_meta": what.meta}, number)
    body = b"[" + b",".join(text for _, text in calls.values()) + b"]"
    headers = legacy_headers(opened, version=eras.OLDER)
    response = expect(await connection.ask("POST", "/mcp", headers, body), 200)
    answers = response.messages()
    answers = answers[0] if isinstance(answers[0], list) else answers
    if sorted(answer["id"] for answer in answers) != sorted(calls):
        raise Unexpected(f"a batch got {len(answers)} answers: {response}")
    for answer in answers:
        load.came("once", eras.came_to(calls[answer["id"]][0], answer))


async def stream(load):
    """The stream of an older client, opened and dropped."""
    connection, other = await load.connect(), await load.connect()
    opened = await session(other)
    other.close()
    connection.send("GET", "/mcp", {**legacy_headers(opened), **STREAM})
    status, _ = await connection.begun()
    if status != 200:
        raise Unexpected(f"a stream was answered with {status}")
    await wait(load, 8)
    load.rng.choice([connection.close, connection.abort])()


async def hang(load):
    """Sends a part, or reads none, and goes after a while."""
    connection = await load.connect()
    _, headers, body = eras.modern("tools/call", Call("flood", {"bytes": 60_000}).params(), "flood")
    how = load.rng.randrange(5)
    if how == 0:
        connection.write(b"POST /mcp HTTP/1.1\r\nHost: ")
    elif how == 1:
        connection.send("POST", "/mcp", {**headers, "Content-Length": "9999"}, body)
    elif how == 2:
        for _ in range(60):
            connection.send("POST", "/mcp", headers, body)
        connection.read_no_more()
    elif how == 3:
        connection.write(b"PRI * HTTP/2.0\r\n")
    await wait(load, 6)
    load.rng.choice([connection.close, connection.abort])()


async def idle(load):
    """Keeps its connection for another call much later."""
    connection = await load.connect()
    await call(load, connection, None, some(load.rng))
    await wait(load, 10)
    if connection.is_open:
        await call(load, connection, None, some(load.rng))
    connection.close()


async def pages(load):
    """What operators look at, beside the endpoint."""
    connection = await load.connect()
    for path in ("/livez", "/readyz", "/health", "/metrics", "/status.json", "/status", "/docs"):
        expect(await connection.ask("GET", path, {}), 200)
    connection.close()


# How often each comes, beside the calls on connections that stay.
MIX = {
    once: 60, lists: 4, storm: 2, disconnect: 6, cancel: 2, nonsense: 8, too_large: 0.5, guess: 2, spare_key: 3,
    flood: 0.3, batch: 2, stream: 4, hang: 5, idle: 5, pages: 1,
}
