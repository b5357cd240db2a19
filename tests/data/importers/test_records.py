from __future__ import annotations

import pandas as pd

from analysis.data.importers import records


def column(*cells: str | None) -> pd.Series:
    return pd.Series(cells, dtype="str")


def test_remarks_leave_out_what_is_missing() -> None:
    told = records.remarks({"a": column("1", None, None), "b": column("2", "3", None)}, pd.RangeIndex(3))
    assert told.fillna("?").tolist() == ["a 1; b 2", "b 3", "?"]


def test_days_of_unlike_precision_are_compared_as_far_as_they_go() -> None:
    rows = pd.DataFrame({"date_start": column("2017-03-17", "2017-03-17", "2017", "2017-03", None),
                         "date_end": column("2017-03", "2017-02", "2016-12-31", None, "2017")})  # fmt: skip
    assert records.days_in_order(rows)[1].notna().tolist() == [False, True, True, False, False]


def test_dates_are_cut_never_filled() -> None:
    dates, no, yes = column("2017-03-17", "2017"), pd.Series([False] * 2), pd.Series([True] * 2)
    assert records.to_month(dates, yes, no).tolist() == ["2017-03", "2017"]
    assert records.to_month(dates, no, yes).tolist() == ["2017", "2017"]


def test_the_last_whole_day_of_any_column() -> None:
    assert records.last_day(column("2017-03", None), column("2016-12-31", "2017")) == "2016-12-31"
    assert records.last_day(column(None)) == ""


def test_lists_of_sources_keep_their_order_and_lose_empty_parts() -> None:
    named = records.exploded(column("a", "b", "c"), column("x; y;", None, ";"), ";")
    assert named.to_numpy().tolist() == [["a", "x"], ["a", "y"]]


def test_a_place_with_the_separator_is_not_taken() -> None:
    rows = pd.DataFrame({"location": column("a | b", "a|b", None)})
    assert records.no_separator(rows, "location")[1].notna().tolist() == [True, False, False]
