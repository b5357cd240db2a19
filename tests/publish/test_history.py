from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.history import state


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def write(project: Project, name: str, version: str, text: str) -> None:
    project.values.mkdir(parents=True, exist_ok=True)
    number = {"rule": "r", "text": text, "rows": [], "content": ""}
    made_from = {"version": version, "data": {}, "code": "", "versions": {}}
    told = {"report": name, "title": name, "headline": "", "parameters": {}, "made_from": made_from}
    told |= {"numbers": [number], "tables": {}}
    (project.values / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two commits, each from its own version of the data, and a change that is not committed."""
    made = Project(tmp_path_factory.mktemp("kept"))
    git(made.root, "init", "-q", "-b", "main")
    for version, text in (("data-0000000a", "230"), ("data-0000000b", "231")):
        write(made, "one", version, text)
        (made.values / "changes.json").write_text("[]", encoding="utf-8")
        git(made.root, "add", "-A")
        git(made.root, "commit", "-q", "-m", text)
        git(made.root, "tag", f"said-{text}")
    write(made, "one", "data-0000000c", "232")
    return made


def said(project: Project, named: str) -> list[str]:
    return [number["text"] for told in state(project, named).values() for number in told["numbers"]]


def test_a_state_is_what_lies_here_a_commit_a_tag_or_a_version_of_the_data(project: Project) -> None:
    assert said(project, "") == ["232"]
    assert said(project, "HEAD") == said(project, "said-231") == said(project, "data-0000000b") == ["231"]
    assert said(project, "HEAD~1") == said(project, "data-0000000a") == ["230"]


def test_a_folder_of_values_or_of_a_release_is_a_state(project: Project) -> None:
    assert said(project, str(project.values)) == said(project, str(project.root)) == ["232"]


def test_the_list_of_changes_is_no_report(project: Project) -> None:
    assert set(state(project, "HEAD")) == {"one"}


@pytest.mark.parametrize("named", ["no-such-tag", "--all", "HEAD~9", "said-231:reports"])
def test_an_unknown_state_is_refused_in_one_sentence(project: Project, named: str) -> None:
    with pytest.raises(ReportError, match="no commit, folder or version of the data is called"):
        state(project, named)


def test_a_version_that_was_never_published_is_said(project: Project) -> None:
    with pytest.raises(ReportError, match="no commit published from the version data-ffffffff"):
        state(project, "data-ffffffff")


def test_a_folder_without_values_and_a_broken_file_are_said(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="holds no values"):
        state(project, str(tmp_path))
    (tmp_path / "one.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match="one.json cannot be read as JSON"):
        state(project, str(tmp_path))


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"numbers": 5}',
        b'{"numbers": [5], "tables": 5}',
        b'{"numbers": [], "title": "x"}',
    ],
)
def test_values_that_are_spoilt_are_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ReportError, match=r"a\.json .*civcas report"):
        state(Project(tmp_path), str(tmp_path))
