from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import asof as small
from analysis.data import claims, store
from analysis.data.large import asof
from analysis.errors import DataError
from analysis.paths import Project


@pytest.mark.parametrize("table", ["claims", "statements"])
@pytest.mark.parametrize("when", ["2017-03-24", "2017-06-30", "2030-01-01"])
def test_every_part_is_that_of_the_small_function(inside: Project, table: str, when: str) -> None:
    parts = small.as_of(store.read_table(table), when)
    assert asof.counts(when, table).to_dict() == {name: len(part) for name, part in parts._asdict().items()}
    for name, part in parts._asdict().items():
        found = asof.rows(when, name, table)
        pd.testing.assert_frame_equal(plain(found), plain(part.reset_index(drop=True)))


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose lists are lists, as `store.read_table` gives them."""
    listed = [name for name in ("relays", "claim_ids") if name in frame]
    return frame.assign(**{name: frame[name].map(list) for name in listed})


def test_a_place_holds_the_places_within_it(inside: Project) -> None:
    known = small.as_of(store.read_table("statements"), "2017-06-30").known
    found = asof.rows("2017-06-30", place="West Mosul")
    assert found["row_key"].tolist() == claims.about_place(known, "West Mosul")["row_key"].tolist()
    assert len(found)


@pytest.mark.parametrize("when", ["2017-03-24", "2018-01-01"])
def test_relays_known_by_a_day_are_those_of_the_small_function(inside: Project, when: str) -> None:
    pd.testing.assert_series_equal(asof.relays_by(when), claims.relays_by(when), check_index_type=False)


REFUSED = {
    "'2017-03' is not a day": lambda: asof.counts("2017-03"),
    "'maybe' is no part": lambda: asof.rows("2017-03-24", "maybe"),
    "unknown place 'Mosull'. Did you mean Mosul": lambda: asof.rows("2017-03-24", place="Mosull"),
    "'events' cannot be asked at this size": lambda: asof.counts("2017-03-24", "events"),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_asked_is_refused(inside: Project, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        REFUSED[sentence]()


def test_nothing_built_is_refused_and_nothing_is_left_behind(copy: Project, built: Project) -> None:
    with pytest.raises(DataError, match="run `civcas build`"):
        asof.counts("2017-03-24", project=copy)
    assert asof.counts("2017-03-24", project=built).sum() and not list(built.processed.glob(".*"))
