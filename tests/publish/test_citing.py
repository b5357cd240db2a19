from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import hand, manifest, store
from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import citing
from analysis.toll import words as toll_words


def test_every_row_of_every_table_can_be_cited(inside: Project) -> None:
    assert set(citing.TELLING) == set(manifest.read(inside)["tables"]) - {"datapackage"}
    for name in citing.TELLING:
        keys = list(store.read_table(name)["row_key"])
        assert list(citing.cite(keys)["row_key"]) == keys, name


def test_every_row_is_cited_in_words(inside: Project) -> None:
    for name in citing.TELLING:
        cited = citing.cite(store.read_table(name)["row_key"])
        assert list(cited.loc[cited["what"].str.len() < 3, "row_key"]) == []


def test_every_column_that_tells_is_a_column(inside: Project) -> None:
    for name, columns in citing.TELLING.items():
        assert set(columns) <= set(store.read_table(name).columns), name


def test_a_row_says_who_when_what_and_its_page(inside: Project) -> None:
    [row] = citing.cite(["statements:st-mj-rudaw-230"]).to_dict("records")
    statement = store.read_table("statements").set_index("statement_id").loc["st-mj-rudaw-230"]
    assert row["what"].startswith(f"Rudaw, {statement['published']}, {statement['event_name']}, killed: ")
    assert row["url"] == statement["url"]


def test_bounds_stand_as_the_table_holds_them(inside: Project) -> None:
    told = citing.cite(
        ["claims:mj-locals-via-ci551", "claims:nm-airwars-ci537", "claims:mj-coalition-105-141-via-ci551"]
    )["what"]
    assert [words.rpartition(", ")[2] for words in told] == ["killed: 230 to 520", "killed: at most 29", "killed: 105"]


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("official_monthly", "killed_cumulative", "deaths conceded in all"),
        ("official_monthly", "reports_open_end", "open at the end"), ("un_monthly", "ninewa_killed", "in Nineveh"),
        ("un_monthly", "killed_excl_police", "without police"), ("exposure_monthly", "value", "number"),
        ("exposure_totals", "value", "number"), ("official_assessments", "killed", "killed"),
    ],
)  # fmt: skip
def test_a_row_shows_the_value_that_figures_are_made_from(inside: Project, table: str, column: str, words: str) -> None:
    frame = store.read_table(table)
    for row, what in zip(frame.to_dict("records"), citing.cite(frame["row_key"])["what"], strict=True):
        value = row[column]
        shown = f"{words}: {value:,}" if pd.notna(value) else f"{words}: "
        assert (f", {shown}" in f", {what}") == pd.notna(value), row["row_key"]


def test_an_incident_shows_all_the_bounds_its_page_states(inside: Project) -> None:
    told = citing.cite(["incidents:CI760", "incidents:CI550"])["what"]
    row = store.read_table("incidents").set_index("incident_code").loc["CI550"]
    assert told[0].endswith("officials: credible, killed in the narrative: 35, killed as officials state: 11")
    assert (
        f"killed in the narrative: {toll_words(*map(int, row[['narrative_killed_lo', 'narrative_killed_hi']]))}"
        in told[1]
    )


def test_a_line_of_a_judgement_names_its_cells(inside: Project) -> None:
    frame = hand.read_hand("transcription_check", inside)
    [what] = citing.cite(citing.hand_keys("transcription_check", frame.head(1)))["what"]
    assert what.startswith("table: all tables, field: numbers read twice, wrong: 0, checked: 153, percent: 0, ")


def test_a_row_without_bounds_or_page_has_none(inside: Project) -> None:
    frame = store.read_table("claims")
    silent = frame.loc[frame["killed_lo"].isna() & frame["killed_hi"].isna(), "row_key"].iloc[0]
    assert "killed" not in citing.cite([silent])["what"][0].rpartition(", ")[2]
    assert list(citing.cite(["places:Mosul", "events:al-bab-2014-12-28"])["url"]) == ["", ""]


def test_keys_come_once_in_the_order_given_across_tables(inside: Project) -> None:
    keys = ["places:Mosul", "statements:st-mj-rudaw-230", "events:al-bab-2014-12-28", "places:Raqqa"]
    assert list(citing.cite([*keys, "places:Mosul"])["row_key"]) == keys
    assert citing.cite([]).empty


@pytest.mark.parametrize("key", ["statements:st-none", "statements:", "claims:st-mj-rudaw-230"])
def test_a_key_that_leads_nowhere_is_refused(inside: Project, key: str) -> None:
    with pytest.raises(ReportError, match=f"'{key}' leads to no row"):
        citing.cite(["places:Mosul", key])


@pytest.mark.parametrize("key", ["statement:st-mj-rudaw-230", "230", ""])
def test_a_key_of_no_table_is_refused(inside: Project, key: str) -> None:
    with pytest.raises(ReportError, match="write <table>:<key>"):
        citing.cite([key])
