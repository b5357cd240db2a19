"""How far one count lies below or above another, in per cent of a count that is named.

The same two counts give two percentages: what the lower lacks, in per cent of the higher (41.1), and what the higher
has beyond the lower, in per cent of the lower (69.7). They are one ratio and are often mixed; here each names the count
it is a percentage of, and a report may use only one of them for the same two counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import MethodRefused
from analysis.scope import Bridge
from analysis.toll import Entry, Result, ratio, words

BELOW, ABOVE = "below", "above"


@dataclass(frozen=True)
class Relative:
    """One count against another, in words that name both.

    `wording` is ``below`` or ``above``; `lo` and `hi` are bounds in per cent of the count named last, one that is None
    open; `result` is the ratio they come from.
    """

    wording: str
    lo: float | None
    hi: float | None
    text: str
    result: Result

    def __str__(self) -> str:
        return self.text

    @property
    def pair(self) -> frozenset[tuple[str, ...]]:
        """The two counts it sets against each other, by their rows."""
        return frozenset({self.result.left.evidence, self.result.right.evidence})


def below(low: Entry, high: Entry, bridge: Bridge | None = None) -> Relative:
    """Return how far one count surely lies below another, in per cent of the other.

    Parameters
    ----------
    low, high : Entry
        The two counts, each with the name it is called by.
    bridge : Bridge, optional
        As `analysis.toll.ratio` takes it.

    Returns
    -------
    Relative
        Per cent of `high`: 100 (1 - low / high), as bounds.

    Raises
    ------
    ScopeError
        When the two do not count the same thing.
    MethodRefused
        When the ratio is not defined, or the bounds do not let one say which is lower.

    Examples
    --------
    >>> from analysis.scope import Scope
    >>> from analysis.toll import Toll
    >>> scope = Scope("coalition", "civilians", "killed", "Iraq and Syria", ("2014-08", "2016-12"), "event", "likely")
    >>> us, airwars = (Entry(name, "", Toll(n, n, "", "", scope)) for name, n in (("US count", 173), ("Airwars", 1500)))
    >>> print(below(us, airwars))
    US count (173) is 88.5% below Airwars (1,500), per cent of Airwars
    """
    return _relative(low, high, BELOW, ratio(low.toll, high.toll, bridge))


def above(high: Entry, low: Entry, bridge: Bridge | None = None) -> Relative:
    """Return how far one count surely lies above another, in per cent of the other: 100 (high / low - 1).

    Parameters, errors and result as `below`; the percentage is of `low`.

    Examples
    --------
    >>> from analysis.scope import Scope
    >>> from analysis.toll import Toll
    >>> scope = Scope("coalition", "civilians", "killed", "Iraq and Syria", ("2014-08", "2016-12"), "event", "likely")
    >>> us, airwars = (Entry(name, "", Toll(n, n, "", "", scope)) for name, n in (("US count", 173), ("Airwars", 1500)))
    >>> print(above(airwars, us))
    Airwars (1,500) is 767.1% above US count (173), per cent of US count
    """
    return _relative(high, low, ABOVE, ratio(high.toll, low.toll, bridge))


def _relative(one: Entry, other: Entry, wording: str, result: Result) -> Relative:
    """Return how far the ratio of two counts lies from one, on the side that is claimed."""
    side = -1 if wording == BELOW else 1
    near, far = (None if end is None else 100 * side * (end - 1) for end in (result.lo, result.hi)[::side])
    if result.undefined or near is None or near <= 0:
        raise MethodRefused(_why(one, other, wording, result))
    return Relative(wording, near, far, _said(one, other, wording, near, far), result)


def _said(one: Entry, other: Entry, wording: str, lo: float, hi: float | None) -> str:
    """Return the clause with both counts and the count it is a percentage of."""
    low, high = f"{lo:,.1f}%", None if hi is None else f"{hi:,.1f}%"
    far = f"at least {low}" if high is None else low if low == high else f"{low} to {high}"
    return f"{one.name} ({one.toll}) is {far} {wording} {other.name} ({other.toll}), per cent of {other.name}"


def _why(one: Entry, other: Entry, wording: str, result: Result) -> str:
    """Return why nothing can be said."""
    why = result.undefined or f"their ratio is {words(result.lo, result.hi)}"
    return (
        f"{one.name} ({one.toll}) cannot be said to lie {wording} {other.name} ({other.toll}): {why}; print the two "
        "counts side by side"
    )
