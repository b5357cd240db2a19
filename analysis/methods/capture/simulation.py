"""How often intervals hold a known truth: three lists, drawn again and again, with and without dependence.

All replicates of a scenario are fitted at once. With three lists the term of all three is in no model and no test finds
it: where records differ in how easily they are seen, every model may be wrong together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.methods.capture import considered, design, identify, loglinear
from analysis.methods.capture.histories import cells_of
from analysis.methods.capture.ranged import MOST

Array = NDArray[np.float64]
TRUTH, REPLICATES, SEED = 1000, 2000, 20170317
CELLS = cells_of(3)
MODELS = design.models(3)


@dataclass(frozen=True)
class Scenario:
    """Classes of records: the share of each, and the chance of each list, with a factor on list B where A holds."""

    name: str
    shares: tuple[float, ...]
    chances: tuple[tuple[float, float, float], ...]
    second_given_first: float = 1.0

    def probabilities(self) -> Array:
        """Return the probability of each history, that of no list last."""
        total = np.zeros(len(CELLS))
        for share, (a, b, c) in zip(self.shares, self.chances, strict=True):
            given = {1: min(1.0, b * self.second_given_first)}
            given[0] = (b - a * given[1]) / (1 - a)  # the share of list B stays what it was
            for place, (x, y, z) in enumerate(CELLS):
                total[place] += share * (a if x else 1 - a) * (given[x] if y else 1 - given[x]) * (c if z else 1 - c)
        return np.append(total, 1 - total.sum())


SCENARIOS = (
    Scenario("lists independent", (1.0,), ((0.35, 0.3, 0.25),)),
    Scenario("two lists depend positively", (1.0,), ((0.35, 0.3, 0.25),), 1.8),
    Scenario("two kinds of records, easily and hardly seen", (0.4, 0.6), ((0.6, 0.55, 0.5), (0.12, 0.1, 0.1))),
)


@dataclass(frozen=True)
class Fits:
    """Estimates, ends and criteria of every model (columns) in every replicate (rows); refused ones are missing."""

    estimate: Array
    lo: Array
    hi: Array
    bic: Array
    observed: Array


def fits(counts: Array) -> Fits:
    """Return the fits of the eight models to replicates of seven counts."""
    shape = (len(counts), len(MODELS))
    held = {name: np.full(shape, np.nan) for name in ("estimate", "lo", "hi", "bic")}
    n = counts.sum(axis=1)
    full = (counts > 0).all(axis=1)
    for place, model in enumerate(MODELS):
        made = design.matrix(CELLS, model)
        _place(held, place, np.flatnonzero(full), made, counts, n)
        for row in np.flatnonzero(~full):
            found = identify.check(made, counts[row])
            if found.ok:
                kept = np.asarray(found.fitted)
                _place(held, place, np.array([row]), made[kept], counts[:, kept], n)
    return Fits(**held, observed=n)


def _place(held: dict[str, Array], place: int, rows: NDArray[np.int64], made: Array, counts: Array, n: Array) -> None:
    """Write the fits of one model to some replicates, but for those beyond the ratio of the gate."""
    if not len(rows):
        return
    one, seen = loglinear.fit(made, counts[rows]), n[rows]
    lo, hi = one.interval()
    good = one.converged & (seen + one.unseen <= MOST * seen)
    told = {
        "estimate": seen + one.unseen, "lo": seen + lo, "hi": seen + hi,
        "bic": -2 * one.loglik + one.parameters * np.log(seen),
    }  # fmt: skip
    for name, values in told.items():
        held[name][rows, place] = np.where(good, values, np.nan)


def simulated(scenario: Scenario, replicates: int = REPLICATES, seed: int = SEED, truth: int = TRUTH) -> pd.DataFrame:
    """Return one row for each estimator in a scenario.

    Parameters
    ----------
    scenario : Scenario
        How records are seen.
    replicates, seed, truth : int
        How often, from which seed, with how many records.

    Returns
    -------
    DataFrame
        ``scenario``, ``estimator``, ``coverage`` (per cent of replicates with an estimate whose interval holds the
        truth; nominal 95), ``median_ratio`` (of estimate to truth), ``refused`` (per cent of replicates without an
        estimate: not identifiable, or more than ten times what was observed), ``error`` (of the coverage, in points).
    """
    drawn = np.random.default_rng(seed).multinomial(truth, scenario.probabilities(), size=replicates)
    found = fits(drawn[:, :-1].astype(float))
    return pd.DataFrame([_row(scenario.name, name, *ends, truth) for name, ends in _estimators(found).items()])


def _estimators(found: Fits) -> dict[str, tuple[Array, Array, Array]]:
    """Return estimate and ends of each estimator."""
    best = np.nanargmin(np.where(np.isnan(found.bic), np.inf, found.bic), axis=1)
    rows = np.arange(len(best))
    fields = (found.estimate, found.lo, found.hi)
    spread = (np.nanmin(found.estimate, axis=1), np.nanmin(found.estimate, axis=1), np.nanmax(found.estimate, axis=1))
    return {
        "independence": _of(fields, MODELS.index(())),
        "least BIC": (fields[0][rows, best], fields[1][rows, best], fields[2][rows, best]),
        "average by BIC": considered.log_average(found.bic, found.estimate, found.hi, found.observed),
        "all pair terms": _of(fields, max(range(len(MODELS)), key=lambda at: len(MODELS[at]))),
        "range over models": (np.full(len(best), np.nan), *spread[1:]),
    }


def _of(fields: tuple[Array, Array, Array], place: int) -> tuple[Array, Array, Array]:
    """Return one model's estimate and ends."""
    one, two, three = fields
    return one[:, place], two[:, place], three[:, place]


def _row(scenario: str, name: str, value: Array, lo: Array, hi: Array, truth: int) -> dict[str, object]:
    """Return what one estimator did."""
    given = ~np.isnan(lo)
    inside = (lo[given] <= truth) & (truth <= hi[given])
    share = float(inside.mean()) if given.any() else float("nan")
    told = value[~np.isnan(value)]
    return {
        "scenario": scenario, "estimator": name, "coverage": round(100 * share, 1),
        "median_ratio": f"{float(np.median(told)) / truth:.2f}" if len(told) else None,
        "refused": round(100 * float(1 - given.mean()), 1),
        "error": round(100 * float(np.sqrt(share * (1 - share) / max(int(given.sum()), 1))), 1),
    }  # fmt: skip


def every(replicates: int = REPLICATES, seed: int = SEED) -> pd.DataFrame:
    """Return the table of all scenarios."""
    return pd.concat([simulated(scenario, replicates, seed) for scenario in SCENARIOS], ignore_index=True)


def source(seed: int = SEED) -> str:
    """Return what the table of all scenarios rests on, in words.

    >>> source()
    'three lists drawn at random, 2,000 times in each of 3 scenarios, from the seed 20170317; no row of ours'
    """
    return (
        f"three lists drawn at random, {REPLICATES:,} times in each of {len(SCENARIOS)} scenarios, from the seed "
        f"{seed}; no row of ours"
    )


def read_out(found: pd.DataFrame) -> str:
    """Return the table in words: what the interval after choice by BIC held, and the range over models."""
    chosen, spread = (_spoken(found, name) for name in ("least BIC", "range over models"))
    return (
        f"{REPLICATES:,} draws of {TRUTH:,} records each. An interval after choice by BIC, said to hold the truth 95 "
        f"times of 100, held it {chosen}. The range over models, which is no interval, held it {spread}. "
        "Three lists alone do not tell the last case from the first."
    )


def _spoken(found: pd.DataFrame, estimator: str) -> str:
    """Return how often one estimator held the truth in each scenario, in words."""
    named = found[found["estimator"] == estimator].to_dict("records")
    return ", ".join(f"{row['coverage']:.1f} times ({row['scenario']})" for row in named)
