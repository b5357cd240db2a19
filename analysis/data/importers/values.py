"""Cells by written rules: text, whole numbers, decimals, listed words; and rules across cells: bounds, points.

A converter takes a column of text and returns its values, still text, with a reason for each cell not taken. It works
on the distinct values of a column, so a million rows cost as much as their spellings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.data.importers.rejects import Converter, Read, because
from analysis.errors import suggestion

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
WHOLE = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,15})?")
MIXED = re.compile(r"[0-9].*[٠-٩۰-۹]|[٠-٩].*[0-9۰-۹]|[۰-۹].*[0-9٠-٩]", re.DOTALL)  # two kinds of digits in one number
NOT_WHOLE = "is not a whole number, zero or more; write digits of one kind only (Arabic-Indic ones are read too)"
NOT_DECIMAL = "is not a decimal number of degrees; write it with a point"

# South, north, west and east edge, in degrees, wide enough for every place of the country.
BOXES = {"Iraq": (29.0, 37.5, 38.7, 48.9), "Syria": (32.2, 37.5, 35.5, 42.5)}


def each(column: pd.Series, convert: Callable[[str], tuple[str | None, str | None]]) -> Read:
    """Return a column converted value by value; missing stays missing.

    Parameters
    ----------
    column : Series of str
    convert : callable
        From a text to its value and None, or to None and the reason it is not taken.
    """
    codes, spellings = pd.factorize(column)
    told = [convert(text) for text in spellings]
    parts = (pd.array([pair[part] for pair in told], dtype="str") for part in (0, 1))
    values, reasons = (pd.Series(part.take(codes, allow_fill=True), index=column.index) for part in parts)
    return Read(values, reasons)


def text(column: pd.Series) -> Read:
    """Return a column of text as it was read.

    >>> text(pd.Series(["Mosul"], dtype="str")).values.tolist()
    ['Mosul']
    """
    return Read(column, pd.Series(pd.NA, index=column.index, dtype="str"))


def whole(column: pd.Series) -> Read:
    """Return whole numbers in European digits.

    >>> whole(pd.Series(["١٢", "007", "1.0"], dtype="str")).values.tolist()
    ['12', '7', nan]
    """

    def convert(text: str) -> tuple[str | None, str | None]:
        plain = text.translate(DIGITS)
        fits = WHOLE.fullmatch(plain) and not MIXED.search(text)
        return (str(int(plain)), None) if fits else (None, NOT_WHOLE)

    return each(column, convert)


def decimal(column: pd.Series) -> Read:
    """Return decimal degrees with a point, as many places as were written.

    >>> decimal(pd.Series(["36.340", "٤٣٫١", "36,34"], dtype="str")).values.tolist()
    ['36.340', '43.1', nan]
    """

    def convert(text: str) -> tuple[str | None, str | None]:
        plain = text.translate(DIGITS)
        return (plain, None) if DECIMAL.fullmatch(plain) and not MIXED.search(text) else (None, NOT_DECIMAL)

    return each(column, convert)


def one_of(words: Mapping[str, str] | Iterable[str]) -> Converter:
    """Return a converter of listed words to ours; any other word is named with the nearest.

    >>> one_of({"Fair": "fair"})(pd.Series(["Fair", "Fare"], dtype="str")).reasons.tolist()[1]
    'is no word of this column. Did you mean Fair? Choices: Fair.'
    """
    listed = dict(words) if isinstance(words, Mapping) else {word: word for word in words}

    def convert(text: str) -> tuple[str | None, str | None]:
        if text in listed:
            return listed[text], None
        return None, f"is no word of this column. {suggestion(text, listed)}"

    return lambda column: each(column, convert)


def several_of(words: Iterable[str], separator: str = ";") -> Converter:
    """Return a converter of a set of listed words: in alphabetical order, each once."""
    listed = set(words)

    def convert(text: str) -> tuple[str | None, str | None]:
        parts = split(text, separator)
        wrong = [part for part in parts if part not in listed]
        if wrong:
            return None, f"{wrong[0]!r} is no word of this column. {suggestion(wrong[0], listed)}"
        return separator.join(parts), None

    return lambda column: each(column, convert)


def as_set(column: pd.Series) -> Read:
    """Return sets of names joined by semicolons: in alphabetical order, each once.

    >>> as_set(pd.Series(["YPG; Coalition;YPG"], dtype="str")).values.tolist()
    ['Coalition;YPG']
    """
    return each(column, lambda text: (";".join(split(text)) or None, None))


def split(text: str, separator: str = ";") -> list[str]:
    """Return the parts of a text, trimmed, in alphabetical order, each once.

    >>> split("b; a;;b")
    ['a', 'b']
    """
    return sorted({part.strip() for part in text.split(separator)} - {""})


def numbers(column: pd.Series) -> pd.Series:
    """Return converted text as numbers, missing where missing."""
    return pd.to_numeric(column, errors="coerce").astype("float64")


def ordered(rows: pd.DataFrame, low: str, high: str) -> tuple[str, pd.Series]:
    """Return the rows whose lower number is above the upper one.

    >>> ordered(pd.DataFrame({"lo": ["9"], "hi": ["10"]}, dtype="str"), "lo", "hi")[1].tolist()
    [nan]
    """
    wrong = numbers(rows[low]) > numbers(rows[high])
    return low, because(rows.index, (wrong, f"is above {high}; correct one of the two"))


def points(
    rows: pd.DataFrame, raw: pd.DataFrame, country: pd.Series, names: tuple[str, str] = ("lat", "lon")
) -> list[tuple[str, pd.Series]]:
    """Return the rows whose coordinates are half missing, off the globe, swapped, or outside the country.

    Swapped means: outside the country's box as written, inside it when exchanged. They are never exchanged here.

    Parameters
    ----------
    rows : DataFrame
        Converted coordinates.
    raw : DataFrame
        Coordinates as read.
    country : Series of str
        Names; a country without a box, or ``Iraq or Syria``, is checked as far as that goes.
    names : pair of str
        The columns of latitude and longitude.
    """
    lat, lon = (numbers(rows[name]) for name in names)
    half = [because(rows.index, (one.isna() & other.notna(), "is empty beside its other coordinate; fill both or none"))
            for one, other in ((raw[names[0]], raw[names[1]]), (raw[names[1]], raw[names[0]]))]  # fmt: skip
    off_lat, off_lon = lat.abs() > 90, lon.abs() > 180
    boxed = country.isin([*BOXES, EITHER])
    out = boxed & lat.notna() & lon.notna() & ~_inside(lat, lon, country)
    swapped = out & _inside(lon, lat, country)
    at_lat = because(
        rows.index,
        (swapped, "latitude and longitude look exchanged: outside the country as written, inside it the other way "
                  "round; exchange them"),
        (off_lat, "is above 90 degrees; correct it"),
        (out & ~off_lon, "the point lies outside the country of the row; correct one of them"),
    )  # fmt: skip
    return [*zip(names, half, strict=True), (names[0], at_lat),
            (names[1], because(rows.index, (off_lon & ~swapped, "is above 180 degrees; correct it")))]  # fmt: skip


EITHER = "Iraq and Syria"


def _inside(lat: pd.Series, lon: pd.Series, country: pd.Series) -> pd.Series:
    """Return whether each point lies in the box of its country, or in one of the boxes where it may be either."""
    within = pd.Series(False, index=lat.index)
    for name, (south, north, west, east) in BOXES.items():
        mine = country.isin([name, EITHER])
        within |= mine & np.logical_and(lat.between(south, north), lon.between(west, east))
    return within
