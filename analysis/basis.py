"""What a finding rests on: of what, by which scope, on which clock, as of which day.

A share, a ratio or a toll in a sentence says nothing without them; `analysis.publish.evidence` prints them after
every sentence that holds one, and refuses the sentence where they are lacking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.errors import DataError, suggestion
from analysis.scope import CLOCKS, Scope


@dataclass(frozen=True)
class Basis:
    """What a finding in words is of.

    Parameters
    ----------
    of : str
        The denominator, or what is counted: ``reports received``, ``incident records that were seen``.
    scope : str
        Who is counted, where, over which days, in words.
    clock : str
        One of `analysis.scope.CLOCKS`; several, joined by `` and ``, where figures of two clocks stand in one sentence
        over a named bridge.
    as_of : str, optional
        The day it is read as of; a report fills in its own.

    Raises
    ------
    DataError
        When one of the first three is empty, or the clock is none.

    Examples
    --------
    >>> print(Basis("reports received", "Iraq and Syria, 2016-12 to 2017-04", "assessment", "2026-11-24"))
    Of: reports received. Scope: Iraq and Syria, 2016-12 to 2017-04. Clock: assessment. As of 2026-11-24.
    """

    of: str
    scope: str
    clock: str
    as_of: str | None = None

    def __post_init__(self) -> None:
        for name in ("of", "scope", "clock"):
            if not getattr(self, name).strip():
                raise DataError(f"the basis of a finding has no {name!r}: say what the finding is of")
        for clock in self.clock.split(" and "):
            if clock not in CLOCKS:
                raise DataError(f"{clock!r} is not a clock. {suggestion(clock, CLOCKS)}")

    def __str__(self) -> str:
        day = f" As of {self.as_of}." if self.as_of else ""
        return f"Of: {self.of}. Scope: {self.scope}. Clock: {self.clock}.{day}"

    def read(self, as_of: str | None) -> Basis:
        """Return the basis as read on a day, where it does not name one itself."""
        return self if self.as_of else replace(self, as_of=as_of)


def basis_of(scope: Scope, as_of: str | None = None) -> Basis:
    """Return the basis that a scope states.

    >>> scope = Scope("coalition", "civilians", "killed", "Mosul", ("2017-03", "2017-03"), "event", "alleged")
    >>> print(basis_of(scope))
    Of: civilians killed, alleged. Scope: the Coalition, Mosul, 2017-03. Clock: event.
    """
    of = f"{scope.victims} {scope.words('unit')}, {scope.words('status')}"
    return Basis(of, f"{scope.words('actors')}, {scope.place}, {scope.words('window')}", scope.clock, as_of)
