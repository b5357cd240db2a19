from __future__ import annotations

import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import published, two_lists


def test_published_bounds_of_chao() -> None:
    assert [round(two_lists.chao(published.held(name))) for name in ("uk-five", "uk-six")] == [17617, 15628]


def test_chapman_is_its_formula_and_its_interval_stays_above_what_was_seen() -> None:
    found = two_lists.chapman(100, 80, 20)
    assert found.value == pytest.approx(101 * 81 / 21 - 1)
    assert 160 < found.lo < found.value < found.hi
    assert (found.value - 160) / (found.lo - 160) == pytest.approx((found.hi - 160) / (found.value - 160))


def test_lists_that_are_the_same_have_nothing_unseen() -> None:
    assert two_lists.chapman(50, 50, 50) == two_lists.Classic(50.0, 50.0, 50.0)


@pytest.mark.parametrize("numbers", [(10, 5, 0), (10, 5, 6), (5, 10, -1)])
def test_lists_without_shared_records_are_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(MethodRefused, match="need some shared records"):
        two_lists.chapman(*numbers)


def test_chao_needs_records_in_two_lists() -> None:
    import pandas as pd

    from analysis.methods.capture.histories import histories

    with pytest.raises(MethodRefused, match="exactly two lists"):
        two_lists.chao(histories(pd.DataFrame({"A": [1, 0], "B": [0, 1], "count": [2, 3]})))
