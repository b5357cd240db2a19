"""On paper a page keeps every figure and its rows, and loses only what leads around the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.looking import Reader

PAPER = 718  # pixels between the margins of A4


@pytest.fixture
def printer(reader: Reader) -> Iterator[Reader]:
    reader.tab.emulate_media(media="print")
    yield reader
    reader.tab.emulate_media(media="screen")


def test_everything_but_the_way_around_is_on_paper_and_fits(printer: Reader, kind: Path) -> None:
    printer.open(kind, PAPER)
    assert printer.sees("unprinted") == []
    assert printer.sees("clipped") == []
    assert printer.tab.locator("nav:visible").count() == 0
    assert printer.sees("wide") == []
