from __future__ import annotations

import pytest

from analysis.data import store
from analysis.methods.link.records import POINT, RECORD, records
from analysis.paths import Project


def test_every_layer_arrives_whole_and_without_a_toll(inside: Project) -> None:
    held = records()
    counts = held["layer"].value_counts().to_dict()
    assert counts["incident"] == len(store.read_table("incidents"))
    assert counts["official"] == len(store.read_table("official_assessments"))
    assert counts["claim"] == (store.read_table("events")["kind"] == "incident").sum()
    assert list(held.columns) == RECORD and not [name for name in held if "killed" in name or "injured" in name]
    assert held["key"].is_unique and (held[list(POINT)].dtypes == "float64").all()


def test_a_point_has_the_precision_its_monitor_stated(inside: Project) -> None:
    held = records().set_index("key")
    rows = store.read_table("incidents").set_index("row_key")
    exact = rows.index[rows["geo_accuracy"] == "within_100m"]
    assert (held.loc[exact, "radius_km"] == 0.1).all()
    assert held.loc["incidents:CI550", "radius_km"] >= 0.05


@pytest.mark.parametrize(
    ("key", "city", "inside_it"),
    [
        ("incidents:CI760", "musul", "cafa"), ("official_assessments:68", "musul", "cafa cafar"),
        ("official_assessments:12", "raka", ""), ("events:mosul-tanak-2017-02-26", "musul", "tanak"),
    ],
)  # fmt: skip
def test_the_place_inside_its_city_is_told_apart(inside: Project, key: str, city: str, inside_it: str) -> None:
    row = records().set_index("key").loc[key]
    assert (row["city"], row["inside"]) == (city, inside_it)


def test_codes_printed_in_an_event_are_kept_and_are_no_part_of_its_name(inside: Project) -> None:
    row = records().set_index("key").loc["events:mosul-jadida-house-2017-03-17"]
    assert row["codes"] == ["CI550"] and "ci" not in row["name"].split()
