"""Fourteen records of Mosul and around, each a trap that a careless join falls into."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, store
from analysis.data.incidents import incident_toll, incidents, parents
from analysis.data.tolls import entries
from analysis.errors import DoubleCountError, ScopeError
from analysis.methods import independence
from analysis.methods.compare import contradictions
from analysis.methods.concordance import concordance
from analysis.methods.link import graph
from analysis.methods.link.names import fold
from analysis.methods.link.pairs import candidates
from analysis.methods.link.records import records
from analysis.paths import Project
from analysis.scope import Scope
from analysis.toll import Entry, Toll, ratio, total

LAST = "2026-11-24"


@pytest.fixture
def edges(inside: Project) -> pd.DataFrame:
    return graph.edges("lenient")


@pytest.fixture
def rows(inside: Project) -> pd.DataFrame:
    return incidents().set_index("incident_code", drop=False)


@pytest.fixture
def table(inside: Project) -> pd.DataFrame:
    return concordance(LAST).set_index("incident_code")


def linked(edges: pd.DataFrame, code: str) -> pd.DataFrame:
    return edges[(edges["left"] == f"incidents:{code}") & (edges["type"] == "same")]


def statement(lo: int, actors: set[str]) -> Entry:
    scope = Scope(actors, "civilians", "killed", "Halabsa", ("2016-04-17", "2016-04-17"), "event", "alleged")
    return Entry(f"outlet saying {lo}", "local_media", Toll(lo, lo, "said", "said", scope, LAST, (f"statements:{lo}",)))


def test_ci227_outlets_that_blame_different_parties_do_not_contradict_each_other_on_one_toll(inside: Project) -> None:
    same = [statement(6, {"coalition"}), statement(8, {"coalition"})]
    assert contradictions(same)["gap"].tolist() == [2]
    assert contradictions([same[0], statement(8, {"iraqi_forces"})]).empty


def test_ci227_the_position_came_47_months_after_the_event(inside: Project) -> None:
    row = store.read_table("official_assessments").set_index("row_key").loc["official_assessments:66"]
    assert (row["strike_date"], row["determination"]) == ("2016-04-17", "non_credible") and "March 2020" in row["place"]
    assert pd.isna(row["release_date"])  # the month is the coder's remark: no day is filled in, and no lag is computed
    assert (pd.Period("2020-03", "M") - pd.Period(row["strike_date"][:7], "M")).n == 47


def test_ci373_bounds_of_a_round_up_over_three_quarters_are_an_aggregate(
    edges: pd.DataFrame, rows: pd.DataFrame
) -> None:
    toll = incident_toll(rows.loc["CI373"].to_dict())
    assert (toll.lo, toll.hi, rows.loc["CI373", "kind"]) == (12, 40, "aggregate")
    assert linked(edges, "CI373").empty


def test_ci467_outlets_that_carry_one_agency_are_one_source(inside: Project) -> None:
    event = "mosul-shafaa-2017-02-19"
    told = claims.about_event(claims.statements(), [event])
    carried = told[told["killed_lo"] == 49]["publisher_id"]
    assert {"irspring", "is-media"} <= set(carried)
    found = independence.groups(["irspring", "is-media", "airwars"], event)
    assert found == [["airwars"], ["irspring", "is-media"]]
    assert independence.counted(["irspring", "is-media"], event) == "2 sources, at most 1 independent"


def test_ci489_a_mortar_of_an_unnamed_party_is_not_the_coalition_s(rows: pd.DataFrame) -> None:
    toll = incident_toll(rows.loc["CI489"].to_dict())
    assert toll.scope.actors == {"unclear"}
    coalition = Toll(
        1,
        1,
        "",
        "",
        Scope("coalition", "civilians", "killed", toll.scope.place, toll.scope.window, "event", "admitted"),
    )
    with pytest.raises(ScopeError, match="actors differs"):
        ratio(toll, coalition)


def test_ci537_a_strike_dated_to_two_days_is_a_candidate_and_not_the_same_day(inside: Project) -> None:
    held = records()
    parts = {name: held[held["layer"] == name] for name in ("incident", "official")}
    pairs = candidates(parts["incident"], parts["official"]).set_index(["left", "right"])
    row = pairs.loc[("incidents:CI537", "official_assessments:49")]
    assert row["gap_days"] == 1
    assert linked(graph.edges("strict"), "CI537").empty


def test_ci544_two_parties_are_a_set_and_not_the_coalition_alone() -> None:
    both, one = statement(20, {"coalition", "iraqi_forces"}), statement(4, {"coalition"})
    assert contradictions([both, one]).empty
    with pytest.raises(ScopeError, match="actors differs"):
        ratio(both.toll, one.toll)


def test_ci550_holds_105_dead_and_36_unproven_and_is_linked_to_the_finding(
    edges: pd.DataFrame, table: pd.DataFrame
) -> None:
    assert linked(edges, "CI550")["right"].tolist() == ["official_assessments:44"]
    row = table.loc["CI550"]
    assert (row["official_lo"], row["official_hi"], row["gap"]) == (105, 141, 0) and 105 + 36 == 141


def test_ci551_a_residual_is_never_summed_with_its_record(rows: pd.DataFrame) -> None:
    pair = [incident_toll(rows.loc[code].to_dict(), LAST) for code in ("CI550", "CI551")]
    scope = pair[0].scope
    same = [Toll(t.lo, t.hi, t.lo_basis, t.hi_basis, scope, LAST, t.evidence) for t in pair]
    with pytest.raises(DoubleCountError, match="CI551 is part of incidents:CI550"):
        total(same, parents=parents())


def test_ci554_one_record_of_several_districts_may_be_four_events(edges: pd.DataFrame, rows: pd.DataFrame) -> None:
    assert rows.loc["CI554", "kind"] == "aggregate" and linked(edges, "CI554").empty
    told = claims.about_event(claims.statements(), ["west-mosul-2017-03-18"])
    numbers = sorted({int(value) for value in told["killed_lo"].dropna()})
    assert numbers[0] == 13 and numbers[-1] == 50


def test_ci732_five_days_of_one_agency_are_an_aggregate_however_equal_the_bounds(
    edges: pd.DataFrame, rows: pd.DataFrame
) -> None:
    toll = incident_toll(rows.loc["CI732"].to_dict())
    assert toll.lo == toll.hi == 101 and toll.lo_basis == "the monitor's summary"
    assert rows.loc["CI732", "kind"] == "aggregate" and linked(edges, "CI732").empty


def test_ci760_two_parties_that_concede_are_not_added_blindly(inside: Project, table: pd.DataFrame) -> None:
    told = claims.about_event(claims.statements(), ["mosul-shifa-2017-06-13"])
    conceded = [entry for entry in entries(told, LAST) if entry.family == "official_belligerent"]
    bounds = {(entry.toll.lo, entry.toll.hi) for entry in conceded}
    assert {(11, 11), (6, 18)} <= bounds
    scope = conceded[0].toll.scope
    parts = [Toll(11, 11, "", "", scope, LAST, ("a",)), Toll(6, 18, "", "", scope, LAST, ("b",))]
    assert str(total(parts, overlap="unknown")) == "11 to 29"
    assert (table.loc["CI760", "official_lo"], table.loc["CI760", "gap"]) == (11, 24)


def test_ci760_a_range_derived_from_density_stays_a_range(inside: Project) -> None:
    told = claims.about_event(claims.statements(), ["mosul-shifa-2017-06-13"])
    australia = told[(told["killed_lo"] == 6) & (told["killed_hi"] == 18)]
    assert len(australia) and set(australia["qualifier"]) == {"range"}


def test_ci768_a_record_that_exists_only_because_officials_named_it_has_no_toll(table: pd.DataFrame) -> None:
    row = table.loc["CI768"]
    assert (row["monitor"], row["official"]) == ("no number", "non credible") and pd.isna(row["gap"])


def test_siha_and_sihah_are_one_place(inside: Project) -> None:
    held = records().head(2)
    day = pd.Timestamp("2017-04-11")
    pair = held.assign(first=day, last=day, city="musul", country="IQ", codes=[[], []], lat=float("nan"))
    one = pair.head(1).assign(inside="siha", key="claim:siha")
    other = pair.tail(1).assign(inside=fold("Sihah"), key="official:sihah")
    [made] = candidates(one, other).to_dict("records")
    assert made["name_score"] == 100 and made["score"] == 6
