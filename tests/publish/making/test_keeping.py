from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import kept
from analysis.publish.making import keeping
from analysis.publish.values import NAME


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def files(text: str, headline: str = "A.") -> dict[str, bytes]:
    number: dict[str, Any] = {
        "id": 1,
        "text": text,
        "bounds": "",
        "rule": "statements",
        "rows": ["s:a"],
        "content": text,
    }
    told = {
        "report": "one", "title": "One", "headline": headline, "parameters": {}, "numbers": [number], "tables": {},
        "made_from": {"data": {"statements": text}, "code": "", "versions": {}},
    }  # fmt: skip
    return {NAME: json.dumps(told).encode(), "report.html": b""}


def test_what_is_kept_first_is_new_and_no_change(project: Project) -> None:
    assert keeping.keep(project, "one", files("230")) == {}
    assert (project.values / "one.json").read_bytes() == files("230")[NAME] and kept.changes(project) == []


def test_a_change_is_noted_with_its_day_its_reason_and_both_figures(project: Project) -> None:
    keeping.keep(project, "one", files("230"))
    assert keeping.keep(project, "one", files("231"), "2026-11-25")["why"] == ["data: statements"]
    keeping.keep(project, "one", files("231", "B."), "2026-11-26")
    first, second = kept.changes(project)
    assert (first["date"], first["report"], first["title"]) == ("2026-11-25", "one", "One")
    assert first["numbers"] == [
        {"rule": "statements", "before": ["230"], "after": ["231"], "rows": "its rows say otherwise"}
    ]
    assert second["headline"] == {"before": "A.", "after": "B."} and second["numbers"] == []


def test_the_same_again_writes_nothing(project: Project) -> None:
    keeping.keep(project, "one", files("230"))
    before = (project.values / "one.json").stat().st_mtime_ns
    assert keeping.keep(project, "one", files("230")) == {}
    assert (project.values / "one.json").stat().st_mtime_ns == before
    assert [path.name for path in project.values.iterdir()] == ["one.json"]


def test_the_day_is_that_of_the_run_where_none_is_given(project: Project) -> None:
    keeping.keep(project, "one", files("230"))
    keeping.keep(project, "one", files("231"))
    assert len(kept.changes(project)[0]["date"]) == len("2026-11-25")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"report": "one"}'])
def test_values_that_cannot_be_read_count_as_none(project: Project, content: bytes) -> None:
    project.values.mkdir(parents=True)
    (project.values / "one.json").write_bytes(content)
    assert keeping.read(project.values / "one.json") == {}
    assert keeping.keep(project, "one", files("230")) == {}


def test_a_report_made_once_changes_nothing_that_is_kept(project: Project) -> None:
    before = json.loads(files("230")[NAME])
    assert keeping.changed(before, files("231"))["numbers"][0]["after"] == ["231"]
    assert keeping.changed({}, files("231")) == {} and not project.values.exists()


def test_a_list_that_cannot_be_read_is_not_written_over(project: Project) -> None:
    keeping.keep(project, "one", files("230"))
    project.changes.write_text("<<<<<<< HEAD", encoding="utf-8")
    with pytest.raises(ReportError, match="restore it from version control"):
        keeping.keep(project, "one", files("231"))
    assert project.changes.read_text(encoding="utf-8") == "<<<<<<< HEAD"
    assert (project.values / "one.json").read_bytes() == files("230")[NAME], "or the change would never be noted"


def test_a_list_that_this_run_wrote_is_not_read_through_for_every_change(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    whole = kept.changes
    monkeypatch.setattr(keeping.kept, "changes", lambda project: looked.append(1) or whole(project))
    for figure in range(230, 235):
        keeping.keep(project, "one", files(str(figure)), f"2026-11-{figure - 220}")
    assert looked == [1]
    entries = whole(project)
    assert [entry["numbers"][0]["after"] for entry in entries] == [["231"], ["232"], ["233"], ["234"]]
    text = "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n"
    assert project.changes.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("by_others", ["[]", '[\n {"date": "2026-11-01"}\n]', ""])
def test_what_others_wrote_meanwhile_is_read_and_kept(project: Project, by_others: str) -> None:
    for figure in ("230", "231"):
        keeping.keep(project, "one", files(figure))
    project.changes.write_text(by_others, encoding="utf-8")
    keeping.keep(project, "one", files("232"))
    told = kept.changes(project)
    assert told[:-1] == json.loads(by_others or "[]") and told[-1]["numbers"][0]["after"] == ["232"]


@pytest.mark.parametrize("kept_before_the_end", [[], ["changes.json"]])
def test_a_change_is_noted_once_whenever_whoever_notes_it_is_killed(
    project: Project, monkeypatch: pytest.MonkeyPatch, kept_before_the_end: list[str]
) -> None:
    keeping.keep(project, "one", files("230"))
    write = keeping.write_whole

    def killed(path: Path, content: bytes, lasting: bool) -> None:
        if path.name not in kept_before_the_end:
            raise KeyboardInterrupt
        write(path, content, lasting)

    monkeypatch.setattr(keeping, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        keeping.keep(project, "one", files("231"), "2026-11-25")
    monkeypatch.undo()
    keeping.keep(project, "one", files("231"), "2026-11-26")
    keeping.keep(project, "two", files("231"), "2026-11-26")
    assert [change["numbers"][0]["after"] for change in kept.changes(project)] == [["231"]]


def test_a_change_there_and_back_and_there_again_is_three_changes(project: Project) -> None:
    for said in ("230", "231", "230", "231"):
        keeping.keep(project, "one", files(said))
    assert [change["numbers"][0]["after"] for change in kept.changes(project)] == [["231"], ["230"], ["231"]]
