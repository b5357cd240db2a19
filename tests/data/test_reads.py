from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.data import hand, manifest, raw, reads, store
from analysis.errors import DataError
from analysis.modules import short_hash
from analysis.paths import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with one table, another of the same name in a study, and nothing read yet."""
    for study, mark in (("", "own"), ("raqqa", "theirs")):
        made = Project(tmp_path, study)
        made.processed.mkdir(parents=True)
        told = {"tables": {"claims": {"rows": 1, "columns": {"url": f"{mark}-url", "killed": f"{mark}-killed"}}}}
        (made.processed / manifest.NAME).write_text(json.dumps(told), encoding="utf-8")
    reads.forget()
    yield Project(tmp_path)
    reads.forget()


def test_nothing_is_noted_at_first(project: Project) -> None:
    assert reads.noted(project.root) == {"tables": {}, "files": {}}


def test_columns_of_one_table_come_together_in_alphabetical_order(project: Project) -> None:
    for columns in (["url"], ["killed", "url"], []):
        reads.table(project, "claims", columns)
    noted = reads.noted(project.root)
    assert noted == {"tables": {"claims": {"killed": "own-killed", "url": "own-url"}}, "files": {}}
    assert list(noted["tables"]["claims"]) == ["killed", "url"]


def test_the_table_of_a_study_is_another(project: Project) -> None:
    reads.table(Project(project.root, "raqqa"), "claims", ["url"])
    reads.table(project, "claims", ["killed"])
    assert reads.noted(project.root)["tables"] == {
        "claims": {"killed": "own-killed"},
        "raqqa/claims": {"url": "theirs-url"},
    }


def test_a_file_is_noted_by_what_was_read_of_it_at_the_time(project: Project) -> None:
    path = project.hand / "b.csv"
    reads.file(project, path, b"one")
    reads.file(project, project.raw / "a.csv", b"two")
    assert reads.noted(project.root)["files"] == {
        "data/hand/b.csv": short_hash(b"one"), "data/raw/a.csv": short_hash(b"two"),
    }  # fmt: skip
    assert list(reads.noted(project.root)["files"]) == ["data/hand/b.csv", "data/raw/a.csv"]
    reads.file(project, path, b"three")
    assert reads.noted(project.root)["files"]["data/hand/b.csv"] == short_hash(b"three")


def test_what_is_noted_is_a_copy(project: Project) -> None:
    reads.table(project, "claims", ["url"])
    reads.noted(project.root)["tables"].clear()
    kept = reads.remembered()
    kept[0]["claims"].add("killed")
    assert reads.noted(project.root)["tables"] == {"claims": {"url": "own-url"}}


def test_a_list_can_be_remembered_and_gone_back_to(project: Project) -> None:
    reads.table(project, "claims", ["url"])
    reads.file(project, project.hand / "a.csv", b"one")
    kept, before = reads.remembered(), reads.noted(project.root)
    reads.table(project, "claims", ["killed"])
    reads.file(project, project.hand / "b.csv", b"two")
    reads.restore(kept)
    assert reads.noted(project.root) == before
    reads.forget()
    assert reads.noted(project.root) == {"tables": {}, "files": {}}
    assert kept[0] == {"claims": {"url"}}


def test_a_column_or_table_that_is_gone_has_no_hash(project: Project) -> None:
    assert reads.columns_now(project.root, "claims", ["url", "gone"]) == {"gone": "", "url": "own-url"}
    assert reads.columns_now(project.root, "gone", ["url"]) == {"url": ""}
    assert reads.columns_now(project.root, "raqqa/claims", ["url"]) == {"url": "theirs-url"}
    with pytest.raises(DataError, match="civcas build --study mosul"):
        reads.columns_now(project.root, "mosul/claims", ["url"])


def test_a_file_that_is_gone_has_no_hash(project: Project) -> None:
    (project.root / "a.csv").write_bytes(b"one")
    assert reads.file_now(project.root, "a.csv") == short_hash(b"one")
    assert reads.file_now(project.root, "b.csv") == reads.file_now(project.root, "data") == ""


def test_hand_and_raw_tables_are_noted_as_files(inside: Project) -> None:
    hand.read_hand("links", inside)
    raw.read_typed("publishers", inside)
    raw.card(inside)
    noted = reads.noted(inside.root)
    assert noted["tables"] == {}
    assert set(noted["files"]) >= {"data/hand/links.csv", "data/raw/publishers.csv", "data/raw/datapackage.json"}
    assert all(mark == reads.file_now(inside.root, name) for name, mark in noted["files"].items())


def test_a_hand_table_read_a_second_time_is_noted_again(inside: Project) -> None:
    hand.read_hand("links", inside)
    reads.forget()
    hand.read_hand("links", inside)
    assert list(reads.noted(inside.root)["files"]) == ["data/hand/links.csv"]


def test_what_a_reader_of_a_hand_table_changes_no_other_sees(inside: Project) -> None:
    mine = hand.read_hand("links", inside)
    mine.loc[:, "type"] = "spoilt"
    del mine["left"]
    again = hand.read_hand("links", inside)
    assert "left" in again and "spoilt" not in set(again["type"])


def test_building_notes_are_not_left_to_those_who_read(built: Project, inside: Project) -> None:
    store.read_table("places", ["place"])
    assert reads.noted(inside.root)["files"] == {}
