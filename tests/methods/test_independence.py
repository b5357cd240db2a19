from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import store
from analysis.errors import DataError
from analysis.methods import independence
from analysis.paths import Project

TABLE = pd.DataFrame(
    {
        "source": ["b", "c", "d", "e"], "relation": ["copies", "derived_from", "submitted_to", "copies"],
        "on": ["a", "b", "a", "a"], "event": [None, "x", None, "y"],
    }
)  # fmt: skip


def test_what_feeds_another_is_one_source_with_it_through_any_number_of_steps() -> None:
    assert independence.groups(["c", "a", "b"], "x", TABLE) == [["a", "b", "c"]]


def test_a_dependence_of_one_event_holds_for_no_other() -> None:
    assert independence.groups(["a", "b", "c"], "z", TABLE) == [["a", "b"], ["c"]]
    assert independence.groups(["a", "e"], "x", TABLE) == [["a"], ["e"]]


def test_a_submission_feeds_no_figure_but_forbids_reading_agreement() -> None:
    assert independence.groups(["a", "d"], None, TABLE) == [["a"], ["d"]]
    assert not independence.may_agree("a", "d", TABLE) and independence.may_agree("a", "c", TABLE)


def test_order_and_repetition_do_not_matter() -> None:
    assert independence.counted(["b", "a", "b"], None, TABLE) == independence.counted(["a", "b"], None, TABLE)


def test_every_source_of_the_table_is_a_publisher_and_every_event_exists(inside: Project) -> None:
    table = independence.dependence()
    known, events = (
        set(store.read_table(name)[key]) for name, key in (("publishers", "publisher_id"), ("events", "event_id"))
    )
    assert set(table["source"]) | set(table["on"]) <= known and set(table["event"].dropna()) <= events


def test_an_unknown_relation_is_refused(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copy.hand / "dependence.csv"
    path.write_text(path.read_text(encoding="utf-8") + "a,copeis,b,,x,2026-11-25,why\n", encoding="utf-8")
    monkeypatch.chdir(copy.root)
    with pytest.raises(DataError, match="'copeis' is no relation. Did you mean copies"):
        independence.dependence()


def test_a_pair_is_independent_only_where_a_reviewer_says_so(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.root)
    assert independence.declared() == {}
    path = copy.hand / "independent_lists.csv"
    path.write_text(path.read_text(encoding="utf-8") + "claims,officials,x,2026-11-25,no contact\n", encoding="utf-8")
    assert independence.declared() == {frozenset({"claims", "officials"}): "no contact"}
    path.write_text(path.read_text(encoding="utf-8") + "claims,army,x,2026-11-25,why\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 3: 'army' is no list. Choices: claims, monitor, officials"):
        independence.declared()
