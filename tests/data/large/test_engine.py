from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analysis.data.large import engine
from analysis.errors import DataError
from analysis.paths import Project
from analysis.whole import locked


def setting(connection, name: str) -> str:  # type: ignore[no-untyped-def]
    return str(connection.execute(f"SELECT current_setting('{name}')").fetchone()[0])


def test_the_limit_on_memory_and_the_place_to_spill_are_set(tmp_path: Path) -> None:
    with engine.connected(tmp_path) as connection:
        assert setting(connection, "memory_limit") == "1.8 GiB"
        assert setting(connection, "temp_directory") == str(tmp_path)


def test_more_than_the_limit_is_refused_or_spilled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MEMORY", "60MB")
    with engine.connected(tmp_path) as connection:
        connection.execute("SET threads = 1")
        ordered = "SELECT hash(range) AS h, range::VARCHAR || repeat('x', 100) AS t FROM range(600000) ORDER BY h"
        connection.execute(f"CREATE TABLE spilled AS {ordered}")
        assert any(tmp_path.iterdir())
        assert connection.execute("SELECT count(*) FROM spilled").fetchone() == (600_000,)


def test_where_no_memory_is_to_be_had_the_refusal_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MEMORY", "2MB")
    asked = "CREATE TABLE held AS SELECT list(range) AS all_of_it FROM range(9000000)"
    refused = pytest.raises(DataError, match="need more memory than can be had .*run this again")
    with refused, engine.connected(tmp_path) as connection:
        connection.execute(asked)


@pytest.mark.parametrize(("threshold", "large"), [(0, True), (10, True), (11, False)])
def test_large_from_the_threshold_on(tmp_path: Path, threshold: int, large: bool) -> None:
    project = Project(tmp_path)
    project.raw.mkdir(parents=True)
    (project.raw / "public_claims.csv").write_bytes(b"0123456789")
    assert engine.is_large(project, threshold) is large


def test_this_project_is_small_and_none_is_not_large(copy: Project, tmp_path: Path) -> None:
    assert not engine.is_large(copy) and not engine.is_large(Project(tmp_path / "nothing"))


def test_the_work_area_is_removed_and_so_is_what_a_killed_run_left(tmp_path: Path) -> None:
    project = Project(tmp_path)
    left, used = project.processed / f".work-{os.getpid()}-x", project.processed / ".work-y"
    for folder in (left, used):
        folder.mkdir(parents=True)
    with locked(used, fcntl.LOCK_EX, DataError("held")):
        with pytest.raises(KeyboardInterrupt), engine.work_area(project) as work:
            assert work.parent == project.processed and not left.exists() and used.exists()
            raise KeyboardInterrupt
        assert sorted(project.processed.iterdir()) == [used]
    with engine.work_area(project) as work:
        assert sorted(project.processed.iterdir()) == [work]


def test_a_lent_frame_keeps_missing_cells_missing(tmp_path: Path) -> None:
    with engine.connected(tmp_path) as connection:
        engine.lend(connection, "few", pd.DataFrame({"a": pd.Series([1, None], dtype="Int64"), "b": ["x", None]}))
        assert connection.execute("SELECT * FROM few").fetchall() == [(1, "x"), (None, None)]


@pytest.mark.parametrize(
    "said", ['IO Error: Could not write file "x": No space left on device', "IO Error: anything else"]
)
def test_a_full_disk_is_a_refusal_of_the_machine(tmp_path: Path, said: str) -> None:
    full = "No space" in said
    with pytest.raises(OSError if full else duckdb.IOException) as refused, engine.connected(tmp_path / "work"):
        raise duckdb.IOException(said)
    if full:
        assert (refused.value.errno, refused.value.filename) == (errno.ENOSPC, str(tmp_path))
