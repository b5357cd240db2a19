from __future__ import annotations

import pytest

from analysis.methods.capture import ours
from analysis.methods.capture.gate import MET, NOT_MET, NOT_REACHED, gate
from analysis.paths import Project


@pytest.mark.parametrize("day", ["2026-11-24", "2017-03-25", "2014-01-01"])
def test_the_gate_is_closed_by_dependence_own_records_and_population(inside: Project, day: str) -> None:
    lists = ours.lists(day)
    found = gate(lists.held, lists.stated)
    states = [one.state for one in found.conditions]
    assert states == [MET, NOT_MET, NOT_MET, MET, NOT_MET, NOT_REACHED, NOT_REACHED] and not found.is_open
    assert "airwars submitted to cjtf" in found.conditions[1].why
    assert "claims or by officials alone" in found.conditions[2].why


def test_records_are_those_of_the_concordance_and_all_the_monitors(inside: Project) -> None:
    lists = ours.lists("2026-11-24")
    assert lists.held.observed == lists.seen["incidents"].sum() == 109
    assert lists.held.alone("claims") == lists.held.alone("officials") == 0


def test_a_missing_dependence_table_closes_the_gate(inside: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.errors import DataError
    from analysis.methods import independence

    def none() -> None:
        raise DataError("data/hand/dependence.csv is missing")

    monkeypatch.setattr(independence, "dependence", none)
    lists = ours.lists("2026-11-24")
    assert lists.stated.dependence is None
    assert "no dependence table" in gate(lists.held, lists.stated).conditions[1].why
