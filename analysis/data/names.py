"""What the processed tables call the columns of the raw ones: one definition for the small and the large path."""

from __future__ import annotations

from collections.abc import Iterable

# raw file -> processed table and, where rows have one, their key
SOURCES: dict[str, tuple[str, str | None]] = {
    "events": ("events", "event_id"),
    "exposure_monthly": ("exposure_monthly", None),
    "exposure_totals": ("exposure_totals", None),
    "media_figures": ("media_figures", None),
    "monitor_incidents": ("incidents", "incident_code"),
    "monitor_periods": ("monitor_periods", None),
    "official_assessments": ("official_assessments", None),
    "official_monthly_reports": ("official_monthly", None),
    "official_statements": ("official_statements", None),
    "public_claims": ("claims", "claim_id"),
    "publishers": ("publishers", "publisher_id"),
    "un_monthly": ("un_monthly", None),
}
ENDS = {"_min": "_lo", "_max": "_hi"}
CLAIMS = {"event": "event_id", "scope": "scope_kind", "place": "place_as_written"}
PUBLISHED = ("published", "release_date", "statement_date")  # columns whose day edges are called published_*
SPEAKER = {"publisher_name": "name", "publisher_kind": "kind", "family": "family"}  # from the publishers table
MARKS = ("excluded", "exclude_reason", "exclude_source")


def bounds(columns: Iterable[str]) -> dict[str, str]:
    """Return the processed name of each column that is a bound.

    >>> bounds(["killed_min", "killed_max", "url"])
    {'killed_min': 'killed_lo', 'killed_max': 'killed_hi'}
    """
    return {column: column[:-4] + ENDS[column[-4:]] for column in columns if column[-4:] in ENDS}
