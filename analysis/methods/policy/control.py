"""A series beside another that the rule should not have moved: the ratio of their steps.

Both are fitted on the months seen in both. The error of the ratio takes the two months by month together, so that what
moves both at once cancels as it should (Newey and West 1987 on the difference of the contributions).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.policy import hac
from analysis.methods.policy.candidates import Change
from analysis.methods.policy.segmented import Fit, fit


class Controlled(NamedTuple):
    """The step of a series, of its control, and the ratio of the two, each with its 95 per cent interval."""

    terms: pd.DataFrame
    series: Fit
    control: Fit


def controlled(
    series: pd.DataFrame, control: pd.DataFrame, change: Change, shape: str = "level and slope"
) -> Controlled:
    """Return the ratio of the step of a series to that of its control.

    Parameters
    ----------
    series, control : DataFrame
        As `segmented.fit` takes them.
    change : Change
        The declared date.

    Returns
    -------
    Controlled
        ``terms`` holds ``what`` (series, control, ratio of the two), ``ratio``, ``lo``, ``hi``.

    Raises
    ------
    MethodRefused
        When the months seen in both are too few, or the two stand on several clocks.
    """
    both = sorted(set(_seen(series)) & set(_seen(control)))
    if not both:
        raise MethodRefused("no month was seen in both series: a control needs the same months")
    clocks = [set(frame["clock"]) if "clock" in frame else set() for frame in (series, control)]
    if clocks[0] != clocks[1]:
        raise MethodRefused("the series and its control are on different clocks: compare months of one clock")
    one, other = (fit(frame[frame["month"].isin(both)], change, shape=shape) for frame in (series, control))
    rows = [
        {"what": what} | dict(zip(("ratio", "lo", "hi"), found.term("level"), strict=True))
        for what, found in (("series", one), ("control", other))
    ]
    return Controlled(pd.DataFrame([*rows, {"what": "ratio of the two"} | _ratio(one, other)]), one, other)


def _seen(frame: pd.DataFrame) -> list[str]:
    """Return the months of a series that were seen."""
    return list(frame.loc[frame["count"].notna(), "month"])


def _ratio(one: Fit, other: Fit) -> dict[str, float]:
    """Return the ratio of two steps with its interval."""
    from scipy import stats

    left, right = one.estimate, other.estimate
    n, k = left.influence.shape
    place = list(left.influence.columns).index("level")
    apart = left.influence[["level"]] - right.influence[["level"]]
    spread = float(np.sqrt(hac.newey_west(apart, hac.default_lags(n))[0, 0] * n / (n - k)))
    middle, reach = float(left.params[place] - right.params[place]), float(stats.t.ppf(0.975, n - k)) * spread
    return {"ratio": float(np.exp(middle)), "lo": float(np.exp(middle - reach)), "hi": float(np.exp(middle + reach))}
