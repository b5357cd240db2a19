from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, manifest, store
from analysis.dates import months_between
from analysis.methods import quality
from analysis.paths import Project

LAST = "2026-11-24"


@pytest.fixture
def statements(inside: Project) -> pd.DataFrame:
    return claims.statements(include_excluded=True)


@pytest.fixture
def held(inside: Project) -> pd.DataFrame:
    return quality.tables_held(LAST).set_index("table")


def test_every_table_of_rows_is_counted_whole(inside: Project, held: pd.DataFrame) -> None:
    built = manifest.read(inside)["tables"]
    assert set(held.index) == set(built) - {"places", "datapackage"}
    assert {name: built[name]["rows"] for name in held.index} == held["rows"].to_dict()


def test_what_a_table_does_not_count_is_missing_and_not_zero(held: pd.DataFrame) -> None:
    assert held.loc[["publishers", "events"], ["excluded", "without_number", "without_date"]].isna().all(axis=None)
    assert held.loc["media_figures", "excluded"] == 0
    assert held.loc["claims", ["excluded", "without_number", "without_date"]].notna().all()


def test_every_row_that_is_counted_is_behind_its_count(inside: Project) -> None:
    early = quality.tables_held("2017-03-25")
    assert (early["row_keys"].map(len) == early["rows"]).all()
    assert all(
        key.startswith(f"{name}:") for name, keys in zip(early["table"], early["row_keys"], strict=True) for key in keys
    )


def test_blanks_are_those_of_the_tables(held: pd.DataFrame) -> None:
    frame = store.read_table("claims")
    assert held.loc["claims", "without_date"] == frame["published"].isna().sum() == 113
    assert held.loc["claims", "without_number"] == (frame["killed_lo"].isna() & frame["killed_hi"].isna()).sum()
    assert held.loc["claims", "excluded"] == frame["excluded"].sum()
    un = store.read_table("un_monthly")
    blank = un["killed"].isna() & un["killed_excl_police"].isna()
    assert held.loc["un_monthly", "without_number"] == blank.sum() < un["killed"].isna().sum()


def test_rows_published_later_are_not_held_yet_and_undated_ones_stay(inside: Project, held: pd.DataFrame) -> None:
    early = quality.tables_held("2017-03-25").set_index("table")
    claims_now = store.read_table("claims")
    later = claims_now["published_first"] > pd.Timestamp("2017-03-25")
    assert early.loc["claims", "rows"] == len(claims_now) - later.sum()
    assert early.loc["claims", "without_date"] == held.loc["claims", "without_date"]
    assert (early["rows"] <= held["rows"]).all()
    assert early.loc["events", "rows"] == held.loc["events", "rows"]


def test_families_share_out_statements_and_the_rows_behind_them(statements: pd.DataFrame) -> None:
    table = quality.by_family(statements)
    assert (table["statements"].sum(), table["rows"].sum()) == (584, 713)
    assert table["excluded"].sum() == statements["excluded"].sum()
    dated = table["to_the_day"] + table["to_the_month"] + table["undated"]
    graded = table["high"] + table["medium"] + table["low"]
    assert (dated + table["excluded"] == table["statements"]).all()
    kinds = [pd.Series(keys).str.partition(":")[0].value_counts() for keys in table["row_keys"]]
    assert [count["statements"] for count in kinds] == list(table["statements"])
    assert [count["claims"] for count in kinds] == list(table["rows"])
    assert (graded + table["excluded"] == table["statements"]).all()


def test_what_is_excluded_is_counted_as_nothing_else(statements: pd.DataFrame) -> None:
    out = statements[statements["excluded"]]
    table = quality.by_family(out)
    counted = ["no_number", "to_the_day", "to_the_month", "undated", "printed", "high", "medium", "low"]
    assert table["excluded"].sum() == len(out) and table[counted].to_numpy().sum() == 0


def test_only_dates_of_the_speakers_own_page_are_printed(statements: pd.DataFrame) -> None:
    kept = statements[~statements["excluded"]]
    table = quality.by_family(statements).set_index("family")["printed"]
    own = kept[kept["date_basis"] == "printed"]["family"].value_counts()
    assert table[table > 0].to_dict() == own.to_dict()


def test_dates_are_counted_once_by_basis_and_precision(statements: pd.DataFrame) -> None:
    table, kept = quality.dating(statements), statements[~statements["excluded"]]
    keys = table.pop("row_keys")
    assert table.to_numpy().sum() == len(kept)
    assert (keys.map(len) == table.sum(axis=1)).all() and {key for held in keys for key in held} == set(kept["row_key"])
    assert table["no date"].sum() == kept["published"].isna().sum()
    assert table.loc["unknown", "day"] == 0
    assert [name for name in ("day", "month", "year", "no date") if name in table] == list(table.columns)


def test_every_exclusion_stands_once_with_its_reason_and_whose_it_is(statements: pd.DataFrame) -> None:
    table = quality.exclusions(statements)
    out = statements[statements["excluded"]]
    assert sorted(key for keys in table["row_keys"] for key in keys) == sorted(out["row_key"])
    assert (table["row_keys"].map(len) == table["statements"]).all()
    assert set(table["exclude_source"]) == {"raw", "hand"} and table["exclude_reason"].notna().all()


def test_counting_changes_no_statement_and_order_changes_no_count(statements: pd.DataFrame) -> None:
    before = statements.copy()
    mixed = statements.sample(frac=1, random_state=4)
    for count in (quality.by_family, quality.dating):
        one, other = (count(frame).drop(columns="row_keys").reset_index() for frame in (statements, mixed))
        key = "family" if "family" in one else "date_basis"
        pd.testing.assert_frame_equal(
            one.sort_values(key, ignore_index=True).drop(columns="index", errors="ignore"),
            other.sort_values(key, ignore_index=True).drop(columns="index", errors="ignore"),
        )
    pd.testing.assert_frame_equal(statements, before)


def test_error_rates_are_those_measured_and_blanks_stay_blank(inside: Project) -> None:
    table = quality.transcription().set_index(["table", "field"])
    numbers = table.loc[("all tables", "numbers read twice")]
    assert (numbers["wrong"], numbers["checked"], numbers["high_percent"]) == (0, 153, 2.4)
    speaker = table.loc[("public_claims", "who said it")]
    assert (speaker["wrong"], speaker["checked"]) == (8, 32)
    assert (speaker["low_percent"], speaker["percent"], speaker["high_percent"]) == (13, 25, 42)
    assert table["wrong"].isna().any() and table["percent"].isna().any()
    assert list(table["row_key"]) == [f"hand/transcription_check:{line}" for line in range(2, len(table) + 2)]


def test_a_rate_follows_from_its_counts_and_lies_in_its_interval(inside: Project) -> None:
    table = quality.transcription()
    counted = table.dropna(subset=["wrong", "checked", "percent"])
    assert ((100 * counted["wrong"] / counted["checked"] - counted["percent"]).abs() < 0.5).all()
    spread = table.dropna(subset=["low_percent", "high_percent"])
    assert spread["percent"].between(spread["low_percent"], spread["high_percent"]).all()


COALITION = "Coalition"


def official(when: str, first: str, last: str) -> pd.Series:
    table = quality.months_lacking(when, first, last)
    return table[table["series"].str.contains(COALITION)].iloc[0]


def test_the_months_without_an_official_release_are_the_known_gaps(inside: Project) -> None:
    row = official(LAST, "2016-10", "2020-09")
    assert row["lacking"] == 8
    for month in ("2018-10", "2019-07", "2019-09", "2020-01", "2020-03", "2020-05", "2020-08"):
        assert month in row["months"]
        assert official(LAST, month, month)["lacking"] == 1


def test_no_release_is_seen_outside_the_months_released_nor_before_its_day(inside: Project) -> None:
    assert official(LAST, "2014-08", "2015-12")["seen"] == official(LAST, "2021-01", "2021-12")["seen"] == 0
    assert official("2017-03-03", "2017-01", "2017-01")["seen"] == 0
    assert official("2017-03-04", "2017-01", "2017-01")["seen"] == 1


def test_seen_undated_and_lacking_make_all_months_asked_for(inside: Project) -> None:
    table = quality.months_lacking(LAST, "2014-01", "2020-12")
    assert (table["seen"] + table["undated"] + table["lacking"] == 84).all()
    assert (table["seen"] > 0).all() and (table["lacking"] > 0).all()


def test_a_month_with_an_undated_figure_is_neither_seen_nor_lacking(inside: Project) -> None:
    un = store.read_table("un_monthly").query("not excluded")
    held = set(un["period"]) & set(months_between("2014-01", "2020-12"))
    row = quality.months_lacking(LAST, "2014-01", "2020-12").query("series.str.startswith('UN')").iloc[0]
    dated = set(un.dropna(subset="published_last")["period"])
    assert row["undated"] == len(held - dated) > 0
    blank = un[["killed", "killed_excl_police", "ninewa_killed"]].isna().all(axis=1)
    counted = held & (set(un[~blank]["period"]) | set(un[un["published"].isna()]["period"]))
    assert row["lacking"] == 84 - len(counted) and row["seen"] == len(counted) - row["undated"]
    periods = store.read_table("un_monthly").set_index("row_key")["period"]
    assert set(periods[row["row_keys"]]) == counted and len(set(row["row_keys"])) == len(row["row_keys"])


def test_fewer_months_are_seen_on_an_earlier_day(inside: Project) -> None:
    early, late = (quality.months_lacking(when, "2017-01", "2017-12") for when in ("2017-06-15", LAST))
    assert (early["seen"] < late["seen"]).all()
