from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import design, loglinear, published
from analysis.methods.capture.histories import cells_of


@pytest.mark.filterwarnings("ignore")  # of statsmodels, where no degree of freedom is left
@pytest.mark.parametrize("model", design.models(3), ids=str)
def test_it_is_what_statsmodels_finds(model: design.Model) -> None:
    import statsmodels.api as sm

    held = published.held("three-lists")
    made, counts = design.matrix(held.cells, model), np.asarray(held.counts, dtype=float)
    theirs = sm.GLM(counts, made, family=sm.families.Poisson()).fit(tol=1e-14, maxiter=200)
    ours = loglinear.fit(made, counts)
    assert ours.converged.all() and ours.parameters == made.shape[1]
    assert np.log(ours.unseen[0]) == pytest.approx(theirs.params[0], abs=1e-8)
    assert ours.se_log[0] == pytest.approx(theirs.bse[0], abs=1e-8)
    assert ours.loglik[0] == pytest.approx(theirs.llf, abs=1e-8)
    assert ours.deviance[0] == pytest.approx(theirs.deviance, abs=1e-8)


def test_many_sets_at_once_are_each_as_alone() -> None:
    made = design.matrix(cells_of(3), ((0, 1),))
    counts = np.random.default_rng(3).integers(1, 80, (40, 7)).astype(float)
    together = loglinear.fit(made, counts)
    alone = [loglinear.fit(made, one).unseen[0] for one in counts]
    assert together.unseen == pytest.approx(alone, rel=1e-9) and together.converged.all()


def test_two_lists_are_petersen() -> None:
    made = np.array([[1.0, 1, 0], [1, 0, 1], [1, 1, 1]])
    assert loglinear.fit(made, np.array([30.0, 20, 10])).unseen[0] == pytest.approx(60)


def test_a_design_that_leaves_the_unseen_free_is_refused() -> None:
    made = design.matrix(cells_of(3), ((0, 1), (0, 2), (1, 2), (0, 1, 2)))
    with pytest.raises(MethodRefused, match="not a function of this model"):
        loglinear.fit(made, np.full(7, 5.0))
