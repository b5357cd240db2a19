from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import design
from analysis.methods.capture.histories import cells_of


def test_every_hierarchical_model_is_there_once() -> None:
    assert [len(set(design.models(k))) for k in (3, 4, 5, 6)] == [8, 113, 1024, 121]


def test_with_a_term_go_the_terms_within_it() -> None:
    for model in design.models(4):
        assert all(set(combinations(term, 2)) <= set(model) for term in model if len(term) == 3)
        assert (0, 1, 2, 3) not in model


def test_the_unseen_history_would_have_the_intercept_alone() -> None:
    made = design.matrix([(0, 0, 0), *cells_of(3)], ((0, 1), (0, 1, 2)))
    assert made[0].tolist() == [1, 0, 0, 0, 0, 0] and made[-1].tolist() == [1] * 6
    assert np.linalg.matrix_rank(design.matrix(cells_of(3), design.models(3)[-1])) <= 7


@pytest.mark.parametrize("lists", [2, 7])
def test_too_few_or_too_many_lists_are_refused(lists: int) -> None:
    with pytest.raises(MethodRefused, match="three lists"):
        design.models(lists)
