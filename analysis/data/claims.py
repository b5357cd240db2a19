"""Views of the statements: about an event, about a place in a month, and how they stand to each other."""

from __future__ import annotations

import pandas as pd

from analysis import dates
from analysis.data import places, store
from analysis.data.asof import as_of
from analysis.errors import DataError, suggestion


def statements(include_excluded: bool = False) -> pd.DataFrame:
    """Return the statements, by default without those kept out of every count.

    Returns
    -------
    DataFrame
        One row per statement, in order of publication.
    """
    frame = store.read_table("statements")
    return frame if include_excluded else frame[~frame["excluded"]].reset_index(drop=True)


def event_tree(event_id: str) -> pd.DataFrame:
    """Return an event with all it is part of and all that is part of it.

    Parameters
    ----------
    event_id : str
        Key of the events table.

    Returns
    -------
    DataFrame
        Rows of the events table with ``relation`` (``contains it``, ``the event``, ``part of it``), from
        the widest to the narrowest. A parent is never to be added to its part.

    Raises
    ------
    DataError
        When the event is unknown; the nearest names are given.
    """
    events = store.read_table("events").set_index("event_id", drop=False)
    if event_id not in events.index:
        raise DataError(f"unknown event {event_id!r}. {suggestion(event_id, events.index)}")
    above: list[str] = []
    step = events["parent_event"].get(event_id)
    while isinstance(step, str):
        above.insert(0, step)
        step = events["parent_event"].get(step)
    below = _descendants(event_id, events)
    relation = {**dict.fromkeys(above, "contains it"), event_id: "the event", **dict.fromkeys(below, "part of it")}
    return events.loc[list(relation)].assign(relation=list(relation.values())).reset_index(drop=True)


def _descendants(event_id: str, events: pd.DataFrame) -> list[str]:
    """Return the parts of an event and their parts, by name within each level."""
    children = sorted(events.index[events["parent_event"] == event_id])
    return [name for child in children for name in (child, *_descendants(child, events))]


def relays_by(when: str) -> pd.Series:
    """Return, by statement id, how many of its relays are dated by a day; statements without one are not listed."""
    dated = ["statement_id", "is_primary", "excluded", "published_first", "published_last"]
    rows = store.read_table("claims", dated)
    relays = rows[(rows["is_primary"] == 0) & ~rows["excluded"]]
    return as_of(relays, when).known.groupby("statement_id").size()


def about_event(frame: pd.DataFrame, event_ids: list[str]) -> pd.DataFrame:
    """Return the statements about any of the events, with their order of publication kept."""
    return frame[frame["event_id"].isin(event_ids)].reset_index(drop=True)


def about_place(frame: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return the rows whose place is the given one or lies within it.

    Raises
    ------
    DataError
        When the place is unknown; the nearest names are given.
    """
    within = places.inside(place, store.read_table("places", places.TREE))
    return frame[frame["place"].isin(within)].reset_index(drop=True)


def in_month(frame: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return the statements whose window touches a month, with ``fit`` saying how.

    Parameters
    ----------
    frame : DataFrame
        Statements, with ``window_first`` and ``window_last``.
    month : str
        YYYY-MM.

    Returns
    -------
    DataFrame
        ``fit`` is ``inside`` (the whole window lies in the month) or ``reaches beyond``. Statements with an
        open or missing window cannot be placed in a month and are left out.
    """
    first, last = (pd.Timestamp(edge) for edge in dates.day_range(month))
    touches = (frame["window_first"] <= last) & (frame["window_last"] >= first)
    chosen = frame[touches]
    inside = (chosen["window_first"] >= first) & (chosen["window_last"] <= last)
    fit = pd.Series("reaches beyond", index=chosen.index, dtype="str").mask(inside, "inside")
    return chosen.assign(fit=fit).reset_index(drop=True)


def months_with_statements(place: str) -> list[str]:
    """Return every month that the window of some statement about the place touches, as YYYY-MM.

    Statements with an open or missing window touch no month.
    """
    frame = about_place(statements(), place).dropna(subset=["window_first", "window_last"])
    windows = zip(frame["window_first"], frame["window_last"], strict=True)
    return sorted({month for first, last in windows for month in dates.months_between(first, last)})
