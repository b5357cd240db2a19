from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streaming

from analysis.data import build, manifest, raw
from analysis.data.large import claims, engine, parquet
from analysis.errors import DataError
from analysis.paths import Project


def test_generated_claims_are_the_same_on_both_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = streaming.generated(tmp_path, 2000)
    told_small, small = streaming.in_memory(project, monkeypatch)
    told_large, large = streaming.streamed(project, monkeypatch)
    for name in streaming.KEPT:
        pd.testing.assert_frame_equal(small[name], large[name])
    assert without_files(told_small) == without_files(told_large)


def test_the_project_itself_is_the_same_on_both_paths(
    copy: Project, built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, large = streaming.streamed(copy, monkeypatch)
    assert without_files(told) == without_files(manifest.read(built))
    for name in streaming.KEPT:
        pd.testing.assert_frame_equal(large[name], pd.read_parquet(built.processed / f"{name}.parquet"))


def without_files(told: dict[str, Any]) -> dict[str, Any]:
    """A manifest but for the bytes of its files, which each path writes in its own way."""
    assert set(told["files"]) == {f"{name}.parquet" for name in told["tables"]}
    return {part: content for part, content in told.items() if part != "files"}


def rows_of(project: Project) -> tuple[Path, list[list[str]]]:
    path = project.raw / "public_claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return path, list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_statements_do_not_depend_on_the_order_of_raw_rows(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _, before = streaming.streamed(copy, monkeypatch)
    path, rows = rows_of(copy)
    shuffled = rows[1:]
    random.Random(3).shuffle(shuffled)
    write(path, [rows[0], *shuffled])
    raw.seal(copy)
    _, after = streaming.streamed(copy, monkeypatch)
    pd.testing.assert_frame_equal(after["statements"], before["statements"])
    assert after["claims"]["claim_id"].tolist() == [row[0] for row in shuffled]


def spoiled(project: Project, column: str, value: str, at: int = 700) -> None:
    path, rows = rows_of(project)
    rows[at][rows[0].index(column)] = value
    write(path, rows)


FAULTS = {
    "country": "Atlantis", "published": "2017-13", "period_start": "2017-02-30", "killed_min": "many",
    "killed_max": "-1", "publisher_id": "nobody", "family_override": "press", "claim_id": "mj-airwars-ci551",
}  # fmt: skip


@pytest.mark.parametrize("column", FAULTS)
def test_what_the_small_path_refuses_is_refused_in_the_same_words(
    copy: Project, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    spoiled(copy, column, FAULTS[column])
    with pytest.raises(DataError) as small:
        streaming.in_memory(copy, monkeypatch)
    with pytest.raises(DataError) as large:
        streaming.streamed(copy, monkeypatch)
    # a rule across columns is told once for each column, in the order in which a frame happens to have them
    assert sorted(str(large.value).splitlines()) == sorted(str(small.value).splitlines())
    assert not list(copy.processed.glob(".*"))


@pytest.mark.parametrize("hand", ["overrides", "exclusions"])
def test_a_judgement_about_a_row_that_is_gone_is_refused_in_the_same_words(
    copy: Project, monkeypatch: pytest.MonkeyPatch, hand: str
) -> None:
    path = copy.hand / f"{hand}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("public_claims,mj-", "public_claims,gone-", 1), "utf-8")
    with pytest.raises(DataError, match="has no row 'gone-") as small:
        streaming.in_memory(copy, monkeypatch)
    with pytest.raises(DataError) as large:
        streaming.streamed(copy, monkeypatch)
    assert str(large.value) == str(small.value)


def test_an_override_of_an_old_value_that_moved_is_refused(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copy.hand / "overrides.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2017-03-16,", ",2017-03-15,", 1), "utf-8")
    with pytest.raises(DataError, match=r"overrides.csv, line 2: .*has period_start = '2017-03-16', not '2017-03-15'"):
        streaming.streamed(copy, monkeypatch)


def test_rows_that_come_in_another_order_are_written_again(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    said, write_as_it_is = [], parquet.write

    def reversed_first(connection, query: str, name: str, path: Path) -> None:  # type: ignore[no-untyped-def]
        said.append(query)
        spoilt = f"{query} ORDER BY position DESC" if len(said) == 1 else query
        write_as_it_is(connection, spoilt, name, path)

    monkeypatch.setattr(parquet, "write", reversed_first)
    told, _ = streaming.streamed(copy, monkeypatch)
    assert [query.endswith("ORDER BY position") for query in said[:2]] == [False, True]
    monkeypatch.undo()
    assert without_files(told) == without_files(streaming.in_memory(copy, monkeypatch)[0])


@pytest.mark.parametrize("stop", [RuntimeError("power cut"), KeyboardInterrupt()])
def test_a_build_cut_short_leaves_the_former_tables_whole(
    copy: Project, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    build.build(copy)
    before = {path.name: path.read_bytes() for path in copy.processed.iterdir()}
    spoiled(copy, "evidence", "Another wording")
    raw.seal(copy)

    def cut(*_: object) -> None:
        raise stop

    monkeypatch.setattr("analysis.data.large.refusals.check", cut)
    with pytest.raises(type(stop)):
        streaming.streamed(copy, monkeypatch)
    assert {path.name: path.read_bytes() for path in copy.processed.iterdir()} == before


def test_typed_restates_the_names_of_the_small_path() -> None:
    with engine.connected(Path("unused")) as connection:
        connection.execute("CREATE TABLE judged AS SELECT 9 AS position, 'b' AS claim_id, true AS excluded, "
                           "'hand' AS exclude_source, 'why' AS exclude_reason, 'q' AS event")  # fmt: skip
        fields = [{"name": "claim_id", "type": "string"}, {"name": "event", "type": "string"}]
        raw_row = "(SELECT 0 AS position, 'a' AS claim_id, 'p' AS event, 'unit' AS exclude)"
        found = connection.execute(claims.typed(fields, {"event"}, raw_row)).fetchall()
    assert found == [(0, "claims:a", "a", "p", True, "unit", "raw")]
