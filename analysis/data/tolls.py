"""From a row to a toll: the row's bounds, what they rest on, and the scope they count in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.scope import Scope
from analysis.toll import Entry, Toll

# What the coder's unit says about whom and what is counted. "killed" rows count civilians as the speaker
# understood the word; bodies include fighters unless a note says otherwise.
COUNTED = {
    "killed": ("civilians", "killed"),
    "bodies": ("persons, fighters not separated", "bodies"),
    "killed_incl_combatants": ("persons, fighters included", "killed"),
}
BASIS = {
    "exact": ("said as a number", "said as a number"),
    "about": ("said as about this number", "said as about this number"),
    "at_least": ("said as at least", "not stated"),
    "more_than": ("said as more than", "not stated"),
    "up_to": ("not stated", "said as up to"),
    "range": ("lower end of the range said", "upper end of the range said"),
}
UNSTATED = ("not stated", "not stated")
# The columns of a statement that its toll is made from.
TOLL = [
    "unit", "attribution", "place", "window_start", "window_end", "status", "qualifier", "killed_lo", "killed_hi",
    "row_key",
]  # fmt: skip
LENT = "days and place are those of the event it was assigned to; it states none"


def entries(frame: pd.DataFrame, when: str | None = None) -> list[Entry]:
    """Return the tolls of the statements that count persons killed.

    Parameters
    ----------
    frame : DataFrame
        Rows of statements. Rows whose unit counts something else (injured with killed, missing, present,
        incidents) have no toll and are left out; excluded rows too.
    when : str, optional
        The as-of day the tolls carry.

    Returns
    -------
    list of Entry
        Named "speaker, date", in the order of the frame.
    """
    usable = frame[frame["unit"].isin(COUNTED) & ~frame["excluded"]]
    return [entry(_name(row), row, when) for _, row in usable.iterrows()]


def entry(name: str, row: Mapping[Any, Any] | pd.Series, when: str | None = None) -> Entry:
    """Return one statement's toll under a name; a window that its event lent is noted."""
    note = LENT if row["window_basis"] == "event" else ""
    return Entry(name, row["family"], statement_toll(row, when), note)


def _name(row: pd.Series) -> str:
    """Return who said it and when."""
    when = row["published"] if isinstance(row["published"], str) else "undated"
    return f"{row['publisher_name']}, {when}"


def statement_toll(row: Mapping[Any, Any] | pd.Series, when: str | None = None) -> Toll:
    """Return the toll of one statement."""
    victims, unit = COUNTED[row["unit"]]
    scope = Scope(
        actors=frozenset(row["attribution"].split(";")), victims=victims, unit=unit, place=row["place"],
        window=(_stated(row["window_start"]), _stated(row["window_end"])), clock="event", status=row["status"],
    )  # fmt: skip
    lo_basis, hi_basis = BASIS.get(row["qualifier"], UNSTATED)
    return Toll(whole(row["killed_lo"]), whole(row["killed_hi"]), lo_basis, hi_basis, scope, when, (row["row_key"],))


def monitor_toll(row: pd.Series, when: str | None = None) -> Toll:
    """Return the toll of one row of monitor_periods.

    Monitors attribute to the Coalition in these rows; the period is when people died.
    """
    start, _, end = row["period"].partition("/")
    actors = {"joint": frozenset({"coalition", "others"})}.get(row["basis"], frozenset({"coalition"}))
    victims = "persons, fighters included" if row["basis"] == "attributed_incl_combatants" else "civilians"
    scope = Scope(actors=actors, victims=victims, unit="killed", place=row["place"],
                  window=(start, end or start), clock="event", status=MONITOR_STATUS[row["basis"]])  # fmt: skip
    text = row["grading_basis"] if isinstance(row["grading_basis"], str) else row["basis"]
    return Toll(whole(row["killed_lo"]), whole(row["killed_hi"]), text, text, scope, when, (row["row_key"],))


def un_toll(row: pd.Series, when: str | None = None) -> Toll:
    """Return the toll of one row of `analysis.data.series.un_months`: all perpetrators, month of event."""
    _, _, told = row["series"].partition(f"{row['place']}, ")
    scope = Scope(
        actors=frozenset({"all_parties"}), victims=told or "population not stated", unit="killed", place=row["place"],
        window=(row["month"], row["month"]), clock="event", status="recorded",
    )  # fmt: skip
    count = "count as printed"
    return Toll(whole(row["lo"]), whole(row["hi"]), count, count, scope, when, (row["row_key"],))


MONITOR_STATUS = {
    "alleged": "alleged", "fair": "fair", "likely": "likely", "attributed": "recorded",
    "attributed_incl_combatants": "recorded", "joint": "recorded", "none": "recorded",
}  # fmt: skip


def _stated(text: object) -> str | None:
    """Return a text, or None for a missing one."""
    return text if isinstance(text, str) else None


def whole(value: object) -> int | None:
    """Return a bound as a whole number, or None where it is open."""
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]
