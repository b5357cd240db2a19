"""Dates as they were printed: a year, a month or a day, never filled in silently.

A partial date is an interval of days. A statement dated "2017-03" was certainly public by 31 March and
possibly by the 1st, so "known on 25 March" has three answers: yes, no, and cannot be told.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.errors import DataError

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
PRECISIONS = {4: "year", 7: "month", 10: "day"}
YEARS = (1900, 2100)  # what lies outside is a slip of the pen: year 25, 0017, 20177


class DayRange(NamedTuple):
    """First and last day a partial date can mean."""

    first: date
    last: date


def day_range(text: str) -> DayRange:
    """Return the days that an ISO date of any precision can mean.

    >>> day_range("2017-02")
    DayRange(first=datetime.date(2017, 2, 1), last=datetime.date(2017, 2, 28))

    Raises
    ------
    DataError
        When the text is not YYYY, YYYY-MM or YYYY-MM-DD, or names a day that does not exist.
    """
    match = PARTIAL.fullmatch(text)
    if not match:
        raise DataError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            return DayRange(first, first)
        end = pd.Timestamp(first) + (pd.offsets.MonthEnd(0) if month is not None else pd.offsets.YearEnd(0))
    except ValueError as problem:
        raise DataError(f"{text!r} is not a day of the calendar ({problem}): correct the year, month or day") from None
    return DayRange(first, end.date())


def edges(texts: pd.Series) -> pd.DataFrame:
    """Return columns ``first`` and ``last`` (datetime64) for a column of partial dates; empty stays missing.

    >>> edges(pd.Series(["2017-03", None]))["last"].tolist()
    [Timestamp('2017-03-31 00:00:00'), NaT]
    """
    known = {text: day_range(text) for text in texts.dropna().unique()}
    columns = {
        edge: texts.map({text: getattr(days, edge) for text, days in known.items()}) for edge in DayRange._fields
    }
    return pd.DataFrame(columns, index=texts.index).apply(pd.to_datetime).astype("datetime64[us]")


def precision(text: str) -> str:
    """Return ``year``, ``month`` or ``day``.

    >>> precision("2017-03")
    'month'
    """
    day_range(text)
    return PRECISIONS[len(text)]


def month_spans(months: list[str]) -> str:
    """Return months in words, those that follow one another as a span.

    >>> month_spans(["2018-10", "2020-03", "2020-04", "2020-05"])
    '2018-10, 2020-03 to 2020-05'
    """
    runs: list[list[str]] = []
    for month in sorted(set(months)):
        if runs and str(pd.Period(runs[-1][-1], "M") + 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def months_between(first: str | pd.Timestamp, last: str | pd.Timestamp) -> list[str]:
    """Return every month that the days from `first` to `last` touch, as ``YYYY-MM``.

    >>> months_between("2016-11", "2017-01")
    ['2016-11', '2016-12', '2017-01']
    """
    return [str(month) for month in pd.period_range(first, last, freq="M")]
