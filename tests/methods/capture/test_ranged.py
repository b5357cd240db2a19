from __future__ import annotations

import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture.ranged import Estimate, Range

OVER = Range(650.0, 900.0, 8, 2)


def test_no_estimate_is_printed_without_its_range() -> None:
    told = str(Estimate("independence", 700.0, 680.0, 760.0, 626, OVER))
    assert "650 to 900 over 8 models; 2 more give no finite estimate" in told


def test_an_estimate_without_a_range_cannot_be_made() -> None:
    with pytest.raises(MethodRefused, match="no range over models"):
        Estimate("independence", 700.0, 680.0, 760.0, 626, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [6261.0, float("inf"), float("nan")])
def test_more_than_ten_times_what_was_observed_is_refused(value: float) -> None:
    with pytest.raises(MethodRefused, match="more than 10 times"):
        Estimate("independence", value, 680.0, 760.0, 626, OVER)
    assert Estimate("independence", 6260.0, 680.0, 7600.0, 626, OVER).value == 6260.0


def test_a_range_holds_the_value_it_is_widened_for() -> None:
    assert OVER.including(1000.0).most == 1000.0 and OVER.including(700.0) == OVER
    with pytest.raises(MethodRefused, match="at least one model"):
        Range(900.0, 650.0, 8, 0)
