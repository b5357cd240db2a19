"""What a figure counts: scopes, and the named bridges that let two unequal ones be compared.

Two figures may be set against each other only when they count the same thing. `Scope.differences` names the
fields in which they do not; a `Bridge` states in the open why a difference is let pass, and is printed under
whatever is made with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.dates import DayRange, day_range
from analysis.errors import DataError, ScopeError, TollError, suggestion

CLOCKS = ("event", "receipt", "assessment", "release", "report")
STATUSES = (
    "admitted", "alleged", "confirmed", "contested", "denied", "fair", "likely", "recorded", "under_assessment",
)  # fmt: skip
ACTORS = {
    "coalition": "the Coalition", "iraqi_forces": "Iraqi forces", "isis": "the Islamic State",
    "all_parties": "all parties", "unclear": "not clear who",
}  # fmt: skip
FIELDS = ("actors", "victims", "unit", "place", "window", "clock", "status")


@dataclass(frozen=True)
class Scope:
    """What a toll counts.

    Parameters
    ----------
    actors : iterable of str
        Who is said to have killed, as a set: ``{"coalition"}``, ``{"coalition", "iraqi_forces"}``, ``{"all_parties"}``.
    victims : str
        Who is counted: ``civilians``, ``persons, fighters included``.
    unit : str
        What is counted: ``killed``, ``bodies``.
    place : str
        A place of ``data/hand/places.csv``.
    window : tuple
        First and last partial date of the deaths counted; None where it was not stated.
    clock : str
        One of `CLOCKS`: what the window's dates are dates of.
    status : str
        One of `STATUSES`: how far the count was accepted, by the one who published it.

    Raises
    ------
    TollError
        When clock or status is not one of the listed words, no actor is named, or the window ends before it starts.
    """

    actors: frozenset[str]
    victims: str
    unit: str
    place: str
    window: tuple[str | None, str | None]
    clock: str
    status: str

    def __post_init__(self) -> None:
        actors = [self.actors] if isinstance(self.actors, str) else self.actors
        object.__setattr__(self, "actors", frozenset(actors))
        if not self.actors:
            raise TollError("a scope names no actors: write who is said to have killed, or {'unclear'}")
        for field, allowed in (("clock", CLOCKS), ("status", STATUSES)):
            if getattr(self, field) not in allowed:
                raise TollError(
                    f"{getattr(self, field)!r} is not a {field}. {suggestion(getattr(self, field), allowed)}"
                )
        days = self.days
        if days[0] and days[1] and days[0].first > days[1].last:
            raise TollError(f"the window {self.window[0]} to {self.window[1]} ends before it starts: turn it round")

    @property
    def days(self) -> tuple[DayRange | None, DayRange | None]:
        """Days that the start and the end of the window can mean."""
        try:
            start, end = (day_range(text) if text else None for text in self.window)
        except DataError as problem:
            raise TollError(f"window of a scope: {problem}") from None
        return start, end

    def differences(self, other: Scope) -> tuple[str, ...]:
        """Return the fields in which two scopes differ.

        A window that is not stated differs from every window, its like included: unknown is not equal to unknown.

        >>> march = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-03", "2017-03"), "event", "alleged")
        >>> april = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-04", "2017-04"), "event", "alleged")
        >>> march.differences(april)
        ('window',)
        """
        return tuple(field for field in FIELDS if not self._same(other, field))

    def _same(self, other: Scope, field: str) -> bool:
        if field == "window":
            return None not in self.window and None not in other.window and _span(self) == _span(other)
        return bool(getattr(self, field) == getattr(other, field))

    def covers(self, other: Scope) -> bool:
        """Return whether the other's window certainly lies inside this one's."""
        mine, theirs = self.days, other.days
        if mine[0] is None or mine[1] is None or theirs[0] is None or theirs[1] is None:
            return False
        return mine[0].first <= theirs[0].first and theirs[1].last <= mine[1].last

    def words(self, field: str) -> str:
        """Return one field as a reader would say it.

        >>> Scope("coalition", "civilians", "killed", "Mosul", ("2017-03", None), "event", "alleged").words("window")
        '2017-03 to (not stated)'
        """
        value = getattr(self, field)
        if field == "actors":
            return " and ".join(sorted(ACTORS.get(actor, actor.replace("_", " ")) for actor in value))
        if field == "window":
            start, end = (text or "(not stated)" for text in value)
            return start if start == end else f"{start} to {end}"
        return str(value).replace("_", " ")


def _span(scope: Scope) -> tuple[object, object]:
    """Return the outer days of a stated window."""
    start, end = scope.days
    return (start and start.first, end and end.last)


@dataclass(frozen=True)
class Bridge:
    """A named reason to set figures of unequal scope against each other.

    Parameters
    ----------
    name : str
        How the bridge is called under the figure.
    fields : iterable of str
        The scope fields (or ``as_of``) it lets differ.
    reason : str
        Why that is defensible here, in one sentence.
    """

    name: str
    fields: frozenset[str]
    reason: str

    def __post_init__(self) -> None:
        fields = frozenset([self.fields] if isinstance(self.fields, str) else self.fields)
        object.__setattr__(self, "fields", fields)
        for field in sorted(fields - {*FIELDS, "as_of"}):
            raise TollError(
                f"bridge {self.name!r}: {field!r} is no field of a scope. {suggestion(field, (*FIELDS, 'as_of'))}"
            )
        if not (self.name and fields and self.reason):
            raise TollError("a bridge needs a name, at least one field and a reason: they are printed under the figure")

    def __str__(self) -> str:
        return f"Bridge '{self.name}' ({', '.join(sorted(self.fields))}): {self.reason}"


def unbridged(differing: Iterable[str], bridges: Iterable[Bridge]) -> tuple[str, ...]:
    """Return the differing fields that no bridge lets pass.

    >>> unbridged(("place", "status"), [Bridge("alleged against admitted", {"status"}, "the comparison is about it")])
    ('place',)
    """
    passed = frozenset[str]().union(*(bridge.fields for bridge in bridges))
    return tuple(field for field in differing if field not in passed)


def refuse(field: str, left: str, right: str) -> ScopeError:
    """Return the refusal of a comparison across one differing field."""
    return ScopeError(
        f"{field} differs: {left} against {right}. Compare figures of one {field}, or pass a named bridge that says "
        f"why this {field} may differ here",
        field,
    )
