from __future__ import annotations

import json

import pytest

from analysis.publish.making import summary
from analysis.publish.making.report import Result

NUMBER = {"rule": "x", "before": ["1"], "after": ["2", "3"], "rows": "new"}
FOUND = {"why": ["data: statements"], "numbers": [NUMBER], "tables": []}
FIRST = ["b: what it says has changed", "  because of data: statements"]
RESULTS = [
    Result("a", "fresh"),
    Result("b", "made", ("file c.csv",), seconds=1.23456, findings=FOUND),
    Result("c", "failed", ("n",), "broke", 3, 2.0),
    Result("d", "not begun", ("it was never made",)),
]


def test_a_run_is_one_object_for_programs() -> None:
    told = summary.summary(RESULTS)
    assert json.loads(json.dumps(told)) == {
        "ok": False,
        "counts": {"fresh": 1, "made": 1, "failed": 1, "not begun": 1},
        "reports": [
            {"id": "a", "state": "fresh", "reasons": [], "problem": None, "cell": None, "seconds": 0},
            {"id": "b", "state": "made", "reasons": ["file c.csv"], "problem": None, "cell": None, "seconds": 1.23},
            {"id": "c", "state": "failed", "reasons": ["n"], "problem": "broke", "cell": 3, "seconds": 2},
            {
                "id": "d", "state": "not begun", "reasons": ["it was never made"], "problem": None, "cell": None,
                "seconds": 0,
            },
        ],
        "findings": {"b": FOUND},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("results", "ok"), [([], True), (RESULTS[:2], True), (RESULTS[2:3], False), (RESULTS[3:], False)]
)
def test_a_run_is_well_when_all_that_was_asked_is_fresh(results: list[Result], ok: bool) -> None:
    assert summary.summary(results)["ok"] is ok


def test_lines_say_what_changed_how_many_and_where_to_look() -> None:
    assert summary.lines(RESULTS) == [
        *FIRST, "  x: 1 became 2, 3 (new)", "1 failed, 1 fresh, 1 made, 1 not begun", "reports/index.html",
    ]  # fmt: skip


def changed(**found: object) -> list[str]:
    return summary.lines([Result("b", "made", findings=FOUND | dict(found))])[:-2]


def test_the_first_findings_are_shown_and_the_others_counted() -> None:
    numbers = [NUMBER | {"rule": f"r{number}"} for number in range(summary.SHOWN + 2)]
    told = changed(numbers=numbers)
    assert told[:2] == FIRST and told[-1] == "  and 2 more"
    assert len(told) == summary.SHOWN + 3
    assert "more" not in changed(numbers=numbers[: summary.SHOWN])[-1]


def test_a_changed_headline_is_shown_with_both_sides_and_a_report_made_first_says_nothing() -> None:
    told = changed(headline={"before": "A.", "after": "B."}, numbers=[])
    assert told == [*FIRST, "  headline was: A.", "  headline is:  B."]
    assert summary.lines([Result("b", "made")])[:-2] == []


def test_a_figure_that_was_not_there_is_none() -> None:
    assert changed(numbers=[NUMBER | {"before": []}])[-1] == "  x: none became 2, 3 (new)"
