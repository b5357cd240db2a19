from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.asof import as_of, day
from analysis.dates import edges
from analysis.errors import DataError

texts = st.one_of(
    st.none(),
    st.dates(pd.Timestamp("2014-01-01").date(), pd.Timestamp("2022-12-31").date()).map(str),
    st.dates(pd.Timestamp("2014-01-01").date(), pd.Timestamp("2022-12-31").date()).map(lambda d: str(d)[:7]),
)


def frame(dates: list[str | None]) -> pd.DataFrame:
    spread = edges(pd.Series(dates, dtype="str"))
    return pd.DataFrame({"published_first": spread["first"], "published_last": spread["last"], "n": range(len(dates))})


def test_a_month_is_possible_inside_and_known_at_its_end() -> None:
    march = frame(["2017-03"])
    assert len(as_of(march, "2017-03-25").possible) == 1
    assert len(as_of(march, "2017-03-31").known) == 1
    assert len(as_of(march, "2017-02-28").later) == 1


@given(st.lists(texts, max_size=20), st.dates(pd.Timestamp("2014-01-01").date(), pd.Timestamp("2022-12-31").date()))
def test_every_row_is_in_exactly_one_part(dates: list[str | None], when: object) -> None:
    parts = as_of(frame(dates), str(when))
    assert sorted(pd.concat(list(parts))["n"]) == list(range(len(dates)))


@given(st.lists(texts, max_size=20), st.dates(pd.Timestamp("2014-01-01").date(), pd.Timestamp("2022-12-30").date()))
def test_what_is_known_stays_known(dates: list[str | None], when: object) -> None:
    rows = frame(dates)
    today = set(as_of(rows, str(when))[0]["n"])
    tomorrow = set(as_of(rows, str(pd.Timestamp(str(when)) + pd.Timedelta(days=1))[:10])[0]["n"])
    assert today <= tomorrow


@pytest.mark.parametrize("text", ["2017-03", "2017-02-31", "25 March 2017", ""])
def test_a_day_must_be_a_day(text: str) -> None:
    with pytest.raises(DataError):
        day(text)
