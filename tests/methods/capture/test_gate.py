from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import published
from analysis.methods.capture.gate import MET, NOT_REACHED, Gate, Stated, gate
from analysis.methods.capture.histories import Histories, histories

NONE = pd.DataFrame({"source": [], "relation": [], "on": [], "event": []}, dtype=object)
FED = pd.DataFrame({"source": ["m"], "relation": ["submitted_to"], "on": ["o"], "event": [None]})
PAIRS = {frozenset(pair): "drawn apart" for pair in (("d1", "d2"), ("d1", "d3"), ("d2", "d3"))}
FULL = Stated({"d1": ("m",), "d2": ("o",), "d3": ("x",)}, NONE, PAIRS, (0.9, 1.0), "one city, one month")
THREE = published.held("three-lists")


def first_closed(found: Gate) -> str:
    with pytest.raises(MethodRefused, match="to open: ") as caught:
        found.require_open()
    return str(caught.value)


def test_it_opens_where_every_condition_is_met() -> None:
    found = gate(THREE, FULL)
    assert found.is_open and set(found.table()["state"]) == {MET} and len(found.conditions) == 7
    found.require_open()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"dependence": FED}, "the table ties d1 and d2 \\(m submitted to o\\)"),
        ({"dependence": None}, "no dependence table was written"),
        ({"declared": {}}, "not declared independent: d1 and d2; d1 and d3; d2 and d3"),
        ({"sources": {"d1": ("m",), "d2": ("m",), "d3": ("x",)}}, "m speaks in both"),
        ({"recall": None}, "the recall of the linkage is not known"),
        ({"closed": ""}, "nothing states that the lists cover one closed population"),
    ],
)
def test_each_condition_closes_it_alone(changed: dict, told: str) -> None:
    found = gate(THREE, dataclasses.replace(FULL, **changed))
    with pytest.raises(MethodRefused, match=told):
        found.require_open()
    assert sum(one.state not in (MET, NOT_REACHED) for one in found.conditions) == 1
    assert [one.state for one in found.conditions[-2:]] == [NOT_REACHED, NOT_REACHED]
    assert all(one.opens for one in found.conditions if one.state != MET)


def test_a_declaration_does_not_undo_a_row_of_the_table() -> None:
    assert "ties" in first_closed(gate(THREE, dataclasses.replace(FULL, dependence=FED)))


def test_two_lists_close_it() -> None:
    held = histories(pd.DataFrame({"d1": [1, 0, 1], "d2": [0, 1, 1], "count": [3, 4, 5]}))
    assert "a third list" in first_closed(gate(held, FULL))


def test_a_list_without_records_of_its_own_closes_it() -> None:
    frame = published.frame("three-lists")
    alone = (frame["d1"] == 1) & (frame["d2"] == 0) & (frame["d3"] == 0)
    assert "seen by d1 alone" in first_closed(gate(histories(frame[~alone]), FULL))


def drawn(*rows: tuple[int, int, int, int]) -> Histories:
    return histories(pd.DataFrame(rows, columns=["d1", "d2", "d3", "count"]))


def test_lists_that_share_nothing_give_no_estimate() -> None:
    found = gate(drawn((1, 0, 0, 5), (0, 1, 0, 5), (0, 0, 1, 5)), FULL)
    assert "none of 8 models gives one" in first_closed(found) and found.conditions[-1].state == NOT_REACHED


def test_an_estimate_far_beyond_what_was_observed_closes_it() -> None:
    found = gate(drawn((1, 0, 0, 900), (0, 1, 0, 900), (0, 0, 1, 900), (1, 1, 0, 1), (0, 1, 1, 1), (1, 0, 1, 1)), FULL)
    assert "more than 10 times" in first_closed(found)
