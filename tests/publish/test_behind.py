from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.publish.behind import behind, is_figure, keys_of_rows
from analysis.publish.tables import table


@pytest.mark.parametrize(
    ("frame", "keys"),
    [
        ({"row_key": ["a:1", None]}, [["a:1"], []]),
        ({"row_keys": [["a:1", "a:2"], []]}, [["a:1", "a:2"], []]),
        ({"row_keys": [np.array(["a:1"]), None]}, [["a:1"], []]),
        ({"row_keys": [["a:1"]], "row_key": ["b:1"]}, [["a:1"]]),
        ({"said": [1]}, [[]]),
    ],
)
def test_the_keys_of_a_row_are_a_list_whatever_form_they_have(frame: dict, keys: list[list[str]]) -> None:
    assert keys_of_rows(pd.DataFrame(frame)) == keys


@pytest.mark.parametrize(
    ("value", "said", "figure"),
    [
        (230, "230", True), (2017, "2,017", True), ("from at least 100 to 230", "from at least 100 to 230", True),
        ("2017", "2017", False), ("2017-03-17", "2017-03-17", False), ("CI550", "CI550", False),
        ("https://example.org/230", "https://example.org/230", False), (True, "yes", False), (None, "—", False),
        ("50 bodies, 2017-03", "50 bodies, 2017-03", True), (pd.Timestamp("2017-03-17"), "2017-03-17", False),
        ("dozens", "dozens", False), (float("nan"), "—", False),
    ],
)  # fmt: skip
def test_days_addresses_and_codes_are_no_figures(value: object, said: str, figure: bool) -> None:
    assert is_figure(value, said) is figure


def test_a_row_tells_its_heading_its_figures_and_its_keys() -> None:
    frame = pd.DataFrame({"who": ["Rudaw"], "day": ["2017-03-23"], "killed": [230]})
    [line] = behind(frame, [["statements:a"]], {"who": "Speaker", "day": "Date", "killed": "Said"}, lambda v, _: str(v))
    assert line == {"title": "Rudaw", "figures": [["Said", "230"]], "keys": ["statements:a"]}


def test_a_table_keeps_what_stands_behind_the_rows_it_shows_and_only_those() -> None:
    frame = pd.DataFrame({"who": ["a", "b", "c"], "n": [1, 2, 3], "row_key": ["x:1", "x:2", "x:3"]})
    shown = table(frame, "who", "Who", {"who": "Who", "n": "Count"}, max_rows=2)
    assert [line["keys"] for line in shown.behind] == [["x:1"], ["x:2"]]
    assert shown.html.count("data-row=") == 2 and 'data-row="2">2<' in shown.html


def test_a_row_without_a_figure_leads_to_its_rows_by_its_heading() -> None:
    frame = pd.DataFrame({"who": ["BBC"], "said": ["dozens"], "row_key": ["x:1"]})
    assert '<span data-row="1">BBC</span>' in table(frame, "who", "Who", {"who": "Who", "said": "Said"}).html


def test_what_a_table_without_keys_rests_on_is_printed_below_it() -> None:
    shown = table(pd.DataFrame({"n": [1]}), "n", "Counts", rests_on="simulated, seed 7")
    assert "Rests on: simulated, seed 7" in shown.html and "Rests on: simulated, seed 7" in str(shown)
    assert "data-row" not in shown.html
