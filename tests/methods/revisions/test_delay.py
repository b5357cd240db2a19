from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import MethodRefused
from analysis.methods.revisions import delay
from revisions.tables import REGULAR


def months(count: int) -> list[str]:
    return [str(month) for month in pd.period_range("2015-01", periods=count, freq="M")]


def table(*rows: list) -> pd.DataFrame:
    return pd.DataFrame(rows, index=months(len(rows)), dtype="Float64")


def test_the_published_triangle_gives_its_published_distribution() -> None:
    assert delay.delay_pmf(REGULAR).round(5).tolist() == [0.51499, 0.28091, 0.14458, 0.05952]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.02, 1), min_size=2, max_size=8), st.lists(st.floats(1, 500), min_size=8, max_size=14))
def test_a_multiplicative_triangle_returns_the_distribution_that_made_it(weights: list, levels: list) -> None:
    pmf = np.array(weights) / sum(weights)
    whole = pd.DataFrame(np.outer(levels, pmf), index=months(len(levels)))
    found = delay.delay_pmf(delay.as_it_stood(whole, whole.index[-1]))
    assert np.abs(found - pmf).max() < 1e-9 and found.sum() == pytest.approx(1)


def test_the_distribution_does_not_depend_on_the_order_of_the_months() -> None:
    shuffled = REGULAR.sample(frac=1, random_state=5)
    assert delay.delay_pmf(shuffled).tolist() == delay.delay_pmf(REGULAR).tolist()


def test_delays_without_any_count_have_no_share() -> None:
    found = delay.delay_pmf(table([0, 0, 6, 4], [0, 0, 3, None], [0, 0, None, None], [0, None, None, None]))
    assert found.tolist() == pytest.approx([0, 0, 0.6, 0.4])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (pd.DataFrame(), "is empty"), (table([None, None]), "is empty"), (table([5, -1], [3, 2]), "net it first"),
        (table([5, None, 1], [3, 2, 1]), "missing between two"), (table([5], [3]).rename(columns={0: 1}), "its shape"),
        (table([0, 0], [0, None]), "one release alone"), (table([4, 0], [0, None]), "one release alone"),
        (table([4, None], [2, None]), "has seen the longest delay"),
        (table([0, 0], [3, None], [2, None]), "within the longest delay"),
    ],
)  # fmt: skip
def test_what_is_no_reporting_table_is_refused(given: pd.DataFrame, message: str) -> None:
    with pytest.raises(MethodRefused, match=message):
        delay.delay_pmf(given)


def test_a_month_twice_is_refused() -> None:
    twice = table([5, 1], [3, 2]).set_axis(["2017-01", "2017-01"])
    with pytest.raises(MethodRefused, match="its shape"):
        delay.checked(twice)


@pytest.mark.parametrize(
    ("row", "netted"),
    [
        ([5, 3, -4, 1], [4, 0, 0, 1]), ([5, -2, 3], [3, 0, 3]), ([10, 4, -1, -2], [10, 1, 0, 0]),
        ([-3, 5, 2], [0, 2, 2]), ([1, 0, 2], [1, 0, 2]), ([3, -3], [0, 0]),
    ],
)  # fmt: skip
def test_a_negative_count_is_taken_off_the_nearest_earlier_delays(row: list, netted: list) -> None:
    assert delay.net_negative(table(row)).iloc[0].tolist() == netted


def test_cells_not_yet_observed_stay_missing() -> None:
    found = delay.net_negative(table([5, -2, None])).iloc[0]
    assert found.iloc[:2].tolist() == [3, 0] and pd.isna(found.iloc[2])


def test_more_withdrawn_than_published_is_refused_and_names_the_month() -> None:
    with pytest.raises(MethodRefused, match="withdrawn of 2015-02"):
        delay.net_negative(table([1, 2], [1, -2]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-9, 20), min_size=1, max_size=9))
def test_netting_keeps_the_total_and_leaves_nothing_below_zero(row: list[int]) -> None:
    if sum(row) < 0:
        with pytest.raises(MethodRefused):
            delay.net_negative(table(row))
        return
    found = delay.net_negative(table(row)).iloc[0]
    assert found.sum() == sum(row) and (found >= 0).all()


def test_a_table_put_back_hides_what_came_later_and_changes_nothing_else() -> None:
    whole = table([1, 2, 3], [4, 5, 6], [7, 8, 9])
    then = delay.as_it_stood(whole, "2015-02")
    assert then.index.tolist() == ["2015-01", "2015-02"]
    assert then.to_numpy(float, na_value=-1).tolist() == [[1, 2, -1], [4, -1, -1]]
    assert whole.notna().all().all()


def test_vintages_are_the_months_in_which_something_was_released() -> None:
    assert delay.release_months(table([1, 0, 2], [0, 0, None])) == ["2015-01", "2015-03"]
    assert delay.last_month(table([1, 0, 2], [0, 0, None])) == "2015-03"
