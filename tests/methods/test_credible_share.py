from __future__ import annotations

from itertools import product
from math import sqrt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import store
from analysis.errors import MethodRefused
from analysis.methods import backlog, credible_share
from analysis.paths import Project

LAST = "2026-11-24"


@pytest.fixture
def frame(inside: Project) -> pd.DataFrame:
    return backlog.stock_and_flow(LAST)


def blank(frame: pd.DataFrame, month: str, column: str) -> pd.DataFrame:
    return frame.assign(**{column: frame[column].mask(frame["month"] == month)})


@pytest.mark.parametrize(
    ("first", "last", "part", "whole", "percent"),
    [("2016-12", "2017-04", 43, 122, 35.2), ("2017-12", "2018-06", 45, 1027, 4.4)],
)
def test_the_two_shares_that_are_known_follow_from_the_raw_table(
    frame: pd.DataFrame, first: str, last: str, part: int, whole: int, percent: float
) -> None:
    flow = credible_share.flow_share(frame, first, last)
    assert (flow.share.part, flow.share.whole, round(flow.share.percent, 1)) == (part, whole, percent)
    raw = store.read_table("official_monthly").set_index("row_key").loc[list(flow.row_keys)]
    assert (raw["reports_credible"].sum(), raw["reports_completed"].sum()) == (part, whole)
    assert "assessments completed" in str(flow) and f"{whole:,}" in str(flow) and flow.missing == ()


def wilson_by_hand(part: int, whole: int) -> tuple[float, float]:
    z = 1.959963984540054
    share = part / whole
    middle, half = share + z * z / (2 * whole), z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return tuple(100 * (middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1))  # type: ignore[return-value]


@given(st.integers(1, 2000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_is_wilsons(counts: tuple[int, int]) -> None:
    assert credible_share.wilson(*counts) == pytest.approx(wilson_by_hand(*counts), abs=1e-9)


def test_a_month_without_credible_reports_still_has_an_interval(frame: pd.DataFrame) -> None:
    flow = credible_share.flow_share(frame, "2018-09", "2018-09")
    assert (flow.share.part, flow.share.whole, flow.lo) == (0, 104, 0.0) and 3 < flow.hi < 4


def test_a_missing_count_refuses_the_pooled_share_and_is_never_zero(frame: pd.DataFrame) -> None:
    for column in ("completed", "credible"):
        with pytest.raises(MethodRefused, match="not both seen for 2017-02: .* read a missing count as zero"):
            credible_share.flow_share(blank(frame, "2017-02", column), "2016-12", "2017-04")
    with pytest.raises(MethodRefused, match="2017-06"):
        credible_share.flow_share(frame, "2017-05", "2017-08")


def test_months_left_out_are_named_when_asked_for(frame: pd.DataFrame) -> None:
    flow = credible_share.flow_share(frame, "2017-05", "2017-08", partial=True)
    assert flow.missing == ("2017-06",) and flow.months == ("2017-05", "2017-07", "2017-08")
    assert (flow.share.part, flow.share.whole) == (54, 363)
    assert "2017-05, 2017-07 to 2017-08" in str(flow)


@pytest.mark.parametrize(("first", "last"), [("2014-01", "2014-03"), ("2020-08", "2020-12"), ("2018-06", "2017-12")])
def test_months_outside_the_releases_are_refused(frame: pd.DataFrame, first: str, last: str) -> None:
    with pytest.raises(MethodRefused, match="no release was seen for"):
        credible_share.flow_share(frame, first, last)


def test_rows_that_are_no_sample_are_refused(frame: pd.DataFrame) -> None:
    taken = frame.drop(columns="row_keys").assign(row_key="official_assessments:2")
    for method in (credible_share.flow_share, credible_share.cohort_bounds):
        with pytest.raises(MethodRefused, match="official_assessments is not a sample"):
            method(taken, "2017-02", "2017-03")


def test_the_months_one_by_one_make_the_pooled_share(frame: pd.DataFrame) -> None:
    monthly = credible_share.by_month(frame).set_index("month")
    pooled = monthly.loc["2017-12":"2018-06"]  # type: ignore[misc]
    assert (pooled["credible"].sum(), pooled["completed"].sum()) == (45, 1027)
    assert (monthly["lo"] <= 100 * monthly["credible"] / monthly["completed"] + 1e-9).all()
    assert monthly.loc["2017-02", "share"] == "29.4% (5 of 17)" and "2017-06" not in monthly.index


def test_the_cohort_has_bounds_with_its_own_denominator(frame: pd.DataFrame) -> None:
    early = credible_share.cohort_bounds(frame, "2016-12", "2017-04")
    assert (early.opening, early.unplaced) == (5, 5)  # open at the end of November 2016; 5 + 150 - 122 is not 38
    assert (early.least.part, early.most.part, early.least.whole, early.most.whole) == (33, 43, 150, 150)
    late = credible_share.cohort_bounds(frame, "2017-12", "2018-06")
    assert (late.opening, late.unplaced) == (603, -119)
    assert (late.least.part, late.least.whole, late.most.part, late.most.whole) == (0, 777, 45, 658)
    assert "reports received" in str(early) and "official_monthly:11" in early.row_keys
    assert late.most.percent < early.least.percent  # the fall does not depend on when the reports came in


@pytest.mark.parametrize(
    ("month", "column", "lost"),
    [("2017-03", "received", "received in 2017-03"), ("2017-04", "open_end", "open at the end of 2017-04"),
     ("2016-11", "open_end", "open before 2016-12"), ("2017-01", "credible", "credible in 2017-01")],
)  # fmt: skip
def test_the_cohort_is_refused_where_the_identity_lacks_a_number(
    frame: pd.DataFrame, month: str, column: str, lost: str
) -> None:
    with pytest.raises(MethodRefused, match=f"not seen were .*{lost}"):
        credible_share.cohort_bounds(blank(frame, month, column), "2016-12", "2017-04")


def test_the_cohort_bounds_hold_for_every_order_in_which_reports_can_be_closed(inside: Project) -> None:
    opening, received, completed, credible = 2, (3, 1), (2, 3), (1, 2)
    rows = {"month": ["2017-01", "2017-02"], "received": received, "completed": completed, "credible": credible}
    made = pd.DataFrame(rows | {"carried_over": [2, 3], "open_end": [3, 1], "row_key": ["official_monthly:9"] * 2})
    bounds = credible_share.cohort_bounds(made.astype({"carried_over": "Int64"}), "2017-01", "2017-02")
    reached = set()
    for old in product(range(opening + 1), repeat=2):  # old reports closed in each month, then how many were credible
        new = [done - out for done, out in zip(completed, old, strict=True)]
        if sum(old) > opening or min(new) < 0 or new[0] > received[0] or sum(new) > sum(received):
            continue
        for found in product(*(range(n + 1) for n in new)):
            if all(0 <= k - f <= out for k, f, out in zip(credible, found, old, strict=True)):
                reached.add(sum(found))
    assert (min(reached), max(reached)) == (bounds.least.part, bounds.most.part)


def test_named_windows_show_a_refusal_in_its_place(frame: pd.DataFrame) -> None:
    shown = credible_share.windows(frame, [("2016-12", "2017-04"), ("2017-05", "2017-08")])
    assert list(shown["flow_given"]) == [True, False] and list(shown["cohort_given"]) == [True, False]
    assert shown["flow"].iloc[0] == "35.2% (43 of 122 assessments completed)"
    assert shown["cohort"].iloc[0] == "at least 22.0%, at most 28.7% (of 150 reports received)"
    assert "2017-06" in shown["flow"].iloc[1] and shown["lo"].isna().tolist() == [False, True]
    nothing = credible_share.windows(backlog.stock_and_flow("2015-01-01"), [("2016-12", "2017-04")])
    assert not nothing["flow_given"].any()


def test_a_change_is_stated_only_where_flow_and_cohort_agree(frame: pd.DataFrame) -> None:
    early, late = ("2016-12", "2017-04"), ("2017-12", "2018-06")
    assert credible_share.trend(frame, early, late).startswith("The share fell from the first window to the second")
    assert credible_share.trend(frame, late, early).startswith("The share rose")
    assert "no change is stated" in credible_share.trend(frame, ("2018-03", "2018-04"), ("2018-06", "2018-06"))
    assert "no change is stated" in credible_share.trend(frame, early, early)
    assert "2017-06" in credible_share.trend(frame, early, ("2017-05", "2017-08"))
