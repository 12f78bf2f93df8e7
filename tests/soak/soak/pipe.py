"""The client of a server on stdio: many calls at once, cancellations, nonsense, pauses."""

import asyncio
import json
import time

from . import eras
from .calls import Call, keyed, some
from .eras import Unexpected
from .wire import PATIENCE

NONSENSE = [b"{no JSON at all}", b"[]", b"7", b'{"jsonrpc":"1.0","id":1,"method":"ping"}', b"\xff", b"[" * 5_000]


class Pipe:
    """One client; every request gets exactly one answer, or was cancelled."""

    def __init__(self, process, load, rate):
        self._output, self._input = process.pipes
        self._load = load
        self._rng = load.rng
        self._rate = rate
        self._open = {}
        self._cancelled = set()
        self._reading = asyncio.Event()
        self._reading.set()

    async def fill(self, keys):
        """Takes up the room that there is for idempotency keys."""
        reading = asyncio.create_task(self._read())
        for _ in range(keys):
            self._call(keyed(self._rng))
            await asyncio.wait_for(self._input.drain(), PATIENCE)
        while self._open and not reading.done():
            await asyncio.sleep(0.1)
        reading.cancel()

    async def run(self, ends):
        reading = asyncio.create_task(self._read())
        try:
            while time.monotonic() < ends and not reading.done():
                await asyncio.sleep(1 / self._rate)
                await self._move()
            self._reading.set()
            for _ in range(PATIENCE * 10):
                if not self._open or reading.done():
                    break
                await asyncio.sleep(0.1)
        finally:
            reading.cancel()
        if reading.done() and not reading.cancelled():
            self._load.complain("stdio", reading.exception() or Unexpected("it ended"))
        for what in self._open.values():
            self._load.complain("stdio", Unexpected(f"{what} was never answered"))

    async def _move(self):
        chance = self._rng.random()
        if chance < 0.01:
            self._input.write(self._rng.choice(NONSENSE) + b"\n")
        elif chance < 0.03:
            number = self._call(Call("count", {"n": 1000, "ms": 10}, meta={"progressToken": 1}))
            # Only what is on its way for sure: what was answered just before is no mistake.
            del self._open[number]
            self._cancelled.add(number)
            await asyncio.sleep(0.02)
            self._input.write(eras.text("notifications/cancelled", {"requestId": number}) + b"\n")
        elif chance < 0.031:
            self._reading.clear()
            asyncio.get_running_loop().call_later(self._rng.random() * 3, self._reading.set)
        else:
            self._call(some(self._rng))
        await asyncio.wait_for(self._input.drain(), PATIENCE)

    def _call(self, what):
        what.credential = None
        number, _, body = eras.modern("tools/call", what.params(), what.tool, what.meta)
        if what.tool in ("secret", "vault"):
            what.codes = ("UNAUTHENTICATED",)
        self._open[number] = what
        self._input.write(body + b"\n")
        return number

    async def _read(self):
        while line := await self._output.readline():
            message = json.loads(line)
            number = message.get("id")
            if number in self._open:
                what = self._open.pop(number)
                # A full queue may refuse any call, and cut its wait short.
                what.codes = (*what.codes, "OVERLOADED", "RATE_LIMITED")
                try:
                    self._load.came(what.tool, eras.came_to(what, message))
                except Unexpected as problem:
                    self._load.complain("stdio", problem)
            elif number in self._cancelled and message.get("error", {}).get("code") != 429:
                self._load.complain("stdio", Unexpected(f"a cancelled call was answered: {message}"))
            elif number is not None and "error" not in message:
                self._load.complain("stdio", Unexpected(f"an answer to nothing: {line[:300]!r}"))
            await self._reading.wait()
        raise Unexpected("it closed its output")
