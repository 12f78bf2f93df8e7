"""Whether what was printed is what the page says. `…` stands for anything:
in a line for any part of it, alone on a line for any number of lines."""

import difflib
import re

ANY = "…"
# Programs colour what they print, and count the time that they took.
COLOURS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def clean(printed: str) -> list[str]:
    """The lines of what was printed, without colours and trailing blanks."""
    text = COLOURS.sub("", printed).replace("\r", "")
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def line_matches(expected: str, printed: str) -> bool:
    parts = [re.escape(part) for part in expected.rstrip().split(ANY)]
    return re.fullmatch(".*".join(parts), printed) is not None


def matches(expected: list[str], printed: list[str]) -> bool:
    """Whether all printed lines are accounted for, in order."""
    # Reachable numbers of printed lines, after each expected line.
    reached = {0}
    for line in expected:
        if line.strip() == ANY:
            reached = set(range(min(reached), len(printed) + 1)) if reached else set()
        else:
            reached = {
                at + 1 for at in reached if at < len(printed) and line_matches(line, printed[at])
            }
    return len(printed) in reached


def difference(expected: list[str], printed: list[str]) -> str:
    """Both, line by line; what fits apart from `…` is not marked."""
    shown = [
        next((line for line in printed if ANY in want and want.strip() != ANY and line_matches(want, line)), want)
        for want in expected
    ]
    lines = difflib.ndiff(shown, printed)
    return "\n".join(f"    {line}" for line in lines if not line.startswith("?"))
