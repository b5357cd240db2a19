"""Estimates of a log-linear model of counts, with what each month contributes to them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused

MODELS = ("Poisson", "quasi-Poisson", "negative binomial")


@dataclass(frozen=True)
class Estimate:
    """Logarithms of ratios, their errors by the model, each month's contribution, and the fitted means.

    ``dispersion`` is one for Poisson, Pearson's chi-square over its degrees of freedom for quasi-Poisson, and alpha
    (variance = mean + alpha mean squared) for the negative binomial.
    """

    params: np.ndarray
    spread: np.ndarray
    influence: pd.DataFrame
    mean: np.ndarray
    dispersion: float


def estimated(used: pd.DataFrame, terms: dict[str, np.ndarray], model: str) -> Estimate:
    """Return the estimates of a model.

    Parameters
    ----------
    used : DataFrame
        ``month``, ``count``, optionally ``exposure``.
    terms : dict of str to ndarray
        Columns of the model.
    model : str
        One of `MODELS`.

    Raises
    ------
    MethodRefused
        When the terms cannot be told apart, or the estimate does not converge.
    """
    x = np.column_stack(list(terms.values()))
    y = used["count"].astype("float64").to_numpy()
    offset = np.log(used["exposure"].astype("float64").to_numpy()) if "exposure" in used else np.zeros(len(y))
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise MethodRefused(f"the terms {', '.join(terms)} cannot be told apart on these months: choose fewer terms")
    if model == "negative binomial":
        params, spread, alpha = _negative_binomial(y, x, offset)
        dispersion = alpha
    else:
        params, spread, dispersion = _poisson(y, x, offset, model)
        alpha = 0.0
    mean = np.exp(x @ params + offset)
    weight = mean / (1 + alpha * mean)
    bread = np.linalg.inv(x.T @ (weight[:, None] * x))
    scores = x * ((y - mean) / (1 + alpha * mean))[:, None]
    influence = pd.DataFrame(scores @ bread, index=pd.PeriodIndex(used["month"], freq="M"), columns=list(terms))
    return Estimate(params, spread, influence, mean, dispersion)


def _poisson(y: np.ndarray, x: np.ndarray, offset: np.ndarray, model: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Return estimates, errors and dispersion of a Poisson or quasi-Poisson model."""
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = GLM(y, x, family=Poisson(), offset=offset).fit(scale="X2" if model == "quasi-Poisson" else 1.0)
        except ValueError:  # the counts do not vary at all
            found = None
    if found is None or not found.converged or not np.isfinite(found.bse).all():
        raise MethodRefused(
            "the Poisson model has no finite estimate on these months: choose fewer terms, or counts that vary"
        )
    return np.asarray(found.params), np.asarray(found.bse), float(found.scale)


def _negative_binomial(y: np.ndarray, x: np.ndarray, offset: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return estimates, errors and alpha of a negative binomial model whose alpha is estimated."""
    from statsmodels.discrete.discrete_model import NegativeBinomial

    start, _, dispersion = _poisson(y, x, offset, "quasi-Poisson")
    first = max((dispersion - 1) / float(y.mean()), 1e-3)
    scale = np.abs(x).max(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = NegativeBinomial(y, x / scale, offset=offset).fit(
            start_params=np.append(start * scale, first), method="bfgs", maxiter=500, gtol=1e-6, disp=0
        )
    alpha, errors = float(found.params[-1]), np.asarray(found.bse)
    if not np.isfinite(errors).all() or alpha <= 1e-6:
        raise MethodRefused(
            "the negative binomial model has no finite estimate of its dispersion: the counts do not vary more than a "
            "Poisson model lets them, so use quasi-Poisson"
        )
    return np.asarray(found.params[:-1]) / scale, errors[:-1] / scale, alpha
