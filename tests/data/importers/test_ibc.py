from __future__ import annotations

import pandas as pd
import pytest

from .conftest import by_line, converted

REJECTED = {
    7: ("Reported minimum", "above Reported maximum"), 9: ("Start date", "not a day"),
    10: ("Start date", "after End date"), 13: ("Sources", "whose day no month has"), 16: ("Location", "is empty"),
    17: ("Start date", "read as day and month"), 20: ("Reported minimum", "whole number"),
    21: ("IBC code", "other content"), 25: ("IBC code", "taken once"), 27: ("IBC code", "is empty"),
}  # fmt: skip


def test_every_trap_is_listed_with_its_line_and_nothing_else() -> None:
    found = by_line(converted("ibc"), "ibc.csv")
    assert list(found) == list(REJECTED)
    for line, (column, words) in REJECTED.items():
        assert (column, True) in [(name, words in reason) for name, reason in found[line]], line


@pytest.fixture
def claims() -> pd.DataFrame:
    return converted("ibc").tables["public_claims"].set_index("event")


def test_minimum_and_maximum_are_worded_as_bounds(claims: pd.DataFrame) -> None:
    wording = claims.loc[[f"ibc-x00{n}" for n in range(1, 6)], "qualifier"].fillna("").tolist()
    assert wording == ["range", "exact", "at_least", "up_to", ""]
    assert claims.loc["ibc-x005", ["killed_min", "killed_max"]].isna().all()
    assert set(claims["unit"]) == {"killed"} and set(claims["attribution"]) == {"unclear"}


def cited(code: str) -> list[list[str]]:
    figures = converted("ibc").tables["media_figures"]
    mine = figures[figures["incident_code"] == code]
    return mine[["publisher_id", "published"]].fillna("").to_numpy().tolist()


def test_every_source_is_cited_with_the_year_its_incident_gives_it() -> None:
    assert cited("x001") == [["reuters", "2017-03-06"], ["ap", "2017-03-06"]]


def test_a_source_after_the_turn_of_the_year_is_of_the_next_one() -> None:
    assert cited("x010") == [["afp", "2016-12-31"], ["shafaaq", "2017-01-02"]]


def test_a_source_whose_year_is_open_has_no_date() -> None:
    assert cited("x011") == [["reuters", ""]]  # the day before the incident


def test_a_source_without_a_day_and_an_incident_without_one_have_no_date() -> None:
    assert [date for _, date in cited("x013")] == ["", "2017-03-06"]


def test_what_was_hit_is_copied_nowhere() -> None:
    made = converted("ibc")
    assert not [name for name, frame in made.tables.items() if "house" in frame.to_csv()]
    assert made.tables["monitor_incidents"]["note"].iloc[0] == "weapons as written air strike; time as written PM"
