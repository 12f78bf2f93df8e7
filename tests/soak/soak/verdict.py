"""Whether what was sampled is flat."""

from statistics import median

# How much the end may be above the beginning: a part of it, and a little of
# which the part is nothing. What belongs to connections is not counted: how many
# there are is up to the clients.
ALLOWED = {
    # The allocator takes an arena of some MiB where one more thread comes.
    "resident_kib": (0.05, 4096),
    "anonymous_kib": (0.05, 4096),
    "descriptors": (0, 8),
    "tasks": (0, 8),
    "threads": (0.10, 4),
}
OF_CONNECTIONS = ("descriptors", "tasks")
# What comes back once the load is over.
RETURNS = ("descriptors", "tasks", "threads")


def trend(samples, began, ended):
    """By what was sampled: the medians of the first and of the last fifth
    after the warm-up, which is a third, and how much the last may be."""
    warm = began + (ended - began) / 3
    kept = [sample for sample in samples if warm <= sample["seconds"] <= ended]
    fifth = len(kept) // 5
    if fifth < 2:
        raise ValueError(f"{len(kept)} samples after the warm-up tell nothing")
    rows = {}
    for name, (part, little) in ALLOWED.items():
        first, last = (median(held(sample, name) for sample in some) for some in (kept[:fifth], kept[-fifth:]))
        rows[name] = first, last, first + max(part * first, little)
    return rows


def held(sample, name):
    return sample[name] - (sample["connections"] if name in OF_CONNECTIONS else 0)


def grown(rows):
    return [
        f"{name} grew from {first:,.0f} to {last:,.0f}; {most:,.0f} would be flat"
        for name, (first, last, most) in rows.items() if last > most
    ]


def left(before, after):
    """What is still held by a server that nobody uses any more."""
    return [
        f"{name}: {after[name]} at the end, {before[name]} at the start"
        for name in RETURNS if after[name] > before[name]
    ]
