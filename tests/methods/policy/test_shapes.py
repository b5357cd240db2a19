from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodRefused
from analysis.methods.policy import shapes

TIME = np.arange(-23, 13)
MONTH = (TIME - 1) % 12 + 1


@pytest.mark.parametrize("shape", list(shapes.SHAPES))
def test_every_shape_has_terms_that_can_be_told_apart(shape: str) -> None:
    made = shapes.columns(shape, TIME, MONTH, 1)
    assert np.linalg.matrix_rank(np.column_stack(list(made.values()))) == len(made)
    step, turn, _ = shapes.SHAPES[shape]
    assert ("level" in made, "slope" in made) == (step, turn)


def test_the_slope_starts_at_the_change_and_the_step_is_one_after_it() -> None:
    made = shapes.columns("level and slope", TIME, MONTH)
    assert list(made["slope"][22:26]) == [0, 0, 1, 2]
    assert list(made["level"][22:26]) == [0, 0, 1, 1]


def test_the_bend_lies_midway_through_the_months_before() -> None:
    bent = shapes.columns("level, trend bent midway", TIME, MONTH)["trend after the bend"]
    assert (bent[TIME <= -12] == 0).all() and (bent[TIME > -11] > 0).all()


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(MethodRefused, match="Did you mean level"):
        shapes.columns("levels", TIME, MONTH)
