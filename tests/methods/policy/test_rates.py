from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MethodRefused, ScopeError
from analysis.methods.policy import rates
from analysis.methods.policy.candidates import Change
from analysis.paths import Project
from analysis.scope import Scope
from analysis.toll import Toll

LAST, EARLY = "2026-11-24", "2017-03-25"
DELEGATION = Change("strike-delegation", "2016-12", "approval of some strikes delegated", "candidate")
MARCH = Scope("coalition", "civilians", "killed", rates.PLACE, ("2017-03", "2017-03"), "event", "likely")
WEAPONS = rates.weapons_toll("2017-03", "2017-03", 3878)


def test_the_yearly_rates_are_those_of_the_printed_figures(inside: Project) -> None:
    held = rates.periods(LAST)
    year = held[(held["basis"] == "likely")].set_index("period").loc[["2016", "2017"]]
    assert list(year["lo"]) == pytest.approx([1243 / 30.743, 3923 / 39.577])
    assert list(year["hi"]) == pytest.approx([1904 / 30.743, 6102 / 39.577])
    assert list(year["row_keys"])[1] == ["monitor_periods:17", "exposure_totals:19"]


def test_an_open_end_stays_open(inside: Project) -> None:
    row = rates.periods(LAST).set_index(["period", "basis"]).loc[("2017-10", "likely")]
    assert row["rate"] == "at least 183.3" and pd.isna(row["hi"])


@pytest.mark.parametrize(
    ("field", "scope"),
    [
        ("clock", {"clock": "assessment"}), ("place", {"place": "Mosul"}),
        ("window", {"window": ("2017-02", "2017-03")}),
        ("actors", {"actors": frozenset({"all_parties"})}),
    ],
)  # fmt: skip
def test_unequal_scopes_are_refused(field: str, scope: dict) -> None:
    with pytest.raises(ScopeError) as refusal:
        rates.per_weapon(Toll(1, 2, "", "", replace(MARCH, **scope)), WEAPONS)
    assert refusal.value.field == field


def test_another_day_of_reading_is_refused() -> None:
    with pytest.raises(ScopeError, match="as_of differs"):
        rates.per_weapon(Toll(1, 2, "", "", MARCH, "2018-01-01"), WEAPONS)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 9000))
def test_the_bounds_enclose_every_rate_between_them(low: int, more: int, weapons: int) -> None:
    rate = rates.per_weapon(Toll(low, low + more, "", "", MARCH), rates.weapons_toll("2017-03", "2017-03", weapons))
    assert rate.lo is not None and rate.hi is not None
    assert rate.lo == pytest.approx(1000 * low / weapons) and rate.hi == pytest.approx(1000 * (low + more) / weapons)


def test_no_weapons_no_rate() -> None:
    rate = rates.per_weapon(Toll(1, 2, "", "", MARCH), rates.weapons_toll("2017-03", "2017-03", 0))
    assert rate.lo is None and "denominator is 0" in str(rate)


def test_the_last_print_known_on_the_day_stands(inside: Project) -> None:
    june = [toll.lo for days, toll in rates.exposures(LAST).items() if str(days[0]) == "2016-06-01"]
    assert june == [3160]  # restated from 3,167
    november = [toll for days, toll in rates.exposures("2016-04-01").items() if str(days[0]) == "2015-11-01"]
    assert [toll.lo for toll in november] == [3227]  # 3,242 came a year later


def test_a_print_without_a_date_is_known_from_the_day_the_tables_were_made(inside: Project) -> None:
    august = (date(2014, 8, 1), date(2014, 8, 31))
    assert rates.exposures(LAST)[august].lo == 200 and august not in rates.exposures("2026-11-23")


def test_months_that_lack_a_side_stay_without_a_rate(inside: Project) -> None:
    frame = rates.months(LAST, "likely").set_index("month")
    assert len(frame) == 65 and frame["rate_lo"].notna().sum() == 6
    assert frame.loc["2017-09", "coverage"] == "no figure of weapons seen"
    assert frame.loc["2017-07", "coverage"] == "no figure of deaths seen"
    assert frame.loc["2014-09", "coverage"] == "no figure of deaths or weapons seen"
    assert frame.loc["2017-07", ["lo", "hi", "rate_lo"]].isna().all()


def test_coverage_counts_the_months_of_each_side(inside: Project) -> None:
    rows = rates.coverage(LAST, DELEGATION).set_index(["basis", "side"])
    assert (rows["row_keys"].map(len) == rows["deaths"] + rows["weapons"]).all()
    assert rows.loc[("likely", "before"), "both"] == 0 and rows.loc[("likely", "after"), "both"] == 6
    assert rows.loc[("alleged", "before"), "open_above"] == 1
    assert rows["months"].groupby("side").first().to_dict() == {"after": 36, "before": 28}
    # a date known to the year leaves its whole year out; one on the first of a month leaves nothing out
    cut_off = rates.coverage(LAST, Change("x", "2018", "", "candidate")).set_index(["basis", "side"])["months"]
    assert (cut_off["likely", "before"], cut_off["likely", "after"]) == (41, 12)
    release = rates.coverage(LAST, Change("x", "2016-12-01", "", "reporting_format")).set_index(["basis", "side"])
    assert release["months"]["likely", "before"] == 28 and release["months"]["likely", "after"] == 37


def test_what_may_not_be_divided_is_named(inside: Project) -> None:
    rows = rates.not_divided(LAST)
    assert set(rows["field"]) == {"place", "clock"}
    clock = rows[rows["field"] == "clock"].iloc[0]
    assert "assessment against event" in clock["why"] and all("official_monthly" in key for key in clock["row_keys"])


def test_an_early_day_gives_less_and_never_fails(inside: Project) -> None:
    assert set(rates.periods(EARLY)["period"]) < set(rates.periods(LAST)["period"])
    for when in (EARLY, "2014-09-01", "2013-01-01"):
        assert rates.drawn(when)["clock"].isin(["event"]).all()
        assert len(rates.coverage(when, DELEGATION)) == 6
    with pytest.raises(MethodRefused, match="no month has both"):
        rates.for_regression("2014-09-01", "likely")
