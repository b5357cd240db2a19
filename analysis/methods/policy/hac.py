"""Errors for a monthly series whose residuals hang together, with months unseen.

Newey and West (1987): Bartlett weights on the autocovariances of each month's contribution to the estimate. A month
that was not seen contributes nothing and keeps its place in the calendar, so that two months a quarter apart are never
taken for neighbours (amplitude modulation: Datta and Du 2012).
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def default_lags(months: int) -> int:
    """Return the number of lags, 4 (n / 100) to the power 2/9 rounded down (Newey and West 1994).

    >>> default_lags(59), default_lags(25)
    (3, 2)
    """
    return int(4 * (months / 100) ** (2 / 9))


def on_calendar(influence: pd.DataFrame) -> np.ndarray:
    """Return contributions with a row for every month from the first to the last, zero where none was seen.

    Parameters
    ----------
    influence : DataFrame
        One row a month, index of monthly periods, a column for each term.
    """
    calendar = pd.period_range(influence.index.min(), influence.index.max(), freq="M")
    return influence.reindex(calendar, fill_value=0.0).to_numpy(dtype="float64")


def newey_west(influence: pd.DataFrame, lags: int) -> np.ndarray:
    """Return the covariance of the estimates.

    Parameters
    ----------
    influence : DataFrame
        Contribution of each month to each estimate, as `on_calendar` takes it.
    lags : int
        Months over which residuals are taken to hang together.

    Examples
    --------
    >>> months = pd.period_range("2017-01", "2017-02", freq="M")
    >>> newey_west(pd.DataFrame({"a": [1.0, 1.0]}, index=months), 1).tolist()
    [[3.0]]
    """
    rows = on_calendar(influence)
    found = rows.T @ rows
    for lag in range(1, min(lags, len(rows) - 1) + 1):
        cross = rows[lag:].T @ rows[:-lag]
        found = found + (1 - lag / (lags + 1)) * (cross + cross.T)
    return found
