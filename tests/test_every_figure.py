"""The house rule of evidence, over what the reports say: each figure leads to rows, or says what it rests on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from analysis.paths import Project
from analysis.publish.making.plan import read_catalogue

HERE = Path(__file__).resolve().parents[1]
FIGURE = re.compile("[1-9]")
REPORTS = [
    plan.id for plan in read_catalogue(Project(HERE)) if not plan.parameters.get("language")
]  # translations keep none


def told(report: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((HERE / "reports" / "values" / f"{report}.json").read_text(encoding="utf-8"))
    return held


def bare_lines(table: dict[str, Any]) -> list[str]:
    """Return the titles of the lines that state something other than a count of nothing, and lead nowhere."""
    return [
        line["title"]
        for line in table["lines"]
        if not line["rows"] and any(FIGURE.search(figure) for figure in line["figures"].values())
    ]


@pytest.mark.parametrize("report", REPORTS)
def test_every_line_of_every_table_has_rows_or_says_what_it_rests_on(report: str) -> None:
    tables = told(report)["tables"]
    assert tables
    assert {name: bare for name, table in tables.items() if not table["rests_on"] and (bare := bare_lines(table))} == {}


@pytest.mark.parametrize("report", REPORTS)
def test_every_number_of_a_sentence_has_rows_unless_it_counts_nothing(report: str) -> None:
    numbers = told(report)["numbers"]
    assert numbers and [number for number in numbers if not number["rows"] and FIGURE.search(number["text"])] == []


@pytest.mark.parametrize("report", REPORTS)
def test_what_has_rows_says_what_they_hold(report: str) -> None:
    held = told(report)
    lines = [line for table in held["tables"].values() for line in table["lines"]]
    assert all(bool(line["content"]) == bool(line["rows"]) for line in lines)
    assert all(number["content"] for number in held["numbers"])


def test_only_what_is_drawn_or_published_elsewhere_leads_nowhere() -> None:
    resting = {
        (report, name): table["rests_on"]
        for report in REPORTS
        for name, table in told(report)["tables"].items()
        if table["rests_on"] and not any(line["rows"] for line in table["lines"])
    }
    assert resting and all(words.endswith("no row of ours") for words in resting.values()), resting


def test_a_line_that_leads_nowhere_would_be_found() -> None:
    line = {"title": "Monitors", "figures": {"Said": "at least 440"}, "rows": 0, "content": ""}
    nothing = line | {"title": "Officials", "figures": {"Statements": "0", "Said": "nothing said"}}
    assert bare_lines({"lines": [line, nothing, line | {"rows": 2}]}) == ["Monitors"]
