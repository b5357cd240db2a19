from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ScopeError, TollError
from analysis.scope import CLOCKS, FIELDS, STATUSES, Bridge, Scope, refuse, unbridged

MARCH = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-03", "2017-03"), "event", "alleged")

days = st.dates().map(str)
partial = st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]])


def over(start: str | None, end: str | None) -> Scope:
    return replace(MARCH, window=(start, end))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    first, last = sorted([draw(days), draw(days)])
    return Scope(
        draw(st.sets(st.sampled_from(["coalition", "iraqi_forces"]), min_size=1)),
        draw(st.sampled_from(["civilians", "persons"])), draw(st.sampled_from(["killed", "bodies"])),
        draw(st.sampled_from(["Mosul", "Raqqa"])), (first, last), draw(st.sampled_from(CLOCKS)),
        draw(st.sampled_from(STATUSES)),
    )  # fmt: skip


@given(scopes(), scopes())
def test_differences_are_the_same_from_both_sides_and_named_in_order(one: Scope, other: Scope) -> None:
    assert one.differences(other) == other.differences(one)
    assert one.differences(one) == ()
    assert one.differences(other) == tuple(name for name in FIELDS if getattr(one, name) != getattr(other, name))


def test_one_actor_is_a_set_of_one_and_order_is_nothing() -> None:
    assert replace(MARCH, actors="coalition") == MARCH
    pair = {"iraqi_forces", "coalition"}
    assert replace(MARCH, actors=sorted(pair)).differences(replace(MARCH, actors=sorted(pair, reverse=True))) == ()


def test_a_month_spelled_as_days_is_the_same_window() -> None:
    assert MARCH.differences(over("2017-03-01", "2017-03-31")) == ()
    assert MARCH.differences(over("2017-03-01", "2017-03-30")) == ("window",)


@pytest.mark.parametrize("window", [(None, None), ("2017-03", None), (None, "2017-03")])
def test_a_window_open_at_any_end_differs_from_itself(window: tuple[str | None, str | None]) -> None:
    assert over(*window).differences(over(*window)) == ("window",)


@pytest.mark.parametrize("window", [(None, None), ("2017-03", None), (None, "2017-03")])
def test_an_open_window_neither_covers_nor_is_covered(window: tuple[str | None, str | None]) -> None:
    assert not over(*window).covers(over("2017-03-17", "2017-03-17"))
    assert not over("2010", "2020").covers(over(*window))


def test_covering_counts_every_day_a_coarse_end_can_mean() -> None:
    assert MARCH.covers(over("2017-03-17", "2017-03"))
    assert not over("2017-03-01", "2017-03-30").covers(over("2017-03-17", "2017-03"))
    assert not over("2017-03-02", "2017-03-31").covers(over("2017-03", "2017-03-17"))


@given(partial, partial, partial, partial)
def test_what_covers_and_is_covered_is_the_same_window(a: str, b: str, c: str, d: str) -> None:
    try:
        one, other = over(a, b), over(c, d)
    except TollError:
        return
    assert one.covers(one)
    assert (one.covers(other) and other.covers(one)) == ("window" not in one.differences(other))


def test_a_window_may_end_in_the_month_it_starts_in() -> None:
    assert over("2017-03-17", "2017-03").days[1].last.day == 31  # type: ignore[union-attr]
    assert over("2017", "2017-03").covers(MARCH)


def test_fields_are_said_as_a_reader_would() -> None:
    pair = [
        replace(MARCH, actors=order).words("actors")
        for order in (["iraqi_forces", "coalition"], ["coalition", "iraqi_forces"])
    ]
    assert pair[0] == pair[1] and "Iraqi forces" in pair[0] and "Coalition" in pair[0]
    assert replace(MARCH, status="under_assessment").words("status") == "under assessment"
    assert MARCH.words("window") == "2017-03"
    assert over("2017-03-17", "2017-03-23").words("window") == "2017-03-17 to 2017-03-23"
    assert over(None, "2017-03").words("window") == "(not stated) to 2017-03"


def test_a_scope_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        MARCH.place = "Raqqa"  # type: ignore[misc]


def test_a_bridge_prints_its_name_fields_and_reason() -> None:
    text = str(Bridge("later word", {"status", "as_of"}, "it was said again"))
    assert text == "Bridge 'later word' (as_of, status): it was said again"
    assert Bridge("b", "place", "r").fields == {"place"}  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(FIELDS), unique=True), st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
def test_bridges_pass_their_fields_and_leave_the_rest_in_order(differing: list[str], bridged: list[str]) -> None:
    bridges = [Bridge(field, {field}, "r") for field in bridged]
    assert unbridged(differing, bridges) == tuple(field for field in differing if field not in bridged)
    assert unbridged(differing, []) == tuple(differing)


def test_a_refusal_names_its_field_both_values_and_the_way_out() -> None:
    refusal = refuse("place", "Mosul", "Raqqa")
    assert isinstance(refusal, ScopeError) and refusal.field == "place"
    assert all(word in str(refusal) for word in ("Mosul", "Raqqa", "bridge"))
