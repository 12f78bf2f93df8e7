"""What a page holds: its fenced blocks, each with the line it begins at."""

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*(.*)$")
# The first line of a block may name the file that it belongs to.
NAMED = re.compile(r"^(?://|#|--|<!--)\s*([\w.@/-]+\.[\w]+|[\w/-]*Dockerfile)(?:\s*-->)?\s*$")


class Failed(Exception):
    """A page cannot be followed, or what it says is not what happens."""


@dataclass(frozen=True)
class Block:
    """A fenced block; `line` is that of its first line within the fence."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str | None:
        """The file that the info string, else the first line, names."""
        for word in self.words:
            if word.startswith("file="):
                return word.removeprefix("file=")
        first = self.text.split("\n", 1)[0]
        named = NAMED.match(first)
        return named.group(1) if named else None

    @property
    def content(self) -> str:
        """The text, without the line that only names the file."""
        first, _, rest = self.text.partition("\n")
        return rest if NAMED.match(first) else self.text

    def at(self, offset: int = 0) -> str:
        return f"{self.page}:{self.line + offset}"


def blocks(page: Path, text: str) -> list[Block]:
    """All blocks of a page. A fence that is never closed is a mistake."""
    found: list[Block] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        number += 1
        if not opening:
            continue
        indent, fence, info = opening.groups()
        begin = number
        while number < len(lines) and not lines[number].strip().startswith(fence):
            number += 1
        if number == len(lines):
            raise Failed(f"{page}:{begin}: this block is never closed")
        body = [line.removeprefix(indent) for line in lines[begin:number]]
        number += 1
        language, *words = info.split() or [""]
        text_of_it = "".join(f"{line}\n" for line in body)
        found.append(Block(page, begin + 1, language, tuple(words), text_of_it))
    return found


@dataclass(frozen=True)
class Step:
    """A command of a console block, and what it is to print."""

    command: str
    expected: list[str]
    offset: int


def steps(block: Block) -> list[Step]:
    """The commands of a block: lines after `$ `, with those that a backslash
    or a here-document joins to them; what follows is the output."""
    found: list[Step] = []
    lines = block.text.rstrip("\n").split("\n")
    number = 0
    while number < len(lines):
        if not lines[number].startswith("$ "):
            raise Failed(f"{block.at(number)}: a console block begins with `$ ` and a command")
        offset = number
        command = [lines[number][2:]]
        while command[-1].endswith("\\") and number + 1 < len(lines):
            number += 1
            command.append(lines[number])
        here = re.search(r"<<-?\s*['\"]?(\w+)['\"]?", command[0])
        while here and number + 1 < len(lines) and (len(command) == 1 or command[-1] != here[1]):
            number += 1
            command.append(lines[number])
        number += 1
        begin = number
        while number < len(lines) and not lines[number].startswith("$ "):
            number += 1
        found.append(Step("\n".join(command), lines[begin:number], offset))
    return found
