"""The reporting triangle of official determinations: by month of the deaths and month of the release.

A month is taken only where both days lie within it for certain; a determination whose months cannot be told is counted
and not placed. Deaths over several days count by the first of them. Within a month the official body publishes in
batches, so a delay of zero months says that the deaths and the release fell into one month of the calendar, never that
they were of one day. What was visible may be listed; a delay distribution is a rate and needs a complete record.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data.asof import day
from analysis.data.cases import by_case, in_order
from analysis.data.determinations import tables_made
from analysis.data.keys import joined
from analysis.data.samples import require_sample_rows
from analysis.dates import day_range
from analysis.errors import MethodRefused
from analysis.methods.revisions.delay import delay_pmf

COLUMNS = ["case", "event", "release", "delay", "outcome", "why", "row_keys"]
EVERY_PLACED = "every determination placed in its two months"
MOST_UNPLACED = 0.05  # share of determinations without certain months above which the placed ones stand for nothing
OPENS = "name the days of the others, or take a record that has them"


def determinations(events: pd.DataFrame, when: str, outcome: str | None = None) -> pd.DataFrame:
    """Return the first determination of each case that was public on a day, with its two months.

    Parameters
    ----------
    events : DataFrame
        From `analysis.data.determinations.history`.
    when : str
        The as-of day.
    outcome : str, optional
        Only determinations of this outcome, such as ``credible``; default: any.

    Returns
    -------
    DataFrame
        ``case``, ``event`` and ``release`` (YYYY-MM, missing where not placed), ``delay`` (months), ``outcome``,
        ``why`` (why a row was not placed; missing where it was), ``row_keys`` of all that the row rests on.
    """
    single = events[events["case"].str.contains(":")]
    rows = [_first(case, group, day(when), outcome) for (case,), group in by_case(in_order(single), "case").items()]
    made = pd.DataFrame([row for row in rows if row], columns=COLUMNS)
    text = {name: "str" for name in ("case", "event", "release", "outcome", "why")}
    return made.astype(text | {"delay": "Int64"})


def _first(
    case: str, group: list[dict[str, Any]], limit: pd.Timestamp, outcome: str | None
) -> dict[str, object] | None:
    """Return the first determination of one case, None where it had none by the day."""
    found = next(
        (event for event in group if event["kind"] == "determined" and outcome in (None, event["outcome"])), None
    )
    if found is None or found["last"] > limit:
        return None
    deaths = next(((event["deaths"], event["row_keys"]) for event in group if isinstance(event["deaths"], str)), None)
    event = _month(*(pd.Timestamp(edge) for edge in day_range(deaths[0]))) if deaths else None
    release = _month(found["first"], found["last"])
    told = {"case": case, "event": event, "release": release, "outcome": found["outcome"]}
    keys = list(dict.fromkeys([*(deaths[1] if deaths else []), *found["row_keys"]]))
    if event is None or release is None:
        unknown = "month of the deaths" if event is None else "month of the release"
        return told | {"event": None, "release": None, "why": f"{unknown} cannot be told", "row_keys": keys}
    delay = pd.Period(release, "M").ordinal - pd.Period(event, "M").ordinal
    if delay < 0:
        return told | {
            "event": None,
            "release": None,
            "why": "released before the deaths, as printed",
            "row_keys": keys,
        }
    return told | {"delay": delay, "row_keys": keys}


def _month(first: Any, last: Any) -> str | None:
    """Return the month in which two days lie, None where they lie in two or one is missing."""
    if pd.isna(first) or pd.isna(last) or (first.year, first.month) != (last.year, last.month):
        return None
    return f"{first:%Y-%m}"


def listed(found: pd.DataFrame) -> pd.DataFrame:
    """Return how many visible determinations fell on each pair of months: counts to read, from which no rate follows.

    Returns
    -------
    DataFrame
        ``event``, ``release``, ``delay``, ``determinations``, ``row_keys``; pairs of months without any are no rows.
    """
    placed = found[found["why"].isna()]
    rows = [
        {"event": event, "release": release, "delay": int(part["delay"].iloc[0]), "determinations": len(part),
         "row_keys": [key for keys in part["row_keys"] for key in keys]}
        for (event, release), part in placed.groupby(["event", "release"], sort=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["event", "release", "delay", "determinations", "row_keys"])


def reporting(found: pd.DataFrame, events: pd.DataFrame, when: str, longest: int | None = None) -> pd.DataFrame:
    """Return the reporting table of a complete record, as `analysis.methods.revisions.delay` takes it.

    Parameters
    ----------
    found : DataFrame
        From `determinations`.
    events : DataFrame
        The history it came from: an event month is a row only where the record holds a case of that month; a month the
        record does not cover is not a row of zeros.
    when : str
        The as-of day; the last whole month by then, and by the day the tables were made, is the last observed.
    longest : int, optional
        Longest delay in months that is kept; default the longest observed.

    Returns
    -------
    DataFrame
        Index event month, columns delay in months, counts (Int64), missing after the last observed month.

    Raises
    ------
    MethodRefused
        When the rows are no sample, none was placed, or too many could not be.
    """
    require_sample_rows(found)
    placed = found[found["why"].isna()]
    if placed.empty:
        raise MethodRefused(
            "no determination has both months certain, so there is no triangle: it needs dated releases"
        )
    lost = len(found) - len(placed)
    if lost > MOST_UNPLACED * len(found):
        raise MethodRefused(
            f"{lost} of {len(found)} determinations have no certain month, too many for the rest to stand for all: "
            f"{OPENS}"
        )
    end = _last_whole_month(when)
    months = sorted({*_months(events), *placed["event"]})
    rows = [month for month in months if month <= end]
    wide = placed.pivot_table(index="event", columns="delay", values="case", aggfunc="count", fill_value=0)
    last = int(placed["delay"].max()) if longest is None else min(longest, int(placed["delay"].max()))
    table = wide.reindex(index=rows, columns=range(last + 1), fill_value=0).astype("Int64")
    ages = pd.Series([pd.Period(end, "M").ordinal - pd.Period(month, "M").ordinal for month in rows], index=rows)
    return pd.DataFrame({delay: table[delay].mask(ages < delay) for delay in range(last + 1)})


def is_record(found: pd.DataFrame) -> bool:
    """Return whether the determinations are of a complete record, so that rates of them may be tried."""
    try:
        require_sample_rows(found)
    except MethodRefused:
        return False
    return True


def _months(events: pd.DataFrame) -> set[str]:
    """Return the months of deaths of which the record holds a case."""
    told = events["deaths"].dropna().unique()
    spans = ((pd.Timestamp(edge) for edge in day_range(text)) for text in told)
    return {month for span in spans if (month := _month(*span)) is not None}


def _last_whole_month(when: str) -> str:
    """Return the last month that was over by a day and by the day the tables were made."""
    made = tables_made()
    limit = day(when) if pd.isna(made) else min(day(when), made)
    return str((limit + pd.Timedelta(days=1)).to_period("M") - 1)


def delay_distribution(
    found: pd.DataFrame, events: pd.DataFrame, when: str, longest: int | None = None
) -> pd.DataFrame:
    """Return the delay distribution of a complete record; arguments as `reporting`.

    Returns
    -------
    DataFrame
        ``delay`` (months from the deaths to the release), ``percent`` (of what is published within the longest delay),
        ``by_then`` (the same summed up) and ``row_keys`` (the determinations of that delay; the shares rest on all).
    """
    share = 100 * delay_pmf(reporting(found, events, when, longest)).astype("float64")
    told = {"delay": list(share.index), "percent": share.to_list(), "by_then": share.cumsum().to_list()}
    return pd.DataFrame(told | {"row_keys": placed_keys(found, "delay", list(share.index))})


def placed_keys(found: pd.DataFrame, column: str, values: list[Any]) -> list[list[str]]:
    """Return, for each value of a column, the rows of the determinations that were placed and have it."""
    placed = found[found["why"].isna()]
    return [joined(placed.loc[placed[column] == value, "row_keys"]) for value in values]
