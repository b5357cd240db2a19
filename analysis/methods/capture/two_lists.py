"""Two classic numbers without a model of dependence: Chapman's estimate and Chao's lower bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import MethodRefused
from analysis.methods.capture.histories import Histories
from analysis.methods.capture.loglinear import Z


@dataclass(frozen=True)
class Classic:
    """A number of records seen and unseen, with its interval. For the rule only: the page shows it beside a range."""

    value: float
    lo: float
    hi: float


def chapman(first: int, second: int, both: int) -> Classic:
    """Return Chapman's estimate for two lists, its interval on the logarithm of the unseen (Chao 1987).

    Parameters
    ----------
    first, second : int
        Records in each list.
    both : int
        Records in both.

    Raises
    ------
    MethodRefused
        When the numbers cannot be of two lists, or nothing is shared.

    Examples
    --------
    >>> chapman(100, 80, 20).value.__round__(1)
    388.6
    """
    if not 0 < both <= min(first, second):
        raise MethodRefused(f"{both} records shared of {first} and {second}: two lists need some shared records")
    value = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return _interval(value, spread, first + second - both)


def _interval(value: float, spread: float, seen: int) -> Classic:
    """Return an estimate with its interval, which never falls below what was seen."""
    unseen = value - seen
    if unseen <= 0:
        return Classic(value, float(seen), float(seen))
    wide = float(np.exp(Z * np.sqrt(np.log1p(spread / unseen**2))))
    return Classic(value, seen + unseen / wide, seen + unseen * wide)


def chao(held: Histories) -> float:
    """Return Chao's lower bound: observed + f1 squared over twice f2 (Chao 1987).

    It is a lower bound only where lists are independent for each person and persons differ; where lists depend on one
    another negatively it can lie above any estimate.

    Raises
    ------
    MethodRefused
        When no record is in exactly two lists.
    """
    one, two = held.captured(1), held.captured(2)
    if two == 0:
        raise MethodRefused("no record is in exactly two lists: Chao's bound divides by their number, gather more")
    return held.observed + one**2 / (2 * two)
