from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.data import build, hold, manifest
from analysis.errors import DataError
from analysis.paths import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@contextmanager
def another(root: Path, kind: int) -> Iterator[int]:
    """A lock that another run holds: locks belong to whoever opened the folder."""
    folder = os.open(root, os.O_RDONLY)
    fcntl.flock(folder, kind)
    try:
        yield folder
    finally:
        os.close(folder)


def test_tables_that_reports_are_made_from_are_not_changed(project: Project) -> None:
    with another(project.root, fcntl.LOCK_SH):
        with hold.reading(project):
            pass
        with pytest.raises(DataError, match="reports are being made from these tables: wait"), hold.changing(project):
            pass
    with hold.changing(project):
        pass


def test_a_study_is_held_with_the_project(project: Project) -> None:
    with (
        another(project.root, fcntl.LOCK_SH),
        pytest.raises(DataError),
        hold.changing(Project(project.root, "a-study")),
    ):
        pass


@pytest.mark.parametrize("way", [hold.reading, hold.changing])
def test_whoever_changes_them_is_waited_for_and_it_is_said(
    project: Project, way: object, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []
    with another(project.root, fcntl.LOCK_EX):

        def wait() -> None:
            with way(project):  # type: ignore[operator]
                done.append(time.monotonic())

        waiting = threading.Thread(target=wait)
        waiting.start()
        while hold.WAITING not in (said := capsys.readouterr().err):
            assert waiting.is_alive(), said
        assert not done
    waiting.join()
    assert done


def test_the_lock_is_gone_with_the_process_and_leaves_no_file(project: Project) -> None:
    code = (
        "import os, sys; from pathlib import Path; from analysis.data import hold; from analysis.paths import Project\n"
        "with hold.changing(Project(Path(sys.argv[1]))): os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(project.root)], check=False).returncode == -9
    with hold.changing(project):
        assert list(project.root.iterdir()) == []


def test_a_process_that_holds_them_does_not_wait_for_itself(project: Project) -> None:
    with hold.changing(project), hold.changing(project), hold.reading(project):
        pass
    with another(project.root, fcntl.LOCK_EX):
        pass


def fake(project: Project, monkeypatch: pytest.MonkeyPatch, current: list[bool]) -> list[str]:
    """Let the tables be current as told, one look after the other, and note what is built."""
    done: list[str] = []
    monkeypatch.setattr(manifest, "is_current", lambda _: current.pop(0) if len(current) > 1 else current[0])
    monkeypatch.setattr(build, "build", lambda _: done.append("built"))
    return done


@pytest.mark.parametrize(
    ("current", "built"),
    [([True], 0), ([False, False, False, True], 1), ([False, False, True, True], 0), ([False], hold.TRIES)],
)
def test_tables_are_built_where_they_are_not_and_no_more_often(
    project: Project, monkeypatch: pytest.MonkeyPatch, current: list[bool], built: int
) -> None:
    done = fake(project, monkeypatch, current)
    with hold.built(project), another(project.root, fcntl.LOCK_SH):
        assert len(done) == built


def test_what_another_run_built_meanwhile_is_not_built_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    done = fake(project, monkeypatch, [False, True])
    assert not hold.ensure(project) and done == []
    done = fake(project, monkeypatch, [False])
    assert hold.ensure(project) and done == ["built"]


def test_a_run_that_reads_is_refused_a_build_that_another_must_not_see(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = fake(project, monkeypatch, [False])
    with another(project.root, fcntl.LOCK_SH), pytest.raises(DataError, match="reports are being made"):
        hold.ensure(project)
    assert done == []
