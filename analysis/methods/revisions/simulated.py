"""A reporting table whose truth is known, drawn at random from a seed: to see a method at work, never as data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.revisions.backtest import backtest, summary
from analysis.methods.revisions.delay import as_it_stood

PMF = (0.05, 0.15, 0.2, 0.2, 0.15, 0.1, 0.1, 0.05)  # of the demonstration: most is published two to five months on


def simulate(
    seed: int, months: int = 60, mean: float = 30.0, size: float = 5.0, pmf: Sequence[float] = PMF, drift: float = 0.0
) -> pd.DataFrame:
    """Return a complete reporting table: negative-binomial totals, multinomial delays.

    Parameters
    ----------
    seed : int
        Of `numpy.random.default_rng`.
    months : int
        Event months, from 2015-01 on.
    mean, size : float
        Of the totals of an event month (counts); variance mean + mean squared over size.
    pmf : sequence of float
        Delay distribution, sums to one.
    drift : float
        Above zero each month's delays are drawn from a Dirichlet distribution around `pmf` (concentration 1/drift): the
        delays then vary from month to month, against the assumption of the method.

    Examples
    --------
    >>> simulate(1, months=2, pmf=(0.5, 0.5)).shape
    (2, 2)
    """
    rng = np.random.default_rng(seed)
    totals = rng.negative_binomial(size, size / (size + mean), months)
    chances = rng.dirichlet(np.asarray(pmf) / drift, months) if drift > 0 else np.tile(pmf, (months, 1))
    counts = np.array([rng.multinomial(total, chance) for total, chance in zip(totals, chances, strict=True)])
    index = [str(month) for month in pd.period_range("2015-01", periods=months, freq="M")]
    return pd.DataFrame(counts, index=index, columns=range(len(pmf))).astype("Int64")


def source(seed: int) -> str:
    """Return what the demonstration rests on, in words.

    >>> source(1)
    'two reporting tables of 60 months drawn at random, from the seeds 1 and 2; no row of ours'
    """
    return f"two reporting tables of 60 months drawn at random, from the seeds {seed} and {seed + 1}; no row of ours"


def demonstration(seed: int) -> pd.DataFrame:
    """Return how the nowcast does on two simulated tables: delays as it assumes them, and delays that vary by month.

    Returns
    -------
    DataFrame
        ``delays`` (in words) and the columns of `analysis.methods.revisions.backtest.summary`.
    """
    parts = []
    for number, (drift, words) in enumerate(((0.0, "the same in every month"), (0.05, "differ from month to month"))):
        whole = simulate(seed + number, drift=drift)
        tried = summary(backtest(as_it_stood(whole, str(whole.index[-1]))))
        parts.append(tried.assign(delays=words))
    made = pd.concat(parts, ignore_index=True)
    return made[["delays", *(name for name in made.columns if name != "delays")]]
