"""The published tables run open: each published value beside ours, with the range over models."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.capture import considered, decomposable, latent, published, stepwise, two_lists
from analysis.methods.capture.histories import Histories
from analysis.methods.capture.ranged import Estimate

SEED = 20170317
COLUMNS = ["table", "method", "published", "ours", "over_models"]


def against_published() -> pd.DataFrame:
    """Return ``table``, ``method``, ``published`` and ``ours`` (records seen and unseen), ``over_models``."""
    rows = [
        *_slavery("uk-five", "13,444", "11,313 (9,884 to 13,027)", "17,617"),
        *_slavery("uk-six", "12,214", "11,418 (9,977 to 13,146)", "15,628"),
        *_graphs(),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@cache
def models(name: str) -> pd.DataFrame:
    """Return every model considered for a published table; do not write to it."""
    return considered.every(published.held(name))


def refusals() -> pd.DataFrame:
    """Return each model of the table made to fail: ``model``, ``verdict``, and its ``estimate`` where there is one."""
    found = models("artificial")
    estimate = [f"{value:,.0f}" if value == value else "refused" for value in found["estimate"]]
    return found[["model", "verdict"]].assign(estimate=estimate)


def choices(name: str = "uk-five") -> pd.DataFrame:
    """Return what other choices make of a published table: ``method``, ``estimate``, ``within``, ``over_models``."""
    held, found = published.held(name), models(name)
    made = [considered.chosen(held, found), considered.chosen(held, found, "aic"), considered.averaged(held, found)]
    rows = [(one.model, f"{one.value:,.0f}", f"{one.lo:,.0f} to {one.hi:,.0f}", str(one.over)) for one in made]
    classes = latent.fit(held, 2, SEED)
    over = considered.over(found).including(classes.total)
    note = f"{classes.agreeing} of {classes.starts} starts agree; no interval"
    rows.append(("two latent classes", f"{classes.total:,.0f}", note, str(over)))
    return pd.DataFrame(rows, columns=["method", "estimate", "within", "over_models"])


def _slavery(name: str, alone: str, stepped: str, bound: str) -> list[tuple[str, ...]]:
    """Return the rows of one of the tables of 2013."""
    held, title = published.held(name), published.TABLES[name][0]
    over = considered.over(models(name))
    step = stepwise.one_model(held, stepwise.forward(held), over, drawn=False)  # the published interval is so
    return [
        (title, "independence", alone, f"{stepwise.one_model(held, (), over).value:,.0f}", str(over)),
        (title, "stepwise, p below .02", stepped, _within(step), str(step.over)),
        (title, "Chao's bound", bound, f"{two_lists.chao(held):,.0f}", str(over)),
    ]


def _within(one: Estimate) -> str:
    """Return an estimate with its interval, for a row that also shows its range."""
    return f"{one.value:,.0f} ({one.lo:,.0f} to {one.hi:,.0f})"


def graph_posterior(held: Histories) -> decomposable.Posterior:
    """Return the posterior over graphs with the priors of Madigan and York."""
    prior = decomposable.madigan_york_prior(
        held.observed, published.MOST_UNSEEN, published.PRIOR_A, published.PRIOR_B
    )  # fmt: skip
    return decomposable.posterior(held, prior, published.DELTA)


def _graphs() -> list[tuple[str, ...]]:
    """Return the rows of the table of Madigan and York."""
    held, title = published.held("three-lists"), published.TABLES["three-lists"][0]
    found, over = graph_posterior(held), str(considered.over(models("three-lists")))
    top, mean = int(np.argmax(found.weights)), found.averaged()
    best = found.given[top]
    return [
        (title, "weight of the best graph", ".37", f"{found.weights[top]:.2f} ({found.names[top]})", over),
        (title, "best graph: Bayes, mode", "731, 729", f"{found.bayes(best):.0f}, {found.mode(best)}", over),
        (title, "averaged: Bayes, mode", "731, 728", f"{found.bayes(mean):.0f}, {found.mode(mean)}", over),
    ]


def one_refused() -> str:
    """Return the sentence with which a model without a finite estimate is refused."""
    held = published.held("artificial")
    try:
        stepwise.one_model(held, ((0, 1),), considered.over(models("artificial")))
    except MethodRefused as refusal:
        return str(refusal)
    return ""


def observed(name: str) -> int:
    """Return how many records some list of a published table holds."""
    return published.held(name).observed
