from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from publish import tiny

from analysis import cli
from analysis.paths import Project

COMMAND = (sys.executable, "-c", "from analysis.cli import main; main()")


class Said(NamedTuple):
    code: int
    out: str
    err: str


class Civcas:
    """The command line in a tiny project."""

    def __init__(self, project: Project, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.project, self.patch, self.capture = project, patch, capture

    def __call__(self, *words: str) -> Said:
        self.patch.setattr(sys, "argv", ["civcas", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = self.capture.readouterr()
        return Said(int(end.value.code or 0), out, err)


@pytest.fixture
def civcas(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Civcas:
    monkeypatch.chdir(tmp_path)
    return Civcas(tiny.project(built, tmp_path), monkeypatch, capsys)


def run(folder: Path, *words: str) -> Said:
    """The installed command in a process of its own."""
    ended = subprocess.run([*COMMAND, *words], cwd=folder, capture_output=True, text=True)
    return Said(ended.returncode, ended.stdout, ended.stderr)


def refused(said: Said, *words: str) -> None:
    """One sentence on stderr with these words in it, nothing on stdout, exit 2."""
    assert (said.code, said.out) == (2, "")
    assert len(said.err.strip().splitlines()) == 1 and "Traceback" not in said.err
    assert [word for word in words if word not in said.err] == []
