from __future__ import annotations

import json

import pytest

from analysis.errors import DataError
from analysis.paths import Project
from analysis.publish.release import findings

CHANGES = [
    {"date": "2026-11-24", "report": "a", "title": "First", "why": ["data: statements"], "numbers": [
        {"id": 1, "rule": "statements | public", "before": "78", "after": "80"}]},
    {"date": "2026-11-25", "report": "b", "title": "Second <b>", "why": [],
     "headline": {"before": "At least 78.", "after": "At least 80."},
     "tables": [{"rule": "families, monitors", "before": "at least 440", "after": "at least 440"}],
     "numbers": [
        {"id": 1, "rule": "said", "before": None, "after": "at least 230"},
        {"id": 2, "rule": "said", "before": "105", "after": None}]},
]  # fmt: skip


def test_changes_stand_latest_first_with_before_after_and_why() -> None:
    text = findings.render(CHANGES)
    assert text.index("2026-11-25: Second") < text.index("2026-11-24: First")
    for line in (
        "- statements \\| public: was 78, is 80", "- said: new, at least 230", "- said: was 105, now gone",
        "Why: data: statements.", "Why: not recorded.", "was At least 78., is At least 80.",
        "- families, monitors: at least 440 as before, from other rows",
    ):  # fmt: skip
        assert line in text.splitlines()
    assert "<b>" not in text.replace("\\<b\\>", "")


def test_figures_made_by_one_rule_stand_in_a_row_as_runs_note_them() -> None:
    numbers = [
        {"rule": "said", "before": ["230", "237"], "after": ["231"]},
        {"rule": "new", "before": [], "after": ["1"]},
    ]
    text = findings.render([{"date": "2026-11-25", "report": "a", "title": "A", "why": [], "numbers": numbers}])
    assert "- said: was 230, 237, is 231" in text and "- new: new, 1" in text


def test_without_a_list_nothing_has_changed_yet_and_a_damaged_list_is_refused(copy: Project) -> None:
    assert findings.findings(copy) == findings.render([])
    copy.changes.parent.mkdir(parents=True)
    copy.changes.write_text(json.dumps(CHANGES), encoding="utf-8")
    assert findings.findings(copy) == findings.render(CHANGES)
    for broken in ("{", "{}", '[{"date": "2026-11-25"}]'):
        copy.changes.write_text(broken, encoding="utf-8")
        with pytest.raises(DataError, match=r"reports/values/changes\.json.*restore it"):
            findings.findings(copy)


def test_nothing_of_a_change_becomes_html_code_or_a_line_of_its_own() -> None:
    harm = "`<script>\n&#106;x\u202e"
    change = {
        "date": harm,
        "report": harm,
        "title": harm,
        "why": [harm],
        "numbers": [{"rule": harm, "before": [harm], "after": []}],
    }
    made = findings.render([change]).removeprefix(findings.PREFACE)
    assert made.count("<") == made.count("\\<") > 4 and made.count("&") == made.count("\\&") and "\u202e" not in made
    assert len([line for line in made.splitlines() if line]) == 3
