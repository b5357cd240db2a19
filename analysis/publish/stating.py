"""What a sentence must state beside its figures: of what, by which scope, on which clock, as of which day.

A share, a ratio or a toll without them is refused. So are the words in which such figures are commonly bent, such as
"underreported by": they are not typed into a sentence but made by `analysis.methods.relative`, which names both counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.basis import Basis, basis_of
from analysis.errors import ReportError
from analysis.methods.compare import Share
from analysis.methods.relative import Relative
from analysis.toll import Result, Toll

STATED = re.compile(r"%|\bper ?cent\b|\bpercent(age)?\b|\btimes\b|\bfold\b|^(from )?at (least|most)\b|\d to \d", re.I)
BENT = re.compile(
    r"\b(under|over)[- ]?(report|count|stat|estimat|record)\w*|\b(miss|lack)(es|ing|ed)?\b.{0,40}\bdeaths\b"
    r"|%|\bper ?cent\b|\bpercent(age)?\b|\btimes (as|more|higher|lower|fewer)\b|\bfold\b|\btrue toll\b|\breal toll\b"
    r"|\btwice (as|the)\b|\b(half|a third|two thirds|a quarter|three quarters) of\b|\bby a factor of\b"
    r"|\b(one|two|three|four|nine) in (two|three|four|five|ten|a hundred)\b",
    re.I,
)


def refuse_bent(literal: str, template: str) -> None:
    """Refuse words that state a ratio without its denominator.

    Parameters
    ----------
    literal : str
        A part of a template between its figures.
    template : str
        The template, to name it.

    Raises
    ------
    ReportError
        Naming the words.

    Examples
    --------
    >>> refuse_bent("dated statements: ", "dated statements: {n}")
    """
    if found := BENT.search(literal):
        raise ReportError(
            f"{found[0]!r} in {template!r} states a ratio of nothing named: make it with analysis.methods.relative, "
            "which names both counts"
        )


def bases(numbers: Sequence[Any], given: Basis | None, as_of: str | None, needed: bool) -> tuple[Basis, ...]:
    """Return what a sentence's figures are of, each basis once.

    Parameters
    ----------
    numbers : sequence of Number
        The figures of the sentence.
    given : Basis or None
        The basis the caller states.
    as_of : str or None
        The day of the report.
    needed : bool
        Whether the sentence needs a basis whatever its figures are: a headline does.

    Returns
    -------
    tuple of Basis
        The one given, then those that the figures state themselves: what is given hides none of them.

    Raises
    ------
    ReportError
        When a figure is a finding and its basis is neither given nor in itself, or no as-of day is known.
    """
    own = [(number, _own(number.value)) for number in numbers]
    lacking = [str(number) for number, told in own if is_finding(number) and not told]
    told = dict.fromkeys([*([given] if given else []), *(basis for _, each in own for basis in each)])
    if not told and (needed or lacking):
        what = f"the figure {lacking[0]!r}" if lacking else "a headline"
        raise ReportError(f"{what} says nothing without its denominator, scope and clock: pass basis=Basis(...)")
    if given is None and lacking:
        raise ReportError(f"the figure {lacking[0]!r} has no scope of its own: pass basis=Basis(...) for the sentence")
    read = tuple(basis.read(as_of) for basis in told)
    if any(basis.as_of is None for basis in read):
        raise ReportError("a finding needs its as-of day: make Evidence(as_of), or name it in the basis")
    return read


def is_finding(number: Any) -> bool:
    """Return whether a figure is a bound, a ratio or a share, which say nothing without what they are of."""
    return isinstance(number.value, (Toll, Result, Share, Relative, float)) or bool(STATED.search(str(number)))


def _own(value: Any) -> tuple[Basis, ...]:
    """Return what a figure says itself of its basis."""
    if isinstance(value, Toll):
        return (basis_of(value.scope, value.as_of),)
    if isinstance(value, Relative):
        return _own(value.result)
    if isinstance(value, Result):
        return tuple(dict.fromkeys((*_own(value.left), *_own(value.right))))
    return ()
