"""Who does what, and how fast."""

import asyncio
import collections
import contextlib
import itertools
import random
import time

from perf.server import Broken

from . import moves
from .calls import some
from .eras import Unexpected
from .wire import Connection

# Calls on connections that stay, for each of the other moves.
STEADY = 8
WORKERS = 24
# Of slow moves at once.
MOST = 300


class Pace:
    """So many a second, for all who wait for it together."""

    def __init__(self, rate):
        self._every = 1 / rate
        self._slot = time.monotonic()

    async def turn(self):
        now = time.monotonic()
        # What was missed is not caught up with.
        self._slot = max(self._slot + self._every, now - 0.5)
        await asyncio.sleep(max(0, self._slot - now))


class Load:
    """What one server is driven with over HTTP, and what came of it."""

    def __init__(self, host, operator, seed, rate):
        self.host = host
        self.operator = operator
        self.rng = random.Random(seed)
        self.outcomes = collections.Counter()
        self.complaints = collections.Counter()
        self.examples = []
        self._addresses = itertools.count()
        self._steady = Pace(rate)
        self._moves = Pace(rate / STEADY)
        self._behind = set()
        self._ends = None

    def came(self, what, outcome):
        self.outcomes[f"{what.partition('-')[0]} {outcome}"] += 1

    @contextlib.contextmanager
    def complaining(self, where):
        try:
            yield
        except (Unexpected, Broken, OSError, EOFError, ValueError, LookupError) as problem:
            self.complain(where, problem)

    def complain(self, where, problem):
        self.complaints[where] += 1
        if self.complaints[where] <= 5:
            self.examples.append(f"{where}: {type(problem).__name__} {problem}")
            print(f"  unexpected: {self.examples[-1][:700]}", flush=True)

    @property
    def answered(self):
        return self.outcomes.total()

    @property
    def unexpected(self):
        return self.complaints.total()

    async def connect(self, source=None):
        """From an address that nobody had before, where none is named."""
        if source is None:
            left, last = divmod(next(self._addresses), 254)
            source = f"127.{left // 254 % 254 + 1}.{left % 254 + 1}.{last + 1}"
        return await Connection(self.host, source).open()

    async def run(self, ends):
        """Until then; every client has come to its end afterwards."""
        self._ends = ends
        await asyncio.gather(*(self._work(index) for index in range(WORKERS)), self._others())
        await asyncio.gather(*self._behind)

    async def _work(self, index):
        """One client after the other, each with a connection for a while."""
        source = f"127.0.7.{index + 1}"
        while time.monotonic() < self._ends:
            with self.complaining("call"):
                connection = await self.connect(source)
                opened = await moves.session(connection) if self.rng.random() < 0.4 else None
                for _ in range(self.rng.randrange(1, 400)):
                    await self._steady.turn()
                    if time.monotonic() >= self._ends or not connection.is_open:
                        break
                    await moves.call(self, connection, opened, some(self.rng))
                connection.close()

    async def _others(self):
        kinds, weights = list(moves.MIX), list(moves.MIX.values())
        while time.monotonic() < self._ends:
            await self._moves.turn()
            move, = self.rng.choices(kinds, weights)
            if len(self._behind) < MOST:
                task = asyncio.create_task(self._one(move))
                self._behind.add(task)
                task.add_done_callback(self._behind.discard)

    async def _one(self, move):
        with self.complaining(move.__name__):
            await move(self)
            self.came("move", move.__name__)

    async def fill(self, keys, callers):
        """Takes up the room that there is for state by key and by caller."""
        async def batches():
            connection = await self.connect()
            opened = await moves.session(connection, version=moves.eras.OLDER)
            for _ in range(keys // 4 // 64):
                await moves.batch_of(self, connection, opened, 64)
            connection.close()

        async def spenders():
            for _ in range(callers // 8):
                connection = await self.connect()
                what = moves.Call("priced", {}, ("OK", "BUDGET_EXCEEDED"))
                await moves.call(self, connection, None, what)
                connection.close()

        await asyncio.gather(*(batches() for _ in range(4)), *(spenders() for _ in range(8)))
