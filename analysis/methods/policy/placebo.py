"""The same step looked for at every other date: where others are as large, the model cannot tell the date apart.

The dates are tested on the whole series, so that a true change would leak into its neighbours; the table tells how
special a date is, and is no test of significance.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.policy.candidates import KINDS, Change
from analysis.methods.policy.months import usable
from analysis.methods.policy.segmented import fit
from analysis.methods.policy.shapes import SHAPES


def at_dates(frame: pd.DataFrame, dates: list[Change], shape: str = "level and slope") -> pd.DataFrame:
    """Return the step of one series at each declared date.

    Parameters
    ----------
    frame : DataFrame
        As `segmented.fit` takes it.
    dates : list of Change
        From `candidates.changes`.

    Returns
    -------
    DataFrame
        ``id``, ``day``, ``what``, ``kind``, ``before`` and ``after`` (months), ``ratio``, ``lo``, ``hi`` (missing where
        refused), ``why`` (the refusal), in the order given.
    """
    return pd.DataFrame([_row(frame, one, shape) for one in dates])


def _row(frame: pd.DataFrame, one: Change, shape: str) -> dict[str, object]:
    """Return one date with its step, or with why there is none."""
    told: dict[str, object] = {"id": one.id, "day": one.day, "what": one.what, "kind": KINDS[one.kind]}
    told["before"], told["after"] = split(usable(frame, one)[0], one)
    try:
        found = fit(frame, one, shape=shape)
    except MethodRefused as refusal:
        return told | {"ratio": None, "lo": None, "hi": None, "why": str(refusal)}
    ratio, lo, hi = found.term("level")
    return told | {"ratio": ratio, "lo": lo, "hi": hi, "why": ""}


def split(used: pd.DataFrame, one: Change) -> tuple[int, int]:
    """Return how many of the months used lie before and after a date.

    >>> split(pd.DataFrame({"month": ["2016-11", "2017-01"]}), Change("a", "2016-12", "", "candidate"))
    (1, 1)
    """
    after = sum(pd.Period(month, "M") > one.origin for month in used["month"])
    return len(used) - after, after


def everywhere(frame: pd.DataFrame, change: Change, shape: str = "level and slope") -> pd.DataFrame:
    """Return the step at the start of every month seen that leaves enough months on each side.

    A month not seen parts the series as the next one seen does, and is not counted again.

    Returns
    -------
    DataFrame
        ``month``, ``ratio``, ``as_large``: whether the step there is at least as far from one as at the date.

    Raises
    ------
    MethodRefused
        When the date itself can carry no step, or no other month can.
    """
    at = fit(frame, change, shape=shape).term("level")[0]
    months = pd.PeriodIndex(sorted(frame.loc[frame["count"].notna(), "month"]), freq="M")
    rows = []
    for month in months:
        other = Change(f"month-{month}", f"{month}-01", "every month", "placebo")
        if month in (change.origin, change.origin + 1):
            continue
        try:
            ratio = fit(frame, other, shape=shape).term("level")[0]
        except MethodRefused:
            continue
        rows.append({"month": str(month), "ratio": ratio, "as_large": abs(math.log(ratio)) >= abs(math.log(at))})
    if not rows:
        raise MethodRefused(
            "no other month leaves enough months on each side: a longer series would give placebo dates"
        )
    return pd.DataFrame(rows)


def by_shape(frame: pd.DataFrame, change: Change) -> pd.DataFrame:
    """Return the step at one date under every shape that has one, by quasi-Poisson and negative binomial models.

    Returns
    -------
    DataFrame
        ``shape``, ``model``, ``ratio``, ``lo``, ``hi``, ``dispersion``, ``why``.
    """
    rows: list[dict[str, object]] = []
    for shape, (step, _, _) in SHAPES.items():
        for model in ("quasi-Poisson", "negative binomial") if step else ():
            told: dict[str, object] = {"shape": shape, "model": model}
            try:
                found = fit(frame, change, shape=shape, model=model)
            except MethodRefused as refusal:
                rows.append(told | {"ratio": None, "lo": None, "hi": None, "dispersion": None, "why": str(refusal)})
                continue
            ratio, lo, hi = found.term("level")
            rows.append(told | {"ratio": ratio, "lo": lo, "hi": hi, "dispersion": found.dispersion, "why": ""})
    return pd.DataFrame(rows)
