"""What is called, and what each call may come to."""

import dataclasses
import itertools

OK = ("OK",)
keys = itertools.count(1)


@dataclasses.dataclass
class Call:
    tool: str
    arguments: dict
    codes: tuple = OK
    text: str | None = None
    meta: dict = dataclasses.field(default_factory=dict)
    credential: str | None = None

    def __str__(self):
        return f"{self.tool} {str(self.arguments)[:80]}"

    def params(self):
        return {"name": self.tool, "arguments": self.arguments}


ALICE, BOB, CAROL = (f"{name}-key-0000000000000000" for name in ("alice", "bob", "carol"))
MALLORY = "mallory-key-0000000000000"


def plain(rng):
    a, b = rng.randrange(1000), rng.randrange(1000)
    return Call("add", {"a": a, "b": b}, OK, str(a + b))


def echo(rng):
    text = "é" * int(rng.paretovariate(0.6) * 10 % 60_000)
    return Call("echo", {"text": text}, OK, text)


def known(rng):
    credential, who = rng.choice([(ALICE, "alice"), (BOB, "bob"), (CAROL, "carol")])
    return Call("secret", {}, ("OK", "RATE_LIMITED"), f"known as {who}", credential=credential)


def limited(rng):
    codes = ("OK", "RATE_LIMITED")
    return rng.choice([
        Call("limited", {}, codes, "admitted"),
        Call("paired", {}, codes, "admitted"),
        # Ever-new values of the argument that the limit counts by.
        Call("per_account", {"account": f"{rng.randrange(1 << 40)}"}, codes),
    ])


def failing(rng):
    kind, code = rng.choice([
        ("plain", "NOT_FOUND"), ("retryable", "BUSY"), ("retry_after", "RESTING"), ("details", "TOO_MANY"),
        ("transparent", "INNER"), ("private", "INTERNAL"), ("built", "BUILT"), ("internal", "INTERNAL"),
    ])
    return Call("fail", {"kind": kind}, (code,))


def crashing(rng):
    return Call("crash", {"kind": rng.choice(["panic", "task", "index"])}, ("INTERNAL",))


def scarce(rng):
    return rng.choice([
        Call("priced", {}, ("OK", "BUDGET_EXCEEDED"), "paid"),
        Call("flaky", {"ok": False}, ("UPSTREAM", "CIRCUIT_OPEN")),
        Call("flaky", {"ok": True}, ("OK", "CIRCUIT_OPEN")),
        Call("one_at_a_time", {"ms": rng.randrange(20)}, ("OK", "OVERLOADED")),
    ])


def cached(_):
    return Call("cached", {})


def keyed(_):
    """Of an idempotency key that was never seen."""
    return Call("once", {}, meta={"idempotencyKey": f"key-{next(keys)}"})


def repeated(rng):
    """Of one that was, lately or long ago."""
    return Call("once", {}, ("OK", "INVALID_INPUT"), meta={"idempotencyKey": f"key-{rng.randrange(20_000)}"})


def large(rng):
    if rng.random() < 0.6:
        size = rng.randrange(60_000)
        return Call("flood", {"bytes": size}, OK, "x" * size)
    return Call("flood", {"bytes": rng.choice([70_000, 300_000, 2_000_000])}, ("OUTPUT_TOO_LARGE",))


def invalid(rng):
    return rng.choice([
        Call("bounded", {"n": 11, "code": "abc", "tags": ["a", "a"], "mode": "lazy"}, ("INVALID_INPUT",)),
        Call("add", {"a": "x" * rng.randrange(1, 2000)}, ("INVALID_INPUT",)),
        Call("echo", {"text": "a", f"member-{rng.randrange(1 << 40)}": 1}, ("INVALID_INPUT",)),
    ])


def unknown(rng):
    return Call(f"unknown-{rng.randrange(1 << 40)}", {}, (-32602,))


def forbidden(rng):
    return Call("vault", {}, ("UNAUTHENTICATED", "FORBIDDEN"), credential=rng.choice([None, BOB]))


def slow(rng):
    ms = rng.randrange(50)
    return rng.choice([
        Call("nap", {"ms": ms}, ("OK", "TIMEOUT")),  # the latter on a busy machine
        Call("pinned", {"ms": ms}, ("OK", "TIMEOUT")),
        Call("nap", {"ms": 5_000}, ("TIMEOUT",)),
        # The former where a client on stdio does not read until it is over.
        Call("pinned", {"ms": 600}, ("OK", "TIMEOUT")),
    ])


def streamed(rng):
    n = rng.randrange(1, 40)
    return Call("count", {"n": n, "ms": rng.randrange(5)}, OK, f"counted to {n}", {"progressToken": next(keys)})


def changed(_):
    """What the policy takes away and gives back."""
    return Call("whoami", {}, ("OK", -32602))


# How often each comes.
MIX = {
    plain: 40, echo: 8, known: 6, limited: 8, failing: 5, crashing: 1, scarce: 8, cached: 6, keyed: 8,
    repeated: 3, large: 3, invalid: 5, unknown: 2, forbidden: 2, slow: 2, streamed: 4, changed: 2,
}


def some(rng):
    kind, = rng.choices(list(MIX), MIX.values())
    return kind(rng)
