"""Poisson log-linear models by maximum likelihood, many sets of counts at once.

The unseen is the exponential of the intercept. Its interval is Wald's on the logarithm, for one model taken as given:
n + exp(intercept +/- 1.96 standard errors), the variation of the unseen about their expected number included. Histories
whose fit is zero (see `identify`) are left out, and the parameters that go to minus infinity with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import MethodRefused

Z = 1.959963984540054
STEPS, CLOSE, FARTHEST = 100, 1e-11, 30.0

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Fits of one model to some sets of counts, one entry a set; ``least`` is the smallest fitted history."""

    unseen: Array
    se_log: Array
    deviance: Array
    loglik: Array
    least: Array
    parameters: int
    converged: NDArray[np.bool_]

    def interval(self, drawn: bool = True) -> tuple[Array, Array]:
        """Return the ends of the unseen.

        Parameters
        ----------
        drawn : bool
            Whether the unseen meant are those there are, which vary about the number the model expects: one over the
            unseen is then added to the variance. Published intervals are often of the expected number alone.
        """
        wide = np.exp(Z * np.sqrt(self.se_log**2 + (1 / self.unseen if drawn else 0.0)))
        return self.unseen / wide, self.unseen * wide


def fit(design: Array, counts: Array, column: int = 0) -> Fit:
    """Return the fits of one model to some sets of counts.

    Parameters
    ----------
    design : array (histories, terms)
        Only histories whose fit is above zero.
    counts : array (sets, histories) or (histories,)
        Records.
    column : int
        The parameter asked for; by default the intercept, whose exponential is the unseen.

    Raises
    ------
    MethodRefused
        When the unseen is not a function of the fit.

    Notes
    -----
    Iteratively reweighted least squares in an orthonormal basis of the design (McCullagh and Nelder 1989).

    Examples
    --------
    >>> one = np.array([[1.0, 1, 0], [1, 0, 1], [1, 1, 1]])
    >>> float(fit(one, np.array([10.0, 20, 5])).unseen[0].round(6))
    40.0
    """
    given = np.atleast_2d(np.asarray(counts, dtype=float))
    basis, target = _basis(design, column)
    start = np.log(given + 0.5)
    first = np.linalg.solve(_weighed(basis, given + 0.5), _score(basis, (given + 0.5) * start))
    gamma: Array = np.asarray(first[..., 0], dtype=np.float64)
    done = np.zeros(len(given), dtype=bool)
    for _ in range(STEPS):
        mean = np.exp(np.clip(gamma @ basis.T, -FARTHEST, FARTHEST))
        step = np.linalg.solve(_weighed(basis, mean), _score(basis, given - mean))[..., 0]
        step = step * np.minimum(1.0, 3.0 / np.maximum(np.abs(step @ basis.T).max(axis=1), 1e-300))[:, None]
        gamma = gamma + np.where(done[:, None], 0.0, step)  # a set that is done no longer moves: batches do not matter
        done |= np.abs(step).max(axis=1) < CLOSE * (1 + np.abs(gamma).max(axis=1))
        if done.all():
            break
    return _told(basis, target, gamma, given, done)


def _basis(design: Array, column: int) -> tuple[Array, Array]:
    """Return an orthonormal basis of the columns, and what of it makes the parameter asked for."""
    left, sizes, _ = np.linalg.svd(design, full_matrices=False)
    basis = left[:, sizes > sizes[0] * 1e-10]
    aim = np.zeros(design.shape[1])
    aim[column] = 1.0
    weights = np.linalg.lstsq(design.T, aim, rcond=None)[0]
    if np.abs(design.T @ weights - aim).max() > 1e-8:
        raise MethodRefused("the unseen is not a function of this model: ask analysis.methods.capture.identify first")
    return basis, weights @ basis


def _weighed(basis: Array, mean: Array) -> Array:
    """Return the information of each set."""
    return np.asarray(np.einsum("ci,sc,cj->sij", basis, mean, basis, optimize=True))


def _score(basis: Array, rest: Array) -> Array:
    """Return the score of each set as a column."""
    return np.asarray((rest @ basis)[..., None])


def _told(basis: Array, target: Array, gamma: Array, given: Array, done: NDArray[np.bool_]) -> Fit:
    """Return what the fits say."""
    from scipy.special import gammaln, xlogy

    log_mean = np.clip(gamma @ basis.T, -FARTHEST, FARTHEST)
    mean = np.exp(log_mean)
    aims = np.broadcast_to(target, (len(given), len(target)))[..., None]
    spread = (np.linalg.solve(_weighed(basis, mean), aims)[..., 0] * target).sum(axis=1)
    loglik = (given * log_mean - mean - gammaln(given + 1)).sum(axis=1)
    deviance = 2 * (xlogy(given, given) - given * log_mean - given + mean).sum(axis=1)
    unseen = np.exp(np.minimum(gamma @ target, 60.0))
    return Fit(unseen, np.sqrt(spread), deviance, loglik, mean.min(axis=1), basis.shape[1], done)
