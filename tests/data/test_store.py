from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import manifest, reads, store
from analysis.errors import DataError
from analysis.paths import Project

ROWS = pd.DataFrame({"place": ["Mosul", "Raqqa"], "lo": pd.array([230, None], dtype="Int64")}).astype({"place": "str"})
NOTHING = {"tables": {}, "files": {}}


def write(project: Project, frame: pd.DataFrame) -> None:
    project.processed.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(project.processed / "figures.parquet", index=False)
    described = {"tables": {"figures": {"rows": len(frame), "columns": store.column_hashes(frame)}}}
    (project.processed / manifest.NAME).write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        (ROWS.assign(lo=ROWS["lo"].fillna(0)), ["lo"]),
        (ROWS.assign(lo=pd.array([231, None], dtype="Int64")), ["lo"]),
        (ROWS.astype({"lo": "Float64"}), ["lo"]),
        (ROWS.astype({"lo": "str"}), ["lo"]),
        (ROWS.rename(columns={"lo": "hi"}), ["hi", "lo"]),
        (ROWS.rename(columns={"lo": "place", "place": "lo"}), ["lo", "place"]),
        (ROWS.iloc[::-1], ["lo", "place"]),
        (ROWS.head(1), ["lo", "place"]),
    ],
)
def test_any_other_content_has_another_hash_and_only_its_column(other: pd.DataFrame, changed: list[str]) -> None:
    before, after = store.column_hashes(ROWS), store.column_hashes(other)
    assert sorted(name for name in {*before, *after} if before.get(name) != after.get(name)) == changed


def test_the_index_and_the_file_are_no_content(tmp_path: Path) -> None:
    assert store.column_hashes(ROWS.set_axis([7, 9], axis=0)) == store.column_hashes(ROWS)
    write(Project(tmp_path), ROWS)
    read = store.read_table("figures", project=Project(tmp_path))
    assert store.column_hashes(read) == store.column_hashes(ROWS)
    assert store.column_hashes(ROWS[["lo", "place"]]) == store.column_hashes(ROWS)


def test_before_a_build_it_says_how_to_build(tmp_path: Path) -> None:
    for ask in (manifest.read, lambda project: store.read_table("claims", project=project)):
        with pytest.raises(DataError, match="run `civcas build`"):
            ask(Project(tmp_path))


def test_an_unknown_table_is_refused_with_the_nearest_and_not_remembered(inside: Project) -> None:
    with pytest.raises(DataError, match=r"no table 'claim'\. Did you mean claims"):
        store.read_table("claim")
    assert reads.noted(inside.root) == NOTHING


def test_an_unknown_column_is_refused_with_the_nearest_and_not_remembered(inside: Project) -> None:
    with pytest.raises(DataError, match=r"'claims' has no column 'killed_low'\. Did you mean killed_lo\?"):
        store.read_table("claims", ["url", "killed_low"])
    assert reads.noted(inside.root) == NOTHING


def test_only_the_columns_asked_for_are_given_in_the_order_asked_and_noted(inside: Project) -> None:
    given = store.read_table("claims", ["url", "killed_lo"])
    assert list(given.columns) == ["url", "killed_lo"]
    pd.testing.assert_frame_equal(given, store.read_table("claims", project=inside)[["url", "killed_lo"]])
    reads.forget()
    store.read_table("claims", ["url", "killed_lo"])
    told = manifest.read(inside)["tables"]["claims"]["columns"]
    assert reads.noted(inside.root)["tables"] == {"claims": {name: told[name] for name in ("killed_lo", "url")}}


def test_no_column_at_all_is_no_table_to_depend_on(inside: Project) -> None:
    assert store.read_table("claims", []).shape[1] == 0
    assert reads.noted(inside.root)["tables"].get("claims", {}) == {}


def test_the_columns_of_a_table_are_known_without_reading_it(inside: Project) -> None:
    assert store.columns("claims") == sorted(store.read_table("claims").columns)
    reads.forget()
    store.columns("claims")
    assert reads.noted(inside.root) == NOTHING


def test_reads_are_listed_once_by_name_until_forgotten(inside: Project) -> None:
    for name in ("places", "events", "places"):
        store.read_table(name)
    tables = manifest.read(inside)["tables"]
    noted = reads.noted(inside.root)["tables"]
    assert list(noted.items()) == [(name, tables[name]["columns"]) for name in ("events", "places")]
    reads.forget()
    assert reads.noted(inside.root) == NOTHING


def test_what_a_reader_changes_no_other_reader_sees(inside: Project) -> None:
    mine = store.read_table("claims")
    mine.loc[:, "killed_lo"] = 0
    mine.insert(0, "note_of_mine", "x")
    again = store.read_table("claims")
    assert "note_of_mine" not in again and again["killed_lo"].isna().any()


def test_what_is_read_is_what_was_built(inside: Project) -> None:
    for name, told in manifest.read(inside)["tables"].items():
        assert store.column_hashes(store.read_table(name)) == told["columns"], name


def test_lists_in_cells_are_each_reader_s_own(inside: Project) -> None:
    mine = store.read_table("statements")
    mine["claim_ids"].iloc[0].append("spoilt")
    assert "spoilt" not in store.read_table("statements")["claim_ids"].iloc[0]


def test_empty_text_and_a_missing_cell_differ() -> None:
    assert store.column_hashes(pd.DataFrame({"a": ["", "b"]})) != store.column_hashes(
        pd.DataFrame({"a": [None, "b"]}, dtype="str")
    )


def test_a_table_built_anew_is_read_anew(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write(project, ROWS)
    first = store.read_table("figures", project=project)
    write(project, ROWS.assign(lo=pd.array([440, None], dtype="Int64")))
    assert (first["lo"].iloc[0], store.read_table("figures", project=project)["lo"].iloc[0]) == (230, 440)
    assert reads.noted(tmp_path)["tables"]["figures"] == manifest.read(project)["tables"]["figures"]["columns"]


def test_missing_numbers_come_back_missing(tmp_path: Path) -> None:
    write(Project(tmp_path), ROWS)
    pd.testing.assert_frame_equal(store.read_table("figures", project=Project(tmp_path)), ROWS)


def test_the_working_folder_decides_which_tables_are_read(inside: Project) -> None:
    assert len(store.read_table("statements")) == manifest.read(inside)["tables"]["statements"]["rows"]


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
    assert len(store.read_table("figures")) == 1 and len(store.read_table("figures", project=imported)) == 2
    store.use_study("")
    assert len(store.read_table("figures")) == 2


def test_choosing_a_study_starts_a_new_list_of_reads(imported: Project) -> None:
    store.read_table("figures")
    store.use_study("raqqa")
    assert reads.noted(imported.root) == NOTHING


def test_what_is_read_of_a_study_is_noted_under_its_name(imported: Project) -> None:
    reads.forget()
    store.read_table("figures", ["place"])
    store.read_table("figures", ["lo"], Project(imported.root, "raqqa"))
    own, theirs = (
        manifest.read(Project(imported.root, name))["tables"]["figures"]["columns"] for name in ("", "raqqa")
    )
    assert own != theirs
    assert reads.noted(imported.root)["tables"] == {
        "figures": {"place": own["place"]}, "raqqa/figures": {"lo": theirs["lo"]},
    }  # fmt: skip


def test_a_study_read_in_between_leaves_choice_and_reads_as_they_were(imported: Project) -> None:
    reads.forget()
    store.read_table("figures")
    before = reads.noted(imported.root)
    with pytest.raises(ZeroDivisionError), store.study("raqqa"):
        assert len(store.read_table("figures")) == 1 and reads.noted(imported.root) != before
        raise ZeroDivisionError
    assert reads.noted(imported.root) == before and len(store.read_table("figures")) == 2


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


@pytest.mark.parametrize("how", ["a figure", "the bytes"])
def test_a_table_that_was_changed_after_it_was_built_is_refused(tmp_path: Path, how: str) -> None:
    project = Project(tmp_path)
    write(project, ROWS)
    path = project.processed / "figures.parquet"
    if how == "a figure":
        ROWS.assign(lo=pd.array([23, None], dtype="Int64")).to_parquet(path, index=False)
    else:
        path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DataError, match=r"data/processed/figures.parquet .*: run `civcas build`"):
        store.read_table("figures", project=project)
