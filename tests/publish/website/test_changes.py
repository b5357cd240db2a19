from __future__ import annotations

import json

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.website.changes import FIGURES, SHORT, changes

NUMBER = {"id": "1", "rule": "statements", "before": ["77"], "after": []}
CHANGE = {"date": "2026-11-25", "report": "shown", "title": "Shown", "numbers": [NUMBER], "why": ["data: statements"]}


def keep(project: Project, text: str) -> Project:
    project.values.mkdir(parents=True, exist_ok=True)
    (project.values / "changes.json").write_text(text, encoding="utf-8")
    return project


def test_a_missing_or_empty_list_holds_nothing(small: Project) -> None:
    assert changes(small) == []
    for text in ("", " \n", "[]"):
        assert changes(keep(small, text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<<<<<<< HEAD", "is not JSON .*restore it"),
        ("{}", "holds no list of changes"),
        ('[{"date": "2026-11-25"}]', "change 1: names no report"),
        ('[{"date": "2026-13-25", "report": "a"}]', "change 1: '2026-13-25' is not a day"),
        ('[{"date": "2026-11-25", "report": "a", "numbers": [1]}]', "restore the file from version control"),
    ],
)
def test_a_spoilt_list_is_named_with_what_to_do(small: Project, text: str, words: str) -> None:
    with pytest.raises(ReportError, match=words):
        changes(keep(small, text))


def test_an_id_stays_when_changes_are_added_and_no_two_are_the_same(small: Project) -> None:
    first = [each["urn"] for each in changes(keep(small, json.dumps([CHANGE, CHANGE])))]
    second = [
        each["urn"] for each in changes(keep(small, json.dumps([CHANGE, CHANGE, CHANGE | {"report": "b"}, CHANGE])))
    ]
    assert second[:2] == first and len(set(second)) == 4 and all(each.startswith("urn:uuid:") for each in second)


def test_a_change_is_told_in_bounded_length(small: Project) -> None:
    long = CHANGE | {"numbers": [NUMBER] * (FIGURES + 2), "tables": [NUMBER], "why": ["x" * 9999]}
    [told] = changes(keep(small, json.dumps([long])))
    assert (len(told["numbers"]), told["more"], len(told["why"][0])) == (FIGURES, 3, SHORT + 2)
    assert (told["numbers"][0]["before"], told["numbers"][0]["after"]) == ("77", "none")


@pytest.mark.parametrize(("report", "link"), [("shown", "shown/report.html"), ("gone", ""), ("../shown", "")])
def test_only_a_report_that_is_there_is_linked(small: Project, report: str, link: str) -> None:
    (small.reports / "shown").mkdir(parents=True)
    (small.reports / "shown" / "report.html").write_text("", encoding="utf-8")
    [told] = changes(keep(small, json.dumps([CHANGE | {"report": report}])))
    assert told["link"] == link
