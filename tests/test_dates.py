from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates
from analysis.errors import DataError


@pytest.mark.parametrize(
    "text",
    [
        "25",
        "0025-13",
        "2017-02-31",
        "2017-3-1",
        "2017-03-01T00:00",
        "20170301",
        "٢٠١٧",
        "0000",
        "2017-00",
        "2017-03-00",
    ],
)
def test_what_is_not_a_date_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(DataError, match="is not a"):
        dates.day_range(text)


@given(st.dates())
def test_a_day_means_itself(day: object) -> None:
    assert [str(edge) for edge in dates.day_range(str(day))] == [str(day), str(day)]


@given(st.dates(min_value=pd.Timestamp("1700-01-01").date(), max_value=pd.Timestamp("2200-12-31").date()))
def test_coarser_dates_hold_finer_ones(day: object) -> None:
    text = str(day)
    year, month, exact = (dates.day_range(part) for part in (text[:4], text[:7], text))
    assert year.first <= month.first <= exact.first == exact.last <= month.last <= year.last


def test_edges_keep_missing_missing_and_the_index() -> None:
    spread = dates.edges(pd.Series(["2016-02", None], index=[7, 9], dtype="str"))
    assert spread.loc[7, "last"] == pd.Timestamp("2016-02-29")
    assert spread.loc[9].isna().all()


def test_months_between_is_empty_when_reversed() -> None:
    assert dates.months_between("2017-02", "2017-01") == []
