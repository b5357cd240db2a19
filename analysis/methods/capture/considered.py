"""Every model considered, fitted where it can be: the range, the choices by BIC and AIC, the average."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.capture import design, identify, loglinear
from analysis.methods.capture.histories import Histories
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
    wide = over(found)
    good, n = found[found["verdict"] == "ok"], held.observed
    weight = np.exp(-(good[by] - good[by].min()).astype(float) / 2)
    weight = weight / weight.sum()
    logs = np.log(good["estimate"].astype(float) - n)
    spread = (np.log(good["hi"].astype(float) - n) - logs) / loglinear.Z
    mean = float((weight * logs).sum())
    wide_log = loglinear.Z * float((weight * np.sqrt(spread**2 + (logs - mean) ** 2)).sum())
    value, lo, hi = (n + float(np.exp(end)) for end in (mean, mean - wide_log, mean + wide_log))
    return Estimate(f"average by {by.upper()}, of logarithms", value, lo, hi, n, wide)
