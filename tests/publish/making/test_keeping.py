from __future__ import annotations

import json

import pytest

from analysis.publish.making import findings

EVIDENCE = """number,figure,rule,row_key
1,"77, or so",dated statements,statements:a
1,"77, or so",dated statements,statements:b
2,78,dated statements,statements:b
3,5,"a rule, with a comma",statements:c
"""


def files(headline: str, evidence: str) -> dict[str, bytes]:
    return {
        "provenance.json": json.dumps({"headline": headline}).encode(),
        "tables/evidence.csv": evidence.encode(),
        "report.html": b"",
    }


def test_a_report_says_its_headline_and_each_number_once_by_rule_in_order() -> None:
    assert findings.findings(files("One مدني.", EVIDENCE)) == {
        "headline": "One مدني.",
        "numbers": {"dated statements": ["77, or so", "78"], "a rule, with a comma": ["5"]},
    }


def test_a_report_that_was_never_made_says_nothing() -> None:
    assert findings.findings({}) == {"headline": "", "numbers": {}}
    assert findings.findings({"provenance.json": b"{}"}) == {"headline": "", "numbers": {}}


STATES = [
    {"headline": "A", "numbers": {}},
    {"headline": "B", "numbers": {"x": ["1"], "y": ["2", "3"]}},
    {"headline": "B", "numbers": {"y": ["2", "4"], "x": ["1"]}},
    {"headline": "B", "numbers": {"x": ["1"], "z": ["9"]}},
]


@pytest.mark.parametrize("state", STATES)
def test_equal_states_differ_in_nothing(state: findings.Findings) -> None:
    assert findings.changed(state, state) == {}


def test_only_what_differs_is_told_with_both_sides() -> None:
    nothing, one, two, three = STATES
    assert findings.changed(one, two) == {"numbers": [{"rule": "y", "before": ["2", "3"], "after": ["2", "4"]}]}
    assert findings.changed(one, three) == {
        "numbers": [
            {"rule": "y", "before": ["2", "3"], "after": []}, {"rule": "z", "before": [], "after": ["9"]},
        ]
    }  # fmt: skip
    assert findings.changed(nothing, {"headline": "C", "numbers": {}}) == {"headline": {"before": "A", "after": "C"}}
    told = findings.changed(nothing, one)
    assert told["headline"] == {"before": "A", "after": "B"} and [each["rule"] for each in told["numbers"]] == [
        "x",
        "y",
    ]
