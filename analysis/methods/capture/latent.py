"""Latent classes: records of a few kinds, lists independent within each kind, by expectation and maximisation.

The likelihood is that of the numbers observed and of one unseen number (Goodman 1974; Manrique-Vallier 2016 for its use
here, with a Bayesian mixture of many classes, which this is not). The best of several seeded starts is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import MethodRefused
from analysis.methods.capture.histories import Histories

Array = NDArray[np.float64]
STEPS, CLOSE, STARTS, NEAR = 4000, 1e-9, 8, 0.01


@dataclass(frozen=True)
class Classes:
    """A fit of latent classes: records in all, log-likelihood, and how many starts came to the same number."""

    total: float
    loglik: float
    agreeing: int
    starts: int


def fit(held: Histories, classes: int = 2, seed: int = 1) -> Classes:
    """Return the best fit over several starts. There is no interval: it would take the number of classes as given.

    Parameters
    ----------
    held : Histories
        Counts over enough lists for the number of classes: 2 classes need four.
    classes : int
        Number of classes.
    seed : int
        Of the starts.

    Raises
    ------
    MethodRefused
        When the model has as many parameters as there are histories, or more.
    """
    lists = len(held.lists)
    if classes * (lists + 1) >= len(held.cells):
        raise MethodRefused(
            f"{classes} latent classes over {lists} lists have as many parameters as there are histories: add a list"
        )
    draws = np.random.default_rng(seed)
    found = [_climb(held, classes, draws) for _ in range(STARTS)]
    total, loglik = max(found, key=lambda one: one[1])
    agreeing = sum(abs(one - total) <= NEAR * total for one, _ in found)
    return Classes(total, loglik, agreeing, STARTS)


def _climb(held: Histories, classes: int, draws: np.random.Generator) -> tuple[float, float]:
    """Return the number and the log-likelihood that one start climbs to."""
    cells = np.array([(0,) * len(held.lists), *held.cells], dtype=float)
    counts, n = np.array([0.0, *held.counts]), held.observed
    share = draws.dirichlet(np.full(classes, 5.0))
    chance = draws.uniform(0.05, 0.6, (classes, len(held.lists)))
    before, loglik, none = -np.inf, -np.inf, 0.5
    for _ in range(STEPS):
        joint = share * np.exp(cells @ np.log(chance).T + (1 - cells) @ np.log1p(-chance).T)
        whole = joint.sum(axis=1)
        none = float(whole[0])
        loglik = float((counts[1:] * np.log(whole[1:])).sum() - n * np.log1p(-none))
        if loglik - before < CLOSE:
            break
        before = loglik
        counts[0] = n * none / (1 - none)
        share, chance = _updated(joint / whole[:, None] * counts[:, None], cells)
    return n / (1 - none), loglik


def _updated(weight: Array, cells: Array) -> tuple[Array, Array]:
    """Return shares and chances of capture of the classes, kept off zero and one."""
    sizes = weight.sum(axis=0)
    return sizes / sizes.sum(), np.clip((weight.T @ cells) / sizes[:, None], 1e-9, 1 - 1e-9)
