"""What all formats share: a row of our raw tables from columns, remarks in words, days to a stated precision.

Exports of single events (UCDP, ACLED, Iraq Body Count) feed four tables alike: a monitor's record, the event it is,
what the monitor says of the dead as a claim about it, and a decided link that record and event are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis.data.importers.rejects import Check, Sifted, because
from analysis.data.places import SEPARATOR

COUNTRIES = {"Iraq": "IQ", "Syria": "SY", "Iraq and Syria": "IQ;SY"}
LINK = ["left", "right", "type", "reason"]
ONE_ROW = "Record and event are one row of the export"


@dataclass(frozen=True)
class Context:
    """What a conversion is told beside the files.

    Parameters
    ----------
    known : DataFrame
        Publishers whose names may be copied; see `analysis.data.importers.outlets.publishers`.
    as_of : str
        Day that no date may lie after, YYYY-MM-DD; empty for no such day.
    country : str
        A key of `COUNTRIES`, for formats without a column for it.
    """

    known: pd.DataFrame
    as_of: str = ""
    country: str = "Iraq and Syria"


class Converted(NamedTuple):
    """What a format makes of its files."""

    tables: dict[str, pd.DataFrame]  # raw tables by name, columns it fills, text
    places: pd.DataFrame  # columns place and country: every spelling, with repetitions
    links: pd.DataFrame  # columns `LINK`: pairs that the export itself decides
    sifted: list[Sifted]
    last_day: str  # the last date of the export, which is the earliest day it can have been made


def remarks(parts: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """Return the filled cells of each row as words, joined by semicolons; missing where all are empty.

    >>> remarks({"best": pd.Series(["3", None]), "part": pd.Series(["1", "2"])}, pd.RangeIndex(2)).tolist()
    ['best 3; part 1', 'part 2']
    """
    told = pd.Series("", index=index, dtype="str")
    for label, values in parts.items():
        piece = (f"; {label} " + values.astype("str")).fillna("")
        told = told + piece
    return told.str[2:].mask(told == "")


def same(value: str, index: pd.Index) -> pd.Series:
    """Return a column that holds one text."""
    return pd.Series(value, index=index, dtype="str")


def missing(index: pd.Index) -> pd.Series:
    """Return a column of text in which nothing was seen."""
    return pd.Series(pd.NA, index=index, dtype="str")


def to_month(dates: pd.Series, months: pd.Series, years: pd.Series) -> pd.Series:
    """Return dates cut to the month or the year where their precision is no better."""
    return dates.mask(months, dates.str[:7]).mask(years, dates.str[:4])


def last_day(*columns: pd.Series) -> str:
    """Return the last whole day of some date columns, empty when there is none.

    >>> last_day(pd.Series(["2017-03", "2017-02-01"], dtype="str"))
    '2017-02-01'
    """
    days = [column[column.str.len() == 10].max() for column in columns]
    return max((day for day in days if isinstance(day, str)), default="")


def days_in_order(rows: pd.DataFrame) -> Check:
    """Return the rows that end before they can have begun."""
    start, end = rows["date_start"], rows["date_end"]
    # Dates of unlike precision are compared as far as the coarser one goes.
    length = pd.concat([start.str.len(), end.str.len()], axis=1).min(axis=1)
    wrong = pd.Series(False, index=rows.index)
    for shared in (4, 7, 10):
        wrong |= length.eq(shared).fillna(False) & (start.str[:shared] > end.str[:shared]).fillna(False)
    return "date_start", because(rows.index, (wrong.astype(bool), "is after date_end; correct one of the two"))


def no_separator(rows: pd.DataFrame, column: str) -> Check:
    """Return the places that hold the sign which parts spellings in places.csv."""
    held = rows[column].str.contains(SEPARATOR, regex=False).fillna(False).astype(bool)
    return column, because(rows.index, (held, f"holds {SEPARATOR!r}, which parts spellings here; write it otherwise"))


def events(records: pd.DataFrame, monitor: str, country: str, what: str) -> pd.DataFrame:
    """Return an event for each record: an incident of its days and place.

    Parameters
    ----------
    records : DataFrame
        Columns of monitor_incidents.
    monitor : str
        Prefix of the event's key.
    country : str
        A key of `COUNTRIES`.
    what : str
        How the event's name begins, such as ``UCDP event``.
    """
    code, index = records["incident_code"], records.index
    return pd.DataFrame({
        "event_id": f"{monitor}-" + code, "name": f"{what} " + code, "kind": same("incident", index),
        "date_start": records["date_start"], "date_end": records["date_end"], "place": records["place"],
        "governorate": records["governorate"], "country": same(COUNTRIES[country], index),
    })  # fmt: skip


def claims(records: pd.DataFrame, monitor: str, country: str, said: Mapping[str, pd.Series | str]) -> pd.DataFrame:
    """Return what a monitor says of each record as a claim about its event, one row a statement.

    Parameters
    ----------
    records : DataFrame
        Columns of monitor_incidents.
    monitor : str
        Key of the publisher.
    country : str
        A key of `COUNTRIES`.
    said : mapping
        ``unit``, ``killed_min``, ``killed_max``, ``qualifier``, ``attribution``, ``evidence``, and ``part``: the end
        of the claim's key, for monitors that say two things of one event.
    """
    code, index = records["incident_code"], records.index
    told = {name: value if isinstance(value, pd.Series) else same(value, index) for name, value in said.items()}
    key = f"{monitor}-" + code + "-" + told.pop("part")
    return pd.DataFrame({
        "claim_id": key, "statement_id": "st-" + key, "is_primary": same("1", index),
        "date_basis": same("unknown", index), "publisher_id": same(monitor, index),
        "publisher_as_written": same(monitor, index), "language": same("en", index), "scope": same("incident", index),
        "event": f"{monitor}-" + code, "period_start": records["date_start"], "period_end": records["date_end"],
        "place": records["place"], "country": same(COUNTRIES[country], index), "status": same("alleged", index),
        "url": records["url"], "confidence": same("high", index), **told,
    })  # fmt: skip


def one_row(records: pd.DataFrame, monitor: str) -> pd.DataFrame:
    """Return the links between each record and its event."""
    code = records["incident_code"]
    left, right = f"events:{monitor}-" + code, "incidents:" + code
    return pd.DataFrame({"left": left, "right": right, "type": "same", "reason": ONE_ROW}, columns=LINK).astype("str")


def attributions(codes: pd.Series, cited: pd.DataFrame, published: pd.Series | None = None) -> pd.DataFrame:
    """Return media_figures that only say who is cited: a cited outlet is no figure and has no number."""
    dated = missing(codes.index) if published is None else published
    return pd.DataFrame({"incident_code": codes, **cited, "published": dated,
                         "relation": same("attribution_only", codes.index)})  # fmt: skip


def exploded(codes: pd.Series, sources: pd.Series, separator: str) -> pd.DataFrame:
    """Return ``incident_code`` and ``source``, one row for each source of a list, in its order.

    >>> exploded(pd.Series(["k1"]), pd.Series(["Reuters; AP"]), ";")["source"].tolist()
    ['Reuters', 'AP']
    """
    named = pd.DataFrame({"incident_code": codes, "source": sources.str.split(separator)}).dropna().explode("source")
    named = named.assign(source=named["source"].astype("str").str.strip())
    return named[named["source"] != ""].reset_index(drop=True)


def spelled(texts: Iterable[tuple[pd.Series, pd.Series]]) -> pd.DataFrame:
    """Return columns ``place`` and ``country`` from pairs of columns."""
    parts = [pd.DataFrame({"place": place, "country": country}) for place, country in texts]
    return pd.concat(parts).dropna(subset="place").drop_duplicates()
