from __future__ import annotations

import json
from typing import Any

import pytest
from publish import tiny

from analysis.data import claims
from analysis.paths import Project
from analysis.publish import dossier, values
from analysis.publish.display import EVIDENCE_TYPE, TABLE_TYPE
from analysis.publish.evidence import Evidence
from analysis.publish.extract import Contents
from analysis.publish.tables import table

RECORD: dict[str, Any] = {
    "report": "one", "title": "One", "notebook": {"name": "10-one.ipynb", "sha256": "n"}, "as_of": "2026-11-24",
    "parameters": {"place": "Mosul"}, "headline": tiny.ARABIC, "basis": "",
    "modules": {"analysis.toll": "file:meaning"},
    "tables": {"statements": {"killed_lo": "1"}}, "files": {"data/hand/links.csv": "2"}, "templates": {"a": "3"},
    "versions": {"pandas": "3"},
}  # fmt: skip


@pytest.fixture
def told(inside: Project) -> values.Values:
    known = claims.statements().head(4)
    ev = Evidence("2026-11-24")
    ev.count(known, "statements")
    said = table(known, "said", "Said", {"publisher_name": "Who", "killed_lo": "At least"})
    notes = {"said": said._repr_mimebundle_()[TABLE_TYPE]}
    shown = Contents(evidence=ev.panel()._repr_mimebundle_()[EVIDENCE_TYPE], behind=notes)
    made, _, _ = dossier.made(inside, "One", shown)
    return values.values(RECORD, made, "data-1")


def test_every_number_and_every_line_of_a_table_stands_with_its_rows(told: values.Values) -> None:
    [number] = told["numbers"]
    assert (number["text"], number["rule"], len(number["rows"])) == ("4", "statements", 4) and number["content"]
    lines = told["tables"]["said"]["lines"]
    assert len(lines) == 4 and all(line["rows"] == 1 and line["content"] for line in lines)
    assert told["made_from"]["data"].keys() == {"statements", "data/hand/links.csv"}
    assert told["made_from"]["version"] == "data-1"


def test_one_line_holds_one_number_so_that_a_change_is_a_changed_line(told: values.Values) -> None:
    text = values.text(told)
    assert json.loads(text) == told and tiny.ARABIC in text
    assert sum('"rule"' in line for line in text.splitlines()) == 1
    assert sum('"title": ' in line and '"figures"' in line for line in text.splitlines()) == 4


def test_words_of_the_code_change_nothing_and_what_it_does_changes_the_hash() -> None:
    now = values.made_from(RECORD)
    assert values.made_from(RECORD | {"modules": {"analysis.toll": "other file:meaning"}}) == now
    for other in ({"modules": {"analysis.toll": "file:other"}}, {"notebook": {"sha256": "m"}}):
        assert values.made_from(RECORD | other)["code"] != now["code"]
    assert values.made_from(RECORD | {"tables": {"statements": {"killed_lo": "9"}}})["data"] != now["data"]
