from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import kept


def test_what_was_noted_stands_as_it_is_and_nothing_where_nothing_was(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert kept.changes(project) == []
    project.changes.parent.mkdir(parents=True)
    for text, held in (("", []), (" \n", []), ("[]", []), ('[{"report": "a"}]', [{"report": "a"}])):
        project.changes.write_text(text, encoding="utf-8")
        assert kept.changes(project) == held


@pytest.mark.parametrize(("text", "words"), [("<<<<<<< HEAD", "is not JSON"), ("{}", "holds no list of changes")])
def test_a_spoilt_list_is_named_with_what_to_do(tmp_path: Path, text: str, words: str) -> None:
    project = Project(tmp_path)
    project.changes.parent.mkdir(parents=True)
    project.changes.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=f"reports/values/changes.json {words}.*restore it"):
        kept.changes(project)
