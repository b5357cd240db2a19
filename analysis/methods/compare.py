"""Figures side by side: what may be set against what, what may not and why, and who contradicts whom.

Nothing here averages. A pair is compared only on one scope, or across a named bridge; a span of what was said is
not an interval for the number of dead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from analysis.errors import MethodRefused
from analysis.scope import FIELDS, Bridge, unbridged
from analysis.toll import Entry, Result, Toll, ratio

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
        both values. A pair that counts the same thing and whose ratio has no bound at all (two open ends, no
        number) is refused for its ``bounds``.
    """
    compared: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    for a, b in combinations(entries, 2):
        if a.family == b.family:
            continue
        differing = differs(a.toll, b.toll)
        left = unbridged(differing, bridges)
        result = None if left else _ratio(a, b, differing, bridges)
        if result is None or (result.lo is None and result.hi is None):
            refused.append(_refused(a, b, left))
        else:
            compared.append(_compared(a, b, result))
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


def _ratio(a: Entry, b: Entry, differing: tuple[str, ...], bridges: Sequence[Bridge]) -> Result:
    """Return the ratio of a pair over the bridges it needs."""
    used = [bridge for bridge in bridges if bridge.fields & set(differing)]
    return ratio(a.toll, b.toll, merge(used) if used else None)


def _compared(a: Entry, b: Entry, result: Result) -> dict[str, object]:
    """Return a pair with the bounds of its ratio and the bridges it needed."""
    names = "; ".join(bridge.name for bridge in result.bridges)
    return _pair(a, b) | {"ratio": str(result), "ratio_lo": result.lo, "ratio_hi": result.hi, "bridge": names}


def merge(bridges: Sequence[Bridge]) -> Bridge:
    """Return several bridges as one that names them all."""
    fields = frozenset[str]().union(*(bridge.fields for bridge in bridges))
    return Bridge("; ".join(b.name for b in bridges), fields, " ".join(b.reason for b in bridges))


def _refused(a: Entry, b: Entry, fields: tuple[str, ...]) -> dict[str, object]:
    """Return a pair with the fields that forbid comparing it, the bounds among them where one has no number."""
    numberless = [entry for entry in (a, b) if entry.toll.lo is None and entry.toll.hi is None]
    reasons = [_reason(a, b, field) for field in fields]
    if numberless:
        reasons.append("bounds: no number is stated by " + " and ".join(entry.name for entry in numberless))
    elif not fields:
        reasons.append(f"bounds: {a.toll} against {b.toll} leaves the ratio without any bound")
    named = (*fields, *(["bounds"] if numberless or not fields else []))
    return _pair(a, b) | {"fields": ", ".join(named), "reason": "; ".join(reasons)}


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
        ``name``, ``family``, ``said``, then a column for each field of a scope, ``note`` and ``row_keys``.
    """
    rows = [
        {"name": entry.name, "family": entry.family, "said": str(entry.toll)}
        | {field: entry.toll.scope.words(field) for field in FIELDS}
        | {"note": entry.note, "row_keys": list(entry.toll.evidence)}
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=["name", "family", "said", *FIELDS, "note", "row_keys"])


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
