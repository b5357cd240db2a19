"""A place and a month as known on a day: what each family said, what was contested, what has changed since.

Nothing is added up. Statements about windows that reach beyond the month, or about wider places, are shown as
context and never compared with those inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import dates
from analysis.data import asof, claims, official, places, store
from analysis.data.tolls import COUNTED, statement_toll
from analysis.methods.families import EIGHT, by_family, said
from analysis.methods.within import contradicted

DISPUTED = ("contested", "denied")
BY_DAY, UNTOLD = "by the day", "cannot be told"


@dataclass(frozen=True)
class Briefing:
    """What can be said of one place and month on one day."""

    place: str
    month: str
    when: str
    inside: asof.AsOf  # about the place, window within the month
    beyond: asof.AsOf  # about the place, window reaching beyond the month
    wider: asof.AsOf  # about a wider place, window within the month
    windowless: asof.AsOf  # about the place, no window stated
    acts: asof.AsOf  # official acts about deaths of the month at the place
    other_acts: asof.AsOf  # official acts about the place that count other deaths, or none


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
    everything = claims.statements()
    everything = everything.assign(said=said(everything))
    named = store.read_table("places", places.TREE)
    all_here = claims.about_place(everything, place)
    here, anywhere = claims.in_month(all_here, month), claims.in_month(everything, month)
    above = anywhere[anywhere["place"].isin(places.lineage(place, named)[1:]) & (anywhere["fit"] == "inside")]
    around = {"Mosul and Iraq"} if "Mosul" in places.lineage(place, named) else set()
    acts = official.acts(when, places=places.inside(place, named) | around)
    return Briefing(
        place, month, when,
        inside=asof.as_of(here[here["fit"] == "inside"], when),
        beyond=asof.as_of(here[here["fit"] != "inside"], when),
        wider=asof.as_of(above, when),
        windowless=asof.as_of(all_here[all_here[["window_first", "window_last"]].isna().any(axis=1)], when),
        acts=asof.AsOf(*(part[_of_month(part, month)] for part in acts)),
        other_acts=asof.AsOf(*(part[~_of_month(part, month)] for part in acts)),
    )  # fmt: skip


def _of_month(acts: pd.DataFrame, month: str) -> pd.Series:
    """Return whether each official act is about deaths within a month: by its own date of event, else its event's."""
    events = store.read_table("events", ["event_id", "date_start", "date_end"]).set_index("event_id")
    spans = [acts["event_date"].fillna(acts["event_id"].map(events[edge])) for edge in ("date_start", "date_end")]
    first, last = (pd.Timestamp(day) for day in dates.day_range(month))
    start, end = dates.edges(spans[0])["first"], dates.edges(spans[1])["last"]
    return (start >= first) & (end <= last)


CONTEXT = ["why", "known", "date", "speaker", "family_name", "said", "about", "place", "window", "row_key"]


def context(told: Briefing) -> pd.DataFrame:
    """Return what else was or may have been public by the day: other windows, wider places, other acts.

    Nothing here is compared: the figures count other deaths as well, and nobody published the parts.

    Returns
    -------
    DataFrame
        ``why`` the row is only context, ``known`` (``by the day`` or ``cannot be told``), ``date``, ``speaker``,
        ``family_name``, ``said``, ``about``, ``place``, ``window``, ``row_key``; the latest first. Official acts are
        those published in the month.
    """
    beyond, wider = "counts more than the month", "counts a wider place"
    rows = [_context_row(beyond, row) for row in both(told.beyond).to_dict("records")]
    rows += [_context_row(wider, row) for row in both(told.wider).to_dict("records")]
    acts = both(told.other_acts)
    acts = acts[acts["statement_date"].str.startswith(told.month)]
    rows += [_context_act(act) for act in acts.to_dict("records")]
    frame = pd.DataFrame(rows, columns=CONTEXT)
    return frame.sort_values(["date", "row_key"], ascending=[False, True]).reset_index(drop=True)


def both(parts: asof.AsOf) -> pd.DataFrame:
    """Return what was public by the day and what may have been, with ``known`` telling them apart."""
    return pd.concat([parts.known.assign(known=BY_DAY), parts.possible.assign(known=UNTOLD)], ignore_index=True)


def _context_row(why: str, row: dict) -> dict[str, object]:
    """Return a statement as context."""
    window = statement_toll(row).scope.words("window") if row["unit"] in COUNTED else ""
    return {
        "why": why, "known": row["known"], "date": row["published"],
        "speaker": row["publisher_name"], "family_name": EIGHT[row["family"]],
        "said": row["said"], "about": row["event_name"], "place": row["place"], "window": window,
        "row_key": row["row_key"],
    }  # fmt: skip


def _context_act(act: dict) -> dict[str, object]:
    """Return an official act as context."""
    family = "official_local" if act["issuer_group"] == "iraq_government" else "official_belligerent"
    return {
        "why": "official act of the month, about other deaths or none", "known": act["known"],
        "date": act["statement_date"], "speaker": act["issuer_as_written"],
        "family_name": EIGHT[family], "said": str(official.act_toll(act)),
        "about": f"{act['about']} ({act['status'].replace('_', ' ')})", "place": act["place"], "window": "",
        "row_key": act["row_key"],
    }  # fmt: skip


def unplaced(told: Briefing) -> pd.DataFrame:
    """Return the statements about the place and month that may have been public by the day, or carry no date."""
    return asof.unplaced(told.inside)


def disputed(known: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that were contested or denied when they were made."""
    return known[known["status"].isin(DISPUTED)].reset_index(drop=True)


def contested(told: Briefing) -> pd.DataFrame:
    """Return what was in dispute by the day: statements contested or denied, then contradictions, widest gap first.

    Returns
    -------
    DataFrame
        ``what``, ``speaker``, ``said``, ``against`` (the lower figure and its speaker), ``about``, ``row_keys``.
    """
    known = told.inside.known
    graded = disputed(known)
    single = {
        "what": graded["status"], "speaker": graded["publisher_name"], "said": graded["said"], "against": "",
        "about": graded["event_name"], "row_keys": [[key] for key in graded["row_key"]],
    }  # fmt: skip
    clash = contradicted(known, told.when)
    pairs = {
        "what": "contradiction", "speaker": clash["name_high"], "said": clash["said_high"],
        "against": clash["name_low"] + ": " + clash["said_low"], "about": clash["about"], "row_keys": clash["row_keys"],
    }  # fmt: skip
    return pd.concat([pd.DataFrame(single), pd.DataFrame(pairs)], ignore_index=True)


def since(told: Briefing) -> pd.DataFrame:
    """Return how much each family has added since the day: statements dated later, and their span."""
    return by_family(told.inside.later)
