from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import MethodRefused
from analysis.methods import compare
from analysis.scope import FIELDS, Bridge, Scope
from analysis.toll import Entry, Toll

AT = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-03-17", "2017-03-17"), "event", "alleged")
FAMILIES = ("local_media", "monitor", "official_belligerent")
counts = st.none() | st.integers(0, 900)


def entry(name: str, family: str, lo: int | None, hi: int | None, as_of: str = "2017-03-25", **scope: object) -> Entry:
    return Entry(name, family, Toll(lo, hi, "said", "said", replace(AT, **scope), as_of, (name,)))  # type: ignore[arg-type]


@st.composite
def spoken(draw: st.DrawFn) -> list[Entry]:
    made = []
    for place in range(draw(st.integers(0, 6))):
        lo, hi = draw(counts), draw(counts)
        if lo is not None and hi is not None and lo > hi:
            lo, hi = hi, lo
        where, standing = draw(st.sampled_from(["Mosul", "Raqqa"])), draw(st.sampled_from(["alleged", "denied"]))
        made.append(entry(f"e{place}", draw(st.sampled_from(FAMILIES)), lo, hi, place=where, status=standing))
    return made


@pytest.mark.parametrize(
    ("part", "whole", "of"), [(1, 0, "x"), (0, 0, "x"), (3, 2, "x"), (-1, 2, "x"), (1, 2, ""), (0, -1, "x")]
)
def test_a_share_of_nothing_or_of_nothing_named_is_refused(part: int, whole: int, of: str) -> None:
    with pytest.raises(MethodRefused, match="is no share"):
        compare.share(part, whole, of)


def test_a_share_keeps_part_and_whole() -> None:
    all_of = compare.share(0, 48, "releases")
    assert (all_of.percent, all_of.part, all_of.whole) == (0, 0, 48)
    assert str(compare.share(1500, 1500, "deaths")) == "100.0% (1,500 of 1,500 deaths)"


@settings(deadline=None)
@given(spoken())
def test_every_pair_of_different_families_is_compared_or_refused_once(entries: list[Entry]) -> None:
    found = compare.side_by_side(entries)
    listed = [*zip(found.comparable["name_a"], found.comparable["name_b"], strict=True)]
    listed += [*zip(found.refused["name_a"], found.refused["name_b"], strict=True)]
    expected = [(a.name, b.name) for a, b in combinations(entries, 2) if a.family != b.family]
    assert sorted(listed) == sorted(expected)
    assert list(found.comparable.columns) == compare.COMPARABLE and list(found.refused.columns) == compare.REFUSED


@pytest.mark.parametrize("field", FIELDS)
def test_a_pair_that_differs_in_a_field_is_refused_by_its_name_unless_bridged(field: str) -> None:
    other = Scope({"all_parties"}, "persons", "bodies", "Raqqa", ("2017", "2017"), "report", "admitted")
    pair = [entry("a", "monitor", 9, 9), entry("b", "local_media", 3, 4, **{field: getattr(other, field)})]
    assert list(compare.side_by_side(pair).refused["fields"]) == [field]
    bridge = Bridge("named", {field}, "for a reason")
    found = compare.side_by_side(pair, [bridge, Bridge("not needed", {"as_of"}, "r")])
    assert list(found.comparable["bridge"]) == ["named"] and found.refused.empty
    assert found.comparable[["ratio_lo", "ratio_hi"]].to_numpy().tolist() == [[9 / 4, 9 / 3]]


def test_a_refusal_names_every_field_and_both_values() -> None:
    pair = [entry("a", "monitor", 9, 9), entry("b", "local_media", 3, 4, "2017-03-26", place="Raqqa", status="denied")]
    refused = compare.side_by_side(pair, [Bridge("b", {"status"}, "r")]).refused.iloc[0]
    assert refused["fields"] == "place, as_of" and refused["row_keys"] == ["a", "b"]
    assert all(text in refused["reason"] for text in ("Mosul against Raqqa", "2017-03-25 against 2017-03-26"))


def test_a_figure_without_a_number_has_no_ratio_and_is_not_zero() -> None:
    pair = [entry("a", "monitor", 440, None), entry("b", "official_belligerent", None, None)]
    found = compare.side_by_side(pair)
    assert found.comparable.empty and list(found.refused["fields"]) == ["bounds"]
    assert "no number is stated by b" in found.refused["reason"].iloc[0]


def test_two_open_ends_leave_no_ratio_and_are_refused_for_it() -> None:
    pair = [entry("a", "monitor", 440, None), entry("b", "local_media", 230, None)]
    assert list(compare.side_by_side(pair).refused["fields"]) == ["bounds"]
    half = compare.side_by_side([entry("a", "monitor", 440, None), entry("b", "local_media", 220, 220)]).comparable
    assert half[["ratio_lo", "ratio_hi"]].astype(object).to_numpy().tolist() == [[2.0, None]]


def test_two_bridges_are_both_named() -> None:
    merged = compare.merge([Bridge("one", {"place"}, "r."), Bridge("two", {"status"}, "s.")])
    assert merged.fields == {"place", "status"}
    assert all(word in str(merged) for word in ("one", "two", "r.", "s."))


@settings(deadline=None)
@given(spoken(), st.randoms())
def test_contradictions_are_bounds_that_cannot_both_hold_in_any_order(entries: list[Entry], chance: object) -> None:
    by_name = {each.name: each.toll for each in entries}
    found = compare.contradictions(entries)
    pairs = set(zip(found["name_high"], found["name_low"], strict=True))
    expected = {
        (a.name, b.name)
        for a in entries for b in entries
        if a.toll.lo is not None and b.toll.hi is not None and a.toll.lo > b.toll.hi
        and a.toll.scope.place == b.toll.scope.place
    }  # fmt: skip
    assert pairs == expected
    for row in found.itertuples():
        assert row.gap == by_name[row.name_high].lo - by_name[row.name_low].hi > 0
        assert row.row_keys == [row.name_high, row.name_low]
    assert found["gap"].is_monotonic_decreasing
    chance.shuffle(entries)  # type: ignore[attr-defined]
    again = compare.contradictions(entries)
    assert set(zip(again["name_high"], again["name_low"], strict=True)) == pairs


@pytest.mark.parametrize("change", [{"place": "Raqqa"}, {"unit": "bodies"}, {"window": ("2017", "2017")}])
def test_figures_of_other_dead_do_not_contradict(change: dict[str, object]) -> None:
    assert len(compare.contradictions([entry("a", "monitor", 9, 9), entry("b", "monitor", 3, 4)])) == 1
    assert compare.contradictions([entry("a", "monitor", 9, 9), entry("b", "monitor", 3, 4, **change)]).empty


def test_scopes_are_listed_field_by_field() -> None:
    made = compare.scopes([entry("a", "monitor", 440, None), entry("b", "local_media", 230, 230, place="Raqqa")])
    assert {"name", "family", "said", *FIELDS, "row_keys"} <= set(made.columns)
    assert list(made["place"]) == ["Mosul", "Raqqa"] and list(made["said"]) == ["at least 440", "230"]
    assert isinstance(compare.scopes([]), pd.DataFrame) and list(compare.scopes([]).columns) == list(made.columns)
