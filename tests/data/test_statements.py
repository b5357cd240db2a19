from __future__ import annotations

import pandas as pd

from analysis.data import store
from analysis.paths import Project


def one(built: Project, statement: str) -> pd.Series:
    return store.read_table("statements", project=built).set_index("statement_id").loc[statement]


def test_one_row_for_each_statement(built: Project) -> None:
    claims, statements = store.read_table("claims", project=built), store.read_table("statements", project=built)
    assert len(statements) == claims["statement_id"].nunique() == 584
    assert statements["statement_id"].is_unique
    assert statements["claim_ids"].map(len).sum() == len(claims)


def test_the_coding_is_the_primary_rows(built: Project) -> None:
    claims = store.read_table("claims", project=built)
    primary = claims[claims["is_primary"] == 1].set_index("statement_id")
    statements = store.read_table("statements", project=built).set_index("statement_id")
    for column in ("killed_lo", "killed_hi", "family", "status", "unit"):
        pd.testing.assert_series_equal(statements[column].sort_index(), primary[column].sort_index())


def test_the_earliest_usable_date_of_any_row_dates_the_statement(built: Project) -> None:
    seed = one(built, "st-mj-airwars-440")
    assert seed["published"] == "2017-03-25"
    assert "seed-ara-airwars-440" in seed["claim_ids"]


def test_excluded_rows_are_no_reach_and_give_no_date(built: Project) -> None:
    claims = store.read_table("claims", project=built)
    kiki = claims[claims["statement_id"] == "st-mj-kiki-200"]
    assert len(kiki) == 2 and kiki["excluded"].sum() == 1
    assert one(built, "st-mj-kiki-200")["n_relays"] == 0


def test_relays_are_listed_and_counted(built: Project) -> None:
    statements = store.read_table("statements", project=built)
    assert (statements["relays"].map(len) == statements["n_relays"]).all()
    assert one(built, "st-mj-iraqmil-61")["n_relays"] >= 3


def test_a_statement_is_excluded_when_its_primary_row_is(built: Project) -> None:
    claims = store.read_table("claims", project=built)
    primary = claims[claims["is_primary"] == 1]
    statements = store.read_table("statements", project=built)
    assert statements["excluded"].sum() == primary["excluded"].sum()
