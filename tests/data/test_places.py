from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import places
from analysis.errors import DataError


def table(rows: list[tuple[str, str | None, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["place", "within", "as_written"], dtype="str")


CITY = table([("Nineveh", None, "Nineveh | Ninewa"), ("Mosul", "Nineveh", "Mosul"), ("West Mosul", "Mosul", None)])


def test_spellings_lead_to_one_name_and_missing_stays_missing() -> None:
    named = places.canonical(pd.Series(["Ninewa", None, "Mosul"], dtype="str"), CITY, "events")
    assert named.dropna().tolist() == ["Nineveh", "Mosul"]
    assert named.isna().tolist() == [False, True, False]


def test_an_unlisted_spelling_is_refused() -> None:
    with pytest.raises(DataError, match="events: the place 'Mossul' is in no row"):
        places.canonical(pd.Series(["Mossul"], dtype="str"), CITY, "events")


def test_a_spelling_under_two_places_is_refused() -> None:
    with pytest.raises(DataError, match="'Mosul' is listed under 'Mosul' and 'City'"):
        places.spellings(pd.concat([CITY, table([("City", None, "Mosul")])]))


def test_inside_goes_down_and_lineage_goes_up() -> None:
    assert places.inside("Mosul", CITY) == {"Mosul", "West Mosul"}
    assert places.lineage("West Mosul", CITY) == ["West Mosul", "Mosul", "Nineveh"]


def test_a_circle_of_places_is_refused() -> None:
    with pytest.raises(DataError, match="lies within itself"):
        places.lineage("a", table([("a", "b", None), ("b", "a", None)]))


def test_an_unknown_place_names_the_nearest() -> None:
    with pytest.raises(DataError, match="Did you mean Mosul"):
        places.lineage("Mosol", CITY)


@pytest.mark.parametrize(
    ("names", "within", "message"),
    [
        (["A", "A"], [None, None], "'A' stands twice"),
        (["A", None], [None, None], "has no name"),
        (["A", "B"], ["B", "A"], "lies within itself"),
        (["A"], ["Atlantis"], "unknown place 'Atlantis'"),
    ],
)
def test_places_that_hang_loose_are_refused(names: list[str], within: list[str | None], message: str) -> None:
    with pytest.raises(DataError, match=f"data/hand/places.csv.*{message}"):
        places.refuse_loose(pd.DataFrame({"place": names, "within": within}))
