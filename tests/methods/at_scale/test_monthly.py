from __future__ import annotations

import pandas as pd
import pytest
import streaming

from analysis.data import claims
from analysis.errors import DataError
from analysis.methods.at_scale.monthly import COLUMNS, monthly
from analysis.methods.families import by_family
from analysis.paths import Project


@pytest.mark.parametrize("place", ["Mosul", "Raqqa", "Iraq and Syria"])
def test_every_cell_is_that_of_by_family(either: Project, place: str) -> None:
    found = monthly(streaming.DAY)
    found = found[found["place"] == place]
    months = claims.months_with_statements(place)
    for month in months[:: max(1, len(months) // 4)]:
        small = by_family(streaming.known(place, month))
        small = small[small["statements"] > 0].reset_index(names="group").assign(place=place, month=month)[COLUMNS]
        large = found[found["month"] == month]
        assert small.to_numpy().tolist() == large.to_numpy().tolist(), month
    assert len(found) and set(found["month"]) <= set(months)


def test_a_place_gives_the_same_rows_as_all_places(either: Project) -> None:
    every, west = monthly(streaming.DAY), monthly(streaming.DAY, "West Mosul")
    expected = every[every["place"].isin(west["place"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(west, expected)
    assert "West Mosul" in set(west["place"]) and "Mosul" not in set(west["place"])


def test_nothing_known_yet_is_an_empty_table_of_the_same_columns(built: Project) -> None:
    found = monthly("1999-01-01", project=built)
    assert list(found.columns) == COLUMNS and not len(found)


@pytest.mark.parametrize(("when", "place"), [("2017-03", None), ("2017-03-24", "Atlantis")])
def test_a_day_or_place_that_is_none_is_refused(built: Project, when: str, place: str | None) -> None:
    with pytest.raises(DataError, match="is not a day|unknown place 'Atlantis'"):
        monthly(when, place, built)
