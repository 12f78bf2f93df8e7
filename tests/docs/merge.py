"""How a block goes into the file that it names.

Rust: each item of the block takes the place of the item with the same name, or
is added. TOML: each key does so within its table. All else is the whole file.
"""

import re

_TEXTS = re.compile(r'b?r#*".*?"#*|"(?:\\.|[^"\\])*"|//[^\n]*|\'(?:\\.|[^\\\'])\'')
_NAME = re.compile(r"^(?:pub(?:\([^)]*\))? )?(?:async )?(?:fn|struct|enum|const|static|mod|trait|type) (\w+)")


def merge(path: str, old: str, block: str) -> str:
    if path.endswith(".rs"):
        return _merged(old, block, rust_items, rust_name, "\n")
    if path.endswith(".toml"):
        return merge_toml(old, block)
    return block


def rust_items(text: str) -> list[str]:
    """The items of formatted Rust: what ends in `}` or `;` outside of all
    brackets, with the comments and attributes before it."""
    items: list[str] = []
    current: list[str] = []
    depth = 0
    for line in text.split("\n"):
        if not line.strip() and depth == 0:
            # Inner comments stand by themselves.
            if current and all(part.startswith("//!") for part in current):
                items.append("\n".join(current))
                current = []
            continue
        current.append(line)
        code = _TEXTS.sub("", line)
        depth += sum(code.count(sign) for sign in "([{") - sum(code.count(sign) for sign in ")]}")
        # `}` of a function; `;` of a declaration; never an attribute's `]`.
        if depth == 0 and code.rstrip().endswith(("}", ";")) and not line.startswith(("//", "#[")):
            items.append("\n".join(current))
            current = []
    if current:
        items.append("\n".join(current))
    return items


def rust_name(item: str) -> str:
    """What tells an item from others: its name, or its whole first line."""
    lines = item.split("\n")
    # An attribute may take several lines; the item begins after them.
    depth, number = 0, 0
    while number < len(lines) - 1 and (depth or lines[number].startswith(("//", "#["))):
        code = _TEXTS.sub("", lines[number])
        depth += sum(code.count(sign) for sign in "([") - sum(code.count(sign) for sign in ")]")
        number += 1
    named = _NAME.match(lines[number])
    return named.group(1) if named else lines[number]


def _merged(old, block, items, name, gap):
    kept = items(old)
    for item in items(block):
        same = [at for at, other in enumerate(kept) if name(other) == name(item)]
        if same:
            kept[same[0]] = item
        elif item.startswith(("use ", "//!")):
            at = sum(other.startswith(("use ", "//!")) for other in kept)
            kept.insert(at, item)
        else:
            kept.append(item)
    return (gap + "\n").join(kept) + "\n"


def merge_toml(old: str, block: str) -> str:
    tables = toml_tables(old)
    for header, lines in toml_tables(block).items():
        table = tables.setdefault(header, [])
        for entry in lines:
            key = entry.split("=", 1)[0].strip()
            same = [at for at, other in enumerate(table) if other.split("=", 1)[0].strip() == key]
            if same:
                table[same[0]] = entry
            else:
                table.append(entry)
    parts = ["\n".join(([header] if header else []) + lines) for header, lines in tables.items() if header or lines]
    return "\n\n".join(parts) + "\n"


def toml_tables(text: str) -> dict[str, list[str]]:
    """Entries by table header, in order; an entry may take several lines."""
    tables: dict[str, list[str]] = {"": []}
    header, depth = "", 0
    for line in text.split("\n"):
        if depth == 0 and (not line.strip() or line.lstrip().startswith("#")):
            continue
        if depth == 0 and line.startswith("["):
            header = line.strip()
            tables.setdefault(header, [])
            continue
        if depth:
            tables[header][-1] += "\n" + line
        else:
            tables[header].append(line)
        code = re.sub(r'"[^"]*"', "", line)
        depth += code.count("[") - code.count("]")
    return tables
