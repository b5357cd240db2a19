from __future__ import annotations

import pytest

from analysis.data import store
from analysis.errors import MethodRefused
from analysis.methods.policy import governorates
from analysis.paths import Project

LAST = "2026-11-24"


def test_months_unseen_stay_as_rows_without_a_count(inside: Project) -> None:
    frame = governorates.monthly("Nineveh", LAST)
    assert (len(frame), int(frame["count"].notna().sum())) == (56, 30)  # four of them undated
    assert frame.loc[frame["month"] == "2016-10", "count"].isna().all()  # printed without its population


def test_each_count_is_that_of_its_row(inside: Project) -> None:
    frame = governorates.monthly("Baghdad", LAST).dropna(subset="row_key")
    raw = store.read_table("un_monthly").set_index("row_key").loc[list(frame["row_key"])]
    assert list(frame["count"]) == list(raw["baghdad_killed"]) and list(frame["month"]) == list(raw["period"])
    assert set(raw["population"]) == {"civilians_incl_police"}


def test_what_came_later_is_not_known_earlier(inside: Project) -> None:
    assert governorates.monthly("Nineveh", "2017-03-25")["month"].max() == "2017-02"
    with pytest.raises(MethodRefused, match="choose a later day"):
        governorates.monthly("Nineveh", "2013-01-01")


def test_a_place_without_months_is_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="Did you mean Nineveh"):
        governorates.monthly("Ninevah", LAST)
