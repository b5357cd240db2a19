from __future__ import annotations

import pytest

from analysis.data import store
from analysis.errors import DataError, MethodRefused
from analysis.methods.capture import ours
from analysis.methods.capture.gate import DEPENDENCE, MET, NOT_MET, NOT_REACHED, RECALL, gate
from analysis.paths import Project


@pytest.mark.parametrize("day", ["2026-11-24", "2017-03-25"])
def test_the_gate_is_closed_by_dependence_and_population(inside: Project, day: str) -> None:
    lists = ours.lists(day)
    found = gate(lists.held, lists.stated)
    states = [one.state for one in found.conditions]
    assert states == [MET, NOT_MET, MET, MET, NOT_MET, NOT_REACHED, NOT_REACHED] and not found.is_open
    assert "airwars submitted to cjtf" in found.conditions[1].why


def test_strikes_are_those_of_the_three_layers(inside: Project) -> None:
    lists = ours.lists("2026-11-24")
    assert lists.held.observed == 115 and lists.seen["units"].sum() == 115 + 23  # of 23 it is not decided
    assert lists.held.alone("claims") == 11 and lists.held.alone("officials") == 5
    assert "airwars" not in lists.stated.sources["claims"] and "cjtf" not in lists.stated.sources["claims"]


def test_each_condition_of_the_gate_leads_to_the_rows_it_was_judged_by(inside: Project) -> None:
    lists = ours.lists("2026-11-24")
    told = lists.asked().set_index("condition")["row_keys"]
    assert {key.partition(":")[0] for key in told[DEPENDENCE]} == {"hand/dependence", "media_figures"}
    assert {key.partition(":")[0] for key in told[RECALL]} == {"hand/link_sample"}
    strikes = {key.partition(":")[0] for key in told["at least three lists"]}
    assert strikes == {"events", "incidents", "official_assessments"}
    decided = lists.seen[lists.seen["seen"] != "?"]
    assert len(lists.keys) == decided["row_keys"].map(len).sum()


def test_an_outlet_that_the_monitor_cites_is_shown_by_a_row_that_cites_it(inside: Project) -> None:
    rows = store.read_table("media_figures").set_index("row_key")["publisher_id"]
    told = ours.cited()
    assert list(rows[told["row_key"]]) == list(told["on"]) and told["on"].is_unique


def test_before_the_deaths_there_is_nothing(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="no record was observed in any list"):
        ours.lists("2014-01-01")


def test_a_missing_dependence_table_closes_the_gate(inside: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.methods import independence

    def none() -> None:
        raise DataError("data/hand/dependence.csv is missing")

    monkeypatch.setattr(independence, "dependence", none)
    lists = ours.lists("2026-11-24")
    assert lists.stated.dependence is None
    assert "no dependence table" in gate(lists.held, lists.stated).conditions[1].why
