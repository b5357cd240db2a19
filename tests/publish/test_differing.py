from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from analysis.publish.differing import compare, differing, lines, rows, why


def number(
    text: str, rule: str = "dated statements", keys: tuple[str, ...] = ("s:a",), content: str = "x"
) -> dict[str, Any]:
    return {"id": 1, "text": text, "bounds": "", "rule": rule, "rows": list(keys), "content": content}


def held(*numbers: dict[str, Any], said: str = "230", **changed: Any) -> dict[str, Any]:
    line = {"title": "Rudaw", "figures": {"Said": said}, "rows": 1, "content": "x"}
    return {
        "report": "one", "title": "One", "headline": "A.", "parameters": {"as_of": "2017-03-25"},
        "made_from": {"data": {"statements": "1"}, "code": "c", "versions": {"pandas": "3"}},
        "numbers": list(numbers), "tables": {"said": {"caption": "Said", "rests_on": "", "lines": [line]}},
    } | changed  # fmt: skip


def test_equal_states_differ_in_nothing() -> None:
    state = held(number("77"))
    assert differing(state, deepcopy(state)) == {} and compare({"one": state}, {"one": state}) == []


def test_a_number_is_found_by_its_rule_whatever_its_place() -> None:
    one = held(number("77"), number("5", "others"))
    two = held(number("5", "others"), number("78", keys=("s:a", "s:b"), content="y"))
    [told] = differing(one, two)["numbers"]
    assert told == {
        "rule": "dated statements",
        "before": ["77"],
        "after": ["78"],
        "rows": "of its rows, 1 came and 0 went",
    }


def test_a_figure_of_a_table_is_found_by_its_line_and_heading() -> None:
    told = differing(held(), held(said="at least 230"))
    assert told["numbers"] == [] and "headline" not in told
    [figure] = told["tables"]
    assert (figure["rule"], figure["before"], figure["after"]) == ("table said, Rudaw, Said", ["230"], ["at least 230"])


def test_of_as_many_figures_only_those_that_differ_are_told() -> None:
    one = [number(text, content=text) for text in ("5", "230", "7")]
    two = [number(text, content=text) for text in ("5", "231", "7")]
    [told] = differing(held(*one), held(*two))["numbers"]
    assert (told["before"], told["after"]) == (["230"], ["231"])
    [told] = differing(held(*one), held(*two, number("9")))["numbers"]
    assert (told["before"], told["after"]) == (["5", "230", "7"], ["5", "231", "7", "9"])


def test_new_and_gone_are_said_of_numbers_and_of_reports() -> None:
    [came, went] = differing(held(number("1", "x")), held(number("2", "y")))["numbers"]
    assert (came["rows"], came["after"], went["rows"], went["before"]) == ("no longer stated", [], "new", [])
    changes = compare({"one": held(), "old": held()}, {"one": held(), "new": held()})
    assert [(change["report"], change["state"]) for change in changes] == [("new", "new"), ("old", "gone")]


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"parameters": {"as_of": "2017-04-01"}}, ["parameter as_of: 2017-03-25 became 2017-04-01"]),
        ({"parameters": {}}, ["parameter as_of: 2017-03-25 became none"]),
        ({"made_from": {"data": {"statements": "2", "hand/links.csv": "1"}, "code": "c", "versions": {"pandas": "3"}}},
         ["data: hand/links.csv, statements"]),
        ({"made_from": {"data": {"statements": "1"}, "code": "d", "versions": {"pandas": "4"}}},
         ["code: the notebook or the package does something else", "version of pandas: 3 became 4"]),
    ],
)  # fmt: skip
def test_the_reason_is_what_the_two_were_made_from(changed: dict[str, Any], reasons: list[str]) -> None:
    assert why(held(), held(**changed)) == reasons


def test_rows_that_stayed_but_say_otherwise_are_told_apart_from_rows_that_came_or_went() -> None:
    assert (
        rows([number("1") | {"keys": ["a"], "count": 1}], [number("2", content="y") | {"keys": ["a"], "count": 1}])
        == "its rows say otherwise"
    )
    unknown = {"keys": None, "count": 1, "content": "x"}
    assert rows([unknown], [unknown | {"count": 3, "content": "y"}]) == "rows behind it: 1 became 3"


def test_lines_name_the_report_its_reasons_and_each_figure() -> None:
    two = held(number("78"), headline="B.", parameters={"as_of": "2017-04-01"}, said="5")
    told = lines(compare({"one": held(number("77"))}, {"one": two}))
    assert told == [
        "one: One", "  because of parameter as_of: 2017-03-25 became 2017-04-01",
        "  headline was: A.", "  headline is:  B.",
        "  dated statements: 77 became 78 (its rows are the same)",
        "  table said, Rudaw, Said: 230 became 5 (its rows are the same)",
    ]  # fmt: skip
    assert lines(compare({"one": held(number("77"))}, {"one": two}), shown=1)[-1] == "  and 1 more"
