from __future__ import annotations

import pytest

from analysis.errors import MethodRefused, ScopeError
from analysis.methods.relative import above, below
from analysis.scope import Bridge, Scope
from analysis.toll import Entry, Toll

SCOPE = Scope("coalition", "civilians", "killed", "Iraq and Syria", ("2014-08", "2016-12"), "event", "likely")


def entry(name: str, lo: int | None, hi: int | None, scope: Scope = SCOPE) -> Entry:
    return Entry(name, "", Toll(lo, hi, "", "", scope, None, (f"statements:{name}",)))


def percent(made: object) -> list[float | None]:
    return [None if end is None else round(end, 1) for end in (made.lo, made.hi)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("official", "lower"), [(173, 88.5), (152, 89.9)])
def test_the_gap_that_a_monitor_printed_as_ninety_per_cent(official: int, lower: float) -> None:
    # Airwars, Limited Accountability (December 2016): at least 1,500 against an official 173 or 152.
    assert percent(below(entry("US", official, official), entry("Airwars", 1500, 1500))) == [lower, lower]
    open_above = below(entry("US", official, official), entry("Airwars", 1500, None))
    assert percent(open_above) == [lower, None] and f"is at least {lower}% below Airwars (at least 1,500)" in str(
        open_above
    )


def test_the_two_wordings_of_the_gaza_study_are_one_ratio() -> None:
    # 41.1% missing and 69.7% above official: printed of one pair of counts, with other denominators.
    official, study = entry("official", 1000, 1000), entry("study", 1697, 1697)
    assert percent(below(official, study)) == [41.1, 41.1] and percent(above(study, official)) == [69.7, 69.7]
    assert str(below(official, study)) == "official (1,000) is 41.1% below study (1,697), per cent of study"
    assert str(above(study, official)) == "study (1,697) is 69.7% above official (1,000), per cent of official"
    assert below(official, study).pair == above(study, official).pair


def test_bounds_stay_bounds() -> None:
    made = below(entry("US", 21, 21), entry("Airwars", 1004, 1419))
    assert percent(made) == [97.9, 98.5] and "97.9% to 98.5% below" in str(made)
    assert percent(above(entry("Airwars", 1004, None), entry("US", 21, 21))) == [4681.0, None]
    assert "at least 4,681.0% above" in str(above(entry("Airwars", 1004, None), entry("US", 21, 21)))


@pytest.mark.parametrize(
    ("low", "high"),
    [((5, 9), (9, 12)), ((5, 9), (None, 12)), ((5, 9), (0, 12)), ((5, None), (9, 12)), ((9, 9), (5, 5))],
)
def test_it_refuses_where_the_bounds_do_not_say_which_is_lower(low: tuple, high: tuple) -> None:
    with pytest.raises(MethodRefused, match="cannot be said to lie below .* print the two counts side by side"):
        below(entry("a", *low), entry("b", *high))


def test_above_is_refused_as_well() -> None:
    with pytest.raises(MethodRefused, match="cannot be said to lie above"):
        above(entry("a", 5, 9), entry("b", 9, 12))
    with pytest.raises(MethodRefused, match="the lower bound of the denominator is 0"):
        above(entry("a", 5, 9), entry("b", 0, 1))


def test_unequal_scopes_are_refused_without_a_bridge() -> None:
    other = Scope("coalition", "civilians", "killed", "Iraq and Syria", ("2014-08", "2016-12"), "event", "admitted")
    with pytest.raises(ScopeError, match="status differs"):
        below(entry("a", 1, 1, other), entry("b", 9, 9))
    bridge = Bridge("conceded", frozenset({"status"}), "it is about standing")
    assert below(entry("a", 1, 1, other), entry("b", 9, 9), bridge).result.bridges == (bridge,)
