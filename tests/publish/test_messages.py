from __future__ import annotations

from pathlib import Path

import pytest
from publish import tiny

from analysis import language
from analysis.paths import find_project
from analysis.publish import messages, translating
from analysis.publish.literals import Text

HERE = find_project(Path(__file__))
FOUND = {(each.text, each.filled): each.places for each in messages.messages(HERE)}


def test_every_kind_of_place_gives_its_texts() -> None:
    assert "20-one-event.ipynb" in FOUND["One event, as it was said", False]
    assert FOUND["Mosul, {month}, as known at the end of the month", True] == ("reports.toml",)
    assert FOUND["Back to the report", False] == ("templates",)
    assert "analysis/toll.py" in FOUND["at least {low}", True] or "analysis/toll.py" in FOUND["at most {high}", True]
    assert any("methods" in place for place in FOUND["bounds meet", False])
    assert "cells" in FOUND["under assessment", False] and "names" in FOUND["West Mosul", False]
    assert (", ", True) in FOUND
    assert not any(text.startswith("Return ") or "<" in text for text, _ in FOUND)


def test_a_text_stands_once_in_the_same_order_each_time() -> None:
    again = messages.messages(HERE)
    assert [(each.text, each.filled) for each in again] == list(FOUND)


def test_what_a_parameter_is_set_to_and_compared_outputs_are_no_texts(tmp_path: Path) -> None:
    path = tiny.write(
        tmp_path, "n", tiny.prose("# One"), tiny.code('a = "Some words"  # type: text  what it means', "parameters"),
        tiny.code('print("More words of it")', "nbval-check-output"), tiny.code('ev.say("Said once.")'),
    )  # fmt: skip
    assert messages.of_notebook(path) == [Text("One"), Text("what it means"), Text("Said once.")]


def test_a_project_without_tables_of_names_has_none(tmp_path: Path) -> None:
    project = type(HERE)(tmp_path)
    assert messages.of_names(project) == []


def test_a_name_made_of_other_names_and_days_is_left_out() -> None:
    names = messages.of_names(HERE)
    assert "Al-Bab" in names and "Al-Bab, 2014-12-28" not in names


@pytest.mark.parametrize("code", language.languages()[1:])
def test_every_text_of_a_report_is_said_in_every_language(code: str) -> None:
    assert translating.faults(messages.messages(HERE), code) == []
