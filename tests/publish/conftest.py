from __future__ import annotations

import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
from matplotlib.figure import Figure as Canvas
from publish import tiny

from analysis.paths import Project
from analysis.publish import canvas
from analysis.publish.making.plan import read_catalogue
from analysis.publish.making.report import Options, Result, make

FAILING = tiny.code("number = 230\nraise ValueError('no <such> row')")
KILLED = [tiny.code("", "parameters"), tiny.code("import os\n\nos.kill(os.getpid(), 9)")]
MUTE = [tiny.code("", "parameters"), tiny.code("print(230)")]
MORE = """
[[report]]
id = "killed"
notebook = "30-killed"
title = "Killed"

[[report]]
id = "mute"
notebook = "35-mute"
title = "Mute"

[[report]]
id = "late"
notebook = "40-late"
title = "Late"
"""


@dataclass(frozen=True)
class Phase:
    """What a run left in reports/, what it returned, and what it told while running."""

    reports: Path
    results: dict[str, Result]
    told: list[Result]
    begun: list[int]

    def read(self, name: str) -> str:
        return (self.reports / name).read_text(encoding="utf-8")


@pytest.fixture
def canvases(monkeypatch: pytest.MonkeyPatch) -> list[Canvas]:
    """Every picture drawn in a test, as it stood when it was saved."""
    kept: list[Canvas] = []
    save = canvas.png_of

    def keep(drawn: Canvas) -> bytes:
        kept.append(drawn)
        return save(drawn)

    monkeypatch.setattr(canvas, "png_of", keep)
    return kept


@pytest.fixture
def small(built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A tiny project of its own as the working folder."""
    monkeypatch.chdir(tmp_path)
    return tiny.project(built, tmp_path)


@pytest.fixture(scope="session")
def workshop(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A tiny project in which the runs of `phases` follow one another."""
    return tiny.project(built, tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="session")
def first(workshop: Project, tmp_path_factory: pytest.TempPathFactory) -> Phase:
    """Everything made for the first time, two notebooks at once."""
    return run(workshop, tmp_path_factory, ["shown", "plain"], workers=2)


@pytest.fixture(scope="session")
def again(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Phase:
    """The report that shows one of everything, made alone and in another folder."""
    other = tiny.project(built, tmp_path_factory.mktemp("another-folder") / "deeper")
    return run(other, tmp_path_factory, ["shown"], workers=1)


@pytest.fixture(scope="session")
def broken(workshop: Project, first: Phase, tmp_path_factory: pytest.TempPathFactory) -> Phase:
    """A notebook that was good fails, the kernel of another is killed, a third shows no headline, a fourth is good."""
    tiny.write(workshop.notebooks, "20-plain", *tiny.plain(FAILING))
    tiny.write(workshop.notebooks, "30-killed", *KILLED)
    tiny.write(workshop.notebooks, "35-mute", *MUTE)
    tiny.write(workshop.notebooks, "40-late", *tiny.plain())
    workshop.catalogue.write_text(tiny.CATALOGUE + MORE, encoding="utf-8")
    return run(workshop, tmp_path_factory, ["plain", "killed", "mute", "late"], workers=2)


@pytest.fixture(scope="session")
def mended(workshop: Project, broken: Phase, tmp_path_factory: pytest.TempPathFactory) -> Phase:
    """The notebook mended, after one crash between the two renames and another that left a half-made report."""
    tiny.write(workshop.notebooks, "20-plain", *tiny.plain())
    (workshop.reports / "shown").rename(workshop.reports / ".old-shown")
    shutil.copytree(workshop.reports / "plain", workshop.reports / ".old-plain")
    (workshop.reports / ".work" / "plain").mkdir(parents=True)
    (workshop.reports / ".work" / "plain" / "half.html").write_text("half", encoding="utf-8")
    return run(workshop, tmp_path_factory, ["plain"], workers=1)


def run(project: Project, paths: pytest.TempPathFactory, ids: list[str], workers: int) -> Phase:
    """Make reports in a project and keep what is there afterwards."""
    listed = read_catalogue(project)
    told: list[Result] = []
    begun: list[int] = []
    with chdir(project.root):
        wanted = [plan for plan in listed if plan.id in ids]
        results = make(project, wanted, listed, told.append, Options(workers), begun.append)
    kept = paths.mktemp("kept") / "reports"
    shutil.copytree(project.reports, kept)
    return Phase(kept, {result.id: result for result in results}, told, begun)


@pytest.fixture
def made(first: Phase, small: Project) -> Project:
    """A tiny project of its own whose reports are all fresh."""
    shutil.copytree(first.reports, small.reports)
    return small
