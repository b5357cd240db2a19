"""Time to a determination with competing ends: the Aalen-Johansen incidence, and bounds on it from coarse dates.

Estimand: the probability that a report has ended in a given way (credible, non-credible, duplicate) by t days after it
was received, or after the deaths; two estimands, named by the caller. A report still open on the as-of day is censored,
not refused; one never received is not at risk (left truncation at `entry`). One minus Kaplan-Meier, which takes the
other ends for censoring, overstates each end and is not offered. Where only a month is known a time has two ends, and
the incidence has bounds. Aalen and Johansen (1978).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.data.keys import behind, joined
from analysis.data.samples import require_sample_rows
from analysis.errors import DataError, MethodRefused

Floats = NDArray[np.floating]
Whole = NDArray[np.integer]
NEEDED = ("entry", "earliest", "latest", "outcome")
EVERY_CASE = "every case, ended or not; each line leads to those that ended, or can have ended, on that day"


def incidence(cases: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """Return the cumulative incidence of each outcome, as a band over the times each end can have had.

    Parameters
    ----------
    cases : DataFrame
        One row for each report of a complete record, as `analysis.methods.spells.spells` makes them: ``entry`` (days
        after the origin at which it came under observation; missing: from the origin on), ``earliest`` and ``latest``
        (days after the origin at which it can have ended, or until which it was seen open), ``outcome`` (missing where
        open), ``row_key`` or ``row_keys``.
    outcomes : sequence of str
        The competing ends; together they must name every outcome of the cases.

    Returns
    -------
    DataFrame
        ``outcome``, ``time`` (days), ``at_risk`` (certainly under observation), ``lo`` and ``hi``: bounds that hold
        for the estimate whatever days within their intervals are the true ones, one number where all are exact;
        ``row_keys`` of the cases that ended, or can have ended, on that day (the shares rest on every case).

    Raises
    ------
    MethodRefused
        When the rows come from a table that is not a sample, no report ended, all under observation ended while others
        had still to enter, or reports entered late and their times are intervals.
    DataError
        When a time is missing or out of order, or an outcome is not listed.
    """
    require_sample_rows(cases)
    check_cases(cases, outcomes)
    entry = cases["entry"].astype("Float64").to_numpy(float, na_value=-np.inf)
    low, high = (cases[edge].to_numpy(float) for edge in ("earliest", "latest"))
    code = cases["outcome"].map({name: rank for rank, name in enumerate(outcomes, 1)}).fillna(0).to_numpy(int)
    exact = bool((low == high).all())
    if not exact and cases["entry"].notna().any():
        raise MethodRefused(
            "times known only to an interval and late entries together leave the incidence without bounds that hold: "
            "count the days from receipt, or keep reports whose days were printed and say which were left out"
        )
    grid = np.unique(np.concatenate([low[code > 0], high[code > 0]]))
    parts = []
    for rank, name in enumerate(outcomes, 1):
        one = aalen_johansen(entry, high, code, rank, grid) if exact else None
        lo, hi = (one, one) if one is not None else band(low, high, code, rank, grid)
        parts.append(
            pd.DataFrame({"outcome": name, "time": grid, "at_risk": _at_risk(entry, low, grid), "lo": lo, "hi": hi})
        )
    made = pd.concat(parts, ignore_index=True)
    ended = cases[code > 0].assign(low=low[code > 0], high=high[code > 0])
    on = {time: _keys(ended[(ended["low"] <= time) & (ended["high"] >= time)]) for time in grid}
    return behind(made, [on[time] for time in made["time"]])


def _keys(cases: pd.DataFrame) -> list[str]:
    """Return the rows behind some cases; none where the cases do not name theirs."""
    if "row_keys" in cases:
        return joined(cases["row_keys"])
    return list(cases["row_key"]) if "row_key" in cases else []


def aalen_johansen(entry: Floats, time: Floats, code: Whole, cause: int, grid: Floats) -> Floats:
    """Return the Aalen-Johansen incidence of one cause at each time of a grid.

    Parameters
    ----------
    entry, time : array of float, shape (n,)
        A case is at risk at t when entry < t <= time.
    code : array of int, shape (n,)
        Cause of the end, from 1; 0 is censored.
    cause : int
        The cause asked for.
    grid : array of float, shape (m,)
        Times, ascending.

    Returns
    -------
    array of float, shape (m,)

    Examples
    --------
    >>> at = np.array([1.0, 2.0, 3.0])
    >>> aalen_johansen(np.zeros(3), at, np.array([1, 0, 2]), 1, at).round(3).tolist()
    [0.333, 0.333, 0.333]
    """
    moments = np.unique(time[code > 0])
    risk = _at_risk(entry, time, moments)
    ended = _counts(time[code > 0], moments)
    own = _counts(time[code == cause], moments)
    survival = np.cumprod(1 - ended / risk)
    if (survival[:-1] <= 0).any():
        day = moments[int(np.argmax(survival <= 0))]
        raise MethodRefused(
            f"by {day:g} days every report under observation had ended while others had still to enter: what follows "
            "is not identified. Count the days from receipt, or leave out the earliest entries and say so"
        )
    before = np.concatenate([[1.0], survival[:-1]])
    curve = np.concatenate([[0.0], np.cumsum(before * own / risk)])
    return curve[np.searchsorted(moments, grid, side="right")]


def band(low: Floats, high: Floats, code: Whole, cause: int, grid: Floats) -> tuple[Floats, Floats]:
    """Return bounds on `aalen_johansen` over all days that the ends can have had, none having entered late.

    The estimate is the mean of 1 / G(T-) over the ends of the cause by t, where G is the Kaplan-Meier curve of the
    censoring (Satten and Datta 2001). G lies between its values with every end at its earliest and at its latest day,
    and falls; so an end adds at least 1 / G at its earliest and at most 1 / G at its latest day. Moving all ends to one
    side does not bound the estimate: ends pass the days on which other reports were last seen open.

    Parameters
    ----------
    low, high : array of float, shape (n,)
        Earliest and latest day of each end; both the last day seen open where censored.
    code, cause, grid
        As in `aalen_johansen`.

    Returns
    -------
    lo, hi : array of float, shape (m,)
    """
    open_on, own = np.sort(low[code == 0]), code == cause
    least, most = (_censoring(open_on, np.sort(ends[code > 0])) for ends in (low, high))
    with np.errstate(divide="ignore"):
        surely = np.where(high[own] <= grid[:, None], 1 / most[np.searchsorted(open_on, low[own], side="left")], 0)
        latest = np.minimum(high[own], grid[:, None])
        perhaps = np.where(low[own] <= grid[:, None], 1 / least[np.searchsorted(open_on, latest, side="left")], 0)
    return surely.sum(axis=1) / len(low), np.minimum(perhaps.sum(axis=1) / len(low), 1.0)


def _censoring(open_on: Floats, ended: Floats) -> Floats:
    """Return the Kaplan-Meier curve of the censoring after 0, 1, 2, ... censored reports, both arrays ascending."""
    later = len(ended) - np.searchsorted(ended, open_on, side="right")
    risk = later + np.arange(len(open_on), 0, -1)
    return np.concatenate([[1.0], np.cumprod(1 - 1 / risk)])


def _at_risk(entry: Floats, time: Floats, moments: Floats) -> Whole:
    """Return how many are under observation just before each moment."""
    left = len(time) - np.searchsorted(np.sort(time), moments, side="left")
    return left - (len(entry) - np.searchsorted(np.sort(entry), moments, side="left"))


def _counts(times: Floats, moments: Floats) -> Whole:
    """Return how many of some times fall on each moment."""
    ordered = np.sort(times)
    return np.searchsorted(ordered, moments, side="right") - np.searchsorted(ordered, moments, side="left")


def check_cases(cases: pd.DataFrame, outcomes: Sequence[str]) -> None:
    """Refuse times that cannot be times, outcomes that are not listed, and records in which nothing ended.

    Raises
    ------
    DataError, MethodRefused
        Naming the row, the column or the outcome.
    """
    for name in NEEDED:
        if name not in cases:
            raise DataError(f"the cases have no column {name!r}: give {', '.join(NEEDED)}")
    early, late, entry = (cases[name].astype("Float64") for name in ("earliest", "latest", "entry"))
    right = (early >= 0) & (late >= early) & ((entry >= 0) & (entry < early)).where(entry.notna(), True)
    for row in cases[~right.fillna(False).astype(bool)].head(1).to_dict("records"):
        key = row.get("row_key") or row.get("row_keys")
        raise DataError(
            f"{key}: entry {row['entry']}, earliest {row['earliest']}, latest {row['latest']} are no times of one "
            "report: 0 <= earliest <= latest must hold, and entry be missing or before; correct the row or leave it out"
        )
    unknown = sorted(set(cases["outcome"].dropna()) - set(outcomes))
    if unknown:
        raise DataError(f"outcome {unknown[0]!r} is none of {', '.join(outcomes)}: list every competing end")
    if cases["outcome"].isna().all():
        raise MethodRefused("no report has ended: there is no incidence to estimate yet; set as_of to a later day")
