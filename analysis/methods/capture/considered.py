"""Every model considered, fitted where it can be: the range, the choices by BIC and AIC, the average."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.capture import design, identify, loglinear
from analysis.methods.capture.histories import Histories
from analysis.methods.capture.loglinear import Array
from analysis.methods.capture.ranged import Estimate, Range


def every(held: Histories) -> pd.DataFrame:
    """Return one row for each model considered.

    Parameters
    ----------
    held : Histories
        Counts over three to six lists.

    Returns
    -------
    DataFrame
        ``model``, ``terms`` (interactions), ``verdict`` (see `identify`), ``estimate``, ``lo`` and ``hi`` (records,
        missing where there is no finite estimate), ``parameters`` that stay finite, ``bic`` (with the logarithm of the
        records observed), ``aic``. In the order of the number of terms, then of the name.
    """
    rows = [_row(held, model) for model in design.models(len(held.lists))]
    return pd.DataFrame(rows).sort_values(["terms", "model"], kind="stable").reset_index(drop=True)


def _row(held: Histories, model: design.Model) -> dict[str, object]:
    """Return one model, fitted where it can be."""
    counts, made = np.asarray(held.counts, dtype=float), design.matrix(held.cells, model)
    told: dict[str, object] = {"model": design.words(model, held.lists), "terms": len(model)}
    found = identify.check(made, counts)
    fitted = np.asarray(found.fitted)
    one = loglinear.fit(made[fitted], counts[fitted]) if found.ok else None
    if one is None or not one.converged.all():
        verdict = "did not converge" if one else found.verdict
        return told | {"verdict": verdict} | dict.fromkeys(("estimate", "lo", "hi", "parameters", "bic", "aic"), np.nan)
    lo, hi = (float(end[0]) for end in one.interval())
    fall, n = -2 * float(one.loglik[0]), held.observed
    return told | {
        "verdict": "ok", "estimate": n + float(one.unseen[0]), "lo": n + lo, "hi": n + hi,
        "parameters": one.parameters, "bic": fall + one.parameters * np.log(n), "aic": fall + 2 * one.parameters,
    }  # fmt: skip


def over(found: pd.DataFrame) -> Range:
    """Return the range over the models that gave an estimate.

    Raises
    ------
    MethodRefused
        When none did.
    """
    good = found[found["verdict"] == "ok"]
    if good.empty:
        raise MethodRefused("no model gives a finite estimate from these histories: observe more overlap between lists")
    return Range(float(good["estimate"].min()), float(good["estimate"].max()), len(good), len(found) - len(good))


def chosen(held: Histories, found: pd.DataFrame, by: str = "bic") -> Estimate:
    """Return the estimate of the model with the least BIC or AIC, the range beside it.

    The interval takes the chosen model as given: it is too narrow, by what choosing adds.
    """
    wide = over(found)
    best = found.iloc[int(np.nanargmin(found[by].astype(float)))]
    return Estimate(
        f"{best['model']} (least {by.upper()})", float(best["estimate"]), float(best["lo"]), float(best["hi"]),
        held.observed, wide,
    )  # fmt: skip


def averaged(held: Histories, found: pd.DataFrame, by: str = "bic") -> Estimate:
    """Return the mean of the estimates, weighed by exp(-BIC/2), with an interval over and between models.

    On the logarithm of the unseen; the variance is that within models and that between them (Buckland, Burnham and
    Augustin 1997).
    """
    wide, n = over(found), held.observed
    good = found[found["verdict"] == "ok"]
    criterion, estimate, upper = (good[name].to_numpy(float)[None] for name in (by, "estimate", "hi"))
    value, lo, hi = (float(end[0]) for end in log_average(criterion, estimate, upper, np.array([float(n)])))
    return Estimate(f"average by {by.upper()}, of logarithms", value, lo, hi, n, wide)


def log_average(criterion: Array, estimate: Array, hi: Array, observed: Array) -> tuple[Array, Array, Array]:
    """Return estimates averaged over models on the logarithm of the unseen, with their intervals; see `averaged`.

    Parameters
    ----------
    criterion, estimate, hi : array (tables, models)
        BIC or AIC, estimate and upper end of each model; missing where a model has none.
    observed : array (tables,)
        Records in any list.

    Returns
    -------
    estimate, lo, hi : array (tables,)
    """
    n = observed[:, None]
    weight = np.nan_to_num(np.exp(-(criterion - np.nanmin(criterion, axis=1, keepdims=True)) / 2))
    weight = weight / weight.sum(axis=1, keepdims=True)
    logs = np.log(estimate - n)
    spread = (np.log(hi - n) - logs) / loglinear.Z
    mean = np.nansum(weight * logs, axis=1, keepdims=True)
    wide = loglinear.Z * np.nansum(weight * np.sqrt(spread**2 + (logs - mean) ** 2), axis=1, keepdims=True)
    one, two, three = (np.asarray((n + np.exp(end))[:, 0]) for end in (mean, mean - wide, mean + wide))
    return one, two, three
