from __future__ import annotations

import json
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
