from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods.revisions import panels, vintages
from analysis.methods.revisions.prints import CONCEDED
from revisions.tables import printed

pytestmark = pytest.mark.usefixtures("inside")
AS_OF = "2026-11-24"
DAYS = ["2017-03-25", "2017-12-31", "2018-12-31", "2019-12-31"]


def shares(rows: pd.DataFrame, *days: str, when: str = AS_OF) -> list[str]:
    return panels.known("Figure", list(days), when, rows)["share"].tolist()


def test_of_the_total_conceded_a_seventh_was_known_on_25_march_2017() -> None:
    found = panels.known(CONCEDED, DAYS, AS_OF)
    assert found["said"].tolist() == ["220", "817", "1,139", "1,347"] and set(found["latest"]) == {"1,400"}
    assert found["lo"].tolist() == pytest.approx([220 / 1400, 817 / 1400, 1139 / 1400, 1347 / 1400])
    assert found["row_keys"].map(len).min() >= 2


def test_a_share_is_a_pair_of_bounds_and_an_open_end_stays_open() -> None:
    assert shares(printed(("2017-01-01", 20, 30), ("2017-06-01", 40, 50)), "2017-02-01") == ["40% to 75%"]
    assert shares(printed(("2017-01-01", 433, None), ("2017-06-01", 433, 643)), "2017-02-01") == ["at least 67%"]
    assert shares(printed(("2017-01-01", None, 1000), ("2017-06-01", 1257, 1257)), "2017-02-01") == ["at most 80%"]
    assert shares(printed(("2017-01-01", 5, 5), ("2017-06-01", 10, None)), "2017-02-01") == ["at most 50%"]


def test_a_figure_that_fell_gives_a_share_above_one() -> None:
    found = panels.known("Figure", ["2017-02-01"], AS_OF, printed(("2017-01-01", 102, 102), ("2017-06-01", 100, 100)))
    assert found["lo"].item() == found["hi"].item() == 1.02


def test_nothing_is_interpolated_and_before_the_first_print_there_is_no_share() -> None:
    rows = printed(("2017-01-10", 10, 10), ("2017-06-01", 20, 20))
    assert shares(rows, "2017-01-09", "2017-01-10", "2017-05-31", "2017-06-01") == [
        panels.NOTHING, "50%", "50%", "100%",
    ]  # fmt: skip
    assert panels.known("Figure", ["2017-01-09"], AS_OF, rows)["lo"].isna().all()


def test_within_the_month_of_a_print_both_values_bound_the_share() -> None:
    rows = printed(("2017-01-10", 10, 10), ("2017-06", 20, 20))
    assert shares(rows, "2017-05-31", "2017-06-15", "2017-06-30") == ["50%", "50% to 100%", "100%"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "was not printed by"), ([("2017-01-01", 0, 0)], "is zero"), ([("2017-01-01", None, 9)], "is open"),
        ([("2017-01", 4, 4), ("2017-01", 5, 5)], "which print of Figure is the latest cannot be told"),
    ],
)  # fmt: skip
def test_a_denominator_that_is_none_is_refused(rows: list[tuple], message: str) -> None:
    with pytest.raises(MethodRefused, match=message):
        panels.known("Figure", ["2017-02-01"], AS_OF, printed(*rows))


def test_days_after_the_as_of_day_are_left_out_and_the_denominator_is_of_that_day() -> None:
    rows = printed(("2017-01-10", 10, 10), ("2017-06-01", 20, 20))
    assert shares(rows, "2017-02-01", "2017-12-31", when="2017-03-25") == ["100%"]


def test_a_release_that_adds_deaths_without_a_total_opens_the_denominator() -> None:
    share = panels.known(CONCEDED, ["2017-03-25"], "2019-03-15").iloc[0]  # January 2019 added deaths, printed no total
    assert share["latest"] == "at least 1,190" and pd.isna(share["lo"]) and share["hi"] == pytest.approx(220 / 1190)


def test_steps_start_with_the_first_print_and_never_stand_between_two() -> None:
    rows = printed(("2017-01-10", 10, 10), ("2017-06", 20, 20))
    found = panels.drawn("Figure", AS_OF, rows)
    assert found["first"].dt.strftime("%Y-%m-%d").tolist() == ["2017-01-10", "2017-06-01", "2017-06-30"]
    assert found["lo"].tolist() == [0.5, 0.5, 1.0] and found["hi"].tolist() == [0.5, 1.0, 1.0]


def test_steps_do_not_depend_on_the_order_of_rows() -> None:
    rows = printed(("2017-01-10", 10, 10), ("2017-06", 20, 20), ("2017-08-01", 15, 18))
    whole = panels.drawn("Figure", AS_OF, rows)
    pd.testing.assert_frame_equal(panels.drawn("Figure", AS_OF, rows.iloc[::-1]), whole)


def test_looking_back_gives_no_rows_where_there_is_no_share() -> None:
    assert panels.looked_back(CONCEDED, DAYS, "2014-01-01").empty
    assert panels.looked_back(CONCEDED, DAYS, "2017-03-25").empty  # the day itself is no earlier day
    assert panels.looked_back(CONCEDED, DAYS, AS_OF)["told"].iloc[0] == "16% (220 of 1,400)"


def test_restated_figures_carry_the_share_of_their_first_print() -> None:
    whole = panels.restated(vintages.vintages(AS_OF)).set_index("figure")
    found = whole["share"]
    assert whole.loc["Coalition: weapons released in 2018-01", "told"] == "448, later 780"
    assert panels.restated(vintages.vintages("2013-01-01")).empty
    assert found["Coalition: weapons released in 2018-01"] == "57.4%"
    assert found["Airwars: civilians killed in 2017-03, Iraq and Syria, alleged"] == "at most 79.6%"
    assert found["US department: civilians killed in 2017, all theatres"] == "the latest has no lower bound above zero"
