"""Each page, as a reader would go through it."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from blocks import Failed  # noqa: E402
from links import broken  # noqa: E402
from page import CHECKED, CHECKOUT, Page, target  # noqa: E402


@pytest.mark.parametrize("name", CHECKED)
def test_page(name):
    page = Page(name, CHECKOUT, target())
    try:
        page.run()
    except Failed as failure:
        pytest.fail(str(failure), pytrace=False)
    finally:
        page.close()
    assert page.done == len(page.blocks) > 0


@pytest.mark.parametrize("page", [CHECKOUT / "README.md", *sorted(CHECKOUT.glob("docs/*.md"))], ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    assert list(broken(page)) == []


def test_broken_links_are_found(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("# A, `b`\n[a](a.md#a-b) [b](#a-b) [c](c.md) [d](a.md#d)\n```\n[e](e.md)\n```\n")
    assert list(broken(page)) == ["c.md", "a.md#d"]
