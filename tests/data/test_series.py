from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data import series, store
from analysis.dates import months_between
from analysis.paths import Project

LAST = "2026-11-24"
DAYS = ("2014-12-31", "2016-06-30", "2017-03-25", "2017-06-30", "2018-12-31", LAST)
MONTHS = months_between("2017-01", "2017-06")

figures = st.dictionaries(
    st.tuples(st.sampled_from(["UN", "Airwars"]), st.sampled_from(MONTHS)), st.integers(0, 900), min_size=1
)


def frame(seen: dict[tuple[str, str], int]) -> pd.DataFrame:
    rows = [{"series": name, "month": month, "lo": lo} for (name, month), lo in seen.items()]
    return pd.DataFrame(rows).astype({"lo": "Int64"})


@settings(deadline=None, max_examples=50)
@given(figures)
def test_every_month_of_every_series_has_a_row_and_missing_is_not_zero(seen: dict[tuple[str, str], int]) -> None:
    given_frame = frame(seen)
    before = given_frame.copy()
    full = series.with_calendar(given_frame, "2017-01", "2017-06").set_index(["series", "month"])
    names = {name for name, _ in seen}
    assert set(full.index) == {(name, month) for name in names for month in MONTHS}
    for key, row in full.iterrows():
        if key in seen:
            assert (row["coverage"], row["lo"]) == (series.SEEN, seen[key])
        else:
            assert row["coverage"] == series.UNSEEN and pd.isna(row["lo"])
    pd.testing.assert_frame_equal(given_frame, before)


@settings(deadline=None, max_examples=50)
@given(figures, st.randoms())
def test_row_order_changes_no_figure(seen: dict[tuple[str, str], int], chance: object) -> None:
    mixed = list(seen.items())
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (series.with_calendar(frame(dict(rows)), "2017-01", "2017-06") for rows in (seen.items(), mixed))
    key = ["series", "month"]
    pd.testing.assert_frame_equal(
        one.sort_values(key, ignore_index=True), other.sort_values(key, ignore_index=True), check_like=True
    )


def test_months_outside_the_span_are_left_out() -> None:
    full = series.with_calendar(frame({("UN", "2017-01"): 403, ("UN", "2017-06"): 415}), "2017-01", "2017-03")
    assert list(full["month"]) == ["2017-01", "2017-02", "2017-03"]


@pytest.mark.parametrize("when", DAYS)
def test_nothing_published_later_is_shown(inside: Project, when: str) -> None:
    published = {
        **store.read_table("monitor_periods").set_index("row_key")["published_last"],
        **store.read_table("un_monthly").set_index("row_key")["published_last"],
    }
    keys = [*series.monitor_periods(when)["row_key"], *series.un_months(when)["row_key"]]
    assert all(published[key] <= pd.Timestamp(when) for key in keys)


def test_a_month_seen_once_stays_seen(inside: Project) -> None:
    for view in (series.un_months, lambda when: series.monitor_months(when, ["airwars", "snhr", "sohr"])):
        seen: set[tuple[str, str]] = set()
        for when in DAYS:
            now = set(view(when)[["series", "month"]].itertuples(index=False, name=None))
            assert seen <= now
            seen = now
        assert seen


def test_monitor_figures_are_one_for_each_period_place_and_basis(inside: Project) -> None:
    shown = series.monitor_periods(LAST)
    assert not shown["excluded"].any()
    assert not shown.duplicated(["publisher_id", "period", "country", "place", "basis"]).any()


def test_of_rival_figures_the_last_stands(inside: Project) -> None:
    march = series.monitor_months(LAST, ["airwars"]).query("month == '2017-03' and basis == 'alleged'")
    assert march[["lo", "hi"]].to_numpy().tolist() == [[1257, 1257]]


def test_on_an_earlier_day_the_figure_of_that_day_stands(inside: Project) -> None:
    for when, bounds in (("2017-03-23", []), ("2017-03-25", [[None, 1000]]), ("2017-03-31", [[1257, 1257]])):
        march = series.monitor_months(when, ["airwars"]).query("month == '2017-03' and basis == 'alleged'")
        assert march[["lo", "hi"]].astype(object).where(march[["lo", "hi"]].notna(), None).values.tolist() == bounds


def test_monitor_months_are_months_of_the_monitors_asked_for(inside: Project) -> None:
    shown = series.monitor_months(LAST, ["airwars", "sohr"])
    assert set(shown["publisher_id"]) == {"airwars", "sohr"}
    assert shown["month"].str.fullmatch(r"\d{4}-\d{2}").all()
    assert not shown.duplicated(["series", "month"]).any()
    assert shown.groupby("series")[["publisher_id", "place", "basis"]].nunique().eq(1).all(axis=None)
    assert "none" not in set(shown["basis"])


def test_monitor_bounds_are_the_rows_own_and_open_ends_stay_open(inside: Project) -> None:
    rows = store.read_table("monitor_periods").set_index("row_key")
    shown = series.monitor_months(LAST, ["airwars", "snhr", "sohr"]).set_index("row_key")
    for end in ("lo", "hi"):
        expected = rows.loc[shown.index, f"killed_{end}"]
        pd.testing.assert_series_equal(shown[end], expected, check_names=False)


def national(when: str = LAST) -> pd.DataFrame:
    rows = store.read_table("un_monthly").set_index("row_key")
    shown = series.un_months(when)
    return shown[shown["place"] == "Iraq"].join(rows[["coverage", "population", "is_primary"]], on="row_key")


def test_months_with_and_without_anbar_never_share_a_series(inside: Project) -> None:
    shown = national()
    assert shown.groupby("series")["coverage"].nunique().eq(1).all()
    assert set(shown["coverage"]) == {"with_anbar", "without_anbar", "unknown"}


def test_counts_with_and_without_police_never_share_a_series(inside: Project) -> None:
    rows = store.read_table("un_monthly").set_index("row_key")
    shown = national()
    left_out = shown["series"].str.contains("police left out|police taken off")
    counted = shown["row_key"].map(rows["killed"]).mask(left_out, shown["row_key"].map(rows["killed_excl_police"]))
    assert (shown["lo"] == counted).all() and (shown["hi"] == counted).all()
    assert not (
        shown["series"].str.contains("police included") & (shown["population"] != "civilians_incl_police")
    ).any()
    assert "all_iraqis" not in set(shown["population"])


def test_a_month_has_one_count_in_each_series(inside: Project) -> None:
    shown = series.un_months(LAST)
    assert not shown.duplicated(["series", "month"]).any()
    assert shown["place"].isin(store.read_table("places")["place"]).all()


def test_un_counts_are_primary_and_printed(inside: Project) -> None:
    assert (national()["is_primary"] == 1).all()
    ninewa = series.un_months(LAST).query("place != 'Iraq'").set_index("row_key")["lo"]
    printed = store.read_table("un_monthly").set_index("row_key")["ninewa_killed"]
    assert (ninewa == printed.loc[ninewa.index]).all() and ninewa.notna().all()


def test_march_2017_as_the_un_counted_it(inside: Project) -> None:
    march = series.un_months(LAST).query("month == '2017-03'")
    assert march[march["place"] == "Iraq"]["lo"].tolist() == [543]  # the whole country, Anbar included
    assert march[march["place"] != "Iraq"]["lo"].tolist() == [367]  # Ninewa
    assert "2017-03" not in set(series.un_months("2017-03-31")["month"])
