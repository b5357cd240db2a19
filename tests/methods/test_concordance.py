from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import store
from analysis.methods import concordance
from analysis.methods.link import graph
from analysis.methods.link.rules import RULES
from analysis.paths import Project

LAST = "2026-11-24"
BOUNDS = st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(51, 99))


@pytest.fixture
def table(inside: Project) -> pd.DataFrame:
    return concordance.concordance(LAST)


def test_every_incident_has_one_row_and_leads_to_its_rows(table: pd.DataFrame) -> None:
    rows = store.read_table("incidents")
    assert sorted(table["incident_code"]) == sorted(rows["incident_code"])
    assert all(
        keys[0] == f"incidents:{code}" for code, keys in zip(table["incident_code"], table["row_keys"], strict=True)
    )


def test_a_finding_of_non_credible_has_no_toll_whatever_is_printed(table: pd.DataFrame) -> None:
    denied = table[table["official"].str.startswith("non credible")]
    assert len(denied) and denied[["official_lo", "official_hi", "gap"]].isna().all(axis=None)


def test_claims_are_those_of_the_outlets_and_not_the_officials_own(table: pd.DataFrame) -> None:
    assert table.set_index("incident_code").loc["CI760", "claims"] == "from 35 to 50"  # officials said 6 to 18


def test_letters_say_which_layers_saw_an_incident(table: pd.DataFrame) -> None:
    assert (table["seen"].str.contains("C") == (table["n_claims"] > 0)).all()
    assert (table["seen"].str.contains("O") == (table["official"] != "")).all()


@given(BOUNDS, BOUNDS)
def test_a_distance_is_the_same_from_both_sides_and_never_negative(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None]
) -> None:
    found = concordance.distance(one, other)
    assert found == concordance.distance(other, one)
    assert found is None or found >= 0
    assert (found is None) == (one == (None, None) or other == (None, None))


def test_what_is_known_later_is_not_known_earlier(inside: Project) -> None:
    early = concordance.concordance("2017-03-25").set_index("incident_code")
    late = concordance.concordance(LAST).set_index("incident_code")
    assert set(early.index) < set(late.index) and (early["date"] <= "2017-03-25").all()  # no deaths of later days
    assert (early["n_claims"] <= late.loc[early.index, "n_claims"]).all()
    assert early["n_claims"].sum() < late["n_claims"].sum()


def test_nothing_is_known_of_deaths_before_they_happened(inside: Project) -> None:
    assert concordance.concordance("2014-01-01").empty


def test_the_monitor_does_not_confirm_itself(table: pd.DataFrame) -> None:
    # claims about these are the monitor's own statements
    assert (table.set_index("incident_code").loc[["CI514", "CI821", "CI489"], "n_claims"] == 0).all()


def test_no_determination_is_shown_before_it_was_made(inside: Project) -> None:
    early = concordance.concordance("2017-03-25").set_index("incident_code")
    late = concordance.concordance(LAST).set_index("incident_code")
    assert "CI760" not in early.index and late.loc["CI760", "official"] == "credible: 11"
    assert early.loc["CI495", "official"] == "" and late.loc["CI495", "official"] == "credible: 1"  # stated later
    assert early.loc["CI310", "official"] == "credible: 1"  # stated on 2 February 2017


def test_every_headline_stands_at_all_three_rules(inside: Project) -> None:
    told = concordance.headlines(LAST)
    assert [row.partition(":")[0] for row in told["rule"]] == list(RULES)
    for row in told.to_dict("records"):
        edges = graph.edges(row["rule"].partition(":")[0])
        unsure = edges[edges["type"] == "possibly"]
        assert {*unsure["left"], *unsure["right"]} <= set(row["row_keys"]) and row["possibly"] == len(unsure)
        assert len({key for key in row["row_keys"] if key.startswith("statements:")}) > 0
    assert told["with_claims"].is_monotonic_increasing and told["with_assessment"].is_monotonic_increasing
