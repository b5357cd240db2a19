from __future__ import annotations

import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import published, stepwise
from analysis.methods.capture.ranged import Range

OVER = Range(10000.0, 15000.0, 8, 0)


@pytest.mark.parametrize(
    ("name", "alone", "stepped"),
    [("uk-five", 13444, (11313, 9884, 13027)), ("uk-six", 12214, (11418, 9977, 13146))],
)
def test_published_values_of_the_lists_of_2013(name: str, alone: int, stepped: tuple[int, ...]) -> None:
    held = published.held(name)
    assert round(stepwise.one_model(held, (), OVER).value) == alone
    found = stepwise.one_model(held, stepwise.forward(held), OVER, drawn=False)
    assert tuple(round(value) for value in (found.value, found.lo, found.hi)) == stepped


def test_a_lower_threshold_adds_no_more_terms() -> None:
    held = published.held("uk-five")
    assert set(stepwise.forward(held, 1e-5)) < set(stepwise.forward(held)) and stepwise.forward(held, 1e-12) == ()


def test_a_model_without_a_finite_estimate_is_never_added() -> None:
    held = published.held("artificial")
    assert stepwise.p_value(held, (), (0, 1)) == 1.0
    with pytest.raises(MethodRefused, match="AxB"):
        stepwise.one_model(held, ((0, 1),), OVER)


def test_the_range_beside_a_chosen_model_holds_it() -> None:
    held = published.held("uk-five")
    narrow = stepwise.one_model(held, (), Range(10000.0, 11000.0, 8, 0))
    assert narrow.over.most == pytest.approx(narrow.value)
