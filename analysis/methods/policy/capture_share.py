"""What a rise of recorded harm allows to say of the harm itself, when the recorded share may have changed.

Recorded is true times the share captured. From one series nothing is identified; what can be shown is the set of true
ratios that fit a stated band of shares, and by how much the share would have had to change to explain a rise alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.errors import MethodRefused
from analysis.toll import words

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Span:
    """Bounds of a ratio, in words by `analysis.toll.words`."""

    lo: float
    hi: float

    def __str__(self) -> str:
        return words(self.lo, self.hi)


def observed(before: Bounds, after: Bounds) -> Span:
    """Return the ratio of two recorded rates, after over before, as bounds.

    >>> print(observed((40.4, 61.9), (99.1, 154.2)))
    1.60 to 3.8
    """
    if before[0] <= 0:
        raise MethodRefused("the lower bound before is zero, so the ratio has no upper end: choose another period")
    return Span(after[0] / before[1], after[1] / before[0])


def true_ratio(recorded: Span, before: Bounds, after: Bounds) -> Span:
    """Return the ratios of true harm that fit a ratio of recorded harm and the shares captured.

    Parameters
    ----------
    recorded : Span
        After over before.
    before, after : tuple of float
        Bounds of the share captured, above 0 and at most 1.

    Raises
    ------
    MethodRefused
        When a share is none.

    Examples
    --------
    >>> print(true_ratio(Span(1.2, 1.2), (0.5, 0.5), (0.6, 0.6)))
    1.00
    """
    for share in (before, after):
        if not 0 < share[0] <= share[1] <= 1:
            raise MethodRefused(f"{share[0]} to {share[1]} is no share captured: give bounds above 0 and at most 1")
    return Span(recorded.lo * before[0] / after[1], recorded.hi * before[1] / after[0])


BANDS: tuple[tuple[str, Bounds], ...] = (
    ("the same share, whatever it was", (1.0, 1.0)), ("60 to 80 in a hundred", (0.6, 0.8)),
    ("40 to 80 in a hundred", (0.4, 0.8)), ("20 to 90 in a hundred", (0.2, 0.9)),
)  # fmt: skip


def under_bands(recorded: Span) -> pd.DataFrame:
    """Return the true ratios under each stated band, in which the share of either period may lie anywhere.

    Returns
    -------
    DataFrame
        ``band``, ``ratio`` (words), ``lo``, ``hi``, ``reading``: whether a fall, no change and a rise all fit.
    """
    rows = []
    for name, band in BANDS:
        found = true_ratio(recorded, band, band)
        reading = "a rise" if found.lo > 1 else "a fall" if found.hi < 1 else "a rise, a fall and no change"
        rows.append({"band": name, "ratio": str(found), "lo": found.lo, "hi": found.hi, "reading": reading})
    return pd.DataFrame(rows)


def year_on_year(frame: pd.DataFrame, basis: str, before: str, after: str) -> tuple[Span, list[str]]:
    """Return the ratio of two recorded rates of one basis, with its rows.

    Parameters
    ----------
    frame : DataFrame
        From `analysis.methods.policy.rates.periods`.
    basis, before, after : str
        Basis, and the two periods as ``period`` names them.

    Raises
    ------
    MethodRefused
        When a rate is missing or has an open end.
    """
    rates, keys = [], []
    for period in (before, after):
        row = frame[(frame["basis"] == basis) & (frame["period"] == period)]
        if row.empty or row[["lo", "hi"]].isna().any(axis=None):
            raise MethodRefused(
                f"no bounds of the rate of {period}, basis {basis}, were public on the day: a monitor's figure and a "
                "print of weapons for the same days would give them, so choose a later day"
            )
        rates.append((float(row["lo"].iloc[0]), float(row["hi"].iloc[0])))
        keys += row["row_keys"].iloc[0]
    return observed(rates[0], rates[1]), keys
