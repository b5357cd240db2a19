"""Capture histories: how many were seen by exactly which lists, with every history that nobody had written as zero.

A history that is possible and was not met is a count of zero among those observed; the history of no list is not
observed and is never a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from analysis.errors import MethodRefused

COUNT = "count"


@dataclass(frozen=True)
class Histories:
    """Counts of capture histories over some lists.

    Parameters
    ----------
    lists : tuple of str
        Names of the lists, sorted.
    cells : tuple of tuple of int
        The histories, 1 where a list holds the record; the empty history is left out.
    counts : tuple of int
        Records of each history.
    """

    lists: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]

    @property
    def observed(self) -> int:
        """Records seen by at least one list."""
        return sum(self.counts)

    def overlap(self, one: str, other: str) -> int:
        """Return how many records two lists share."""
        first, second = self.lists.index(one), self.lists.index(other)
        return sum(n for cell, n in zip(self.cells, self.counts, strict=True) if cell[first] and cell[second])

    def captured(self, times: int) -> int:
        """Return how many records exactly some number of lists hold."""
        return sum(n for cell, n in zip(self.cells, self.counts, strict=True) if sum(cell) == times)

    def alone(self, name: str) -> int:
        """Return how many records one list holds that no other does."""
        place = self.lists.index(name)
        return sum(n for cell, n in zip(self.cells, self.counts, strict=True) if cell[place] and sum(cell) == 1)


def cells_of(lists: int) -> list[tuple[int, ...]]:
    """Return every history of some number of lists but the empty one, in order.

    >>> cells_of(2)
    [(0, 1), (1, 0), (1, 1)]
    """
    return [cell for cell in product((0, 1), repeat=lists) if any(cell)]


def histories(frame: pd.DataFrame) -> Histories:
    """Return the counts of a frame of histories; rows of one history add up, absent histories are zero.

    Parameters
    ----------
    frame : DataFrame
        A column of 0 and 1 for each list, and ``count`` (records). Neither the order of the rows nor of the lists
        matters.

    Raises
    ------
    MethodRefused
        When there is no count, a cell is not 0 or 1, a count is missing, negative or no whole number, a row belongs
        to no list, or nothing was observed.

    Examples
    --------
    >>> histories(pd.DataFrame({"B": [1, 0], "A": [1, 1], "count": [2, 5]})).counts
    (0, 5, 2)
    """
    _check(frame)
    lists = tuple(sorted(str(name) for name in frame.columns if name != COUNT))
    total = frame.groupby(list(lists))[COUNT].sum()
    held = {tuple(int(seen) for seen in key): int(n) for key, n in zip(total.index, total, strict=True)}
    cells = tuple(cells_of(len(lists)))
    return Histories(lists, cells, tuple(held.get(cell, 0) for cell in cells))


def _check(frame: pd.DataFrame) -> None:
    """Refuse a frame that holds no capture histories."""
    if COUNT not in frame or frame.columns.duplicated().any() or len(frame.columns) < 3:
        raise MethodRefused("capture histories need a column count and two or more lists, each once: name the columns")
    seen, counts = frame.drop(columns=COUNT), pd.to_numeric(frame[COUNT], errors="coerce")
    if not seen.isin([0, 1]).all(axis=None):
        raise MethodRefused("a list column holds other than 0 and 1: write for each history which lists hold it")
    if counts.isna().any() or (counts < 0).any() or (counts % 1 != 0).any():
        raise MethodRefused("a count of histories is missing, negative or no whole number: a missing count is not zero")
    if (seen.sum(axis=1) == 0).any():
        raise MethodRefused("a row belongs to no list: the number nobody saw is not observed, drop the row")
    if counts.sum() == 0:
        raise MethodRefused("no record was observed in any list: there is nothing to estimate from")


def frame_of(lists: Sequence[str], rows: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Return a frame of histories from short notes: the digits of a history, then its count.

    >>> frame_of(["A", "B"], [("10", 4)]).to_dict("records")
    [{'A': 1, 'B': 0, 'count': 4}]
    """
    made = pd.DataFrame([[int(digit) for digit in digits] for digits, _ in rows], columns=list(lists))
    return made.assign(**{COUNT: [count for _, count in rows]})
