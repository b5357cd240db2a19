"""From a row key to what a reader needs to find and judge the row: who, when, what, on which page, how sure.

A key is ``<table>:<key or line>`` of a processed table, or ``hand/<table>:<line>`` of a table of our own judgements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.data import hand, store
from analysis.errors import ReportError
from analysis.paths import find_project
from analysis.toll import words as toll_words

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
# Columns whose value says nothing without its name: the figures that methods take from the row, and dates of two kinds.
NAMED: dict[str, dict[str, str]] = {
    "incidents": {"date_start": "deaths from", "grading": "grade", "official_position": "officials"},
    "media_figures": {"incident_code": "in record"},
    "official_monthly": {
        "release_date": "released", "period": "month assessed", "killed_this_report": "deaths newly conceded",
        "killed_cumulative": "deaths conceded in all", "reports_carried_over": "reports carried over",
        "reports_new": "received", "reports_completed": "completed", "reports_credible": "credible",
        "reports_non_credible": "non-credible", "reports_duplicate": "duplicate", "reports_reopened": "reopened",
        "reports_open_end": "open at the end",
    },
    "official_assessments": {"release_date": "released", "strike_date": "strike of", "killed": "killed"},
    "un_monthly": {
        "period": "month", "population": "counts", "published": "published", "killed": "killed in Iraq",
        "killed_excl_police": "without police", "ninewa_killed": "in Nineveh", "baghdad_killed": "in Baghdad",
    },
    "monitor_periods": {"period": "deaths in", "basis": "grading", "published": "published"},
    "exposure_monthly": {"period": "month", "published": "published", "value": "number"},
    "exposure_totals": {"period_start": "from", "period_end": "to", "published": "published", "value": "number"},
}  # fmt: skip
CODES = ("official_position", "determination", "population", "measure", "grading", "basis", "family", "relation")
HAND = hand.PREFIX
BOUNDS = ("killed_lo", "killed_hi")
# Other bounds of a row, with what they are of.
OTHER_BOUNDS = {"narrative_killed": "killed in the narrative", "official_killed": "killed as officials state"}
# What else is said of a row, where its table has the column: how it was dated, how sure the coder was, who repeated it.
JUDGED = (
    "date_basis", "published_precision", "status", "confidence", "relayed_via", "n_relays", "relays", "decided_by",
    "decided_on",
)  # fmt: skip
DATED = {
    "printed": "date printed by the speaker's own page", "relay": "dated by a relay", "page": "dated by the page read",
    "inferred": "date inferred", "unknown": "no date stated",
}  # fmt: skip
KEPT_OUT = ("excluded", "exclude_reason", "exclude_source")
COLUMNS = ["row_key", "what", "url", "judged", "kept_out", "event_id"]


def cite(keys: Iterable[str]) -> pd.DataFrame:
    """Return what is behind some row keys.

    Parameters
    ----------
    keys : iterable of str
        ``<table>:<key or line>``; each is listed once, in the order given.

    Returns
    -------
    DataFrame
        ``row_key``, ``what`` (who, when, what, in words), ``url``, ``judged`` (how dated, how sure, who relayed it),
        ``kept_out`` (why it is in no count), ``event_id``; text, empty where the row has none.

    Raises
    ------
    ReportError
        When a key leads to no row: a number must never cite what is not there.
    """
    wanted = list(dict.fromkeys(keys))
    parts = [_cite(table, wanted) for table in dict.fromkeys(key.partition(":")[0] for key in wanted)]
    found = pd.concat(parts) if parts else pd.DataFrame(columns=COLUMNS)
    lost = sorted(set(wanted) - set(found["row_key"]))
    if lost:
        raise ReportError(
            f"{lost[0]!r} leads to no row of data/processed or data/hand: build again, or correct the key"
        )
    return found.set_index("row_key").loc[wanted].reset_index()


def kept_out(keys: Iterable[str], as_of: str | None = None) -> pd.DataFrame:
    """Return the statements that were kept out of every count of the events that some statements speak of.

    Parameters
    ----------
    keys : iterable of str
        Row keys; only those of statements and claims speak of events.
    as_of : str, optional
        Leave out what was certainly published after this day.

    Returns
    -------
    DataFrame
        As `cite` returns it; one row for each statement kept out, none where nothing was.
    """
    spoken = [key for key in keys if key.startswith(("statements:", "claims:"))]
    events = set(cite(spoken)["event_id"]) - {""}
    frame = store.read_table("statements", ["row_key", "event_id", "excluded", "published_first"])
    chosen = frame["excluded"] & frame["event_id"].isin(events)
    if as_of:
        chosen &= ~(frame["published_first"] > pd.Timestamp(as_of))
    return cite(frame.loc[chosen, "row_key"])


def _cite(table: str, wanted: list[str]) -> pd.DataFrame:
    """Return the cited rows of one table."""
    frame, telling, named = _hand(table) if table.startswith(HAND) else _processed(table)
    rows = frame[frame["row_key"].isin(wanted)]
    records: list[dict[Any, Any]] = rows.to_dict("records")
    return pd.DataFrame(
        {
            "row_key": rows["row_key"].tolist(),
            "what": [_words(row, telling, named) for row in records],
            "url": [_text(row, "url") for row in records],
            "judged": [_judged(row) for row in records],
            "kept_out": [_kept_out(row) for row in records],
            "event_id": [_text(row, "event_id") for row in records],
        },
        columns=COLUMNS,
    )


def _processed(table: str) -> tuple[pd.DataFrame, tuple[str, ...], dict[str, str]]:
    """Return what may be told of a processed table's rows, the columns that say what a row is, and names of columns."""
    if table not in TELLING:
        raise ReportError(f"no row key starts with {table!r}: write <table>:<key>")
    known, named = store.columns(table), NAMED.get(table, {})
    ends = [f"{name}_{end}" for name in OTHER_BOUNDS for end in ("lo", "hi")]
    told = dict.fromkeys((*TELLING[table], *named, *BOUNDS, *ends, "unit", *JUDGED, *KEPT_OUT, "url", "event_id"))
    return store.read_table(table, ["row_key", *(column for column in told if column in known)]), TELLING[table], named


def _hand(table: str) -> tuple[pd.DataFrame, tuple[str, ...], dict[str, str]]:
    """Return a table of our own judgements, the columns that say what a row is, and the names of its columns."""
    name = table.removeprefix(HAND)
    if name not in hand.COLUMNS:
        raise ReportError(f"no row key starts with {table!r}: write hand/<table>:<line>")
    frame = hand.read_hand(name, find_project())
    keyed = frame.assign(row_key=hand_keys(name, frame))
    return keyed, (*hand.COLUMNS[name], "reason"), {column: _plain(column) for column in hand.COLUMNS[name]}


def hand_keys(name: str, frame: pd.DataFrame) -> list[str]:
    """Return the row keys of a hand table's rows, as `analysis.data.hand.row_keys` does."""
    return hand.row_keys(name, frame)


def _words(row: Mapping[Any, Any], telling: Iterable[str], named: Mapping[str, str]) -> str:
    """Return a row in words: what it is, then its bounds and other figures as the table holds them."""
    parts = [_called(row, name, named) for name in telling]
    unit = _plain(_text(row, "unit") or "killed")
    parts.append(_between(row, "killed", unit))
    parts += [_called(row, name, named) for name in named if name not in telling]
    parts += [_between(row, name, words) for name, words in OTHER_BOUNDS.items()]
    parts = [part for part in parts if part]
    return ", ".join(parts) or "no date, period or figure printed"


def _called(row: Mapping[Any, Any], name: str, named: Mapping[str, str]) -> str:
    """Return a cell in words, with its name where it needs one; empty where it is missing."""
    value = row.get(name)
    whole = bool(pd.api.types.is_scalar(value) and pd.notna(value) and pd.api.types.is_integer(value))
    text = f"{value:,}" if whole else _text(row, name)
    text = _plain(text) if name in CODES else text
    return f"{named[name]}: {text}" if text and name in named else text


def _between(row: Mapping[Any, Any], name: str, words: str) -> str:
    """Return a pair of bounds in words, empty where the row states neither."""
    low, high = (_whole(row.get(f"{name}_{end}")) for end in ("lo", "hi"))
    return "" if low is None and high is None else f"{words}: {toll_words(low, high)}"


def _plain(name: str) -> str:
    """Return a name of the tables as words."""
    return name.replace("_", " ")


def _whole(value: Any) -> int | None:
    """Return a bound as a whole number, None where it is open."""
    return None if value is None or pd.isna(value) else int(value)


def _judged(row: Mapping[Any, Any]) -> str:
    """Return how a row is dated, how sure its coding is, and who repeated it."""
    precision = _text(row, "published_precision")
    via, relays, count = _text(row, "relayed_via"), row.get("relays"), row.get("n_relays")
    named = [str(name) for name in relays] if isinstance(relays, list) else []
    parts = [
        DATED.get(_text(row, "date_basis"), "") + (f", to the {precision}" if precision else ""),
        f"standing: {standing.replace('_', ' ')}" if (standing := _text(row, "status")) else "",
        f"confidence of the coding: {sure}" if (sure := _text(row, "confidence")) else "",
        f"read at {via}" if via else "",
        f"relays: {count} ({'; '.join(dict.fromkeys(named))})" if named else "relays: none seen" if count == 0 else "",
        f"decided by {who} on {_text(row, 'decided_on')}" if (who := _text(row, "decided_by")) else "",
    ]
    return "; ".join(part for part in parts if part)


def _kept_out(row: Mapping[Any, Any]) -> str:
    """Return why a row is in no count, empty where it may be."""
    if row.get("excluded") is not True:
        return ""
    reason = _text(row, "exclude_reason").replace("_", " ") or "no reason stated"
    return f"kept out of every count: {reason} (decided in data/{_text(row, 'exclude_source') or 'raw'})"


def _text(row: Mapping[Any, Any], name: str) -> str:
    """Return a cell as text, empty where it is missing or not there."""
    value = row.get(name)
    return "" if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)) else str(value)
