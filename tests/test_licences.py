"""Every file names its licence in machine form, and what is cited fits what is installed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parents[1]


def test_every_file_has_a_licence_and_a_holder() -> None:
    reuse = Path(sys.executable).with_name("reuse")
    if not reuse.is_file() or not (HERE / ".git").exists():
        pytest.skip("reuse or the checkout is not here")
    told = subprocess.run([str(reuse), "lint", "--quiet"], cwd=HERE, capture_output=True, text=True)
    assert told.returncode == 0, subprocess.run([str(reuse), "lint"], cwd=HERE, capture_output=True, text=True).stdout


def test_the_licence_texts_are_those_the_project_is_under() -> None:
    assert (HERE / "LICENSES" / "MIT.txt").read_bytes() == (HERE / "LICENSE").read_bytes()
    text = (HERE / "LICENSES" / "CC-BY-4.0.txt").read_text(encoding="utf-8")
    assert text.startswith("Creative Commons Attribution 4.0 International")


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((HERE / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])


def test_binder_builds_the_tables_in_the_environment_of_the_lock() -> None:
    build = HERE / "postBuild"
    assert build.stat().st_mode & 0o100 and build.read_text(encoding="utf-8").startswith("#!")
    assert build.read_text(encoding="utf-8").splitlines()[-1] == "civcas build"
    assert not any((HERE / name).exists() for name in ("binder", ".binder")), "such a folder would hide these files"
