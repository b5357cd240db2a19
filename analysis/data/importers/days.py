"""Dates as exports write them, to ISO with the precision written; what could be read in two ways is not read.

Read are: ISO of any precision, also with a midnight behind it; a day, a month's name and a year in English or Arabic
(both sets of Arabic names); numbers with slashes, points or hyphens where only one order is possible; and, in columns
whose rule says so, day counts of a spreadsheet (1900 system).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial

import pandas as pd

from analysis.data.importers.rejects import Read
from analysis.data.importers.values import DIGITS, each
from analysis.dates import YEARS, day_range
from analysis.errors import DataError

# Two names of one month in a row: the Levantine and Iraqi one, and that of Egypt and the Gulf.
ARABIC = (
    ("كانون الثاني", "يناير"), ("شباط", "فبراير"), ("آذار", "مارس"), ("نيسان", "أبريل"), ("أيار", "مايو"),
    ("حزيران", "يونيو"), ("تموز", "يوليو"), ("آب", "أغسطس"), ("أيلول", "سبتمبر"), ("تشرين الأول", "أكتوبر"),
    ("تشرين الثاني", "نوفمبر"), ("كانون الأول", "ديسمبر"),
)  # fmt: skip
ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ـ": None, **{chr(mark): None for mark in range(0x64B, 0x653)}})
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?Z?", re.ASCII)
NAMED = re.compile(r"(?:(\d{1,2}) )?(\D+?)[,،]? (\d{4})", re.ASCII)
MONTH_FIRST = re.compile(r"(\D+?) (\d{1,2})[,،]? (\d{4})", re.ASCII)
NUMERIC = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})", re.ASCII)
SERIAL = re.compile(r"\d{5}", re.ASCII)
EPOCH, SERIALS = date(1899, 12, 30), (36526, 55153)  # of the 1900 system: 2000-01-01 to 2050-12-31
NO_DATE = "is no date that is read here; write YYYY-MM-DD"
NOT_THERE = "is not a day of the calendar; correct it"
AMBIGUOUS = "can be read as day and month or as month and day; write YYYY-MM-DD"
LATER = "lies after the as-of day of the import; correct one of them"

Told = tuple[str | None, str | None]


def days(column: pd.Series, serial: bool = False, not_after: str = "") -> Read:
    """Return a column of dates in ISO form.

    Parameters
    ----------
    column : Series of str
    serial : bool
        Whether five digits are a spreadsheet's count of days.
    not_after : str
        A day that no date may lie after, YYYY-MM-DD; empty for no such day.

    Examples
    --------
    >>> days(pd.Series(["31 ديسمبر 2025", "17/03/2017", "03/04/2017"], dtype="str")).values.tolist()
    ['2025-12-31', '2017-03-17', nan]
    """
    return each(column, partial(_bounded, serial=serial, not_after=not_after))


def _bounded(text: str, serial: bool, not_after: str) -> Told:
    """Return a date unless it lies after a day."""
    value, reason = written(text, serial)
    if value and not_after and value > not_after[: len(value)]:
        return None, LATER
    return value, reason


def written(text: str, serial: bool = False) -> Told:
    """Return the ISO date a text can only mean and None, or None and why it is not taken.

    >>> written("كانون الأول 2016"), written("2017-02-30")
    (('2016-12', None), (None, 'is not a day of the calendar; correct it'))
    """
    text = text.translate(DIGITS)
    midnight = MIDNIGHT.fullmatch(text)
    if ISO.fullmatch(text) or midnight:
        return _checked(midnight.group(1) if midnight else text)
    if SERIAL.fullmatch(text):
        return _counted(int(text)) if serial else (None, NO_DATE)
    numeric = NUMERIC.fullmatch(text)
    if numeric:
        return _numeric(numeric.group(1), numeric.group(3), numeric.group(4))
    first, second = NAMED.fullmatch(text), MONTH_FIRST.fullmatch(text)
    if first and month_number(first.group(2)):
        return _joined(first.group(3), month_number(first.group(2)), first.group(1))
    if second and month_number(second.group(1)):
        return _joined(second.group(3), month_number(second.group(1)), second.group(2))
    return None, NO_DATE


def month_number(name: str) -> int | None:
    """Return the number of a month by its name, in English or Arabic; two names of one month may be joined by a slash.

    >>> month_number("Mar"), month_number("كانون الأول / ديسمبر"), month_number("ramadan")
    (3, 12, None)
    """
    found = {MONTHS.get(_fold(part)) for part in name.split("/")}
    return found.pop() if len(found) == 1 else None


def _fold(name: str) -> str:
    """Return a month's name without its article of order, hamza, vowel signs and case."""
    return " ".join(name.translate(ALEF).replace("كانون ال", "كانون ").replace("تشرين ال", "تشرين ").lower().split())


MONTHS = {_fold(name): number for number, names in enumerate(ARABIC, 1) for name in names}
MONTHS |= {name[:length]: number for number, name in enumerate(ENGLISH, 1) for length in (3, len(name))}


def _checked(iso: str) -> Told:
    """Return an ISO date of a year at all likely, if the calendar has it."""
    if "00" in iso.split("-")[1:]:  # how some exports write that a month or day is not known
        return None, NOT_THERE
    try:
        year = day_range(iso).first.year
    except DataError:
        return None, NOT_THERE
    if not YEARS[0] <= year <= YEARS[1]:
        return None, f"lies outside the years {YEARS[0]} to {YEARS[1]}; correct it"
    return iso, None


def _counted(number: int) -> Told:
    """Return the day of a spreadsheet's count."""
    if not SERIALS[0] <= number <= SERIALS[1]:
        return None, "is no count of days from 2000 to 2050; write YYYY-MM-DD"
    return str(EPOCH + timedelta(days=number)), None


def _joined(year: str, month: int | None, day: str | None) -> Told:
    """Return a date from its parts."""
    return _checked(f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else ""))


def _numeric(first: str, second: str, third: str) -> Told:
    """Return a date from three numbers, if their order is plain."""
    year, one, other = (first, second, third) if len(first) == 4 else (third, first, second)
    if len(year) != 4 or max(len(one), len(other)) > 2:
        return None, NO_DATE
    readings = {(month, day) for month, day in ((one, other), (other, one)) if 1 <= int(month) <= 12}
    if not readings:
        return None, NOT_THERE
    if len({(int(month), int(day)) for month, day in readings}) > 1:
        return None, AMBIGUOUS
    month, day = readings.pop()
    return _joined(year, int(month), day)
