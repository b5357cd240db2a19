"""What stands in a drawn picture, read from the objects it was drawn with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from analysis.publish import marks

Point = tuple[float, float]


def lines(ax: Any, gid: str) -> list[Any]:
    """The lines drawn under one name, such as the marks that were stated."""
    return [line for line in ax.lines if line.get_gid() == gid]


def stated(ax: Any) -> list[Point]:
    """Every mark at an end that was stated."""
    return [(float(x), float(y)) for line in lines(ax, marks.STATED) for x, y in line.get_xydata()]


def parts(ax: Any, gid: str) -> list[list[Point]]:
    """The unbroken parts of the lines drawn under one name."""
    return [part for line in lines(ax, gid) for part in _unbroken(line)]


def _unbroken(line: Any) -> Iterator[list[Point]]:
    part: list[Point] = []
    for x, y in line.get_xydata():
        if math.isnan(x) or math.isnan(y):
            yield part
            part = []
        else:
            part.append((float(x), float(y)))
    if part:
        yield part


def arrows(ax: Any) -> list[tuple[float, float, str]]:
    """Every arrow at an open end: where it starts and to which side it points."""
    found = []
    for side, gid in (("above", marks.OPEN_ABOVE), ("below", marks.OPEN_BELOW)):
        for line in lines(ax, gid):
            assert line.get_marker() is marks.ARROWS[side]
            found += [(float(x), float(y), side) for x, y in line.get_xydata()]
    return found


def words(ax: Any) -> list[str]:
    """Every text on an axis."""
    return [text.get_text() for text in ax.texts if text.get_text()]
