"""Forward choice of pair terms at p < .02, with the term of an empty overlap at minus infinity.

After Chan, Silverman and Vincent 2021 (SparseMSE): begin with independence; of the pairs not yet in the model add the
one with the least p-value while that is below the threshold. The p-value is that of the fall of the
deviance on one degree of freedom; the term of two lists that share no record goes to minus infinity.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from analysis.methods.capture import design, identify, loglinear
from analysis.methods.capture.histories import Histories
from analysis.methods.capture.ranged import Estimate, Range

THRESHOLD = 0.02


def forward(held: Histories, threshold: float = THRESHOLD) -> design.Model:
    """Return the pair terms chosen, sorted.

    Parameters
    ----------
    held : Histories
        Counts over three or more lists.
    threshold : float
        Largest p-value at which a term is added.
    """
    model: design.Model = ()
    free = list(combinations(range(len(held.lists)), 2))
    while free:
        tested = [(p_value(held, model, term), term) for term in free]
        least, term = min(tested)
        if least >= threshold:
            break
        model = tuple(sorted((*model, term)))
        free.remove(term)
    return model


def p_value(held: Histories, model: design.Model, term: design.Term) -> float:
    """Return the p-value of a pair term added to a model; 1 where the model with it gives no finite estimate."""
    from scipy.special import erfc

    counts = np.asarray(held.counts, dtype=float)
    made = design.matrix(held.cells, (*model, term))
    found = identify.check(made, counts)
    if not found.ok:
        return 1.0
    fall = _deviance(held, model) - _deviance(held, (*model, term))
    return float(erfc(np.sqrt(max(fall, 0.0) / 2)))


def _deviance(held: Histories, model: design.Model) -> float:
    """Return the deviance of a model over the histories it fits."""
    counts, made = np.asarray(held.counts, dtype=float), design.matrix(held.cells, model)
    fitted = np.asarray(identify.require(made, counts, design.words(model, held.lists)).fitted)
    return float(loglinear.fit(made[fitted], counts[fitted]).deviance[0])


def one_model(held: Histories, model: design.Model, over: Range, drawn: bool = True) -> Estimate:
    """Return the estimate of one named model, with the range that must stand beside it.

    `drawn` as in `analysis.methods.capture.loglinear.Fit.interval`.

    Raises
    ------
    MethodRefused
        When the model gives no finite estimate, or one more than ten times what was observed.
    """
    counts, made = np.asarray(held.counts, dtype=float), design.matrix(held.cells, model)
    name = design.words(model, held.lists)
    fitted = np.asarray(identify.require(made, counts, name).fitted)
    one = loglinear.fit(made[fitted], counts[fitted])
    lo, hi = (float(end[0]) for end in one.interval(drawn))
    n, value = held.observed, held.observed + float(one.unseen[0])
    return Estimate(name, value, n + lo, n + hi, n, over.including(value))
