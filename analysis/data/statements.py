"""Claims collapsed into statements: what somebody said once, however often it was relayed.

A statement's coding is that of its primary row. Its date is the one that pins its publication down earliest:
among the rows that are not excluded, the row whose date leaves the earliest last possible day. Its relays are
its other rows; they measure reach and never corroborate.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

CODING = [
    "statement_id", "publisher_id", "publisher_name", "family", "publisher_kind", "event_id", "event_name",
    "event_kind", "scope_kind", "place", "place_as_written", "country", "window_start", "window_end",
    "window_basis", "window_first", "window_last", "attribution", "killed_lo", "killed_hi", "qualifier", "unit",
    "injured_lo", "injured_hi", "status", "excluded", "exclude_reason", "exclude_source", "relayed_via", "url",
    "confidence", "evidence", "note", "language",
]  # fmt: skip
DATING = ["published", "published_precision", "date_basis", "published_first", "published_last"]


def collapse(claims: pd.DataFrame) -> pd.DataFrame:
    """Return one row per statement from one row per claim.

    Parameters
    ----------
    claims : DataFrame
        Rows of the processed claims table: coding, dates with their day edges, ``is_primary``, ``excluded``.

    Returns
    -------
    DataFrame
        Sorted by publication, then statement. Adds ``n_relays`` (count of other rows that are not
        excluded), ``relays`` (where those were read) and ``claim_ids`` (all rows, excluded ones too).
    """
    coding = claims.loc[claims["is_primary"] == 1, CODING].set_index("statement_id")
    dates = _earliest(claims)
    joined = coding.join(dates).join(_relays(claims)).join(_members(claims))
    joined["n_relays"] = joined["n_relays"].fillna(0).astype("Int64")
    joined["relays"] = joined["relays"].map(lambda relays: relays if isinstance(relays, list) else [])
    ordered = joined.reset_index().sort_values(["published_last", "published_first", "statement_id"])
    return ordered.reset_index(drop=True).assign(row_key=lambda frame: "statements:" + frame["statement_id"])


def _earliest(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the dating columns of the row that dates each statement."""
    # Rows excluded as misread or stale carry somebody else's date; they count only where nothing else is left.
    ranked = claims.sort_values(["excluded", "published_last", "published_first", "claim_id"])
    return (
        ranked.groupby("statement_id")[DATING]
        .head(1)
        .assign(statement_id=ranked["statement_id"])
        .set_index("statement_id")
    )


def _relays(claims: pd.DataFrame) -> pd.DataFrame:
    """Return how many other rows each statement has and where they were read."""
    others = claims[(claims["is_primary"] == 0) & ~claims["excluded"]].sort_values(["published_last", "claim_id"])
    read_at = others["relayed_via"].fillna(others["publisher_as_written"])
    relays = _lists(others["statement_id"], read_at)
    return pd.DataFrame({"n_relays": relays.map(len), "relays": relays})


def _members(claims: pd.DataFrame) -> pd.Series:
    """Return the claim ids of each statement, in alphabetical order."""
    ordered = claims.sort_values("claim_id")
    return _lists(ordered["statement_id"], ordered["claim_id"]).rename("claim_ids")


def _lists(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return the values of each key as a list, in the order given."""
    table = pa.table({"key": pa.Array.from_pandas(keys), "value": pa.Array.from_pandas(values)})
    grouped = table.group_by("key", use_threads=False).aggregate([("value", "list")])
    return pd.Series(grouped["value_list"].to_pylist(), index=grouped["key"].to_pylist(), dtype=object)
