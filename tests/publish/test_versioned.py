from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from analysis.publish.versioned import git


@pytest.fixture
def handed_over(tmp_path: Path) -> tuple[Path, Path]:
    """A repository whose settings name programs, and the file that these would write."""
    folder, ran = tmp_path / "repository", tmp_path / "ran"
    folder.mkdir()
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho $0 $* >> {ran}\ncat $1 2>/dev/null\n", encoding="utf-8")
    program.chmod(0o755)
    (folder / "a.json").write_text('{"numbers": 230}\n', encoding="utf-8")
    (folder / ".gitattributes").write_text("*.json diff=shown\n", encoding="utf-8")
    own = ["-c", "user.name=n", "-c", "user.email=e"]
    for words in (["init", "-q"], ["add", "."], [*own, "commit", "-qm", "m"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    settings = ("core.fsmonitor", "diff.shown.textconv", "diff.shown.command", "diff.external", "gpg.program")
    for name in settings:
        subprocess.run(["git", "config", name, str(program)], cwd=folder, check=True)
    subprocess.run(["git", "config", "log.showSignature", "true"], cwd=folder, check=True)
    return folder, ran


def test_no_program_that_a_repository_names_is_run(handed_over: tuple[Path, Path]) -> None:
    folder, ran = handed_over
    assert git(folder, "ls-files", "-z").stdout == ".gitattributes\0a.json\0"
    assert git(folder, "show", "HEAD:a.json").stdout == '{"numbers": 230}\n'
    assert len(git(folder, "log", "--format=%H", "-S", "230", "--", ".").stdout.split()) == 1
    assert "230" in git(folder, "grep", "-h", "230", "HEAD", "--", ".").stdout
    assert not ran.exists()
    subprocess.run(["git", "log", "--format=%H", "-S", "230"], cwd=folder, check=True, capture_output=True)
    subprocess.run(["git", "ls-files"], cwd=folder, check=True, capture_output=True)
    assert ran.exists()  # asked without care, git would have run them


def test_what_git_refuses_is_told(tmp_path: Path) -> None:
    assert git(tmp_path, "rev-parse", "--verify", "HEAD").returncode != 0
