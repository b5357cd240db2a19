"""A place and a month as known on a day: the three families, what was contested, what has changed since.

Nothing is added up. Statements about windows that reach beyond the month, or about wider places, are shown as
context and never compared with those inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data import asof, claims, official, places, store
from analysis.errors import ParameterError, suggestion
from analysis.methods.families import THREE, by_family, numbered, said

DISPUTED = ("contested", "denied")


@dataclass(frozen=True)
class Briefing:
    """What can be said of one place and month on one day."""

    inside: asof.AsOf  # about the place, window within the month
    beyond: asof.AsOf  # about the place, window reaching beyond the month
    wider: asof.AsOf  # about a wider place, window within the month
    acts: pd.DataFrame  # official acts known by then


def brief(place: str, month: str, when: str) -> Briefing:
    """Return the briefing of a place and a month as known at the end of a day.

    Parameters
    ----------
    place : str
        A place of ``data/hand/places.csv``; everything within it counts as the place.
    month : str
        YYYY-MM, the month in which people died.
    when : str
        The as-of day.

    Raises
    ------
    DataError
        When the place is unknown or the day is not a day.
    """
    frame = claims.statements()
    frame = claims.in_month(frame.assign(said=said(frame)), month)
    here = claims.about_place(frame, place)
    named = store.read_table("places")
    above = frame[frame["place"].isin(places.lineage(place, named)[1:]) & (frame["fit"] == "inside")]
    return Briefing(
        inside=asof.as_of(here[here["fit"] == "inside"], when),
        beyond=asof.as_of(here[here["fit"] != "inside"], when),
        wider=asof.as_of(above, when),
        acts=official.acts(when, places=places.inside(place, named) | {"Mosul and Iraq"}),
    )


def focus(briefing: Briefing, chosen: str = "") -> pd.DataFrame:
    """Return the statements a reader was likeliest to meet: those named, or the most relayed of each family.

    Parameters
    ----------
    briefing : Briefing
        What was known.
    chosen : str
        Statement ids separated by spaces; empty takes, of each of the three families, the statement with a
        number that was relayed most (ties: the highest lower bound, then the earliest).

    Raises
    ------
    ParameterError
        When a named statement is not among those known about the place in the month.
    """
    known = pd.concat([briefing.inside.known, briefing.beyond.known])
    if chosen:
        wanted = chosen.split()
        unknown = sorted(set(wanted) - set(known["statement_id"]))
        if unknown:
            raise ParameterError(
                f"focus: {unknown[0]!r} was not known then. {suggestion(unknown[0], known['statement_id'])}"
            )
        return known.set_index("statement_id", drop=False).loc[wanted].reset_index(drop=True)
    inside = briefing.inside.known
    ranked = numbered(inside).sort_values(["n_relays", "killed_lo", "published_last"], ascending=[False, False, True])
    return pd.concat([ranked[ranked["family"].isin(group)].head(1) for group in THREE.values()]).reset_index(drop=True)


def disputed(known: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that were contested or denied when they were made."""
    return known[known["status"].isin(DISPUTED)].reset_index(drop=True)


def became(chosen: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return what the same speakers said afterwards about the same event, its parts, or what it is part of.

    Parameters
    ----------
    chosen : DataFrame
        Statements known on the day.
    when : str
        The as-of day; later statements are those certainly published after it. Undated statements cannot be
        placed before or after; they are listed with an empty date.

    Returns
    -------
    DataFrame
        ``then_speaker``, ``then_said``, ``date``, ``event_name``, ``now_said``, ``status``, ``row_keys``.
    """
    everything = claims.statements()
    everything = everything.assign(said=said(everything))
    rows = []
    for _, then in chosen.iterrows():
        related = list(claims.event_tree(then["event_id"])["event_id"])
        same = everything[everything["event_id"].isin(related) & (everything["publisher_id"] == then["publisher_id"])]
        parts = asof.as_of(same, when)
        for _, now in pd.concat([parts.later, parts.undated]).iterrows():
            rows.append(
                {
                    "then_speaker": then["publisher_name"], "then_said": then["said"], "date": now["published"],
                    "event_name": now["event_name"], "now_said": now["said"], "status": now["status"],
                    "row_keys": [then["row_key"], now["row_key"]],
                }
            )  # fmt: skip
    columns = ["then_speaker", "then_said", "date", "event_name", "now_said", "status", "row_keys"]
    return pd.DataFrame(rows, columns=columns)


def since(briefing: Briefing) -> pd.DataFrame:
    """Return how much each family has added since the day: statements dated later, and their span."""
    return by_family(briefing.inside.later)
