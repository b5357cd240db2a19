"""Time to any determination from intervals: Turnbull's estimate (1976), which makes no day out of a month.

It does not tell the ends apart; `analysis.methods.timing` does.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.data.samples import require_sample_rows
from analysis.errors import MethodRefused
from analysis.methods.timing import Floats, check_cases


def turnbull(cases: pd.DataFrame, tolerance: float = 1e-9, rounds: int = 100_000) -> pd.DataFrame:
    """Return the estimate of the time to any end from intervals, by self-consistency (Turnbull 1976).

    Parameters
    ----------
    cases : DataFrame
        As `analysis.methods.timing.incidence` takes it, with ``entry`` missing throughout: the estimate knows no
        truncation.
    tolerance : float
        Largest change of a mass at which the iteration stops.
    rounds : int
        Most iterations.

    Returns
    -------
    DataFrame
        ``left``, ``right`` (days; the mass lies somewhere within, the data do not say where) and ``mass``; what is left
        of 1 lies after the last day any report was seen.

    Raises
    ------
    MethodRefused, DataError
        As `analysis.methods.timing.incidence`; and when a report entered late, or the iteration does not settle.
    """
    require_sample_rows(cases)
    check_cases(cases, list(cases["outcome"].dropna().unique()))
    if cases["entry"].notna().any():
        raise MethodRefused("Turnbull's estimate takes no late entry: count the days from receipt")
    opened = cases["outcome"].isna().to_numpy()
    left = cases["latest"].to_numpy(float).copy()
    left[~opened] = cases["earliest"].to_numpy(float)[~opened]
    right = np.where(opened, np.inf, cases["latest"].to_numpy(float))
    cells = _cells(left, right, opened)
    # an open report was still open on its last day: its end lies after it
    inside = (np.where(opened, np.nextafter(left, np.inf), left)[:, None] <= cells[:, 0]) & (
        cells[:, 1] <= right[:, None]
    )
    mass = np.full(len(cells), 1 / len(cells))
    for _ in range(rounds):
        share = inside * mass
        renewed = (share / share.sum(axis=1, keepdims=True)).mean(axis=0)
        done = np.abs(renewed - mass).max() < tolerance
        mass = renewed
        if done:
            kept = np.isfinite(cells[:, 1]) & (mass > tolerance)
            return pd.DataFrame({"left": cells[kept, 0], "right": cells[kept, 1], "mass": mass[kept]})
    raise MethodRefused(f"the estimate did not settle in {rounds:,} rounds: allow more, or a larger tolerance")


def _cells(left: Floats, right: Floats, opened: NDArray[np.bool_]) -> Floats:
    """Return the intervals that can hold mass: from a left end to the next right end with no left end between."""
    starts = np.where(opened, np.nextafter(left, np.inf), left)
    marks = sorted({(value, 0) for value in starts} | {(value, 1) for value in right})
    pairs = pairwise(marks)
    return np.array([(start, end) for (start, opens), (end, closes) in pairs if opens == 0 and closes == 1])
