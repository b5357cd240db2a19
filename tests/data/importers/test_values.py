from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.importers import values


def column(*cells: str | None) -> pd.Series:
    return pd.Series(cells, dtype="str", index=range(2, len(cells) + 2))


@pytest.mark.parametrize("text", ["-1", "1.0", "1,234", "1 000", "+3", "three", "²", "1e3", "1234567890"])
def test_what_is_no_whole_number_is_not_taken(text: str) -> None:
    read = values.whole(column("٣", text, None))
    assert read.values.fillna("?").tolist() == ["3", "?", "?"]
    assert read.reasons.notna().tolist() == [False, True, False]


def test_persian_digits_and_leading_zeros_are_the_same_number() -> None:
    assert values.whole(column("۱۲", "012", "12")).values.tolist() == ["12"] * 3


@pytest.mark.parametrize("text", ["36,34", "36°", ".5", "36.", "1e1", "--1", "nan"])
def test_what_is_no_decimal_is_not_taken(text: str) -> None:
    assert values.decimal(column(text)).values.isna().all()


def test_decimals_keep_the_places_they_were_written_with() -> None:
    assert values.decimal(column("36.3400", "-43", "٣٦٫٣٤")).values.tolist() == ["36.3400", "-43", "36.34"]


def test_sets_do_not_depend_on_order_and_name_the_word_that_is_unknown() -> None:
    read = values.several_of(["other", "no_strikes"])(column("other;no_strikes", "no_strikes; other", "no_strike"))
    assert read.values.tolist()[:2] == ["no_strikes;other"] * 2
    assert "'no_strike' is no word of this column. Did you mean no_strikes?" in read.reasons.iloc[2]
    assert values.as_set(column(";")).values.isna().all()


def test_bounds_are_compared_as_numbers() -> None:
    rows = pd.DataFrame({"lo": ["9", "10", None], "hi": ["10", "9", "1"]}, dtype="str")
    assert values.ordered(rows, "lo", "hi")[1].notna().tolist() == [False, True, False]


def told(lat: str | None, lon: str | None, country: str) -> list[tuple[str, str]]:
    rows = pd.DataFrame({"lat": column(lat), "lon": column(lon)})
    found = values.points(rows, rows, column(country))
    return [(name, reason) for name, reasons in found for reason in reasons.dropna()]


@pytest.mark.parametrize(
    ("lat", "lon", "country", "words"),
    [
        ("36.3", "43.1", "Iraq", None),
        ("36.3", "43.1", "Iraq and Syria", None),
        (None, None, "Iraq", None),
        ("43.1", "36.3", "Iraq", "look exchanged"),
        ("39.0", "35.9", "Syria", "look exchanged"),
        ("43.1", "36.3", "Iraq and Syria", "look exchanged"),
        ("43.1", "36.3", "Elsewhere", None),
        ("33.3", "44.4", "Syria", "lies outside the country"),
        ("95", "44.4", "Elsewhere", "above 90"),
        ("36.3", "4239", "Syria", "above 180"),
        ("36.3", None, "Iraq", "is empty beside its other coordinate"),
        (None, "43.1", "Iraq", "is empty beside its other coordinate"),
        ("35.6", "36.5", "Syria", None),
    ],
)
def test_points_are_checked_and_never_exchanged(
    lat: str | None, lon: str | None, country: str, words: str | None
) -> None:
    found = told(lat, lon, country)
    assert len(found) == (words is not None) and all(words in reason for _, reason in found if words)


@given(st.lists(st.text(max_size=6) | st.none(), max_size=8))
def test_every_cell_has_a_value_or_a_reason_or_is_missing(cells: list[str | None]) -> None:
    for convert in (values.whole, values.decimal, values.as_set, values.one_of(["a"]), values.text):
        read = convert(column(*cells))
        assert not (read.values.notna() & read.reasons.notna()).any()
        assert read.values.index.equals(read.reasons.index)


def test_two_kinds_of_digits_in_one_number_are_no_number() -> None:
    mixed = pd.Series(["1٢", "۱٢", "٢٣٠"], dtype="str")
    assert values.whole(mixed).values.fillna("").tolist() == ["", "", "230"]
    assert values.decimal(mixed).values.fillna("").tolist() == ["", "", "230"]
