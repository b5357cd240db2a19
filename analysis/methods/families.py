"""The families a report shows by name, and the span of what each said: least and most, not an estimate.

The data know eight families. Four are shown by name: local media, monitors, officials that are a party to the
strikes, and officials that are not; the other four are gathered as "others", never blurred into these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.data.tolls import COUNTED, TOLL, statement_toll
from analysis.methods.independence import counted, groups, lines
from analysis.methods.span import Said, envelope

SHOWN = ("local_media", "monitor", "official_belligerent", "official_local")
EIGHT = {
    "local_media": "Local media",
    "monitor": "Monitors",
    "official_belligerent": "Officials, party to the strikes",
    "official_local": "Officials, not a party",
    "international_media": "International media",
    "witness": "Witnesses and unnamed sources",
    "party_media": "Party media",
    "academic": "Academic",
}
NAMES = {family: EIGHT[family] for family in SHOWN} | {"others": "Others"}
NAMES_SHOWN = {family: NAMES[family] for family in SHOWN}

# Collective names of the publishers table: many persons, never one source.
GATHERED = ("witness", "medic", "iq-unnamed", "iq-mp", "iq-council", "iq-army", "social-other")


def group_of(family: str) -> str:
    """Return the name a family is shown under: its own, or ``others``.

    >>> group_of("official_local"), group_of("witness")
    ('official_local', 'others')
    """
    return family if family in SHOWN else "others"


def is_one(publisher_id: str) -> bool:
    """Return whether a publisher is one source rather than a name for many.

    >>> is_one("airwars"), is_one("unnamed-media"), is_one("iq-mp")
    (True, False, False)
    """
    return publisher_id not in GATHERED and not publisher_id.startswith("unnamed")


def said(frame: pd.DataFrame) -> pd.Series:
    """Return what each statement says of the dead in words; what counts something else says so."""
    words = [
        _with_unit(row) if row["unit"] in COUNTED else f"counts {row['unit'].replace('_', ' ')}"
        for row in frame[TOLL].to_dict("records")
    ]
    return pd.Series(words, index=frame.index, dtype="str")


def _with_unit(row: Mapping[Any, Any]) -> str:
    """Return the bounds of a statement, with what is counted unless it is civilians killed."""
    toll = statement_toll(row)
    if str(toll) == "no number" and row["status"] == "denied":
        return "denied, no number"
    if str(toll) == "no number":
        return "no number"
    tail = {"bodies": " bodies", "killed_incl_combatants": " with fighters"}.get(row["unit"], "")
    return f"{toll}{tail}"


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that put a number on the civilians killed."""
    stated = frame["killed_lo"].notna() | frame["killed_hi"].notna()
    return frame[(frame["unit"] == "killed") & stated]


def single(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of civilians killed that one source answers for.

    Left out are counts of bodies, which grow from day to day, and names that gather many speakers: setting either
    against another figure would find a difference that nobody stated.
    """
    shown = numbered(frame)
    return shown[shown["publisher_id"].map(is_one).astype(bool)]


def span(frame: pd.DataFrame) -> Said:
    """Return the least and the most that statements say of civilians killed; bodies and fighters are not among them."""
    return envelope([statement_toll(row) for row in numbered(frame)[TOLL].to_dict("records")])


def by_family(frame: pd.DataFrame) -> pd.DataFrame:
    """Return, for each family shown by name and the rest, how many spoke and the span of what they said.

    Parameters
    ----------
    frame : DataFrame
        Statements.

    Returns
    -------
    DataFrame
        Index the names of `SHOWN`, then ``others``; columns ``family`` (its name),
        ``statements``, ``with_number``, ``speakers`` (names for many persons left out), ``independent`` (how many of
        these can stand on their own at most), ``said`` (the least and the most of civilians killed), ``row_keys`` (its
        statements, those with a number first, then what `ties` their speakers) and ``said_keys`` (what ``said`` was
        made from: the statements with a number, or all where none gives one). A family that said nothing has a row.
    """
    group = frame["family"].map(group_of)
    return pd.DataFrame({name: _family(name, frame[group == name]) for name in NAMES}).T


def _family(name: str, part: pd.DataFrame) -> dict[str, object]:
    """Return the counts and the span of one family's statements."""
    stated, single_speakers = numbered(part), _single(part["publisher_id"])
    every, behind = list(part["row_key"]), list(stated["row_key"])
    words = str(span(part)) if len(stated) else ("no number" if len(part) else "nothing said")
    return {
        "family": NAMES[name], "statements": len(part), "with_number": len(stated),
        "speakers": len(single_speakers), "said": words,
        "independent": len(groups(single_speakers, part["event_id"].unique())),
        "row_keys": [*dict.fromkeys([*behind, *every]), *ties(part)], "said_keys": behind or every,
    }  # fmt: skip


def _single(publishers: Iterable[str]) -> set[str]:
    """Return the publishers that are one source."""
    return {publisher for publisher in publishers if is_one(publisher)}


def ties(frame: pd.DataFrame) -> list[str]:
    """Return the lines of the dependence table by which single sources among the speakers rest on one another."""
    return lines(_single(frame["publisher_id"]), frame["event_id"].unique())


def sources_in_words(frame: pd.DataFrame) -> str:
    """Return how many single sources speak, and how many of them can stand on their own at most."""
    return counted(_single(frame["publisher_id"]), frame["event_id"].unique())
