"""The trial of foreign folders sees what was run, used or believed, and a small dose of it passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.paths import Project
from analysis.publish.making import vouched
from torture import foreign, foreign_changes
from torture.foreign_plants import civcas, copied, planted


def test_a_planted_file_that_is_run_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(root: Path, *words: str) -> object:
        ran = root.parent / "ran"
        if ran.exists():
            (ran / "pandas").touch()
        return civcas(root, "--help")

    monkeypatch.setattr(foreign, "civcas", careless)
    [line] = foreign.plants(tmp_path, {"build": ("build",)})
    assert line.failed == 1 and line.examples == ["build: pandas was run"] and line.times > 80


def test_a_notebook_that_is_taken_for_ours_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vouched, "mark", lambda content: "same")
    monkeypatch.setattr(vouched, "_read", lambda place: {"any": "same"})
    (_, _, missed, times), (_, _, alarms, _) = foreign_changes.changed_notebooks(tmp_path, 1)
    assert len(missed) > 0.9 * times - 20 and alarms == []


def test_what_is_used_although_it_was_changed_is_counted() -> None:
    assert foreign_changes._taken(lambda: 230, "a table") == ["a table: used"]


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A copy with one notebook."""
    root = copied(tmp_path / "one")
    for path in sorted((root / "notebooks").glob("*.ipynb"))[1:]:
        path.unlink()
    return root


def test_a_small_dose_passes(one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_changes, "copied", lambda root: shutil.copytree(one, root))
    assert [missed for _, _, missed, _ in foreign_changes.changed_notebooks(tmp_path / "n", 1)] == [[], []]
    ran = tmp_path / "ran"
    names = planted(one, ran)
    assert civcas(one, "status", "data-quality").returncode == 0
    assert len(names) > 80 and not list(ran.iterdir()) and Project(one).processed.is_dir()
