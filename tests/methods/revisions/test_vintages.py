from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.revisions import vintages
from analysis.methods.revisions.vintages import NEIGHBOURS, NOWHERE, OWN
from analysis.paths import Project
from revisions.tables import printed

pytestmark = pytest.mark.usefixtures("inside")
AS_OF = "2026-11-24"


def said(found: pd.DataFrame) -> list[tuple[object, str]]:
    return [(None if pd.isna(n) else int(n), text) for n, text in zip(found["vintage"], found["said"], strict=True)]


def test_values_are_numbered_in_order_of_date_and_copies_are_counted() -> None:
    rows = printed(("2017-03-01", 5, 5), ("2017-02-01", 4, 4), ("2017-04-01", 4, 4))
    found = vintages.vintages(AS_OF, rows)
    assert said(found) == [(1, "4"), (2, "5")]
    assert found["copies"].tolist() == [2, 1] and found["published"].tolist() == ["2017-02-01", "2017-03-01"]
    assert found["row_keys"].tolist() == [["table:Figure-1", "table:Figure-2"], ["table:Figure-0"]]


def test_months_that_overlap_have_no_order_unless_the_table_states_one() -> None:
    loose = vintages.vintages(AS_OF, printed(("2017-03", 4, 4), ("2017-03-10", 5, 5)))
    assert said(loose) == [(None, "5"), (None, "4")] and len(vintages.undecided(loose)) == 2
    told = vintages.vintages(AS_OF, printed(("2017-03", 4, 4, 2), ("2017-03-10", 5, 5, 1)))
    assert said(told) == [(1, "5"), (2, "4")]


def test_two_values_of_one_day_have_no_order() -> None:
    assert said(vintages.vintages(AS_OF, printed(("2017-03-01", 4, 4), ("2017-03-01", 5, 5)))) == [
        (None, "4"),
        (None, "5"),
    ]


def test_a_place_in_the_order_needs_every_other_to_be_before_or_after() -> None:
    rows = printed(("2017-03", 4, 4), ("2017-03", 5, 5), ("2017-05-01", 6, 6))
    assert said(vintages.vintages(AS_OF, rows)) == [(3, "6"), (None, "4"), (None, "5")]


def test_an_undated_print_stands_between_its_neighbours_or_nowhere() -> None:
    rows = printed(("2017-03-01", 4, 4, 1), (None, 5, 5, 2), ("2017-05-01", 6, 6, 3))
    found = vintages.vintages(AS_OF, rows)
    assert found["placed_by"].tolist() == [OWN, NEIGHBOURS, OWN]
    assert found["first"].dt.strftime("%m-%d").tolist() == ["03-01", "03-01", "05-01"]
    assert found["last"].dt.strftime("%m-%d").tolist() == ["03-01", "05-01", "05-01"]
    alone = vintages.vintages(AS_OF, printed(("2017-03-01", 4, 4), (None, 5, 5)))
    assert said(alone) == [(None, "4"), (None, "5")] and alone["placed_by"].tolist() == [OWN, NOWHERE]


def test_nothing_that_came_later_or_cannot_be_placed_is_read_on_an_earlier_day() -> None:
    rows = printed(("2017-03", 4, 4, 1), (None, 5, 5, 2), ("2017-05-01", 6, 6, 3))
    assert vintages.vintages("2017-03-30", rows).empty
    assert said(vintages.vintages("2017-04-30", rows)) == [(1, "4")]
    assert said(vintages.vintages("2017-05-01", rows)) == [(1, "4"), (2, "5"), (3, "6")]
    assert vintages.vintages("2017-05-01", printed((None, 5, 5))).empty


def test_a_print_before_the_end_of_its_period_is_early_unless_the_figure_runs_on() -> None:
    rows = [("2017-03-24", None, 1000), ("2017-03-31", 1257, 1257)]
    assert vintages.vintages(AS_OF, printed(*rows, end="2017-03"))["early"].tolist() == [True, False]
    assert vintages.vintages(AS_OF, printed(*rows, end="2017-03", kind="running"))["early"].tolist() == [False, False]


def test_a_running_total_that_did_not_move_is_a_vintage_of_each_month() -> None:
    rows = printed(("2018-09-27", 1114, 1114, 8), ("2018-10-25", 1114, 1114, 9), kind="running")
    assert said(vintages.vintages(AS_OF, rows)) == [(1, "1,114"), (2, "1,114")]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    rows = printed(("2017-03", 4, 4), ("2017-04-02", 5, 9), (None, 5, 5), ("2017-04", 4, 4), ("2018", 7, None))
    whole = vintages.vintages(AS_OF, rows)
    pd.testing.assert_frame_equal(vintages.vintages(AS_OF, rows.iloc[order]), whole)


def test_vintages_that_another_came_after_are_superseded() -> None:
    found = vintages.vintages(AS_OF, printed(("2017-03-01", 4, 4), ("2017-04", 5, 5), ("2017-04-20", 6, 6)))
    assert vintages.not_superseded(found)["lo"].tolist() == [6, 5]


def test_the_tables_hold_the_restated_figures_and_their_order(inside: Project) -> None:
    found = vintages.vintages(AS_OF).set_index("figure")
    assert said(found.loc["Coalition: weapons released in 2015-11"]) == [(1, "3,271"), (2, "3,227"), (3, "3,242")]
    assert said(found.loc["Coalition: weapons released in 2018-01"]) == [(1, "448"), (2, "780")]
    strikes = found.loc["Coalition: strikes in Iraq and Syria, 2014-08-08 to 2015-08-07"]
    assert said(strikes) == [(None, "5,946"), (None, "5,977")]
    total = found.loc["Coalition: deaths conceded in all, Iraq and Syria"]
    assert total["vintage"].notna().sum() == total["vintage"].nunique() and int(total["lo"].max()) == 1400
    assert total.loc[total["vintage"].isna(), "lo"].tolist() == [1277, 1291]
