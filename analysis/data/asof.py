"""What was public on a day. A date printed as a month is not made into a day to answer this."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis.dates import day_range
from analysis.errors import DataError


class AsOf(NamedTuple):
    """A frame parted by what can be said of its rows on one day; every row is in exactly one part."""

    known: pd.DataFrame  # certainly public by the end of that day
    possible: pd.DataFrame  # dated to a month or year in which the day lies: cannot be told
    later: pd.DataFrame  # certainly public only afterwards
    undated: pd.DataFrame  # no date seen at all


def day(text: str) -> pd.Timestamp:
    """Return a day given as YYYY-MM-DD.

    >>> day("2017-03-25")
    Timestamp('2017-03-25 00:00:00')

    Raises
    ------
    DataError
        When the text is not a whole day.
    """
    if len(str(text)) != len("YYYY-MM-DD"):
        raise DataError(f"{text!r} is not a day: write YYYY-MM-DD")
    return pd.Timestamp(day_range(str(text)).first)


def as_of(frame: pd.DataFrame, when: str) -> AsOf:
    """Part a frame by what was public at the end of a day.

    Parameters
    ----------
    frame : DataFrame
        With columns ``published_first`` and ``published_last`` (datetime64): the days its dates can mean.
    when : str
        A day, YYYY-MM-DD.

    Returns
    -------
    AsOf
        Rows in their order, none lost.

    Examples
    --------
    >>> march = {"published_first": ["2017-03-01"], "published_last": ["2017-03-31"]}
    >>> [len(part) for part in as_of(pd.DataFrame(march).apply(pd.to_datetime), "2017-03-25")]
    [0, 1, 0, 0]
    """
    limit = day(when)
    undated = frame["published_first"].isna()
    known = frame["published_last"] <= limit
    later = frame["published_first"] > limit
    possible = ~(undated | known | later)
    return AsOf(frame[known], frame[possible], frame[later], frame[undated])


def unplaced(parts: AsOf) -> pd.DataFrame:
    """Return the rows that cannot be placed before or after the day: dated too coarsely, or not at all."""
    return pd.concat([parts.possible, parts.undated], ignore_index=True)


def not_later(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the rows that are not certainly later than a day: known, possible and undated ones, in their order."""
    return frame[~(frame["published_first"] > day(when))]


def standing(known: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return, of rival versions of one figure, the one that stood on the day: never one that came later.

    Parameters
    ----------
    known : DataFrame
        Rows known on the day, with ``is_primary`` and ``published_last`` (and ``version`` where rivals are numbered).
    keys : list of str
        Columns that name the figure.

    Returns
    -------
    DataFrame
        One row for each figure: the primary version where it was known, else the last one published.

    Examples
    --------
    >>> two = {"month": ["2017-03", "2017-03"], "is_primary": [0, 1], "killed": [1000, 1257]}
    >>> rows = pd.DataFrame(two).assign(published_last=pd.to_datetime(["2017-03-24", "2017-03-31"]))
    >>> standing(rows, ["month"])["killed"].item(), standing(rows.head(1), ["month"])["killed"].item()
    (1257, 1000)
    """
    order = [column for column in ("is_primary", "version", "published_last") if column in known]
    return known.sort_values(order, kind="stable").drop_duplicates(keys, keep="last").sort_index()
