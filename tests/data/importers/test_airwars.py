from __future__ import annotations

import pandas as pd
import pytest

from .conftest import by_line, converted

FILES = ("incidents.csv", "sources.csv", "official_statements.csv")
REJECTED = {
    "incidents.csv": {
        7: ("killed_min", "above killed_max"), 8: ("lat", "look exchanged"), 9: ("lon", "above 180"),
        10: ("lon", "empty beside"), 11: ("date_start", "not a day"), 12: ("date_start", "read as day and month"),
        15: ("grading", "no word of this column"), 16: ("location", "is empty"), 18: ("incident_code", "taken once"),
        19: ("incident_code", "other content"), 20: ("incident_code", "other content"), 27: ("", "has 35 cells"),
        28: ("lat", "outside the country"), 30: ("location", "parts spellings"), 31: ("date_start", "after date_end"),
        32: ("date_start", "after the as-of day"),
    },
    "sources.csv": {
        10: ("source_date", "read as day and month"), 12: ("source_date", "not a day"),
        14: ("incident_code", "itself rejected"), 15: ("incident_code", "no row of the incidents"),
        16: ("outlet", "is empty"), 17: ("source_date", "no date"), 19: ("incident_code", "taken once"),
        23: ("n", "whole number"), 26: ("source_date", "after the as-of day"),
    },
    "official_statements.csv": {
        7: ("determination", "is empty"), 8: ("determination", "Did you mean credible?"),
        9: ("incident_code", "itself rejected"), 10: ("incident_code", "no row of the incidents"),
        11: ("statement_date", "not a day"), 14: ("killed", "whole number"), 18: ("statement_date", "read as day"),
    },
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_every_trap_is_listed_with_its_line_and_nothing_else(file: str) -> None:
    found = by_line(converted("airwars"), file)
    assert list(found) == list(REJECTED[file])
    for line, (column, words) in REJECTED[file].items():
        assert [(name, words in reason) for name, reason in found[line]] == [(column, True)], line


@pytest.fixture
def incidents() -> pd.DataFrame:
    return converted("airwars").tables["monitor_incidents"].set_index("incident_code")


def test_digits_dates_and_names_are_read_by_their_rules(incidents: pd.DataFrame) -> None:
    assert incidents.loc["T02", ["killed_min", "killed_max"]].tolist() == ["4", "12"]
    assert incidents["date_start"][["T03", "T11", "T12", "T23"]].tolist() == [
        "2017-03-17", "2017-03-17", "2017-03", "2016-12-31",
    ]  # fmt: skip
    assert incidents["place"]["T04"] == "Tall Nine by the river"
    assert incidents["suspected_attackers"]["T01"] == incidents["suspected_attackers"]["T02"]


def test_an_open_side_of_a_bound_stays_open(incidents: pd.DataFrame) -> None:
    assert incidents.loc["T26", ["killed_min", "killed_max"]].fillna("").tolist() == ["7", ""]
    assert incidents.loc["T23", ["killed_min", "killed_max"]].fillna("").tolist() == ["", "5"]


def test_only_an_accepted_position_has_numbers_the_others_are_kept_in_words(incidents: pd.DataFrame) -> None:
    assert incidents["official_killed_min"].dropna().to_dict() == {"T21": "2"}
    assert incidents["official_injured_min"]["T21"] == "0"
    for code in ("T18", "T22"):
        assert "official_killed_min without acceptance 0" in incidents["note"][code]


def test_words_we_do_not_have_are_missing_and_kept_in_words(incidents: pd.DataFrame) -> None:
    assert incidents["official_position"].loc[["T18", "T19", "T20"]].fillna("").tolist() == ["open", "", "non_credible"]
    assert "position as exported duplicate" in incidents["note"]["T19"]
    assert pd.isna(incidents["official_reason"]["T20"])
    assert "reason as exported insufficient_information;other" in incidents["note"]["T20"]
    assert pd.isna(incidents["geo_accuracy"]["T22"]) and "accuracy as exported district" in incidents["note"]["T22"]
    assert incidents["geo_accuracy"]["T26"] == "neighbourhood"  # a street, said coarser and never finer


def test_a_position_is_dated_by_the_last_statement_that_determines_it(incidents: pd.DataFrame) -> None:
    dates = incidents["official_statement_date"]
    assert dates[["T20", "T21", "T22"]].tolist() == ["2018-08-30", "2018-06-28", "2018-06-28"]
    assert dates[["T01", "T02"]].isna().all()  # not yet assessed, whatever statements were filed


def test_a_cited_outlet_is_no_figure() -> None:
    figures = converted("airwars").tables["media_figures"]
    assert set(figures["relation"]) == {"attribution_only"}
    assert not [name for name in figures if name.startswith(("killed", "injured", "qualifier"))]
    first = figures[figures["incident_code"] == "T01"]["publisher_id"].tolist()
    assert first[:4] == ["euphratespost"] * 4 and first[4] == first[5]
    assert "youth" not in figures.to_csv().casefold() and "private" not in figures.to_csv()


def test_statements_keep_channel_and_number_and_are_linked_to_their_record() -> None:
    made = converted("airwars")
    acts = made.tables["official_assessments"].reset_index(drop=True)
    assert acts["killed"].dropna().tolist() == ["2", "2", "3"]
    assert set(acts["reported_via"]) == {"airwars report", "self-report", "media report"}
    assert "strike_date" not in acts  # the record's day is not the official's
    assert acts["url"].eq("official_statements.csv").sum() == 1
    assert made.links["right"].tolist() == [f"official_assessments:{line}" for line in range(2, len(acts) + 2)]
    assert made.links["left"].tolist()[:3] == ["incidents:T20", "incidents:T20", "incidents:T21"]


def test_without_an_as_of_day_nothing_may_lie_after_the_last_change_of_a_record() -> None:
    assert converted("airwars").last_day == "2018-09-01"
