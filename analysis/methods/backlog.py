"""Stock and flow of the Coalition's assessments by month: carried over, received, completed by outcome, open.

Counts are of reports, Iraq and Syria together, on the assessment clock. A count that was not seen stays missing, and a
month without a release stays in the table.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import official, series
from analysis.data.keys import behind
from analysis.dates import day_range

COUNTS = {
    "reports_carried_over": "carried_over", "reports_new": "received", "reports_completed": "completed",
    "reports_credible": "credible", "reports_non_credible": "non_credible", "reports_duplicate": "duplicate",
    "reports_reopened": "reopened", "reports_open_end": "open_end",
}  # fmt: skip
NEEDED = ("carried_over", "received", "completed", "credible", "non_credible", "open_end")  # what a whole month prints
PANELS = {"received": "Reports received", "completed": "Assessments completed", "open_end": "Reports open at the end"}
WHOLE, PARTLY = "whole", "partly seen"
UNIT = "Iraq and Syria"


def stock_and_flow(when: str, first: str | None = None, last: str | None = None) -> pd.DataFrame:
    """Return the stock and the flow of reports, one row for each assessment month, months not seen included.

    Parameters
    ----------
    when : str
        The as-of day.
    first, last : str, optional
        Months, both included; default the first and the last month of which a release was seen.

    Returns
    -------
    DataFrame
        ``month``; counts of reports (``carried_over``, ``received``, ``completed``, ``credible``, ``non_credible``,
        ``duplicate``, ``reopened``, ``open_end``), missing where not seen; ``coverage`` (``whole``, ``partly seen`` or
        ``no figure seen``) and ``lacking``; ``unplaced``: reports carried over beyond those open at the end of the
        month before (missing where either is); ``row_key``, and ``row_keys``: with it the row of the month before where
        ``unplaced`` was taken from that.
    """
    known = official.releases(when).dropna(subset="period")
    known = known.rename(columns=COUNTS | {"period": "month"}).drop_duplicates("month", keep="last")
    known = known.assign(series="reports")[["series", "month", *COUNTS.values(), "row_key"]]
    if known.empty:
        none = known.assign(coverage="", lacking="", unplaced=pd.Series(dtype="Int64")).drop(columns="series")
        return behind(none, [])
    whole = series.with_calendar(known, first or known["month"].min(), last or known["month"].max())
    empty = whole[list(NEEDED)].isna()
    lacking = [", ".join(name.replace("_", " ") for name in NEEDED if row[name]) for _, row in empty.iterrows()]
    seen = whole["coverage"] == series.SEEN
    coverage = whole["coverage"].mask(seen & empty.any(axis=1), PARTLY).mask(seen & ~empty.any(axis=1), WHOLE)
    unplaced = whole["carried_over"] - whole["open_end"].shift()
    pairs = zip(whole["row_key"], whole["row_key"].shift().where(unplaced.notna()), strict=True)
    keys = [[key for key in pair if isinstance(key, str)] for pair in pairs]
    told = whole.assign(coverage=coverage, lacking=lacking, unplaced=unplaced).drop(columns="series")
    return behind(told, keys)


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """Return stock and flow as `analysis.publish.plots.bounds` takes it, a panel each; a month not seen is a gap."""
    days = [day_range(month) for month in frame["month"]]
    placed = frame.assign(first=pd.to_datetime([d.first for d in days]), last=pd.to_datetime([d.last for d in days]))
    parts = [
        pd.DataFrame(
            {
                "panel": f"{panel}, {UNIT}", "family": "official_belligerent", "first": placed["first"],
                "last": placed["last"], "lo": placed[name], "hi": placed[name], "clock": "assessment",
                "row_key": placed["row_key"],
            }
        )
        for name, panel in PANELS.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
