from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MethodRefused
from analysis.methods import agreement, concordance
from analysis.paths import Project

# Peak flow by two meters, seventeen persons (Bland and Altman 1986): mean difference -2.1, deviation 38.8.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
NOBODY = pd.DataFrame({"source": [], "relation": [], "on": [], "event": []}, dtype="str")
bounds = st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)).filter(
    lambda pair: None in pair or pair[0] <= pair[1]
)


def pairs(a: list[float], b: list[float], key: str = "official_monthly:3") -> pd.DataFrame:
    ends = {"a_lo": a, "a_hi": a, "b_lo": b, "b_hi": b}
    return pd.DataFrame(ends, dtype="Float64").assign(row_keys=[[key]] * len(a))


def logged(values: list[int]) -> list[float]:
    """Readings such that log(1 + x) is the reading in thousands: the published example on the scale used here."""
    return [float(np.expm1(value / 1000)) for value in values]


@pytest.fixture
def made(inside: Project) -> pd.DataFrame:
    return concordance.concordance("2026-11-24")


@given(bounds, bounds)
def test_what_both_allow_is_allowed_by_each(one: tuple, other: tuple) -> None:
    lo, hi = agreement.both(one, other)
    assert agreement.both(other, one) == (lo, hi)
    if concordance.distance(one, other):
        assert (lo, hi) == (None, None)
    for end in (end for end in (lo, hi) if end is not None):
        for least, most in (one, other):
            assert (least is None or least <= end) and (most is None or end <= most)


def test_the_page_of_linked_incidents(made: pd.DataFrame) -> None:
    found = agreement.overlaps(made).set_index("incident_code")
    assert found.loc["CI760", ["relation", "both", "gap"]].tolist() == [agreement.EXCLUDE, "none", 24]
    assert found.loc["CI550", ["relation", "both", "gap"]].tolist() == [agreement.MEET, "105 to 141", 0]
    assert found.loc["CI467", "both"] == "10"  # at most 130 against 10
    assert "CI551" not in found.index  # the official position on it is open
    assert found["gap"].is_monotonic_decreasing


def test_single_statements_against_both_sides(made: pd.DataFrame) -> None:
    found = agreement.claims_against(made).set_index("incident_code")
    assert found.loc["CI760", "official_exclude"] == 3 and found.loc["CI760", "official_gap"] == 39
    assert "CI514" not in found.index  # spoken of by the monitor alone, whose statement is no claim beside its record
    assert "CI551" not in found.index  # the residual of the quarter counts other dead than claims about the quarter
    assert pd.isna(found.loc["CI347", "official_exclude"])  # no number on that side is not agreement


def test_row_order_does_not_matter(made: pd.DataFrame) -> None:
    turned = made.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(agreement.overlaps(turned), agreement.overlaps(made))
    by_code = [agreement.claims_against(frame).sort_values("incident_code") for frame in (made, turned)]
    pd.testing.assert_frame_equal(*[frame.reset_index(drop=True) for frame in by_code])


def test_the_published_limits_are_reproduced(inside: Project) -> None:
    found = agreement.limits_of_agreement(pairs(logged(LARGE), logged(MINI)), "one", "other", NOBODY)
    assert round(1000 * np.log(found.middle_factor), 1) == -2.1
    assert [round(1000 * np.log(end), 1) for end in (found.lo, found.hi)] == [-78.1, 73.9]  # 1.96, printed with 2
    assert found.n == 17 and found.left_out == 0
    assert found.lo_interval[0] < found.lo < found.lo_interval[1] < found.hi_interval[0] < found.hi


def test_row_order_and_exchange_of_sides(inside: Project) -> None:
    frame = pairs(logged(LARGE), logged(MINI))
    found = agreement.limits_of_agreement(frame, "one", "other", NOBODY)
    assert agreement.limits_of_agreement(frame.iloc[::-1], "one", "other", NOBODY) == found
    turned = agreement.limits_of_agreement(pairs(logged(MINI), logged(LARGE)), "other", "one", NOBODY)
    assert turned.lo == pytest.approx(1 / found.hi) and turned.hi == pytest.approx(1 / found.lo)


def test_bounds_are_left_out_and_counted_never_halved(inside: Project) -> None:
    frame = pairs(logged(LARGE), logged(MINI))
    frame.loc[[0, 1], "a_hi"] = frame.loc[[0, 1], "a_hi"] + 1
    frame.loc[2, "b_lo"] = pd.NA
    found = agreement.limits_of_agreement(frame, "one", "other", NOBODY)
    assert (found.n, found.left_out) == (14, 3) and "left out, for one side is no point: 3" in str(found)


def test_too_few_points_are_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="9 of 9 linked incidents .* need 10, and are never taken from the middle"):
        agreement.limits_of_agreement(pairs([1.0] * 9, [2.0] * 9), "one", "other", NOBODY)


def test_sources_that_rest_on_one_another_are_refused(made: pd.DataFrame) -> None:
    with pytest.raises(MethodRefused, match="airwars and cjtf rest on one another in data/hand/dependence.csv"):
        agreement.limits_between_layers(made)


def test_where_no_table_speaks_of_the_two_they_are_not_taken_for_independent(
    made: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement, "may_agree", lambda *_: True)  # as in an imported study, whose table is empty
    with pytest.raises(MethodRefused, match="nobody declares that the monitor and the officials are independent"):
        agreement.limits_between_layers(made)
    monkeypatch.setattr(agreement, "declared", lambda: {frozenset({"monitor", "officials"}): "a reason"})
    with pytest.raises(MethodRefused, match="is not a sample"):
        agreement.limits_between_layers(made)


def test_records_that_are_no_sample_are_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="is not a sample"):
        agreement.limits_of_agreement(pairs([1.0] * 20, [2.0] * 20, "incidents:CI550"), "one", "other", NOBODY)
