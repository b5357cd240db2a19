"""Forward choice of pair terms at p < .02, with the term of an empty overlap at minus infinity.

After Chan, Silverman and Vincent 2021 (SparseMSE): begin with independence; of the pairs not yet in the model add the
one with the least p-value while that is below the threshold. The p-value is that of the fall of the
deviance on one degree of freedom; the term of two lists that share no record goes to minus infinity.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from analysis.errors import MethodRefused
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
        before = float(_fitted(held, model).deviance[0])
        tested = [(p_value(held, model, term, before), term) for term in free]
        least, term = min(tested)
        if least >= threshold:
            break
        model = tuple(sorted((*model, term)))
        free.remove(term)
    return model


def p_value(held: Histories, model: design.Model, term: design.Term, before: float | None = None) -> float:
    """Return the p-value of a pair term added to a model; 1 where the model with it gives no finite estimate.

    `before` is the deviance of the model without the term, where it is at hand already.
    """
    from scipy.special import erfc

    try:
        after = float(_fitted(held, (*model, term)).deviance[0])
    except MethodRefused:
        return 1.0
    before = float(_fitted(held, model).deviance[0]) if before is None else before
    return float(erfc(np.sqrt(max(before - after, 0.0) / 2)))


def _fitted(held: Histories, model: design.Model) -> loglinear.Fit:
    """Return the fit of a model over the histories whose fit is above zero, or refuse it."""
    counts, made = np.asarray(held.counts, dtype=float), design.matrix(held.cells, model)
    fitted = np.asarray(identify.require(made, counts, design.words(model, held.lists)).fitted)
    return loglinear.fit(made[fitted], counts[fitted])


def one_model(held: Histories, model: design.Model, over: Range, drawn: bool = True) -> Estimate:
    """Return the estimate of one named model, with the range that must stand beside it.

    `drawn` as in `analysis.methods.capture.loglinear.Fit.interval`.

    Raises
    ------
    MethodRefused
        When the model gives no finite estimate, or one more than ten times what was observed.
    """
    one = _fitted(held, model)
    lo, hi = (float(end[0]) for end in one.interval(drawn))
    n, value = held.observed, held.observed + float(one.unseen[0])
    return Estimate(design.words(model, held.lists), value, n + lo, n + hi, n, over.including(value))
