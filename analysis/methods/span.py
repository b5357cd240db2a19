"""The least and the most that was said, each in the words it was said in: a span of figures, never an estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.toll import Toll


@dataclass(frozen=True)
class Said:
    """The least and the most that was said, over some statements, each in the words it was said in; no estimate.

    "from at least 100 to at least 300" says that both numbers were printed as floors.
    """

    least: str
    most: str
    n: int
    n_open_above: int
    n_open_below: int

    def __str__(self) -> str:
        return self.least if self.least == self.most else f"from {self.least} to {self.most}"


def envelope(tolls: Iterable[Toll]) -> Said:
    """Return the smallest and the largest number said, over tolls that state any.

    Both ends are numbers somebody printed, with "at least" or "at most" where they were printed so; how many
    statements were open above or below is counted beside them.

    Examples
    --------
    >>> from analysis.scope import Scope
    >>> at = Scope("coalition", "civilians", "killed", "Mosul", ("2017", "2017"), "event", "alleged")
    >>> print(envelope([Toll(130, None, "", "", at), Toll(200, 230, "", "", at)]))
    from at least 130 to 230
    """
    stated = [toll for toll in tolls if toll.lo is not None or toll.hi is not None]
    opened = (sum(toll.hi is None for toll in stated), sum(toll.lo is None for toll in stated))
    if len(stated) <= 1:
        only = str(stated[0]) if stated else "no number"
        return Said(only, only, len(stated), *opened)
    numbers = [number for toll in stated for number in _printed(toll)]
    least = min(numbers, key=lambda number: (number[0], number[1] != "", number[1]))
    most = max(numbers, key=lambda number: (number[0], number[1] == "", number[1]))
    least_words, most_words = (f"{qualifier}{value:,}" for value, qualifier in (least, most))
    return Said(least_words, most_words, len(stated), *opened)


def _printed(toll: Toll) -> list[tuple[int, str]]:
    """Return the numbers of a toll, each with the words that go before it."""
    if toll.lo is None or toll.hi is None:
        return [(toll.lo, "at least ")] if toll.lo is not None else [(toll.hi or 0, "at most ")]
    return [(toll.lo, ""), (toll.hi, "")]
