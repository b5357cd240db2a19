from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import official, store
from analysis.errors import MethodRefused
from analysis.methods import audit, compare, timeline
from analysis.methods.compare import SideBySide
from analysis.paths import Project

LAST, FIRST, END = "2026-11-24", "2014-08", "2020-12"
DRAWN = {
    "releases_drawn": "release", "assessed_drawn": "assessment", "monitors_drawn": "event", "un_drawn": "event",
    "running_drawn": "report", "local_drawn": "report",
}  # fmt: skip
PUBLISHED = ("official_monthly", "monitor_periods", "un_monthly", "statements")


@pytest.fixture
def found(inside: Project) -> SideBySide:
    return timeline.pairs("2016-12-31")


def published() -> pd.Series:
    return pd.concat([store.read_table(name).set_index("row_key")["published_last"] for name in PUBLISHED])


@pytest.mark.parametrize(("name", "clock"), DRAWN.items())
def test_a_picture_has_one_clock_and_nothing_later_than_its_day(inside: Project, name: str, clock: str) -> None:
    shown = getattr(timeline, name)("2017-06-30", FIRST, END)
    assert set(shown["clock"]) == {clock}
    assert (published()[shown["row_key"].dropna()] <= pd.Timestamp("2017-06-30")).all()
    assert len(shown) < len(getattr(timeline, name)(LAST, FIRST, END))


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_of_an_empty_span_is_empty(inside: Project, name: str) -> None:
    assert getattr(timeline, name)(LAST, "2012-01", "2012-12").empty


@pytest.mark.parametrize("name", ["releases_drawn", "running_drawn", "local_drawn"])
def test_what_was_published_stands_on_the_days_its_date_can_mean(inside: Project, name: str) -> None:
    shown = getattr(timeline, name)(LAST, "2016-01", "2017-12")
    days = pd.concat(
        store.read_table(part).set_index("row_key")[["published_first", "published_last"]] for part in PUBLISHED
    ).loc[shown["row_key"]]
    assert list(shown["first"]) == list(days["published_first"]) and list(shown["last"]) == list(days["published_last"])
    assert (shown["first"] >= pd.Timestamp("2016-01-01")).all() and (shown["last"] <= pd.Timestamp("2017-12-31")).all()


def test_conceded_totals_are_lower_bounds_as_printed(inside: Project) -> None:
    shown = timeline.releases_drawn(LAST, FIRST, END)
    printed = store.read_table("official_monthly").set_index("row_key")["killed_cumulative"]
    assert shown["hi"].isna().all() and shown["lo"].notna().all()
    assert list(shown["lo"]) == list(printed[shown["row_key"]])


def test_newly_conceded_deaths_keep_gaps_blanks_and_zeros_apart(inside: Project) -> None:
    shown = timeline.assessed_drawn(LAST, FIRST, END)
    month = shown.assign(month=shown["first"].astype("str").str[:7]).set_index("month")
    assert month["lo"].index.is_unique and list(month.index) == sorted(month.index)
    assert pd.isna(month.loc["2018-10", "row_key"]) and pd.isna(month.loc["2018-10", "lo"])
    assert month.loc["2017-02", "row_key"] == "official_monthly:14" and pd.isna(month.loc["2017-02", "lo"])
    assert month.loc["2018-09", "lo"] == month.loc["2018-09", "hi"] == 0
    assert month.loc["2017-03", "lo"] == 45
    assert (shown["last"] == shown["first"] + pd.offsets.MonthEnd(0)).all()


def test_monthly_panels_are_one_series_each_with_enough_figures(inside: Project) -> None:
    for shown in (timeline.un_drawn(LAST, "2014-01", END), timeline.monitors_drawn(LAST, "2014-01", END)):
        seen = shown.dropna(subset="row_key").groupby("panel").size()
        assert (seen >= timeline.ENOUGH).all() and set(seen.index) == set(shown["panel"])
        assert shown[shown["row_key"].isna()][["lo", "hi"]].isna().all(axis=None)
        ends = shown.groupby("panel")["row_key"].agg(["first", "last"])
        assert shown.groupby("panel")["row_key"].nth([0, -1]).notna().all() and len(ends)


def test_un_panels_keep_anbar_apart(inside: Project) -> None:
    shown = timeline.un_drawn(LAST, "2014-01", END).dropna(subset="row_key")
    coverage = store.read_table("un_monthly").set_index("row_key")["coverage"]
    iraq = shown[shown["panel"].str.startswith("UN, Iraq")]
    assert iraq["row_key"].map(coverage).groupby(iraq["panel"]).nunique().eq(1).all()


def test_running_totals_are_the_monitors_for_the_coalition_alone(inside: Project) -> None:
    rows = store.read_table("statements").set_index("row_key")
    shown = timeline.running_drawn(LAST, FIRST, END)
    own = rows.loc[shown["row_key"]]
    assert set(own["family"]) == {"monitor"} and set(own["attribution"]) == {"coalition"}
    assert not own["excluded"].any() and set(own["unit"]) == {"killed"}
    panels = own.reset_index().groupby(shown["panel"])[["publisher_id", "status", "place"]].nunique()
    assert panels.eq(1).all(axis=None)


def test_local_media_stand_alone(inside: Project) -> None:
    shown = timeline.local_drawn(LAST, FIRST, END)
    rows = store.read_table("statements").set_index("row_key").loc[shown["row_key"]]
    assert set(rows["family"]) == {"local_media"} and not rows["excluded"].any()


def test_vintages_keep_every_release_and_say_what_the_audit_says(inside: Project) -> None:
    for when in ("2017-04-30", LAST):
        table = timeline.vintages(when)
        known = official.releases(when)
        assert sorted(table["row_key"]) == sorted(known["row_key"])
        flagged = audit.audit(known)["row_key"]
        assert set(table[table["flag"] != ""]["row_key"]) == set(flagged)
    assert "352" in timeline.vintages("2017-04-30").set_index("period").loc["2017-03", "flag"]


def test_the_published_comparison_of_march_2016(found: SideBySide) -> None:
    row = found.comparable[found.comparable["name_a"] == "Airwars, 2016-03-09, fair"].iloc[0]
    assert (row["toll_a"], row["toll_b"]) == ("1,004 to 1,419", "21")
    assert (round(row["ratio_lo"], 1), round(row["ratio_hi"], 1)) == (47.8, 67.6)
    assert row["bridge"] == timeline.CONCEDED_BY_THEN.name


def test_ratios_are_no_narrower_than_their_bounds_allow(found: SideBySide) -> None:
    rows = store.read_table("statements").set_index("row_key")
    for row in found.comparable.itertuples():
        monitor, conceded = rows.loc[row.row_keys[0]], official.conceded_total(row.name_b[-10:])
        assert str(conceded) == row.toll_b
        for value, bound, over in (
            (row.ratio_lo, monitor["killed_lo"], conceded.hi),
            (row.ratio_hi, monitor["killed_hi"], conceded.lo),
        ):
            open_end = pd.isna(bound) or over is None
            assert pd.isna(value) if open_end else value == pytest.approx(bound / over)


def test_only_pairs_of_one_place_and_one_day_are_compared_and_the_rest_say_why(found: SideBySide) -> None:
    rows = store.read_table("statements").set_index("row_key")
    monitors = rows.loc[[keys[0] for keys in found.comparable["row_keys"]]]
    assert set(monitors["place"]) == {"Iraq and Syria"} and set(monitors["published_precision"]) == {"day"}
    refused = found.refused.assign(row=[rows.loc[keys[0]] for keys in found.refused["row_keys"]])
    for fields, row in zip(refused["fields"], refused["row"], strict=True):
        named = set(fields.split(", "))
        assert ("place" in named) == (row["place"] != "Iraq and Syria")
        assert ("day" in named) == (row["published_precision"] != "day")
    assert len(refused) and (refused["fields"] != "").all() and (refused["reason"] != "").all()


def test_a_standing_that_the_bridge_does_not_speak_of_is_not_bridged(inside: Project) -> None:
    row = timeline.pairs("2017-05-27")
    contested = row.refused[row.refused["name_a"].str.endswith("contested")]
    assert len(contested) and "status" in contested["fields"].iloc[0]
    assert not row.comparable["name_a"].str.endswith(("contested", "confirmed")).any()


def test_the_conceded_side_was_out_by_the_day_of_the_monitors(found: SideBySide) -> None:
    days = published()
    for keys in [*found.comparable["row_keys"], *found.refused["row_keys"]]:
        assert (days[keys[1:]] <= days[keys[0]]).all() and days[keys[0]] <= pd.Timestamp("2016-12-31")


def test_before_anything_was_conceded_there_is_no_pair(inside: Project) -> None:
    none = timeline.pairs("2015-06-30")
    assert none.comparable.empty and none.refused.empty


def test_ends_of_a_standing_that_was_not_compared_are_refused(found: SideBySide) -> None:
    with pytest.raises(MethodRefused, match="no pair with standing 'likely' .*set as_of to a later day"):
        timeline.ends(found.comparable, "likely")


def test_the_ends_are_the_first_and_last_day_of_one_standing(found: SideBySide) -> None:
    first, last = timeline.ends(found.comparable)
    assert (first["day"], first["toll_a"], first["toll_b"]) == ("2015-08-03", "459 to 591", "2")
    assert last["day"] == "2016-09-14" and last["name_a"].endswith("fair")
    assert timeline.ends(found.comparable.iloc[::-1])[0]["name_a"] == first["name_a"]
    assert timeline.ends(found.comparable, "alleged")[0]["toll_a"] == "at least 1,000"


def test_figures_of_a_month_for_whole_countries_are_all_refused(found: SideBySide) -> None:
    entries = timeline.wider_figures(LAST, "2017-03")
    assert {"monitor", "official_belligerent"} < {entry.family for entry in entries}
    assert compare.side_by_side(entries).comparable.empty
    table = timeline.not_comparable(found, LAST, "2017-03")
    assert len(table) == len(found.refused) + len(compare.side_by_side(entries).refused)
    assert (table["fields"] != "").all() and (table["reason"] != "").all()


def test_wider_figures_are_known_on_the_day_and_carry_it(inside: Project) -> None:
    days = published()
    entries = timeline.wider_figures("2017-04-30", "2017-03")
    assert {"1,257", "543", "352"} <= {str(entry.toll) for entry in entries}
    for entry in entries:
        assert entry.toll.as_of == "2017-04-30"
        assert all(days[key] <= pd.Timestamp("2017-04-30") for key in entry.toll.evidence)
    early = timeline.wider_figures("2017-03-25", "2017-03")
    assert [str(entry.toll) for entry in early] == ["at most 1,000", "220"]


def test_where_nothing_may_be_compared_the_ends_are_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="set as_of to a later day"):
        timeline.ends(timeline.pairs("2015-06-30").comparable)


def test_the_count_conceded_lies_below_the_latest_total_of_its_day(inside: Project) -> None:
    made = timeline.conceded_below("2017-03-25")
    assert str(made).startswith(
        "Coalition, count conceded by 2017-03-24 (220) is at least 91.1% below Airwars, 2017-03-24"
    )
    assert made.lo == pytest.approx(100 * (1 - 220 / 2463)) and made.hi is None
    assert made.result.bridges == (timeline.CONCEDED_BY_THEN,)


def test_before_a_total_carries_a_day_nothing_is_said_of_it(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="no total with standing 'fair' carries a day yet"):
        timeline.conceded_below("2015-06-30")
