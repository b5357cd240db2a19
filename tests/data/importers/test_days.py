from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.importers import days
from analysis.data.importers.days import written
from analysis.dates import day_range


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017", "2017"), ("2017-03", "2017-03"), ("2017-03-17", "2017-03-17"), ("٢٠١٧-٠٣-١٧", "2017-03-17"),
        ("2017-03-17 00:00:00.000", "2017-03-17"), ("2017-03-17T00:00:00Z", "2017-03-17"),
        ("31 ديسمبر 2025", "2025-12-31"), ("٣١ كانون الأول ٢٠٢٥", "2025-12-31"), ("1 كانون الثاني 2017", "2017-01-01"),
        ("5 شباط 2017", "2017-02-05"), ("5 آذار 2017", "2017-03-05"), ("5 اذار 2017", "2017-03-05"),
        ("5 نيسان 2017", "2017-04-05"), ("5 إبريل 2017", "2017-04-05"), ("5 أيار 2017", "2017-05-05"),
        ("5 حزيران 2017", "2017-06-05"), ("5 تموز، 2017", "2017-07-05"), ("آب/أغسطس 2017", "2017-08"),
        ("5 أيلول 2017", "2017-09-05"), ("5 تشرين الأول 2017", "2017-10-05"), ("5 تشرين ثاني 2017", "2017-11-05"),
        ("17 March 2017", "2017-03-17"), ("17 Mar 2017", "2017-03-17"), ("March 17, 2017", "2017-03-17"),
        ("March 2017", "2017-03"), ("17/03/2017", "2017-03-17"), ("03/17/2017", "2017-03-17"),
        ("17.3.2017", "2017-03-17"), ("17-03-2017", "2017-03-17"), ("2017/03/17", "2017-03-17"),
        ("05/05/2017", "2017-05-05"), ("2017-3-17", "2017-03-17"), ("29/02/2016", "2016-02-29"),
    ],
)  # fmt: skip
def test_what_can_mean_one_date_is_that_date(text: str, iso: str) -> None:
    assert written(text) == (iso, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/2017", days.AMBIGUOUS), ("2017/03/04", days.AMBIGUOUS), ("2017-02-30", days.NOT_THERE),
        ("2017-13", days.NOT_THERE), ("31/02/2017", days.NOT_THERE), ("30 فبراير 2017", days.NOT_THERE),
        ("13/13/2017", days.NOT_THERE), ("0 March 2017", days.NOT_THERE), ("17/03/17", days.NO_DATE),
        ("17 Ramadan 2017", days.NO_DATE), ("آب/أيلول 2017", days.NO_DATE), ("2017-03-17 14:30:00", days.NO_DATE),
        ("42811", days.NO_DATE), ("17/03-2017", days.NO_DATE), ("soon", days.NO_DATE),
        ("2017-03-00", days.NOT_THERE), ("2017-00-00", days.NOT_THERE),
        ("1017-03-17", "lies outside the years 1900 to 2100; correct it"), ("0000-01-01", days.NOT_THERE),
    ],
)  # fmt: skip
def test_what_cannot_is_not_taken(text: str, reason: str) -> None:
    assert written(text) == (None, reason)


def test_day_counts_of_a_spreadsheet_are_read_only_where_the_rule_says_so() -> None:
    assert written("42811", serial=True) == ("2017-03-17", None)
    assert written("60", serial=True)[0] is None and written("99999", serial=True)[0] is None


def test_both_sets_of_arabic_names_cover_twelve_months() -> None:
    assert [{days.month_number(name) for name in names} for names in days.ARABIC] == [{n} for n in range(1, 13)]


def test_a_day_after_the_as_of_day_is_rejected_a_month_that_holds_it_is_not() -> None:
    column = pd.Series(["2017-03-17", "2017-03-18", "2017-03", "2017-04", None], dtype="str")
    read = days.days(column, not_after="2017-03-17")
    assert read.reasons.isin([days.LATER]).tolist() == [False, True, False, True, False]
    assert read.values.isna().tolist() == [False, True, False, True, True]


@given(st.text(alphabet="0123456789٠٧-/. :TZaMrchمايو", max_size=14))
def test_no_text_breaks_it_and_what_it_takes_is_a_date(text: str) -> None:
    value, reason = written(text, serial=True)
    assert (value is None) != (reason is None)
    if value:
        day_range(value)
