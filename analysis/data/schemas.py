"""The schema of every processed table: its columns, in their types, and the rules that hold across them.

Raw tables are checked against ``data/raw/datapackage.json`` by `analysis.data.raw`; these schemas hold what
`analysis.data.build` promises to everyone who reads the result.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from analysis.errors import DataError

FAMILIES = [
    "local_media", "international_media", "monitor", "official_belligerent",
    "official_local", "witness", "party_media", "academic",
]  # fmt: skip


def _text(*names: str) -> dict[str, pa.Column]:
    """Columns of text that may be missing."""
    return {name: pa.Column("str", nullable=True) for name in names}


def _named(*names: str) -> dict[str, pa.Column]:
    """Columns of text that may not be missing."""
    return {name: pa.Column("str", nullable=False) for name in names}


def _counts(*names: str) -> dict[str, pa.Column]:
    """Columns of whole numbers, zero or more, that may be missing."""
    return {name: pa.Column("Int64", pa.Check.ge(0), nullable=True) for name in names}


def _bounds(*names: str) -> dict[str, pa.Column]:
    """A lower and an upper bound for each name."""
    return _counts(*(f"{name}_{end}" for name in names for end in ("lo", "hi")))


def _days(*names: str) -> dict[str, pa.Column]:
    """First and last day of each partial date."""
    return {
        f"{name}_{edge}": pa.Column("datetime64[us]", nullable=True) for name in names for edge in ("first", "last")
    }


def _numbers(*names: str) -> dict[str, pa.Column]:
    """Columns of decimal numbers that may be missing."""
    return {name: pa.Column("Float64", nullable=True) for name in names}


def _key() -> dict[str, pa.Column]:
    """The key that leads from a number to its row."""
    return {"row_key": pa.Column("str", unique=True)}


def _marks() -> dict[str, pa.Column]:
    """Whether a row is kept out of every count and sum, why, and on whose word."""
    return {"excluded": pa.Column(bool)} | _text("exclude_reason", "exclude_source")


def _listed(*names: str) -> dict[str, pa.Column]:
    """Columns that hold a list in each cell."""
    return {name: pa.Column(object) for name in names}


_SPEECH = (
    _named("statement_id", "publisher_id", "publisher_name", "publisher_kind", "event_id", "event_name", "event_kind",
           "scope_kind", "place", "place_as_written", "country", "window_basis", "attribution", "unit", "status",
           "confidence", "evidence", "url", "language", "date_basis")
    | _text("window_start", "window_end", "qualifier", "relayed_via", "note", "published", "published_precision")
    | {"family": pa.Column("str", pa.Check.isin(FAMILIES))}
    | _days("published", "window") | _bounds("killed", "injured") | _marks() | _key()
)  # fmt: skip

COLUMNS: dict[str, dict[str, pa.Column]] = {
    "publishers": _named("publisher_id", "name", "family", "kind") | _text("country", "languages", "note") | _key(),
    "events": _named("event_id", "name", "kind", "place", "place_as_written", "country")
    | _text("date_start", "date_end", "governorate", "parent_event", "caution") | _key(),
    "datapackage": _text("created"),
    "places": _named("place", "decided_by", "decided_on", "reason") | _text("within", "as_written") | _key(),
    "claims": _SPEECH | _named("claim_id", "publisher_as_written") | _text("family_override") | _counts("is_primary"),
    "statements": _SPEECH | _counts("n_relays") | _listed("relays", "claim_ids"),
    "incidents": _named("incident_code", "url")
    | _text("date_start", "date_end", "place", "neighbourhood", "city", "governorate", "geo_accuracy", "grading",
            "suspected_attackers", "official_position", "official_reason", "official_statement_date", "note")
    | _counts("code_seen", "n_sources") | _numbers("lat", "lon")
    | _bounds("killed", "children_killed", "women_killed", "injured", "narrative_killed", "narrative_injured",
              "official_killed", "official_injured") | _marks() | _key(),
    "media_figures": _named("incident_code", "publisher_id", "outlet_as_written", "relation")
    | _text("published", "qualifier", "attribution") | _bounds("killed", "injured") | _days("published") | _marks()
    | _key(),
    "official_monthly": _named("url", "evidence", "confidence") | _text("release_date", "period", "url_second")
    | _counts("reports_carried_over", "reports_new", "reports_completed", "reports_credible", "reports_non_credible",
              "reports_duplicate", "reports_reopened", "reports_open_end", "killed_this_report", "injured_this_report",
              "killed_cumulative", "reports_total_cumulative", "reports_credible_cumulative", "strikes_cumulative",
              "engagements_cumulative")
    | _numbers("quoted_pct_reports_per_engagement") | _days("published") | _marks() | _key(),
    "official_assessments": _named("place", "determination", "url")
    | _text("release_date", "listed_number", "strike_date", "country", "reported_via", "reason")
    | _counts("killed", "injured") | _days("published") | _marks() | _key(),
    "official_statements": _named("publisher_id", "issuer_as_written", "issuer_group", "about", "place",
                                  "place_as_written", "status", "url", "evidence", "confidence")
    | _text("statement_date", "event_date", "event_id") | _bounds("killed", "injured") | _days("published")
    | _marks() | _key(),
    "un_monthly": _named("period", "coverage", "url", "confidence") | _text("population", "published", "note")
    | _counts("version", "is_primary", "killed", "injured", "killed_excl_police", "injured_excl_police",
              "ninewa_killed", "ninewa_injured", "anbar_killed", "anbar_injured", "baghdad_killed", "baghdad_injured")
    | _days("published") | _marks() | _key(),
    "monitor_periods": _named("publisher_id", "source_as_written", "period", "country", "place", "basis",
                              "url", "confidence")
    | _text("published", "grading_basis", "note") | _counts("is_primary", "incidents") | _bounds("killed")
    | _days("published") | _marks() | _key(),
    "exposure_monthly": _named("period", "measure", "url", "confidence") | _text("published", "scope_note",
                               "url_second")
    | _counts("value", "is_latest") | _days("published") | _marks() | _key(),
    "exposure_totals": _named("period_start", "period_end", "measure", "url") | _text("published", "note")
    | _counts("value") | _days("published") | _marks() | _key(),
}  # fmt: skip


def schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of a processed table: strict columns, ordered bounds.

    >>> schema("publishers").strict
    True
    """
    columns = COLUMNS[name]
    names = [column[:-3] for column in columns if column.endswith("_lo")]
    return pa.DataFrameSchema(columns, strict=True, checks=[_ordered(f"{base}_lo", f"{base}_hi") for base in names])


def _ordered(low: str, high: str) -> pa.Check:
    """Bounds in order wherever both are known."""
    return pa.Check(
        lambda frame: ~(frame[low] > frame[high]).fillna(False).astype(bool),
        name=f"{low} <= {high}",
        error=f"{low} is above {high}",
    )


def validate(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its columns in the schema's order, or refuse it.

    Raises
    ------
    DataError
        Listing every broken rule: table, column, row key and value.
    """
    try:
        checked = schema(name).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failure:
        raise DataError(_explain(name, frame, failure.failure_cases)) from None
    return checked[[column for column in COLUMNS[name] if column in checked]].reset_index(drop=True)


def _explain(name: str, frame: pd.DataFrame, cases: pd.DataFrame) -> str:
    """Return one sentence for each broken rule of a processed table."""
    lines = [
        f"{name}, {_row(frame, case.index)}, column {case.column}: {case.failure_case!r} breaks the rule {case.check!r}"
        for case in cases.drop_duplicates(["index", "column", "check"]).itertuples(index=False)
    ]
    return "\n".join([*lines, "correct data/raw or data/hand (run `civcas verify` to find the cell), then build again"])


def _row(frame: pd.DataFrame, position: object) -> str:
    """Return the key of the row at a position, or say that the whole column is meant."""
    if isinstance(position, (int, float)) and not pd.isna(position) and int(position) in frame.index:
        return str(frame.loc[int(position)].get("row_key", position))
    return "whole table"
