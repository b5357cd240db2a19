from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.data import build, reads
from analysis.paths import Project

HERE = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    """A copy of this project's raw and hand tables that a test may spoil."""
    for part in ("raw", "hand"):
        shutil.copytree(HERE / "data" / part, tmp_path / "data" / part)
    (tmp_path / "reports.toml").write_text("", encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built copy of this project, shared by all tests that only read."""
    root = tmp_path_factory.mktemp("built")
    for part in ("raw", "hand"):
        shutil.copytree(HERE / "data" / part, root / "data" / part)
    (root / "reports.toml").write_text("", encoding="utf-8")
    build.build(Project(root))
    return Project(root)


@pytest.fixture
def inside(built: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The built copy as the working folder."""
    monkeypatch.chdir(built.root)
    reads.forget()
    return built
