"""What officials did about an event, and what was said between one act and the next: order, not cause."""

from __future__ import annotations

from string import ascii_lowercase

import pandas as pd

from analysis.data import claims, official
from analysis.methods.families import SHOWN, numbered, span


def event_acts(event_id: str, when: str) -> pd.DataFrame:
    """Return the official acts known on a day about an event, its parts and all it is part of."""
    return lettered(official.acts(when, event_ids=list(claims.event_tree(event_id)["event_id"])).known)


def between_acts(frame: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Return, for each official act, what the families said from that day until the next act.

    Parameters
    ----------
    frame : DataFrame
        Dated statements of one event.
    acts : DataFrame
        Official acts in order of date, `lettered`.

    Returns
    -------
    DataFrame
        A first row for the time before any act, one per day with acts, and where there are any a last row for
        statements dated too coarsely to stand between two acts: ``since``, ``letter``, ``act``, ``statements``, a
        column for each family of `SHOWN` (spans of what was said in the interval), ``row_keys``. Acts follow
        statements and statements acts; the table shows order, not cause.
    """
    days = [(pd.Timestamp(str(day)), group) for day, group in acts.groupby("published_last", sort=True)]
    starts = [pd.Timestamp.min, *(day for day, _ in days)]
    ends = [*starts[1:], pd.Timestamp.max]
    placed = [
        frame[(frame["published_first"] >= start) & (frame["published_last"] < end)]
        for start, end in zip(starts, ends, strict=True)
    ]
    rows = [_interval("", "", "before any official act", [], placed[0])]
    for (day, group), part in zip(days, placed[1:], strict=True):
        wording = "; ".join(map(act_words, group.to_dict("records")))
        rows.append(_interval(str(day)[:10], group["letter"].iloc[0], wording, list(group["row_key"]), part))
    coarse = frame[~frame["row_key"].isin({key for part in placed for key in part["row_key"]})]
    if len(coarse):
        rows.append(_interval("", "", "dated too coarsely to stand between two acts", [], coarse))
    return pd.DataFrame(rows)


def _interval(since: str, letter: str, act: str, act_keys: list[str], part: pd.DataFrame) -> dict[str, object]:
    """Return what was said between two acts."""
    row = {"since": since, "letter": letter, "act": act, "statements": len(part)}
    return row | {family: _said_by(part, family) for family in SHOWN} | {"row_keys": [*act_keys, *part["row_key"]]}


def act_words(act: dict) -> str:
    """Return one official act in words."""
    return f"{act['issuer_as_written']}: {act['about']} ({act['status'].replace('_', ' ')})"


def _said_by(part: pd.DataFrame, family: str) -> str:
    """Return the least and the most that one family said in an interval."""
    spoken = part[part["family"] == family]
    return str(span(spoken)) if len(spoken) else "nothing said"


def lettered(acts: pd.DataFrame) -> pd.DataFrame:
    """Return official acts with the letter of their day, in order: one letter for each day, a to z."""
    days = {day: ascii_lowercase[place % 26] for place, day in enumerate(sorted(acts["statement_date"].unique()))}
    return acts.assign(letter=acts["statement_date"].map(days).astype("str"))


def marks(acts: pd.DataFrame, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the days to mark in a figure of statements: official acts within the days it shows.

    Parameters
    ----------
    acts : DataFrame
        Official acts with their ``letter``.
    frame : DataFrame
        Statements shown.

    Returns
    -------
    list of (day, label)
        One for each day: its letter and what the acts did (``a denied``).
    """
    end = numbered(frame)["published_last"].max()
    inside = acts[acts["published_last"] <= end]
    by_day = inside.groupby(["statement_date", "letter"], sort=True)["status"]
    return [
        (str(day), f"{letter} {', '.join(sorted({word.replace('_', ' ') for word in group}))}")
        for (day, letter), group in by_day
    ]
