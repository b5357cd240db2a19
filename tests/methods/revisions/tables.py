"""Small prints and reporting tables for the tests of revisions."""

from __future__ import annotations

import pandas as pd

from analysis.methods.revisions.prints import COLUMNS

REGULAR = pd.DataFrame(  # a published reporting triangle, event months by delay
    [
        [100, 55, 30, 12], [70, 40, 24, 8], [80, 50, 25, 10], [100, 50, 20, None], [90, 45, None, None],
        [110, None, None, None], [95, None, None, None],
    ],
    index=[f"2017-{month:02d}" for month in range(1, 8)], dtype="Int64",
)  # fmt: skip


def printed(*rows: tuple, figure: str = "Figure", kind: str = "closed", end: str | None = "2016-12") -> pd.DataFrame:
    """Prints of one figure: (date, lo, hi) or (date, lo, hi, declared)."""
    made = []
    for number, (date, lo, hi, *declared) in enumerate(rows):
        days = (None, None) if date is None else _days(date)
        made.append(
            {
                "figure": figure, "family": "official", "kind": kind, "unit": "persons", "clock": "release", "end": end,
                "declared": declared[0] if declared else None, "lo": lo, "hi": hi, "published": date,
                "published_first": days[0], "published_last": days[1], "row_key": f"table:{figure}-{number}",
            }
        )  # fmt: skip
    whole = {"declared": "Int64", "lo": "Int64", "hi": "Int64", "published": "str", "end": "str"}
    days = {"published_first": "datetime64[us]", "published_last": "datetime64[us]"}
    return pd.DataFrame(made, columns=COLUMNS).astype(whole | days)


def _days(date: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    span = pd.Period(date, {4: "Y", 7: "M", 10: "D"}[len(date)])
    return span.start_time, span.end_time.normalize()
