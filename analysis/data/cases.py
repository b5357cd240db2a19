"""Cases of the official history: which records are one case, which rows one event, and how each stood on a day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.asof import day
from analysis.data.keys import behind, joined

STANDING = {"alleged": "alleged", "received": "received", "opened": "open", "reopened": "reopened"}
RANK = {"alleged": 0, "received": 1, "opened": 2, "determined": 3, "reopened": 3}
ORDER = ("alleged", "received", "opened", "reopened", "determined", "restated")  # of events of one day
CANNOT, NOTHING = "cannot be told", "nothing public yet"


def same_cases(links: pd.DataFrame) -> dict[str, str]:
    """Return, for each record decided to be the same as another, the key of their case: an incident where there is one.

    Parameters
    ----------
    links : DataFrame
        ``left``, ``right`` (row keys) and ``type``; only ``same`` joins.

    Examples
    --------
    >>> told = pd.DataFrame({"left": ["incidents:a"], "right": ["official_assessments:2"], "type": ["same"]})
    >>> same_cases(told)["official_assessments:2"]
    'incidents:a'
    """
    root: dict[str, str] = {}

    def top(key: str) -> str:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    for left, right in links.loc[links["type"] == "same", ["left", "right"]].itertuples(index=False):
        pair = (top(left), top(right))
        first, other = sorted(pair, key=lambda key: (not key.startswith("incidents:"), key))
        root[other] = first
    return {key: top(key) for key in root}


def in_order(events: pd.DataFrame) -> pd.DataFrame:
    """Return events by case, then by the last day they can mean, then in the order in which a case goes its way."""
    ranked = events.assign(rank=events["kind"].map(ORDER.index))
    return ranked.sort_values(["case", "last", "rank"], kind="stable").drop(columns="rank").reset_index(drop=True)


def each_once(events: pd.DataFrame) -> pd.DataFrame:
    """Return events with each determination once, however many tables tell it.

    Determinations of one case with one outcome whose days can be the same are one event: the most exact row stands,
    with the keys of all, and takes a toll from the others only where it has none. One that is certainly later is a
    restatement, without an outcome of its own.
    """
    found = (events["kind"] == "determined") & events.duplicated(["case", "kind", "outcome"], keep=False)
    groups = by_case(events[found], "case", "outcome")
    told = [event for group in groups.values() for event in _told_once(group)]
    renewed = pd.DataFrame(told, columns=events.columns).astype(events.dtypes.to_dict())
    return pd.concat([events[~found], renewed], ignore_index=True)


def by_case(events: pd.DataFrame, *columns: str) -> dict[Any, list[dict[str, Any]]]:
    """Return events as records in their order, gathered by the values of some columns.

    >>> sorted(by_case(pd.DataFrame({"case": ["b", "a"], "kind": ["opened", "opened"]}), "case"))
    [('a',), ('b',)]
    """
    gathered: dict[Any, list[dict[str, Any]]] = {}
    records: list[dict[str, Any]] = events.to_dict("records")  # type: ignore[assignment]
    for event in records:
        gathered.setdefault(tuple(event[name] for name in columns), []).append(event)
    return gathered


def _told_once(group: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the determinations of one case and outcome: the first one, then what restates it."""
    ordered = sorted(group, key=lambda event: (pd.isna(event["date"]), event["last"], _span(event)))
    base = ordered[0]
    twins = [event for event in ordered if _overlap(event, base)] or [base]
    kept = min(twins, key=lambda event: (pd.isna(event["date"]), _span(event))).copy()
    kept["row_keys"] = [key for event in twins for key in event["row_keys"]]
    tolls = [event for event in twins if not (pd.isna(event["lo"]) and pd.isna(event["hi"]))]
    if tolls and pd.isna(kept["lo"]) and pd.isna(kept["hi"]):
        kept |= {end: tolls[0][end] for end in ("lo", "hi")}
    later = [event for event in ordered if not any(event is twin for twin in twins)]
    return [kept, *(event | {"kind": "restated", "outcome": None, "reason": None} for event in later)]


def _span(event: dict[str, Any]) -> pd.Timedelta:
    """Return how coarsely an event is dated."""
    return pd.Timedelta.max if pd.isna(event["first"]) else event["last"] - event["first"]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two events can have been one on one day; a first day that is not known excludes nothing."""
    begins = [pd.Timestamp.min if pd.isna(event["first"]) else event["first"] for event in (one, other)]
    return bool(begins[0] <= other["last"] and begins[1] <= one["last"])


def states(events: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return how every case stood at the end of a day.

    Parameters
    ----------
    events : DataFrame
        From `analysis.data.determinations.history`.
    when : str
        The as-of day.

    Returns
    -------
    DataFrame
        ``case``; ``state``: ``alleged``, ``received``, ``open``, ``credible``, ``non_credible``, ``duplicate``,
        ``reopened``, or ``cannot be told`` where an event dated only to a month or a year, or not at all, may or may
        not have happened by then; ``candidates`` (every state it can have been in, one where it is told);
        ``row_keys``. Cases of which nothing can have been public by then are left out, and so is what monthly
        releases say of no single case.
    """
    limit = day(when)
    single = events[events["case"].str.contains(":")]
    near = in_order(single[~(single["first"] > limit) & single["kind"].isin(RANK)])
    rows = [_state(case, group, limit) for (case,), group in by_case(near, "case").items()]
    return pd.DataFrame(rows, columns=["case", "state", "candidates", "row_keys"])


def _state(case: str, group: list[dict[str, Any]], limit: pd.Timestamp) -> dict[str, object]:
    """Return one case: the last certain event decides, unless one that may have happened would change it."""
    certain = [event for event in group if event["last"] <= limit]
    standing, rank = NOTHING, -1
    for event in certain:
        if RANK[event["kind"]] >= rank:
            standing, rank = _standing(event), RANK[event["kind"]]
    candidates = [standing]
    for event in (event for event in group if event["last"] > limit):
        if RANK[event["kind"]] > rank or (RANK[event["kind"]] == rank == RANK["determined"]):
            candidates.append(_standing(event))
    candidates = list(dict.fromkeys(candidates))
    keys = list(dict.fromkeys(key for event in group for key in event["row_keys"]))
    state = candidates[0] if len(candidates) == 1 else CANNOT
    return {"case": case, "state": state, "candidates": " or ".join(candidates), "row_keys": keys}


def _standing(event: dict) -> str:
    """Return the state an event leads to."""
    return str(event["outcome"]) if event["kind"] == "determined" else STANDING[event["kind"]]


def counted(events: pd.DataFrame, days: list[str]) -> pd.DataFrame:
    """Return how many visible cases stood in each state at the end of each day: counts of a part, no shares.

    Returns
    -------
    DataFrame
        ``state``, a column of counts for each day, in the order of a case's way, and ``row_keys``: the rows of every
        case that stood in the state on any of the days.
    """
    order = [*dict.fromkeys(STANDING.values()), "credible", "non_credible", "duplicate", CANNOT]
    stood = {when: states(events, when) for when in days}
    columns = {when: found["state"].value_counts() for when, found in stood.items()}
    table = pd.DataFrame({when: counts.reindex(order).fillna(0).astype("Int64") for when, counts in columns.items()})
    every = pd.concat(stood.values())
    keys = [joined(every.loc[every["state"] == state, "row_keys"]) for state in order]
    named = behind(table, keys).reset_index(names="state")
    return named.assign(state=named["state"].str.replace("_", " "))


def _joined(lists: pd.Series) -> list[str]:
    """Return the keys of several lists in one."""
    return [key for keys in lists for key in keys]


def tally(events: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how many events carry each value of a column, the most frequent first: counts of a part, no shares.

    Returns
    -------
    DataFrame
        `column`, ``events``, ``row_keys``.
    """
    held = events.dropna(subset=column)
    counted = held.groupby(column).agg(events=("case", "size"), row_keys=("row_keys", _joined))
    return counted.reset_index().sort_values(["events", column], ascending=[False, True]).reset_index(drop=True)
