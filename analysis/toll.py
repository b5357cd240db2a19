"""The algebra of tolls: bounds with a scope, added, subtracted and divided as intervals.

A toll is a lower and an upper bound; either may be missing, and missing is an open end, never zero. There is no
middle: nothing here returns a single best number. Method: interval arithmetic (Moore 1966) on closed intervals
with open ends, refused whenever scopes differ without a named bridge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from analysis.errors import DoubleCountError, TollError
from analysis.scope import Bridge, Scope, refuse, unbridged

Number = int | float | None


@dataclass(frozen=True)
class Toll:
    """How many died, as somebody published it: bounds, what each rests on, and the scope.

    Parameters
    ----------
    lo, hi : int or None
        Persons; None is an open end. Equal bounds are not certainty: they say that one number was printed.
    lo_basis, hi_basis : str
        What each bound rests on.
    scope : Scope
        What is counted.
    as_of : str or None
        The day the figure was read as of.
    evidence : tuple of str
        Row keys, such as ``statements:st-mj-rudaw-230``.
    bridges : tuple of Bridge
        Bridges used to make it.

    Raises
    ------
    TollError
        When a bound is negative, not a whole number, or above the other.

    Examples
    --------
    >>> scope = Scope("coalition", "civilians", "killed", "Mosul", ("2017-03-17", "2017-03-17"), "event", "alleged")
    >>> print(Toll(105, 141, "count", "count and missing", scope))
    105 to 141
    """

    lo: int | None
    hi: int | None
    lo_basis: str
    hi_basis: str
    scope: Scope
    as_of: str | None = None
    evidence: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()

    def __post_init__(self) -> None:
        for name in ("lo", "hi"):
            value = getattr(self, name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
                raise TollError(
                    f"{name} = {value!r}: a toll counts persons; give a whole number, or None for an open end"
                )
            if value is not None and value < 0:
                raise TollError(f"{name} = {value}: a toll cannot be negative; a difference of tolls is not a toll")
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise TollError(
                f"the lower bound {self.lo} is above the upper bound {self.hi}: turn them round or correct one"
            )

    def __str__(self) -> str:
        return words(self.lo, self.hi)

    def caption(self) -> str:
        """Return the bridges used, to print under the figure; empty when there are none."""
        return " ".join(str(bridge) for bridge in self.bridges)


@dataclass(frozen=True)
class Result:
    """Bounds that are not a toll: a difference or a ratio of two, with what it was made from.

    `undefined` gives the reason when there is no result; a bound that is None is open.
    """

    lo: Number
    hi: Number
    left: Toll
    right: Toll
    bridges: tuple[Bridge, ...] = ()
    undefined: str | None = None

    def __str__(self) -> str:
        if self.undefined:
            return f"not defined: {self.undefined}"
        if self.lo is None and self.hi is None:
            return "no bound can be given"
        return words(self.lo, self.hi)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Row keys of both sides."""
        return tuple(dict.fromkeys((*self.left.evidence, *self.right.evidence)))

    def caption(self) -> str:
        """Return the bridges used, to print under the figure; empty when there are none."""
        return " ".join(str(bridge) for bridge in self.bridges)


class Entry(NamedTuple):
    """A toll with the name it is shown under, the family of its speaker, and what to know of its coding."""

    name: str
    family: str
    toll: Toll
    note: str = ""


def words(lo: Number, hi: Number) -> str:
    """Return bounds in words; decimals are rounded to one place, below two to two places.

    >>> [words(105, 105), words(105, 141), words(230, None), words(None, 200), words(None, None)]
    ['105', '105 to 141', 'at least 230', 'at most 200', 'no number']
    """
    low, high = (None if value is None else _figure(value) for value in (lo, hi))
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"at least {low}"
    if low is None:
        return f"at most {high}"
    return low if low == high else f"{low} to {high}"


def _figure(value: int | float) -> str:
    """Return a number with thousands apart: whole as it is, a ratio near one finely enough to tell it from one."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.2f}" if abs(value) < 2 else f"{value:,.1f}"


def compare_scopes(left: Toll, right: Toll, bridge: Bridge | None = None) -> None:
    """Refuse two tolls that do not count the same thing.

    Raises
    ------
    ScopeError
        Naming the first field that differs and is not bridged; ``as_of`` counts as a field.
    """
    differing = left.scope.differences(right.scope) + (("as_of",) if left.as_of != right.as_of else ())
    for field in unbridged(differing, [bridge] if bridge else []):
        if field == "as_of":
            raise refuse("as_of", left.as_of or "no day", right.as_of or "no day")
        raise refuse(field, left.scope.words(field), right.scope.words(field))


def difference(left: Toll, right: Toll, bridge: Bridge | None = None) -> Result:
    """Return left minus right as an interval: [lo - hi', hi - lo'].

    >>> scope = Scope("coalition", "civilians", "killed", "Mosul", ("2017", "2017"), "event", "alleged")
    >>> print(difference(Toll(10, 20, "", "", scope), Toll(4, 5, "", "", scope)))
    5 to 16

    Raises
    ------
    ScopeError
        When the scopes differ and the bridge does not let that field pass.
    """
    compare_scopes(left, right, bridge)
    bridges = _bridges([left, right], bridge)
    return Result(_minus(left.lo, right.hi), _minus(left.hi, right.lo), left, right, bridges)


def ratio(left: Toll, right: Toll, bridge: Bridge | None = None) -> Result:
    """Return left over right as an interval: [lo / hi', hi / lo'].

    Not defined where the lower bound of `right` is zero or missing: the ratio would have no upper end to state.

    >>> scope = Scope("coalition", "civilians", "killed", "Iraq and Syria", ("2014-08", "2016-03"), "event", "likely")
    >>> print(ratio(Toll(1004, 1419, "", "", scope), Toll(21, 21, "", "", scope)))
    47.8 to 67.6

    Raises
    ------
    ScopeError
        When the scopes differ and the bridge does not let that field pass.
    """
    compare_scopes(left, right, bridge)
    bridges = _bridges([left, right], bridge)
    if not right.lo:
        state = "missing" if right.lo is None else "0"
        return Result(None, None, left, right, bridges, f"the lower bound of the denominator is {state}")
    return Result(_over(left.lo, right.hi), _over(left.hi, right.lo), left, right, bridges)


def total(
    tolls: Iterable[Toll],
    *,
    scope: Scope | None = None,
    bridge: Bridge | None = None,
    parents: Mapping[str, str] | None = None,
    overlap: Literal["disjoint", "unknown"] = "disjoint",
) -> Toll:
    """Return the sum of tolls whose dead are different persons.

    Parameters
    ----------
    tolls : iterable of Toll
        At least one.
    scope : Scope, optional
        What the sum counts. Without it all scopes must be equal; with it every window must lie inside the
        target's, and the other fields must equal it or be bridged.
    bridge : Bridge, optional
        Lets named fields differ from the target scope.
    parents : mapping of str to str, optional
        Row key of a part to row key of what contains it; a sum with both is refused.
    overlap : {"disjoint", "unknown"}
        With ``unknown`` overlap the lower end is the largest single lower bound, the upper end the sum.

    Returns
    -------
    Toll
        The lower end sums the lower bounds that are known (none known: missing); the upper end is missing as
        soon as one is. Each basis says how many were known.

    Raises
    ------
    ScopeError, DoubleCountError, TollError
        When something else is counted, something is counted twice, or there is nothing to add.
    """
    terms = list(tolls)
    if not terms:
        raise TollError("a sum of no tolls is not zero: pass at least one toll")
    _refuse_double(terms, parents or {})
    target = scope or terms[0].scope
    for term in terms:
        _fits(term, terms[0], target, bridge, exact=scope is None)
    lows = [term.lo for term in terms if term.lo is not None]
    highs = [term.hi for term in terms if term.hi is not None]
    lo = (sum(lows) if overlap == "disjoint" else max(lows)) if lows else None
    hi = sum(highs) if len(highs) == len(terms) else None
    verb = "sum of" if overlap == "disjoint" else "largest of"
    evidence = tuple(key for term in terms for key in term.evidence)
    return Toll(
        lo, hi, f"{verb} {len(lows)} of {len(terms)} lower bounds", f"sum of {len(highs)} of {len(terms)} upper bounds",
        target, terms[0].as_of, evidence, _bridges(terms, bridge),
    )  # fmt: skip


def _fits(term: Toll, first: Toll, target: Scope, bridge: Bridge | None, *, exact: bool) -> None:
    """Refuse a term of a sum that does not count what the sum counts."""
    if term.as_of != first.as_of:
        raise refuse("as_of", first.as_of or "no day", term.as_of or "no day")
    if exact and term is first:
        return
    differing = term.scope.differences(target)
    if not exact and target.covers(term.scope):
        differing = tuple(field for field in differing if field != "window")
    for field in unbridged(differing, [bridge] if bridge else []):
        raise refuse(field, term.scope.words(field), target.words(field))


def _refuse_double(terms: Sequence[Toll], parents: Mapping[str, str]) -> None:
    """Refuse a sum in which a row stands twice, or beside what contains it."""
    seen: set[str] = set()
    for key in (key for term in terms for key in term.evidence):
        if key in seen:
            raise DoubleCountError(f"{key} is in two terms of the sum: take it once")
        seen.add(key)
    for key in sorted(seen):
        above = parents.get(key)
        while above is not None:
            if above in seen:
                raise DoubleCountError(
                    f"{key} is part of {above}, and both are in the sum: take the parts or the whole"
                )
            above = parents.get(above)


def _bridges(tolls: Iterable[Toll], bridge: Bridge | None) -> tuple[Bridge, ...]:
    """Return every bridge behind some tolls and the one used now, each once."""
    used = [earlier for toll in tolls for earlier in toll.bridges] + ([bridge] if bridge else [])
    return tuple(dict.fromkeys(used))


def _minus(left: int | None, right: int | None) -> int | None:
    """Subtract, keeping an open end open."""
    return None if left is None or right is None else left - right


def _over(left: int | None, right: int | None) -> float | None:
    """Divide, keeping an open end open."""
    return None if left is None or right is None else left / right
