"""What the processed tables call the columns of the raw ones: one definition for the small and the large path."""

from __future__ import annotations

from collections.abc import Iterable

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
