"""The links of pages to files and headings of this repository."""

import re

LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchors(text):
    """What headings are called in links, as code hosts make it of them."""
    for heading in HEADING.findall(CODE.sub("", text)):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        yield re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def broken(page):
    """The links of a page that lead nowhere."""
    for file, anchor in LINK.findall(CODE.sub("", page.read_text())):
        target = (page.parent / file) if file else page
        if not target.exists():
            yield file
        elif anchor and anchor not in set(anchors(target.read_text())):
            yield f"{file}#{anchor}"
