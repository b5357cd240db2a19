"""Figures side by side: what may be set against what, what may not and why, and who contradicts whom.

Nothing here averages. A pair is compared only on one scope, or across a named bridge; a span of what was said is
not an interval for the number of dead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from analysis.errors import MethodRefused
from analysis.scope import FIELDS, Bridge, unbridged
from analysis.toll import Entry, Toll, ratio, words

STANDING = Bridge(
    "same dead, other standing", frozenset({"status"}), "one speaker can contradict another whatever each calls certain"
)


@dataclass(frozen=True)
class Share:
    """A part of a whole, with the whole in words."""

    part: int
    whole: int
    of: str

    @property
    def percent(self) -> float:
        """The part in per cent of the whole."""
        return 100 * self.part / self.whole

    def __str__(self) -> str:
        return f"{self.percent:.1f}% ({self.part:,} of {self.whole:,} {self.of})"


def share(part: int, whole: int, of: str) -> Share:
    """Return a share that cannot be printed without its denominator.

    >>> print(share(20, 103, "air strikes visited"))
    19.4% (20 of 103 air strikes visited)

    Raises
    ------
    MethodRefused
        When the whole is not positive, the part is outside it, or the denominator is not named.
    """
    if whole <= 0 or not 0 <= part <= whole or not of:
        raise MethodRefused(
            f"{part} of {whole} {of or '(nothing named)'} is no share: name a whole that holds the part"
        )
    return Share(part, whole, of)


@dataclass(frozen=True)
class Said:
    """The least and the most that was said, over some statements; not an estimate of anything."""

    lo: int | None
    hi: int | None
    n: int
    n_open_above: int
    n_open_below: int

    def __str__(self) -> str:
        if not self.n:
            return "no number"
        if self.lo is None or self.hi is None or self.n == 1:
            return words(self.lo, self.hi)
        return f"{self.lo:,}" if self.lo == self.hi else f"from {self.lo:,} to {self.hi:,}"


def envelope(tolls: Iterable[Toll]) -> Said:
    """Return the smallest and the largest number said, over tolls that state any.

    Both ends are numbers somebody printed; how many statements were open above or below is counted beside them.

    Examples
    --------
    >>> from analysis.scope import Scope
    >>> at = Scope("coalition", "civilians", "killed", "Mosul", ("2017", "2017"), "event", "alleged")
    >>> print(envelope([Toll(130, None, "", "", at), Toll(200, 230, "", "", at)]))
    from 130 to 230
    """
    stated = [toll for toll in tolls if toll.lo is not None or toll.hi is not None]
    if len(stated) == 1:
        only = stated[0]
        return Said(only.lo, only.hi, 1, int(only.hi is None), int(only.lo is None))
    numbers = [value for toll in stated for value in (toll.lo, toll.hi) if value is not None]
    return Said(
        min(numbers, default=None), max(numbers, default=None), len(stated),
        sum(toll.hi is None for toll in stated), sum(toll.lo is None for toll in stated),
    )  # fmt: skip


class SideBySide(NamedTuple):
    """Every pair of entries of different families: compared, or refused with the fields that differ."""

    comparable: pd.DataFrame
    refused: pd.DataFrame


COMPARABLE = [
    "name_a", "family_a", "toll_a", "name_b", "family_b", "toll_b",
    "ratio", "ratio_lo", "ratio_hi", "bridge", "row_keys",
]  # fmt: skip
REFUSED = ["name_a", "family_a", "toll_a", "name_b", "family_b", "toll_b", "fields", "reason", "row_keys"]


def side_by_side(entries: Sequence[Entry], bridges: Sequence[Bridge] = ()) -> SideBySide:
    """Return all pairs of entries of different families, parted by whether they count the same thing.

    Parameters
    ----------
    entries : sequence of Entry
        Tolls with name and family, in the order in which pairs shall be listed.
    bridges : sequence of Bridge
        Differences the caller lets pass, each named; those used are listed with the pair.

    Returns
    -------
    SideBySide
        ``comparable`` with the bounds of the ratio a / b; ``refused`` with every differing field and, in words,
        both values.
    """
    compared: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    for a, b in combinations(entries, 2):
        if a.family == b.family:
            continue
        differing = differs(a.toll, b.toll)
        left = unbridged(differing, bridges)
        (refused if left else compared).append(_refused(a, b, left) if left else _compared(a, b, differing, bridges))
    return SideBySide(pd.DataFrame(compared, columns=COMPARABLE), pd.DataFrame(refused, columns=REFUSED))


def differs(a: Toll, b: Toll) -> tuple[str, ...]:
    """Return the fields in which two tolls differ, the as-of day included."""
    return a.scope.differences(b.scope) + (("as_of",) if a.as_of != b.as_of else ())


def _pair(a: Entry, b: Entry) -> dict[str, object]:
    """Return the columns that both kinds of pairs share."""
    return {
        "name_a": a.name, "family_a": a.family, "toll_a": str(a.toll),
        "name_b": b.name, "family_b": b.family, "toll_b": str(b.toll),
        "row_keys": list(dict.fromkeys((*a.toll.evidence, *b.toll.evidence))),
    }  # fmt: skip


def _compared(a: Entry, b: Entry, differing: tuple[str, ...], bridges: Sequence[Bridge]) -> dict[str, object]:
    """Return a pair with the bounds of its ratio and the bridges it needed."""
    used = [bridge for bridge in bridges if bridge.fields & set(differing)]
    merged = merge(used) if used else None
    result = ratio(a.toll, b.toll, merged)
    names = "; ".join(bridge.name for bridge in used)
    bounds = {"ratio": str(result), "ratio_lo": result.lo, "ratio_hi": result.hi, "bridge": names}
    return _pair(a, b) | bounds


def merge(bridges: Sequence[Bridge]) -> Bridge:
    """Return several bridges as one that names them all."""
    fields = frozenset[str]().union(*(bridge.fields for bridge in bridges))
    return Bridge("; ".join(b.name for b in bridges), fields, " ".join(b.reason for b in bridges))


def _refused(a: Entry, b: Entry, fields: tuple[str, ...]) -> dict[str, object]:
    """Return a pair with the fields that forbid comparing it."""
    return _pair(a, b) | {"fields": ", ".join(fields), "reason": "; ".join(_reason(a, b, field) for field in fields)}


def _reason(a: Entry, b: Entry, field: str) -> str:
    """Return one differing field in words."""
    if field == "as_of":
        return f"as of: {a.toll.as_of} against {b.toll.as_of}"
    return f"{field}: {a.toll.scope.words(field)} against {b.toll.scope.words(field)}"


def scopes(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return what each of some figures counts, field by field, in words.

    Returns
    -------
    DataFrame
        ``name``, ``family``, ``said``, then a column for each field of a scope, and ``row_keys``.
    """
    rows = [
        {"name": entry.name, "family": entry.family, "said": str(entry.toll)}
        | {field: entry.toll.scope.words(field) for field in FIELDS}
        | {"row_keys": list(entry.toll.evidence)}
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=["name", "family", "said", *FIELDS, "row_keys"])


CONTRADICTION = ["name_high", "said_high", "name_low", "said_low", "gap", "row_keys"]


def contradictions(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return the pairs in which one speaker's lower bound lies above another's upper bound.

    Only pairs on one scope are looked at; the status may differ, for a contradiction does not depend on what
    either calls certain. Within a pair both cannot be right about the same dead.

    Returns
    -------
    DataFrame
        ``gap`` is the contradiction distance in persons, largest first: lower bound minus upper bound.
    """
    rows = []
    for a, b in combinations(entries, 2):
        for high, low in ((a, b), (b, a)):
            above, below = high.toll.lo, low.toll.hi
            if above is not None and below is not None and above > below and not _elsewhere(high, low):
                rows.append(_contradiction(high, low, above - below))
    frame = pd.DataFrame(rows, columns=CONTRADICTION)
    return frame.sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)


def _elsewhere(a: Entry, b: Entry) -> bool:
    """Return whether two tolls count different dead."""
    return bool(unbridged(differs(a.toll, b.toll), [STANDING]))


def _contradiction(high: Entry, low: Entry, gap: int) -> dict[str, object]:
    """Return one row of the contradictions."""
    return {
        "name_high": high.name, "said_high": str(high.toll), "name_low": low.name, "said_low": str(low.toll),
        "gap": gap, "row_keys": list(dict.fromkeys((*high.toll.evidence, *low.toll.evidence))),
    }  # fmt: skip
