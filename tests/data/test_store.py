from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import store
from analysis.errors import DataError
from analysis.paths import Project

ROWS = pd.DataFrame({"place": ["Mosul", "Raqqa"], "lo": pd.array([230, None], dtype="Int64")}).astype({"place": "str"})


def write(project: Project, frame: pd.DataFrame) -> None:
    project.processed.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(project.processed / "figures.parquet", index=False)
    described = {"tables": {"figures": {"rows": len(frame), "sha256": store.content_hash(frame)}}}
    (project.processed / store.MANIFEST).write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize(
    "other",
    [
        ROWS.assign(lo=ROWS["lo"].fillna(0)),
        ROWS.assign(lo=pd.array([231, None], dtype="Int64")),
        ROWS.astype({"lo": "Float64"}),
        ROWS.astype({"lo": "str"}),
        ROWS.rename(columns={"lo": "hi"}),
        ROWS[["lo", "place"]],
        ROWS.iloc[::-1],
        ROWS.head(1),
    ],
)
def test_any_other_content_has_another_hash(other: pd.DataFrame) -> None:
    assert store.content_hash(other) != store.content_hash(ROWS)


def test_the_index_and_the_file_are_no_content(tmp_path: Path) -> None:
    assert store.content_hash(ROWS.set_axis([7, 9], axis=0)) == store.content_hash(ROWS)
    write(Project(tmp_path), ROWS)
    assert store.content_hash(store.read_table("figures", Project(tmp_path))) == store.content_hash(ROWS)


def test_before_a_build_it_says_how_to_build(tmp_path: Path) -> None:
    for ask in (store.manifest, lambda project: store.read_table("claims", project)):
        with pytest.raises(DataError, match="run `civcas build`"):
            ask(Project(tmp_path))


def test_an_unknown_table_is_refused_with_the_nearest_and_not_remembered(inside: Project) -> None:
    with pytest.raises(DataError, match=r"no table 'claim'\. Did you mean claims"):
        store.read_table("claim")
    assert store.reads() == {}


def test_reads_are_listed_once_by_name_until_forgotten(inside: Project) -> None:
    for name in ("places", "events", "places"):
        store.read_table(name)
    tables = store.manifest(inside)["tables"]
    assert list(store.reads().items()) == [(name, tables[name]["sha256"]) for name in ("events", "places")]
    store.forget()
    assert store.reads() == {}


def test_what_a_reader_changes_no_other_reader_sees(inside: Project) -> None:
    mine = store.read_table("claims")
    mine.loc[:, "killed_lo"] = 0
    mine.insert(0, "note_of_mine", "x")
    again = store.read_table("claims")
    assert "note_of_mine" not in again and again["killed_lo"].isna().any()


def test_what_is_read_is_what_was_built(inside: Project) -> None:
    for name, told in store.manifest(inside)["tables"].items():
        assert store.content_hash(store.read_table(name)) == told["sha256"], name


def test_lists_in_cells_are_each_reader_s_own(inside: Project) -> None:
    mine = store.read_table("statements")
    mine["claim_ids"].iloc[0].append("spoilt")
    assert "spoilt" not in store.read_table("statements")["claim_ids"].iloc[0]


def test_empty_text_and_a_missing_cell_differ() -> None:
    assert store.content_hash(pd.DataFrame({"a": ["", "b"]})) != store.content_hash(
        pd.DataFrame({"a": [None, "b"]}, dtype="str")
    )


def test_a_table_built_anew_is_read_anew(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write(project, ROWS)
    first = store.read_table("figures", project)
    write(project, ROWS.assign(lo=pd.array([440, None], dtype="Int64")))
    assert (first["lo"].iloc[0], store.read_table("figures", project)["lo"].iloc[0]) == (230, 440)
    assert store.reads()["figures"] == store.manifest(project)["tables"]["figures"]["sha256"]


def test_missing_numbers_come_back_missing(tmp_path: Path) -> None:
    write(Project(tmp_path), ROWS)
    pd.testing.assert_frame_equal(store.read_table("figures", Project(tmp_path)), ROWS)


def test_the_working_folder_decides_which_tables_are_read(inside: Project) -> None:
    assert len(store.read_table("statements")) == store.manifest(inside)["tables"]["statements"]["rows"]


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project with figures of its own and those of a study."""
    (tmp_path / "reports.toml").write_text("", encoding="utf-8")
    write(Project(tmp_path), ROWS)
    write(Project(tmp_path, "raqqa"), ROWS.head(1))
    monkeypatch.chdir(tmp_path)
    yield Project(tmp_path)
    store.use_study("")


def test_a_study_is_read_until_another_is_chosen(imported: Project) -> None:
    assert store.studies() == ["raqqa"]
    store.use_study("raqqa")
    assert len(store.read_table("figures")) == 1 and len(store.read_table("figures", imported)) == 2
    store.use_study("")
    assert len(store.read_table("figures")) == 2


def test_choosing_a_study_starts_a_new_list_of_reads(imported: Project) -> None:
    store.read_table("figures")
    store.use_study("raqqa")
    assert store.reads() == {}


def test_a_study_read_in_between_leaves_choice_and_reads_as_they_were(imported: Project) -> None:
    store.forget()
    store.read_table("figures")
    before = store.reads()
    with pytest.raises(ZeroDivisionError), store.study("raqqa"):
        assert len(store.read_table("figures")) == 1 and store.reads() != before
        raise ZeroDivisionError
    assert store.reads() == before and len(store.read_table("figures")) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("raqa", "no study 'raqa' was imported. Did you mean raqqa?"),
        ("../raqqa", "cannot name a study"),
        ("unbuilt", "'unbuilt' is not built: run `civcas build --study unbuilt`"),
    ],
)
def test_a_study_that_cannot_be_read_is_refused_and_nothing_changes(imported: Project, name: str, words: str) -> None:
    (imported.studies / "unbuilt").mkdir()
    with pytest.raises(DataError, match=re.escape(words)):
        store.use_study(name)
    assert len(store.read_table("figures")) == 2
