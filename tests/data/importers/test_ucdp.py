from __future__ import annotations

import pandas as pd
import pytest

from .conftest import Import, by_line, converted

SAID = ["killed_min", "killed_max", "qualifier", "unit"]
REJECTED = {
    11: ("latitude", "look exchanged"), 12: ("low", "above best"), 13: ("best", "above high"),
    14: ("date_start", "not a day"), 15: ("date_start", "after date_end"), 16: ("date_prec", "no word"),
    17: ("latitude", "outside the country"), 18: ("best", "whole number"), 20: ("date_start", "no date"),
    23: ("id", "taken once"), 25: ("low", "is empty"), 26: ("deaths_civilians", "above high"),
}  # fmt: skip


def test_every_trap_is_listed_with_its_line_and_nothing_else() -> None:
    found = by_line(converted("ucdp"), "ucdp.csv")
    assert list(found) == list(REJECTED)
    for line, (column, words) in REJECTED.items():
        assert (column, True) in [(name, words in reason) for name, reason in found[line]], line


@pytest.fixture
def records() -> pd.DataFrame:
    return converted("ucdp").tables["monitor_incidents"].set_index("incident_code")


@pytest.fixture
def claims() -> pd.DataFrame:
    return converted("ucdp").tables["public_claims"].set_index("claim_id")


def test_low_and_high_are_the_bounds_and_best_is_only_said(claims: pd.DataFrame) -> None:
    row = claims.loc["ucdp-101-all"]
    assert row[["killed_min", "killed_max", "qualifier", "unit"]].tolist() == [
        "4",
        "9",
        "range",
        "killed_incl_combatants",
    ]
    assert "best 5" in row["evidence"] and "5" not in (row["killed_min"], row["killed_max"])
    assert claims.loc["ucdp-102-all", "qualifier"] == "exact"


def test_a_record_counts_civilians_so_it_has_bounds_for_one_sided_violence_alone(records: pd.DataFrame) -> None:
    assert records["killed_min"].dropna().to_dict() == {"102": "6", "121": "1"}
    assert "best 5; low 4; high 9; deaths_civilians 2" in records["note"]["101"]


def test_civilians_of_a_battle_are_a_claim_of_their_own_and_none_counted_is_no_claim(claims: pd.DataFrame) -> None:
    row = claims.loc["ucdp-101-civilians"]
    assert row[SAID].tolist() == ["2", "2", "about", "killed"]
    assert "ucdp-103-civilians" not in claims.index and "ucdp-102-civilians" not in claims.index


def test_only_one_sided_violence_names_a_killer(claims: pd.DataFrame) -> None:
    named = claims["attribution"][claims["attribution"] != "unclear"]
    assert named.to_dict() == {"ucdp-102-all": "isis", "ucdp-121-all": "coalition"}


def test_dates_have_the_stated_precision(records: pd.DataFrame) -> None:
    spans = records[["date_start", "date_end"]].apply(tuple, axis=1)
    assert spans[["104", "105", "106", "118", "120"]].tolist() == [
        ("2017-04-01", "2017-04-05"), ("2017-04", "2017-04"), ("2017", "2017"), ("2017-04-03", "2017-04-03"),
        ("2017-04-03", "2017-04-03"),
    ]  # fmt: skip


def test_a_point_that_stands_for_an_area_is_no_point(records: pd.DataFrame) -> None:
    assert records.loc[["108", "109"], ["lat", "lon", "geo_accuracy"]].isna().all(axis=None)
    assert records["place"]["108"] == "area around 36.2, 42.9"
    assert records.loc[["101", "107"], "geo_accuracy"].fillna("").tolist() == ["town", ""]


def test_headlines_are_copied_nowhere() -> None:
    made = converted("ucdp")
    assert not [name for name, frame in made.tables.items() if "headline" in frame.to_csv()]


def test_a_named_country_narrows_the_box(imported: Import) -> None:
    assert imported("ucdp", country="Syria", as_of="2019-01-01").sifted[0].counts["accepted"] == 0
    made = imported("ucdp", country="Iraq", replace=True)
    assert made.sifted[0].counts["accepted"] == 13 and set(made.tables["events"]["country"]) == {"IQ"}
