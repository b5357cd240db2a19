from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import raw, rules
from analysis.paths import find_project


def column(values: list[str | None], kind: str = "string", **limits: object) -> list[tuple[int, str | None]]:
    table = pd.DataFrame({"c": pd.Series(values, index=range(2, len(values) + 2), dtype="str")})
    resource = {"schema": {"fields": [{"name": "c", "type": kind, "constraints": limits}]}}
    return [(line, value) for line, _, value, _, _ in rules.check(table, resource)]  # type: ignore[misc]


def test_an_empty_cell_breaks_no_rule_but_that_of_being_filled() -> None:
    assert column([None], "integer", minimum=0, maximum=1, enum=[0, 1]) == []
    assert column([None], "string", pattern=r"^\d{4}$", unique=True) == []
    assert column([None], "string", required=True) == [(2, None)]


def test_limits_belong_to_what_they_allow() -> None:
    assert column(["0", "1"], "integer", minimum=0, maximum=1) == []
    assert column(["-90", "90.0", "90.1", "-90.1"], "number", minimum=-90, maximum=90) == [(4, "90.1"), (5, "-90.1")]


@pytest.mark.parametrize("text", ["1e3", "1,000", " 7", "7 ", "+7", "7.0", "٧", "inf", "nan", "0x7"])
def test_a_count_is_written_in_digits_alone(text: str) -> None:
    assert column([text, "7"], "integer") == [(2, text)]


@pytest.mark.parametrize("text", ["1e3", "36,1", "36.", ".5", "--1", "nan"])
def test_a_decimal_is_written_with_a_point(text: str) -> None:
    assert column([text, "36.1", "-36", "36"], "number") == [(2, text)]


def test_allowed_numbers_are_compared_as_written() -> None:
    assert column(["0", "1", "2"], "integer", enum=[0, 1]) == [(4, "2")]


def test_a_span_holds_two_dates_that_exist() -> None:
    span = r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$"
    good = ["2017-03", "2014-09-23/2015-06", "2017"]
    assert column([*good, "2014-09-23/2015-13", "2017-02-30", "2017/"], pattern=span) == [
        (line, value)
        for line, value, times in [(5, "2014-09-23/2015-13", 1), (6, "2017-02-30", 1), (7, "2017/", 2)]
        for _ in range(times)
    ]


def test_a_date_of_another_form_than_its_columns_is_found() -> None:
    assert column(["2017-03", "2017-03-17"], pattern=r"^\d{4}-\d{2}$") == [(3, "2017-03-17")]


def test_coarse_dates_are_out_of_order_only_when_they_must_be() -> None:
    table = pd.DataFrame(
        {"a": ["2017-03-17", "2017-04", "2017-05-01", None], "b": ["2017-03", "2017", "2017-04", "2017"]}
    )
    found = list(rules.RULES["ordered_dates"](table.set_axis(range(2, 6)), {"low": "a", "high": "b"}))
    assert [(line, name) for line, name, *_ in found] == [(4, "a")]


def test_bounds_are_compared_as_numbers_and_open_ends_pass() -> None:
    table = pd.DataFrame({"a": ["9", "10", None, "7", "x"], "b": ["10", "9", "1", None, "1"]}, index=range(2, 7))
    found = list(rules.RULES["ordered"](table, {"low": "a", "high": "b"}))
    assert [line for line, *_ in found] == [3]


def test_a_key_into_a_table_that_cannot_be_read_is_not_judged() -> None:
    key = {"fields": ["who"], "reference": {"resource": "publishers", "fields": ["publisher_id"]}}
    resource = {"name": "claims", "schema": {"foreignKeys": [key]}}
    table = pd.DataFrame({"who": ["rudaw", "rudow", None]}, index=[2, 3, 4], dtype="str")
    known = {"publishers": pd.DataFrame({"publisher_id": ["rudaw"]}, dtype="str")}
    assert list(rules.check_keys(table, resource, {})) == []
    found = list(rules.check_keys(table, resource, known))
    assert [(line, value) for line, _, value, _, _ in found] == [(3, "rudow")]
    assert "Did you mean rudaw?" in found[0][4]


def test_every_rule_of_the_card_is_known_and_names_columns_of_its_table() -> None:
    for resource in raw.resources(find_project()).values():
        for rule in resource.get("rules", []):
            assert rule["rule"] in rules.RULES
            assert {value for name, value in rule.items() if name != "rule"} <= set(raw.columns(resource))
