from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
import streaming

from analysis.data.schemas import FAMILIES
from analysis.data.tolls import statement_toll
from analysis.errors import DataError, MethodRefused
from analysis.methods import within
from analysis.methods.at_scale import side_by_side as large
from analysis.methods.families import single
from analysis.paths import Project
from analysis.scope import Bridge
from analysis.toll import Toll, ratio

PLACES = [("Mosul", "2017-03"), ("Iraq and Syria", "2016-11")]


@pytest.mark.parametrize(("place", "month"), PLACES)
def test_pairs_are_those_of_the_small_function(either: Project, place: str, month: str) -> None:
    small = within.paired(streaming.known(place, month), streaming.DAY)
    pd.testing.assert_frame_equal(large.paired(streaming.DAY, place, month), small)


def hull(tolls: list[Toll]) -> Toll:
    """Return the smallest lower and the largest upper bound, open as soon as one is."""
    lows, highs = [toll.lo for toll in tolls], [toll.hi for toll in tolls]
    return Toll(
        None if None in lows else min(lows), None if None in highs else max(highs), "", "", tolls[0].scope
    )  # fmt: skip


def spans(frame: pd.DataFrame) -> list[tuple]:
    """Return the families beside each other, from the small path's tolls, scopes and ratios."""
    scopes: dict[tuple, dict[str, list[Toll]]] = {}
    for _, row in single(frame).iterrows():
        toll = statement_toll(row)
        key = (
            row["place"],
            row["event_name"],
            ";".join(sorted(toll.scope.actors)),
            row["window_first"],
            row["window_last"],
        )
        scopes.setdefault(key, {}).setdefault(row["family"], []).append(toll)
    found = []
    for (place, about, actors, first, last), said in scopes.items():
        for a, b in combinations(sorted(said, key=FAMILIES.index), 2):
            one, other = hull(said[a]), hull(said[b])
            result = ratio(one, other, Bridge("status", {"status"}, "test"))
            if result.lo is not None or result.hi is not None:
                left, right = (a, len(said[a]), one.lo, one.hi), (b, len(said[b]), other.lo, other.hi)
                found.append((place, about, actors, first, last, *left, *right, result.lo, result.hi))
    return sorted(found, key=str)


@pytest.mark.parametrize(("place", "month"), PLACES)
def test_spans_and_ratios_are_those_of_the_small_algebra(either: Project, place: str, month: str) -> None:
    found = large.side_by_side(streaming.DAY, place, month)
    assert (found["month"] == month).all()
    told = found.drop(columns="month").astype(object)
    rows = [tuple(None if pd.isna(cell) else cell for cell in row) for row in told.itertuples(index=False)]
    assert sorted(rows, key=str) == spans(streaming.known(place, month))


def test_all_places_and_months_hold_those_of_one(either: Project) -> None:
    every = large.side_by_side(streaming.DAY)
    one = large.side_by_side(streaming.DAY, "West Mosul", "2017-03")
    keyed = every.merge(one, how="inner").sort_values(list(one.columns[:6]), kind="stable")
    assert len(keyed) == len(one) > 0 and len(every) > len(one)


def test_a_denominator_of_zero_or_without_a_floor_is_left_out(either: Project) -> None:
    found = large.side_by_side(streaming.DAY)
    assert (found["lo_b"] > 0).all() and found[["ratio_lo", "ratio_hi"]].notna().any(axis=1).all()
    both = found.dropna(subset=["ratio_lo", "ratio_hi"])
    assert (both["ratio_lo"] <= both["ratio_hi"]).all()


def test_too_many_statements_to_pair_one_by_one_are_refused(many: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "MOST", 3)
    with pytest.raises(MethodRefused, match="more than 3 statements stand beside each other in Mosul, 2017-03"):
        large.paired(streaming.DAY, "Mosul", "2017-03", many)


def test_an_unknown_place_is_refused(built: Project) -> None:
    with pytest.raises(DataError, match="unknown place"):
        large.side_by_side(streaming.DAY, "Atlantis", project=built)
