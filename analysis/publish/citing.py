"""From a row key to what a reader needs to find the row again: who, when, what, and the page it was read on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.data import store
from analysis.errors import ReportError

# For each table, the columns that say in words what a row is, in reading order.
TELLING: dict[str, tuple[str, ...]] = {
    "claims": ("publisher_name", "published", "event_name"),
    "statements": ("publisher_name", "published", "event_name"),
    "publishers": ("name", "family"),
    "events": ("name",),
    "places": ("place", "reason"),
    "incidents": ("incident_code", "date_start", "place"),
    "media_figures": ("outlet_as_written", "published", "incident_code"),
    "official_monthly": ("release_date", "period"),
    "official_assessments": ("release_date", "place", "determination"),
    "official_statements": ("issuer_as_written", "statement_date", "about"),
    "un_monthly": ("period", "population", "published"),
    "monitor_periods": ("publisher_id", "period", "basis", "published"),
    "exposure_monthly": ("measure", "period", "published"),
    "exposure_totals": ("measure", "period_start", "period_end", "published"),
}
BOUNDS = ("killed_lo", "killed_hi")


def cite(keys: Iterable[str]) -> pd.DataFrame:
    """Return what is behind some row keys.

    Parameters
    ----------
    keys : iterable of str
        ``<table>:<key or line>``; each is listed once, in the order given.

    Returns
    -------
    DataFrame
        ``row_key``, ``what`` (words), ``url`` (empty where the row has none).

    Raises
    ------
    ReportError
        When a key leads to no row: a number must never cite what is not there.
    """
    wanted = list(dict.fromkeys(keys))
    parts = [_cite(table, wanted) for table in dict.fromkeys(key.partition(":")[0] for key in wanted)]
    found = pd.concat(parts) if parts else pd.DataFrame(columns=["row_key", "what", "url"])
    lost = sorted(set(wanted) - set(found["row_key"]))
    if lost:
        raise ReportError(f"{lost[0]!r} leads to no row of data/processed: build again, or correct the key")
    return found.set_index("row_key").loc[wanted].reset_index()


def _cite(table: str, wanted: list[str]) -> pd.DataFrame:
    """Return the cited rows of one table."""
    if table not in TELLING:
        raise ReportError(f"no row key starts with {table!r}: write <table>:<key>")
    telling = [column for column in (*TELLING[table], *BOUNDS) if column in store.columns(table)]
    page = [column for column in ("url",) if column in store.columns(table)]
    frame = store.read_table(table, ["row_key", *telling, *page])
    rows = frame[frame["row_key"].isin(wanted)]
    what = [_words(row) for row in rows[telling].to_dict("records")]
    url = rows["url"].fillna("") if page else ""
    return pd.DataFrame({"row_key": rows["row_key"], "what": what, "url": url})


def _words(row: Mapping[Any, Any]) -> str:
    """Return a row in words: what it is, then its bounds as the table holds them."""
    parts = [str(value) for name, value in row.items() if name not in BOUNDS and not pd.isna(value)]
    ends = [row.get(name) for name in BOUNDS]
    if not all(end is None or pd.isna(end) for end in ends):
        low, high = ("open" if pd.isna(end) else str(end) for end in ends)
        parts.append(f"killed {low}" if low == high else f"killed {low} to {high}")
    return ", ".join(parts) or "no date, period or figure printed"
