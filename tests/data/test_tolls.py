from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, series, store, tolls
from analysis.errors import ScopeError
from analysis.paths import Project
from analysis.toll import ratio


@pytest.fixture
def statements(inside: Project) -> pd.DataFrame:
    return claims.statements(include_excluded=True)


def one(frame: pd.DataFrame, statement: str) -> pd.Series:
    return frame.set_index("statement_id", drop=False).loc[statement]


def test_every_bound_of_a_toll_is_the_rows_and_missing_is_not_zero(statements: pd.DataFrame) -> None:
    counted = statements[statements["unit"].isin(tolls.COUNTED)]
    for _, row in counted.iterrows():
        toll = tolls.statement_toll(row)
        for end in ("lo", "hi"):
            bound, cell = getattr(toll, end), row[f"killed_{end}"]
            assert bound is None if pd.isna(cell) else bound == cell
        assert toll.evidence == (row["row_key"],)


def test_a_bound_has_a_basis_exactly_where_it_was_said(statements: pd.DataFrame) -> None:
    for _, row in statements[statements["unit"].isin(tolls.COUNTED)].iterrows():
        toll = tolls.statement_toll(row)
        for bound, basis in ((toll.lo, toll.lo_basis), (toll.hi, toll.hi_basis)):
            assert (basis == tolls.UNSTATED[0]) == (bound is None), row["statement_id"]


def test_about_a_number_does_not_rest_on_the_same_as_the_number(statements: pd.DataFrame) -> None:
    exact = tolls.statement_toll(statements[statements["qualifier"] == "exact"].iloc[0])
    about = tolls.statement_toll(statements[statements["qualifier"] == "about"].iloc[0])
    assert exact.lo_basis != about.lo_basis


def test_a_literal_zero_stays_zero_and_a_denial_without_number_has_none(statements: pd.DataFrame) -> None:
    zero = tolls.statement_toll(one(statements, "st-mansoura-townsend-denial"))
    assert (zero.lo, zero.hi, zero.scope.status) == (0, 0, "denied")
    silent = statements[(statements["status"] == "denied") & (statements["unit"] == "killed")]
    silent = silent[silent["killed_lo"].isna() & silent["killed_hi"].isna()]
    assert len(silent) and all(tolls.statement_toll(row).lo is None for _, row in silent.iterrows())


def test_what_was_said_in_march_2017(statements: pd.DataFrame) -> None:
    local = tolls.statement_toll(one(statements, "st-seed-ara-localmedia-230"), "2017-03-25")
    monitor = tolls.statement_toll(one(statements, "st-mj-airwars-440"), "2017-03-25")
    assert (local.lo, local.hi, monitor.lo, monitor.hi) == (230, None, 440, None)
    assert local.as_of == monitor.as_of == "2017-03-25"
    assert (local.scope.place, monitor.scope.place) == ("Mosul al-Jadida", "West Mosul")
    assert local.scope.clock == monitor.scope.clock == "event"


def test_only_counts_of_the_dead_have_a_toll_and_nothing_excluded_does(statements: pd.DataFrame) -> None:
    found = tolls.entries(statements)
    keys = [key for entry in found for key in entry.toll.evidence]
    usable = statements[
        ~statements["excluded"] & statements["unit"].isin(["killed", "bodies", "killed_incl_combatants"])
    ]
    assert keys == list(usable["row_key"])
    assert 0 < len(usable) < len(statements)


def test_entries_follow_their_frame_and_leave_it_alone(statements: pd.DataFrame) -> None:
    mixed = statements.sample(frac=1, random_state=3)
    before = mixed.drop(columns=["relays", "claim_ids"]).copy()
    found = tolls.entries(mixed, "2017-03-25")
    assert [entry.toll.evidence[0] for entry in found if entry.toll.as_of == "2017-03-25"] == [
        key for key, unit, out in zip(mixed["row_key"], mixed["unit"], mixed["excluded"], strict=True)
        if unit in tolls.COUNTED and not out
    ]  # fmt: skip
    pd.testing.assert_frame_equal(mixed.drop(columns=["relays", "claim_ids"]), before)


def test_bodies_and_fighters_are_other_victims(statements: pd.DataFrame) -> None:
    units = {unit: one_of.iloc[0] for unit, one_of in statements.groupby("unit") if unit in tolls.COUNTED}
    victims = {tolls.statement_toll(row).scope.victims for row in units.values()}
    assert len(victims) == 3
    assert {unit: tolls.statement_toll(row).scope.victims for unit, row in units.items()}["killed"] == "civilians"


def test_several_actors_are_a_set(statements: pd.DataFrame) -> None:
    joint = statements[statements["attribution"].str.contains(";") & (statements["unit"] == "killed")].iloc[0]
    assert tolls.statement_toll(joint).scope.actors == set(joint["attribution"].split(";"))


def test_a_window_not_stated_is_none(statements: pd.DataFrame) -> None:
    campaign = tolls.statement_toll(one(statements, "st-cum-airwars-2463-2017-03"))
    assert campaign.scope.window == (None, None)


def test_an_undated_statement_says_so_in_its_name(statements: pd.DataFrame) -> None:
    undated = statements[statements["published"].isna() & (statements["unit"] == "killed") & ~statements["excluded"]]
    assert all(entry.name.endswith(", undated") for entry in tolls.entries(undated))
    assert tolls.entries(statements[statements["statement_id"] == "st-mj-airwars-440"])[0].name == "Airwars, 2017-03-25"


def test_a_window_lent_by_the_event_is_noted_and_no_other(statements: pd.DataFrame) -> None:
    basis = statements.set_index("row_key")["window_basis"]
    found = tolls.entries(statements)
    assert {basis[entry.toll.evidence[0]] for entry in found if entry.note} == {"event"}
    assert "event" not in {basis[entry.toll.evidence[0]] for entry in found if not entry.note}


def test_every_monitor_figure_is_a_toll_of_its_own_grade(inside: Project) -> None:
    rows = store.read_table("monitor_periods")
    made = {row["row_key"]: tolls.monitor_toll(row, "2017-03-25") for _, row in rows.iterrows()}
    for _, row in rows.iterrows():
        toll = made[row["row_key"]]
        assert (toll.lo is None, toll.hi is None) == (pd.isna(row["killed_lo"]), pd.isna(row["killed_hi"]))
        assert toll.scope.place == row["place"] and toll.as_of == "2017-03-25"
        assert toll.scope.victims == "civilians" or row["basis"] == "attributed_incl_combatants"
        assert (toll.scope.actors == {"coalition"}) == (row["basis"] != "joint")
    grades = {row["basis"]: made[row["row_key"]].scope.status for _, row in rows.iterrows()}
    assert len({grades["alleged"], grades["fair"], grades["likely"]}) == 3


def test_a_monitor_month_and_a_monitor_span_keep_their_ends(inside: Project) -> None:
    rows = store.read_table("monitor_periods").set_index("period", drop=False)
    month = tolls.monitor_toll(rows.loc["2017-03"].iloc[0])
    span = tolls.monitor_toll(rows.loc["2014-09-23/2015-06"].iloc[0])
    assert month.scope.window == ("2017-03", "2017-03")
    assert span.scope.window == ("2014-09-23", "2015-06")


def test_un_counts_with_and_without_anbar_cannot_be_divided(inside: Project) -> None:
    shown = series.un_months("2026-11-24")
    named = "UN, Iraq, civilians, police included, "
    left = tolls.un_toll(shown[shown["series"] == named + "Anbar included"].iloc[0])
    month = shown[shown["series"] == named + "without Anbar"].iloc[0].copy()
    month["month"] = left.scope.window[0]
    assert left.scope.actors == {"all_parties"} and left.lo == left.hi
    with pytest.raises(ScopeError) as refusal:
        ratio(left, tolls.un_toll(month))
    assert refusal.value.field == "victims"
