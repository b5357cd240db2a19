"""What the looks at a run say: whether anything grows with the number of reports that are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from statistics import median

import numpy as np

from torture.load_watch import Look

FIFTHS, BLOCKS = 5, 10
MOST = 1.10  # the last fifth over the second; the first is left out, for it holds the start
SPARE = 10  # things that come and go; what is lost with one report in a hundred shows

Value = Callable[[Look], float]


def fifth(looks: Sequence[Look], number: int, total: int) -> list[Look]:
    """Return the looks at a fifth of a run, counted from 0, by how many reports were done.

    The looks after the last report, when the site is made, belong to none.
    """
    low, high = number * total / FIFTHS, (number + 1) * total / FIFTHS
    return [look for look in looks if low <= look.done < high]


def ratio(looks: Sequence[Look], total: int, value: Value) -> float:
    """Return the median of the last fifth over that of the second; infinite where a fifth was never looked at."""
    second, last = fifth(looks, 1, total), fifth(looks, FIFTHS - 1, total)
    if not second or not last:
        return float("inf")
    return median(map(value, last)) / max(median(map(value, second)), 1e-9)


def slope(looks: Sequence[Look], total: int, value: Value) -> float:
    """Return what the straight line through all looks but those of the first fifth gains for each report done."""
    later = [look for look in looks if total / FIFTHS <= look.done < total]
    if len({look.done for look in later}) < FIFTHS:
        return float("inf")
    return float(np.polyfit([look.done for look in later], [value(look) for look in later], 1)[0])


def rise(looks: Sequence[Look], total: int, value: Value) -> float:
    """Return what that line gains from the end of the first fifth to the end, over the median of the second fifth."""
    second = fifth(looks, 1, total)
    if not second:
        return float("inf")
    return slope(looks, total, value) * total * (FIFTHS - 1) / FIFTHS / max(median(map(value, second)), 1e-9)


def blocks(looks: Sequence[Look], total: int, used: Value = lambda look: look.cpu_s) -> list[float]:
    """Return the processor seconds a report took in each tenth of the run, by interpolation between two looks."""
    at = np.linspace(0, total, BLOCKS + 1)
    begun = [look for look in looks if look.done == 0][-1:] + [look for look in looks if look.done > 0]
    spent = np.interp(at, [look.done for look in begun], [used(look) for look in begun])
    return [float(each) for each in np.diff(spent) / (total / BLOCKS)]


def steady(each: Sequence[float]) -> float:
    """Return the last fifth of the blocks over the second fifth.

    >>> steady([9, 1, 2, 2, 2, 2, 2, 2, 3, 3])
    1.5
    """
    part = len(each) // FIFTHS
    return sum(each[-part:]) / max(sum(each[part : 2 * part]), 1e-9)


def power(each: Sequence[float]) -> float:
    """Return the power with which the time of a run grows from its first tenth to all of it: 1 is a straight line.

    >>> round(power([2.0] * 10), 6)
    1.0
    """
    return log(max(sum(each), 1e-9) / max(each[0], 1e-9)) / log(len(each))


def grows(value: float, most: float = MOST) -> int:
    """Return 1 where a ratio is larger than it may be."""
    return int(not value <= most)
