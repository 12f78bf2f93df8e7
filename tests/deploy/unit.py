"""Unit files of systemd, as far as ours go."""

import re


class Unit:
    """Sections of settings; a setting that may be repeated has all its values."""

    def __init__(self, path):
        self.sections, section = {}, None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            line = line.strip()
            if not line or line[0] in "#;":
                continue
            if line[0] == "[":
                section = self.sections.setdefault(line[1:-1], {})
                continue
            assert not line.endswith("\\"), f"{path}:{number}: a continued line is not read here"
            name, value = line.split("=", 1)
            section.setdefault(name, []).append(value)

    def all(self, section, name):
        return self.sections[section].get(name, [])

    def one(self, section, name):
        (value,) = self.all(section, name)
        return value


UNITS = {"ms": 0.001, "s": 1, "sec": 1, "min": 60, "h": 3600}


def seconds(text):
    """A time span, such as `1min 30s`; a bare number is seconds."""
    parts = re.findall(r"(\d+)\s*([a-z]*)", text)
    assert parts, text
    return sum(int(number) * UNITS[unit or "s"] for number, unit in parts)
