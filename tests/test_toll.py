from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DoubleCountError, ScopeError, TollError
from analysis.scope import FIELDS, Bridge, Scope
from analysis.toll import Toll, difference, ratio, total

MARCH = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-03-17", "2017-03-17"), "event", "alleged")
OTHER = Scope({"iraqi_forces"}, "persons", "bodies", "Raqqa", ("2017-04", "2017-04"), "report", "admitted")
OPEN_LO, OPEN_HI = float("-inf"), float("inf")

counts = st.none() | st.integers(0, 20_000)


def toll(lo: int | None, hi: int | None, *keys: str, scope: Scope = MARCH) -> Toll:
    return Toll(lo, hi, "said", "said", scope, "2017-03-25", keys)


@st.composite
def tolls(draw: st.DrawFn, known: bool = False) -> Toll:
    lo, hi = (draw(st.integers(0, 20_000) if known else counts) for _ in range(2))
    if lo is not None and hi is not None and lo > hi:
        lo, hi = hi, lo
    return toll(lo, hi)


def ends(result: object) -> tuple[float, float]:
    lo, hi = result.lo, result.hi  # type: ignore[attr-defined]
    return (OPEN_LO if lo is None else lo, OPEN_HI if hi is None else hi)


def holds(outer: object, inner: object) -> bool:
    (lo, hi), (low, high) = ends(outer), ends(inner)
    return lo <= low and high <= hi


@given(st.lists(tolls(), min_size=1, max_size=8), st.randoms())
def test_sums_are_ordered_and_order_free(terms: list[Toll], chance: random.Random) -> None:
    mixed = list(terms)
    chance.shuffle(mixed)
    first, second = total(terms), total(mixed)
    assert (first.lo, first.hi) == (second.lo, second.hi)
    assert ends(first)[0] <= ends(first)[1]


@given(tolls(), tolls())
def test_differences_and_ratios_are_ordered(left: Toll, right: Toll) -> None:
    for result in (difference(left, right), ratio(left, right)):
        assert ends(result)[0] <= ends(result)[1]


@given(tolls())
def test_a_ratio_with_itself_holds_one(same: Toll) -> None:
    result = ratio(same, same)
    assert result.undefined or ends(result)[0] <= 1 <= ends(result)[1]
    assert bool(result.undefined) == (not same.lo)


@given(st.lists(tolls(), min_size=1, max_size=8))
def test_missing_never_becomes_zero(terms: list[Toll]) -> None:
    result = total(terms)
    assert (result.lo is None) == all(term.lo is None for term in terms)
    assert (result.hi is None) == any(term.hi is None for term in terms)


@given(tolls(), tolls())
def test_an_open_end_stays_open(left: Toll, right: Toll) -> None:
    gap = difference(left, right)
    assert (gap.lo is None) == (left.lo is None or right.hi is None)
    assert (gap.hi is None) == (left.hi is None or right.lo is None)
    share = ratio(left, right)
    if not share.undefined:
        assert (share.lo is None) == (left.lo is None or right.hi is None)
        assert (share.hi is None) == (left.hi is None)


@st.composite
def widened(draw: st.DrawFn) -> tuple[Toll, Toll]:
    narrow = draw(tolls())
    lo = None if narrow.lo is None else draw(st.none() | st.integers(0, narrow.lo))
    hi = None if narrow.hi is None else draw(st.none() | st.integers(narrow.hi, 30_000))
    return narrow, toll(lo, hi)


@given(widened(), tolls(), st.sampled_from(["disjoint", "unknown"]))
def test_widening_never_narrows_a_sum(pair: tuple[Toll, Toll], other: Toll, overlap: str) -> None:
    narrow, wide = (total([term, other], overlap=overlap) for term in pair)  # type: ignore[arg-type]
    assert holds(wide, narrow)


@given(widened(), tolls())
def test_widening_never_narrows_a_difference(pair: tuple[Toll, Toll], other: Toll) -> None:
    narrow, wide = pair
    assert holds(difference(wide, other), difference(narrow, other))
    assert holds(difference(other, wide), difference(other, narrow))


@given(widened(), tolls())
def test_widening_never_narrows_a_ratio(pair: tuple[Toll, Toll], other: Toll) -> None:
    narrow, wide = pair
    if other.lo:
        assert holds(ratio(wide, other), ratio(narrow, other))
    if narrow.lo and wide.lo:
        assert holds(ratio(other, wide), ratio(other, narrow))


@pytest.mark.parametrize(("lo", "hi"), [(5, 4), (-1, None), (None, -2), (1.5, None), (True, None), ("3", None)])
def test_bounds_that_cannot_be_bounds_are_refused(lo: object, hi: object) -> None:
    with pytest.raises(TollError):
        toll(lo, hi)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("operation", [difference, ratio])
def test_each_differing_field_is_refused_by_name_and_can_be_bridged(field: str, operation: object) -> None:
    left, right = toll(3, 4), toll(1, 2, scope=replace(MARCH, **{field: getattr(OTHER, field)}))
    with pytest.raises(ScopeError, match=f"^{field} differs: .* against .*bridge") as refusal:
        operation(left, right)  # type: ignore[operator]
    assert refusal.value.field == field
    bridge = Bridge("named", {field}, "for a stated reason")
    result = operation(left, right, bridge)  # type: ignore[operator]
    assert result.caption() == f"Bridge 'named' ({field}): for a stated reason"


def test_a_bridge_lets_only_its_own_fields_pass() -> None:
    right = toll(1, 2, scope=replace(MARCH, place="Raqqa", status="admitted"))
    with pytest.raises(ScopeError) as refusal:
        ratio(toll(3, 4), right, Bridge("b", {"status"}, "r"))
    assert refusal.value.field == "place"


def test_figures_read_on_two_days_are_not_one() -> None:
    with pytest.raises(ScopeError) as refusal:
        ratio(toll(1, 2), replace(toll(1, 2), as_of="2017-04-01"))
    assert refusal.value.field == "as_of"


def test_an_unstated_window_is_not_equal_to_an_unstated_window() -> None:
    nowhen = replace(MARCH, window=(None, None))
    with pytest.raises(ScopeError, match="window differs: .not stated"):
        difference(toll(1, 2, scope=nowhen), toll(1, 2, scope=nowhen))
    with pytest.raises(ScopeError, match="window differs"):
        total([toll(1, 2, "a", scope=nowhen), toll(1, 2, "b", scope=nowhen)])


def test_a_row_or_a_part_and_its_whole_are_never_added() -> None:
    with pytest.raises(DoubleCountError, match="a is in two terms"):
        total([toll(1, 1, "a"), toll(2, 2, "a")])
    with pytest.raises(DoubleCountError, match="house is part of week"):
        total([toll(1, 1, "house"), toll(2, 2, "week")], parents={"house": "quarter", "quarter": "week"})


def test_a_sum_into_a_wider_scope_needs_its_windows_inside_and_its_places_bridged() -> None:
    month = replace(MARCH, window=("2017-03", "2017-03"))
    district = Bridge("quarters of the city", {"place"}, "each quarter lies in Mosul")
    quarter = toll(2, 3, "q", scope=replace(MARCH, place="Mosul al-Jadida"))
    result = total([toll(1, None, "a"), quarter], scope=month, bridge=district)
    assert (result.lo, result.hi, result.scope) == (3, None, month)
    assert result.hi_basis == "sum of 1 of 2 upper bounds"
    with pytest.raises(ScopeError, match="place differs"):
        total([quarter], scope=month)
    april = toll(1, 1, "b", scope=replace(MARCH, window=("2017-04-01", "2017-04-01")))
    with pytest.raises(ScopeError, match="window differs"):
        total([april], scope=month, bridge=district)


def test_unknown_overlap_takes_the_largest_lower_bound() -> None:
    result = total([toll(5, 9, "a"), toll(3, 4, "b"), toll(None, 2, "c")], overlap="unknown")
    assert (result.lo, result.hi) == (5, 15)
    assert result.lo_basis == "largest of 2 of 3 lower bounds"


def test_a_sum_of_nothing_is_refused() -> None:
    with pytest.raises(TollError, match="not zero"):
        total([])


def test_bridges_travel_with_what_was_made_with_them() -> None:
    bridge = Bridge("b", {"place"}, "r")
    summed = total([toll(1, 1, "a"), toll(1, 1, "c", scope=replace(MARCH, place="x"))], scope=MARCH, bridge=bridge)
    assert ratio(summed, summed).bridges == (bridge,)


@pytest.mark.parametrize(("value", "message"), [(0, "is 0"), (None, "is missing")])
def test_a_ratio_over_nothing_is_not_defined(value: int | None, message: str) -> None:
    result = ratio(toll(5, 5), toll(value, 7))
    assert (result.lo, result.hi) == (None, None)
    assert message in str(result) and str(result).startswith("not defined")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"clock": "evnt"}, "not a clock. Did you mean event"),
        ({"status": "alledged"}, "not a status. Did you mean alleged"),
        ({"actors": frozenset()}, "names no actors"),
        ({"window": ("2017-04", "2017-03")}, "ends before it starts"),
        ({"window": ("2017-02-31", None)}, "2017-02-31"),
    ],
)
def test_scopes_that_say_nothing_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(TollError, match=message):
        replace(MARCH, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [("", {"place"}, "r"), ("n", set(), "r"), ("n", {"place"}, ""), ("n", {"plaec"}, "r")]
)
def test_a_bridge_without_name_field_or_reason_is_refused(wrong: tuple[str, set[str], str]) -> None:
    with pytest.raises(TollError):
        Bridge(*wrong)  # type: ignore[arg-type]
