from __future__ import annotations

import pytest

from analysis.data import manifest, store
from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import citing


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
