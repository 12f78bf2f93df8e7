"""What those who run a server do to it meanwhile."""

import asyncio
import hashlib
import os
import signal

# Without a window that outlasts the warm-up: the budget of a day is filled up
# before, and what else is kept by caller or argument comes and goes.
POLICIES = [
    """
[server]
flood = "{flood}/s"
""",
    """
[server]
flood = "{flood}/s"
[tools.limited]
rate = "50/s"
[tools.flaky]
breaker = "off"
[tools.cached]
cache = "100ms public"
[tools.one_at_a_time]
concurrency = 4
queue = 8
[tools.whoami]
enabled = false
""",
]


class Operator:
    FLOOD = 300
    SLOW = "slow-key-0000000000000000"

    def __init__(self, folder):
        self._folder = folder
        self.load = None
        self.processes = []
        self.done = 0
        self._policies = 0
        self._keys = 0
        # None at first: there is much to fill up.
        self._write("policy.toml", "")
        self.keys()

    def policy(self):
        self._write("policy.toml", POLICIES[self._policies % len(POLICIES)].format(flood=self.FLOOD))
        self._policies += 1

    def keys(self):
        """Another spare key in place of the one before."""
        self._keys += 1
        self.spare = f"spare-key-{self._keys:016}"
        records = [("spare", self.spare, ""), ("slow", self.SLOW, " rate=2/s")]
        # Some more, so that reading it again is work.
        records += [(f"other-{number}", f"other-key-{number:016}", "") for number in range(200)]
        lines = (f"{name} sha256:{hashlib.sha256(key.encode()).hexdigest()}{rest}" for name, key, rest in records)
        self._write("keys", "\n".join(lines) + "\n")

    def _write(self, name, text):
        new = self._folder / f".{name}"
        new.write_text(text)
        os.replace(new, self._folder / name)

    async def run(self):
        """For ever."""
        await self._reload()
        await asyncio.gather(
            self._every(17, self._reload), self._every(5, self._rekey), self._every(40, self._cut_log),
            self._every(60, self._look_closer), self._every(1, self._scrape),
        )

    async def _every(self, seconds, act):
        while True:
            await asyncio.sleep(seconds)
            with self.load.complaining(act.__name__):
                await act()
            self.done += 1

    async def _reload(self):
        self.policy()
        self._tell(signal.SIGHUP)

    async def _rekey(self):
        self.keys()

    async def _cut_log(self):
        for process in self.processes:
            os.truncate(process.log, 0)

    async def _look_closer(self):
        self._tell(signal.SIGUSR1)
        await asyncio.sleep(3)
        self._tell(signal.SIGUSR1)

    async def _scrape(self):
        for process in self.processes:
            for path in ("/metrics", "/status.json", "/readyz", "/health"):
                await process.page(path)

    def _tell(self, number):
        for process in self.processes:
            process.signal(number)
