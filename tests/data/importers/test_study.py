from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import build, hand, manifest, raw, store
from analysis.data.importers import study
from analysis.data.samples import require_sample
from analysis.data.verify import verify
from analysis.errors import DataError, MethodRefused
from analysis.paths import Project

from .conftest import NAMED, Import


@pytest.mark.parametrize("name", NAMED)
def test_an_import_verifies_builds_and_is_read_back(imported: Import, copy: Project, name: str) -> None:
    made = imported(name, licence="CC-BY-4.0")
    mine = Project(copy.root, "made-up")
    assert {file: found for file, found in verify(mine).items() if found} == {}
    assert manifest.is_current(mine)
    tables = manifest.read(mine)["tables"]
    assert set(tables) == set(manifest.read(mine)["tables"]) and "statements" in tables
    assert tables["incidents"]["rows"] == len(made.tables["monitor_incidents"])
    listed = pd.read_csv(mine.tables / study.REJECTS)
    assert list(listed) == ["file", "line", "column", "value", "reason"]
    for sifted in made.sifted:
        counts = sifted.counts
        assert counts["in"] == counts["accepted"] + counts["rejected"]
        assert listed[listed["file"] == sifted.sheet.file]["line"].nunique() == counts["rejected"]


def test_columns_are_those_of_the_card_and_what_is_not_fed_is_a_header(imported: Import, copy: Project) -> None:
    imported("airwars")
    mine = Project(copy.root, "made-up")
    here, there = raw.resources(copy), raw.resources(mine)
    assert {name: raw.columns(told) for name, told in here.items()} == {
        name: raw.columns(told) for name, told in there.items()
    }
    fed = {"monitor_incidents", "media_figures", "publishers", "official_assessments"}
    assert {name for name in there if len(raw.read_raw(name, mine))} == fed


def test_the_card_says_where_it_comes_from(imported: Import, copy: Project) -> None:
    imported("ucdp", as_of="2019-01-01")
    card = raw.card(Project(copy.root, "made-up"))
    assert card["licenses"] == [{"name": "not stated", "title": "not stated"}]
    assert card["sources"][0]["path"] == "ucdp.csv" and card["sources"][0]["hash"].startswith("sha256:")
    assert card["counts"] == {"ucdp.csv": {"in": 25, "accepted": 13, "rejected": 12}}
    assert card["version"] == "2019-01-01"
    assert str(copy.root) not in json.dumps(card)


def test_hand_tables_are_headers_but_for_places_and_links(imported: Import, copy: Project) -> None:
    imported("airwars", as_of="2019-06-01")
    mine = Project(copy.root, "made-up")
    filled = {name: len(hand.read_hand(name, mine)) for name in hand.COLUMNS}
    assert {name for name, rows in filled.items() if rows} == {"places", "links"}
    places = hand.read_hand("places", mine)
    assert places["place"].is_unique and set(places["decided_by"]) == {"import"}
    assert set(places["decided_on"]) == {"2019-06-01"}
    assert places.set_index("place")["within"]["Tall Nine 2"] == "Syria"


def test_links_name_rows_that_exist(imported: Import, copy: Project) -> None:
    for name in NAMED:
        imported(name, replace=True)
        mine = Project(copy.root, "made-up")
        tables = [store.read_table(table, project=mine) for table in ("incidents", "official_assessments", "events")]
        keys = set(pd.concat([table["row_key"] for table in tables]))
        links = hand.read_hand("links", mine)
        assert len(links) and set(links["left"]) | set(links["right"]) <= keys, name


def test_the_same_export_gives_the_same_bytes(imported: Import, copy: Project) -> None:
    def content() -> dict[str, bytes]:
        folder = copy.root / "studies" / "made-up"
        files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".csv", ".json")]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    imported("airwars")
    before = content()
    imported("airwars", replace=True)
    assert content() == before


def test_an_existing_study_stays_unless_it_is_to_be_replaced(imported: Import, copy: Project) -> None:
    imported("ibc")
    with pytest.raises(DataError, match="'made-up' exists: add --replace"):
        imported("ucdp")
    imported("ucdp", replace=True)
    assert "ucdp.csv" in raw.card(Project(copy.root, "made-up"))["counts"]


def test_an_import_that_does_not_build_leaves_the_old_study_and_nothing_beside_it(
    imported: Import, copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported("ibc")

    def fail(project: Project) -> None:
        raise DataError("it does not build: mend it")

    monkeypatch.setattr(build, "build", fail)
    with pytest.raises(DataError, match="does not build"):
        imported("ucdp", replace=True)
    assert [path.name for path in (copy.root / "studies").iterdir()] == ["made-up"]
    assert "ibc.csv" in raw.card(Project(copy.root, "made-up"))["counts"]


def test_a_spelling_met_in_two_countries_lies_in_neither() -> None:
    spelled = pd.DataFrame({"place": ["A", "A", "Syria", "B"], "country": ["Iraq", "Syria", "Syria", "Yemen"]})
    made = study.places(spelled).set_index("place")["within"]
    assert made.fillna("").to_dict() == {
        "Iraq": "Iraq and Syria", "Iraq and Syria": "", "Syria": "Iraq and Syria", "Yemen": "", "A": "", "B": "Yemen",
    }  # fmt: skip


def test_an_export_without_a_day_asks_for_one() -> None:
    with pytest.raises(DataError, match="name the day with --as-of"):
        study.as_of_day("", "")
    with pytest.raises(DataError, match="'March' is not a day"):
        study.as_of_day("March", "2017-03-17")


def test_cells_are_quoted_only_where_they_must_be(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ['x "y"', "p, q", "plain"], "c": [None, "", "1"]})
    study._csv(tmp_path / "a.csv", frame, ["a", "b", "c"])
    assert (tmp_path / "a.csv").read_text() == 'a,b,c\n"x ""y""",,\n"p, q",,\nplain,,1\n'


def test_no_rate_is_made_of_an_export_unless_somebody_says_why_it_is_complete(imported: Import, copy: Project) -> None:
    imported("airwars")
    mine = Project(copy.root, "made-up")
    with pytest.raises(MethodRefused, match="not known here"):
        require_sample("incidents", mine)
    imported("airwars", replace=True, complete="All records of the maker for the years it names.")
    for table in ("incidents", "official_assessments", "media_figures"):
        require_sample(table, mine)
    card = raw.resources(mine)["monitor_incidents"]
    assert card["complete"] == "All records of the maker for the years it names."
    assert "complete" not in raw.resources(mine)["un_monthly"]


def test_what_a_killed_import_left_goes_with_the_next(imported: Import, copy: Project) -> None:
    half = copy.studies / ".another.partial" / "studies" / "another"
    half.mkdir(parents=True)
    aside = copy.studies / ".old-moved"
    aside.mkdir()
    imported("ucdp")
    assert sorted(path.name for path in copy.studies.iterdir()) == ["made-up", "moved"]


def test_no_study_is_written_while_reports_are_made(imported: Import, copy: Project) -> None:
    folder = os.open(copy.root, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_SH)
    with pytest.raises(DataError, match="reports are being made from these tables: wait"):
        imported("ucdp")
    os.close(folder)
    assert not copy.studies.exists()
