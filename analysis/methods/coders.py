"""Agreement of coders: Krippendorff's alpha for nominal codes, with an interval from resampled units.

Alpha is one minus observed over expected disagreement, pairs of codes within a unit against pairs over all units
(Krippendorff 2004). A code that was not given is left out; a unit with one code says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.data.hand import read_hand, row_keys
from analysis.data.keys import behind, joined
from analysis.errors import DataError, MethodRefused
from analysis.paths import find_project

DRAWS = 2_000
SEED = 20170317  # of the resampling on the page
UNDECIDED = "cannot be told"
RESAMPLED = f"both codings of each pair; the interval over {DRAWS:,} resamples of the pairs, from the seed {SEED}"
SAMPLE, AGAIN = "link_sample", "link_second_coding"
WORDS = {"1": "same event", "0": "not the same"}


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha with a 95 per cent interval over resampled units; none where nobody disagreed."""

    alpha: float
    lo: float | None
    hi: float | None
    units: int
    coders: int


def alpha(codes: pd.DataFrame, seed: int, draws: int = DRAWS) -> Alpha:
    """Return Krippendorff's alpha of nominal codes.

    Parameters
    ----------
    codes : DataFrame
        Units in rows, coders in columns, codes as text; missing where a coder gave none.
    seed : int
        Of the resampling of units.
    draws : int
        Resamples; percentiles 2.5 and 97.5 of their alphas are the interval. A resample without variation is left out.

    Raises
    ------
    MethodRefused
        When fewer than two units have two codes, or all codes are one value: nothing can disagree.

    Examples
    --------
    >>> told = pd.DataFrame({"a": ["x", "x", "y", "y"], "b": ["x", "x", "y", "x"]})
    >>> round(alpha(told, 1).alpha, 4)
    0.5333
    """
    held = codes[codes.notna().sum(axis=1) >= 2]
    if len(held) < 2:
        raise MethodRefused(
            f"{len(held)} units have two codes or more: alpha needs two units and two coders; let a second coder "
            "code them"
        )
    counts = _counts(held)
    found = _alpha(counts)
    if np.isnan(found):
        raise MethodRefused("all coders gave all units one code: alpha is not defined; code units that differ")
    coders = int((held.notna().sum() > 0).sum())
    if found == 1:
        return Alpha(found, None, None, len(held), coders)  # no resample of agreement holds a disagreement
    order = np.lexsort(counts.T)  # resampling must not depend on the order of the units
    ordered, rng = counts[order], np.random.default_rng(seed)
    drawn = np.array([_alpha(ordered[rng.integers(0, len(ordered), len(ordered))]) for _ in range(draws)])
    lo, hi = np.nanquantile(drawn, [0.025, 0.975])
    return Alpha(found, float(lo), float(hi), len(held), coders)


def _counts(codes: pd.DataFrame) -> NDArray[np.float64]:
    """Return how many coders gave each unit each code: units in rows, codes in columns."""
    values = sorted({value for column in codes for value in codes[column].dropna()})
    return np.stack([(codes == value).sum(axis=1).to_numpy(float) for value in values], axis=1)


def _alpha(counts: NDArray[np.float64]) -> float:
    """Return alpha from counts of codes, not a number where there is one code only."""
    within = counts.sum(axis=1)
    total = counts.sum(axis=0)
    n = total.sum()
    observed = ((within**2 - (counts**2).sum(axis=1)) / (within - 1)).sum() / n
    expected = (n**2 - (total**2).sum()) / (n * (n - 1))
    return float(1 - observed / expected) if expected else float("nan")


def sample_codes() -> pd.DataFrame:
    """Return both codings of the pairs of records, side by side.

    Returns
    -------
    DataFrame
        ``left``, ``right``, ``first`` and ``second`` (``same event``, ``not the same``, ``cannot be told``; missing
        where the second coder did not code the pair), ``row_keys`` (the lines of the pair in both tables).

    Raises
    ------
    DataError
        When the second coding names a pair that the first does not, or a pair twice.
    """
    project = find_project()
    first, second = (read_hand(name, project) for name in (SAMPLE, AGAIN))
    one, two = first.assign(row_key=row_keys(SAMPLE, first)), second.assign(row_key=row_keys(AGAIN, second))
    for line, row in two[two.duplicated(["left", "right"])].iterrows():
        raise DataError(f"data/hand/link_second_coding.csv, line {line}: {row['left']} is coded twice; keep one line")
    merged = one.merge(two, on=["left", "right"], how="outer", suffixes=("", "_second"), indicator=True, sort=True)
    for pair in merged[merged["_merge"] == "right_only"].to_dict("records"):
        raise DataError(
            f"data/hand/link_second_coding.csv: {pair['left']} and {pair['right']} are no pair of link_sample.csv; "
            "correct the keys"
        )
    coded = merged["_merge"] == "both"
    codes = [merged[name].map(WORDS).fillna(UNDECIDED) for name in ("same", "same_second")]
    lines = zip(merged["row_key"], merged["row_key_second"], strict=True)
    keys = [[line for line in pair if isinstance(line, str)] for pair in lines]
    told = pd.DataFrame(
        {"left": merged["left"], "right": merged["right"], "first": codes[0], "second": codes[1].where(coded)}
    )
    return behind(told, keys)


def agreement(seed: int = SEED) -> pd.DataFrame:
    """Return the alpha of the two coders of record pairs, with and without the pairs that one could not decide.

    Returns
    -------
    DataFrame
        ``codes`` (what is compared), ``pairs``, ``alike`` (pairs coded alike), ``alpha``, ``lo``, ``hi``, ``row_keys``
        (both codings of each of these pairs).

    Raises
    ------
    MethodRefused
        As `alpha`.
    """
    sample = sample_codes()
    told = sample[["first", "second"]]
    decided = told.where(told != UNDECIDED)
    rows = []
    for name, codes in (("same, not the same, cannot be told", told), ("same or not, where both decided", decided)):
        found, whole = alpha(codes, seed), codes.dropna()
        rows.append(
            {
                "codes": name, "pairs": found.units, "alike": int((whole["first"] == whole["second"]).sum()),
                "alpha": f"{found.alpha:.2f}", "lo": None if found.lo is None else f"{found.lo:.2f}",
                "hi": None if found.hi is None else f"{found.hi:.2f}",
                "row_keys": joined(sample.loc[whole.index, "row_keys"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
