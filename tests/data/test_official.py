from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import official, store
from analysis.paths import Project
from analysis.toll import Toll

JADIDA = "mosul-jadida-2017-03-17"


def act(row: int) -> dict:
    acts = store.read_table("official_statements").set_index("row_key", drop=False)
    return acts.loc[f"official_statements:{row}"].to_dict()


def total(when: str) -> Toll:
    found = official.conceded_total(when)
    assert found is not None
    return found


def test_releases_known_on_a_day_are_known_later_in_the_same_order(inside: Project) -> None:
    everything = list(official.releases("2026-11-24")["row_key"])
    seen: set[str] = set()
    for when in ("2015-01-01", "2017-03-03", "2017-03-04", "2018-05-31", "2020-12-31"):
        known = list(official.releases(when)["row_key"])
        assert known == [key for key in everything if key in set(known)] and seen <= set(known)
        seen = set(known)
    assert everything[0] == "official_monthly:2"


def test_releases_stand_in_order_of_the_months_they_assess(inside: Project) -> None:
    months = list(official.releases("2026-11-24")["period"].dropna())
    assert months == sorted(months) and {"2017-06", "2017-07"} <= set(months)


def test_a_release_is_known_from_its_day(inside: Project) -> None:
    assert "2017-01" not in set(official.releases("2017-03-03")["period"])
    assert official.releases("2017-03-04")["period"].iloc[-1] == "2017-01"


def test_a_release_without_a_day_is_known_once_a_later_month_is(inside: Project) -> None:
    july = store.read_table("official_monthly").query("period == '2017-07'").iloc[0]
    assert pd.isna(july["release_date"])
    assert july["row_key"] not in set(official.releases("2017-09-28")["row_key"])
    assert july["row_key"] in set(official.releases("2017-09-29")["row_key"])


def test_a_release_without_day_and_month_cannot_be_placed(inside: Project) -> None:
    blank = store.read_table("official_monthly").query("release_date.isna() and period.isna()")
    assert len(blank) and not set(blank["row_key"]) & set(official.releases("2026-11-24")["row_key"])


@pytest.mark.parametrize(
    ("when", "known"),
    [("2017-03-03", 199), ("2017-03-04", 220), ("2017-03-25", 220), ("2017-04-29", 229), ("2017-04-30", 352)],
)
def test_the_running_total_known_on_a_day(inside: Project, when: str, known: int) -> None:
    toll = total(when)
    assert (toll.lo, toll.hi, toll.as_of) == (known, known, when)


def test_the_running_total_never_falls_back_to_an_older_or_a_rounded_one(inside: Project) -> None:
    days = [str(day.date()) for day in pd.date_range("2015-06-01", "2019-07-31", freq="5D")]
    totals = [toll.lo for day in days if (toll := official.conceded_total(day)) is not None]
    assert totals == sorted(totals)
    assert [total(day).lo for day in ("2018-06-30", "2019-02-22")] == [939, 1190]


def test_before_the_first_total_there_is_none_and_not_zero(inside: Project) -> None:
    assert official.conceded_total("2014-12-31") is None
    assert official.conceded_total("2015-06-01") is None  # two deaths were conceded by then, no total was printed


def test_a_release_that_adds_deaths_and_prints_no_total_opens_the_last_one_above(inside: Project) -> None:
    assert official.releases("2016-04-30").iloc[-1]["killed_cumulative"] is pd.NA
    before, after = total("2016-04-21"), total("2016-04-30")
    assert (before.lo, before.hi, after.lo, after.hi) == (21, 21, 21, None)
    assert set(after.evidence) - set(before.evidence) == {"official_monthly:7"}


def test_a_total_stated_outside_the_releases_counts_from_its_day(inside: Project) -> None:
    assert (total("2016-03-09").lo, total("2016-03-08").lo) == (21, 16)
    assert total("2016-03-09").evidence == ("statements:st-cum-pentagon-21-orig",)


def test_a_release_of_the_same_day_is_taken_before_its_relay(inside: Project) -> None:
    assert total("2017-03-25").evidence == ("official_monthly:13",)


def test_more_than_and_up_to_are_no_totals(inside: Project) -> None:
    assert total("2017-05-04").lo == 352  # "more than 350" was said that day
    assert total("2021-12-31").lo == 1400 and total("2021-12-31").evidence == ("official_monthly:49",)


def test_the_total_counts_assessed_deaths_of_both_countries(inside: Project) -> None:
    scope = total("2017-03-25").scope
    assert (scope.clock, scope.status, scope.place) == ("assessment", "admitted", "Iraq and Syria")
    assert scope.window == ("2014-08", "2017-01")


def test_a_total_without_a_month_of_assessment_has_no_end(inside: Project) -> None:
    assert total("2015-12-31").scope.window == ("2014-08", None)


def test_acts_are_parted_by_the_day_and_none_is_lost(inside: Project) -> None:
    parts = official.acts("2017-03-25")
    assert sum(map(len, parts)) == len(store.read_table("official_statements"))
    assert "official_statements:4" in set(parts.known["row_key"])
    assert "official_statements:5" in set(parts.later["row_key"])
    assert {"official_statements:56", "official_statements:57"} == set(parts.possible["row_key"])
    assert "official_statements:7" in set(parts.undated["row_key"])


def test_acts_are_in_order_of_date(inside: Project) -> None:
    assert official.acts("2026-11-24").known["published_last"].is_monotonic_increasing


def test_acts_are_chosen_by_event_and_by_place(inside: Project) -> None:
    known = official.acts("2026-11-24", event_ids=[JADIDA], places={"Mosul"}).known
    assert set(known["event_id"]) == {JADIDA} and set(known["place"]) == {"Mosul"}
    assert not sum(map(len, official.acts("2026-11-24", event_ids=[])))
    assert not sum(map(len, official.acts("2026-11-24", places=set())))


def test_an_open_assessment_has_no_number_and_that_is_not_zero(inside: Project) -> None:
    toll = official.act_toll(act(4), "2017-03-25")
    assert (toll.lo, toll.hi, toll.scope.status) == (None, None, "under_assessment")
    assert toll.scope.window == ("2017-03-17", "2017-03-17")
    assert (toll.as_of, toll.evidence) == ("2017-03-25", ("official_statements:4",))


def test_a_printed_zero_stays_zero(inside: Project) -> None:
    toll = official.act_toll(act(53))
    assert (toll.lo, toll.hi, toll.scope.status) == (0, 0, "denied")


def test_the_finding_of_105(inside: Project) -> None:
    toll = official.act_toll(act(12))
    assert (toll.lo, toll.hi, toll.scope.status, toll.scope.place) == (105, 105, "admitted", "Mosul al-Jadida")


def test_an_act_about_no_day_states_no_window_and_every_act_has_a_toll(inside: Project) -> None:
    assert official.act_toll(act(22)).scope.window == (None, None)
    for row in store.read_table("official_statements").to_dict("records"):
        toll = official.act_toll(row)
        assert (toll.lo is None, toll.hi is None) == (pd.isna(row["killed_lo"]), pd.isna(row["killed_hi"]))
