from __future__ import annotations

import pandas as pd
import pytest

from analysis.methods.link import names
from analysis.methods.link.pairs import candidates, reasons
from analysis.methods.link.records import RECORD


def record(
    key: str, day: str, place: str = "", last: str = "", city: str = "Mosul", **more: object
) -> dict[str, object]:
    folded, town = names.fold(f"{place} {city}"), names.fold(city)
    made = {
        "key": key, "layer": "x", "first": pd.Timestamp(day), "last": pd.Timestamp(last or day), "name": folded,
        "city": town, "inside": names.without([folded], [town])[0], "country": "IQ", "lat": float("nan"),
        "lon": float("nan"), "radius_km": float("nan"), "kind": "ordinary", "of": "", "codes": [],
    }  # fmt: skip
    return made | more


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=RECORD)


def one(left: dict[str, object], right: dict[str, object]) -> pd.Series:
    [row] = candidates(frame(left), frame(right)).to_dict("records")
    return pd.Series(row)


@pytest.mark.parametrize(
    ("day", "gap", "part"), [("2017-04-11", 0, 3.0), ("2017-04-12", 1, 2.0), ("2017-04-14", 3, 1.0)]
)
def test_days_apart_are_counted(day: str, gap: int, part: float) -> None:
    made = one(record("a", "2017-04-11", "Siha"), record("b", day, "Sihah"))
    assert (made["gap_days"], made["date_part"], made["place_part"]) == (gap, part, 3.0)


def test_four_days_apart_are_no_candidates() -> None:
    assert candidates(frame(record("a", "2017-04-11", "Siha")), frame(record("b", "2017-04-15", "Siha"))).empty


def test_a_month_is_no_day() -> None:
    made = one(record("a", "2017-04-01", "Siha", last="2017-04-30"), record("b", "2017-04-11", "Siha"))
    assert (made["gap_days"], bool(made["exact_days"]), made["date_part"]) == (0, False, 0.5)


def test_two_named_places_of_one_city_speak_against_each_other() -> None:
    assert one(record("a", "2017-04-11", "Tanak"), record("b", "2017-04-11", "Zanjili"))["place_part"] == -2.0
    assert one(record("a", "2017-04-11"), record("b", "2017-04-11", "Zanjili"))["place_part"] == 1.0


def test_another_city_or_country_is_no_candidate() -> None:
    left = frame(record("a", "2017-04-11"))
    assert candidates(left, frame(record("b", "2017-04-11", city="Raqqa"))).empty
    assert candidates(left, frame(record("b", "2017-04-11", country="Syria"))).empty
    assert len(candidates(left, frame(record("b", "2017-04-11", country="Iraq")))) == 1


@pytest.mark.parametrize(("lat", "radius", "part"), [(36.35, 1.0, 3.0), (36.37, 0.1, 1.5)])
def test_points_are_weighed_by_the_precision_of_both(lat: float, radius: float, part: float) -> None:
    left = record("a", "2017-04-11", "Tanak", lat=36.34, lon=43.1, radius_km=radius)
    made = one(left, record("b", "2017-04-11", "Zanjili", lat=lat, lon=43.1, radius_km=radius))
    assert made["place_part"] == part  # a point, where both have one, is better evidence than a name


def test_points_too_far_apart_are_no_candidates() -> None:
    left = record("a", "2017-04-11", lat=36.34, lon=43.1, radius_km=0.1)
    assert candidates(frame(left), frame(record("b", "2017-04-11", lat=36.5, lon=43.1, radius_km=0.1))).empty


def test_the_distance_is_that_of_the_globe() -> None:
    left = record("a", "2017-04-11", lat=36.0, lon=43.0, radius_km=0.0)
    made = one(left, record("b", "2017-04-11", lat=36.0, lon=43.05, radius_km=0.0))
    assert made["distance_km"] == pytest.approx(4.497, abs=0.01)


def test_codes_bind_and_contradict() -> None:
    left = record("a", "2017-04-11", codes=["CI1000"])
    assert one(left, record("b", "2017-04-11", codes=["CI1000"]))["code_part"] == 6.0
    assert candidates(frame(left), frame(record("b", "2017-04-11", codes=["CI1001"]))).empty


def test_row_order_changes_no_pair_and_nothing_is_changed_in_place() -> None:
    left = frame(record("a", "2017-04-11", "Siha"), record("c", "2017-04-12", "Tanak"))
    right = frame(record("b", "2017-04-11", "Sihah"), record("d", "2017-04-13", "Tanak"))
    before = left.copy()
    pd.testing.assert_frame_equal(candidates(left, right), candidates(left.iloc[::-1], right.iloc[::-1]))
    pd.testing.assert_frame_equal(left, before)


def test_each_pair_says_what_speaks_for_it() -> None:
    made = candidates(frame(record("a", "2017-04-11", "Siha")), frame(record("b", "2017-04-12", "Sihah")))
    assert reasons(made).tolist() == ["one day apart; place names agree to 100 of 100"]


def test_records_without_a_day_are_paired_with_nobody() -> None:
    undated = record("a", "2017-04-11") | {"first": pd.NaT, "last": pd.NaT}
    assert candidates(frame(undated), frame(record("b", "2017-04-11"))).empty
