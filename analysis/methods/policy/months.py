"""Which months a segmented regression may use, and how many it needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dates import month_spans
from analysis.errors import MethodRefused
from analysis.methods.policy.candidates import Change
from analysis.scope import refuse

EACH_SIDE = 8  # months on each side (Penfold and Zhang 2013)
PER_TERM = 6  # months for each term of the model: 24 for start, trend, level and slope
RULE = f"at least {EACH_SIDE} on each side and {PER_TERM} for each term of the model"


def usable(frame: pd.DataFrame, change: Change) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the months that can be used, in order, and those seen that hold days of both sides.

    Parameters
    ----------
    frame : DataFrame
        ``month``, ``count``, optionally ``exposure``, ``clock`` and ``series``.

    Raises
    ------
    MethodRefused
        When a month stands twice, several series are joined, or a count has no exposure.
    ScopeError
        When the rows are on several clocks.
    """
    _refuse_mixture(frame)
    seen = frame[frame["count"].notna()].sort_values("month", ignore_index=True)
    if seen["month"].duplicated().any():
        twice = seen.loc[seen["month"].duplicated(), "month"].iloc[0]
        raise MethodRefused(f"{twice} stands twice in the series: keep the version that stood on the day")
    inside = seen["month"].isin(change.mixed)
    kept = seen[~inside].reset_index(drop=True)
    if "exposure" in kept:
        bare = kept["exposure"].isna() | (kept["exposure"] <= 0).fillna(True)
        if bare.any():
            raise MethodRefused(
                f"no exposure was seen for {month_spans(list(kept.loc[bare, 'month']))}, which have a count: an "
                "exposure is never filled in, so leave these months out by name or find the print"
            )
    return kept, tuple(seen.loc[inside, "month"])


def _refuse_mixture(frame: pd.DataFrame) -> None:
    """Refuse rows of several clocks or series."""
    clocks = sorted(frame["clock"].dropna().unique()) if "clock" in frame else []
    if len(clocks) > 1:
        raise refuse("clock", clocks[0], clocks[1])
    joined = sorted(frame["series"].dropna().unique()) if "series" in frame else []
    if len(joined) > 1:
        raise MethodRefused(f"{joined[0]} and {joined[1]} are two series: fit one population and one place at a time")


def require_months(used: pd.DataFrame, time: np.ndarray, terms: int) -> None:
    """Refuse too few months, or a side on which nobody is recorded.

    Parameters
    ----------
    used : DataFrame
        From `usable`.
    time : ndarray
        Months from the change.
    terms : int
        Terms of the model.
    """
    before, after = int((time <= 0).sum()), int((time > 0).sum())
    if min(before, after) < EACH_SIDE or len(used) < PER_TERM * terms:
        many = "s" * (before != 1)
        raise MethodRefused(
            f"{before} month{many} seen before the date and {after} after it are too few for {terms} terms ({RULE}); "
            "more monthly prints of the same series would open it"
        )
    for side, part in (("before", used[time <= 0]), ("after", used[time > 0])):
        if not (part["count"] > 0).any():
            raise MethodRefused(
                f"every count {side} the date is zero, so the ratio has no finite estimate: choose a series with "
                "deaths recorded on both sides"
            )
