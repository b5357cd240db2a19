from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.importers import rejects, values
from analysis.data.importers.reading import Sheet
from analysis.errors import DataError


def sheet(rows: dict[str, list[str | None]], n_in: int | None = None) -> Sheet:
    frame = pd.DataFrame(rows, dtype="str")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return Sheet("a.csv", "", frame, rejects.none(), len(frame) if n_in is None else n_in)


SPEC = {"code": values.text, "killed": values.whole}


def test_a_row_with_two_faults_is_listed_twice_and_counted_once() -> None:
    sifted = rejects.sift(sheet({"code": [None, "b"], "killed": ["x", "3"]}), SPEC, ["code"])
    assert sifted.counts == {"in": 2, "accepted": 1, "rejected": 1}
    assert sifted.rejects["column"].tolist() == ["killed", "code"]
    assert sifted.rejects["value"].fillna("(none)").tolist() == ["x", "(none)"]
    assert list(sifted.reasons.values()) == [1, 1]


def test_a_lost_row_is_an_error_of_its_own() -> None:
    with pytest.raises(DataError, match="rows were lost"):
        rejects.sift(sheet({"code": ["a"], "killed": ["1"]}, n_in=2), SPEC)


def test_the_same_row_is_taken_once_and_rivals_not_at_all() -> None:
    raw = sheet({"code": ["a", "a", "b", "b", "b", "c", None, None], "killed": list("11122311")}).rows
    column, reasons = rejects.repeated(raw, raw, ["code"])
    assert column == "code"
    words = ["", "taken once", "other content", "other content", "other content", "", "", ""]
    assert [word in str(reason) for word, reason in zip(words, reasons.fillna(""), strict=True)] == [True] * 8
    assert reasons.notna().tolist() == [bool(word) for word in words]


def test_rivals_under_a_key_of_two_columns() -> None:
    raw = sheet({"code": ["a", "a", "a"], "n": ["1", "2", "1"], "x": ["p", "p", "q"]}).rows
    assert rejects.repeated(raw, raw, ["code", "n"])[1].notna().tolist() == [True, False, True]


def test_the_first_reason_that_holds_is_given() -> None:
    index = pd.RangeIndex(2)
    both = pd.Series([True, False])
    assert rejects.because(index, (both, "one"), (~both | both, "two")).tolist() == ["one", "two"]


def test_keys_that_are_written_otherwise_are_one_key() -> None:
    raw = sheet({"code": ["007", "7", "T1", "t1", "b"], "x": list("pqrst")}).rows
    rows = raw.assign(code=["7", "7", "T1", "t1", "b"])
    assert rejects.repeated(rows, raw, ["code"])[1].notna().tolist() == [True, True, True, True, False]


def test_a_cell_with_hidden_characters_or_without_end_is_listed() -> None:
    sifted = rejects.sift(sheet({"code": ["a\u200bb", "b", "c" * 10_001], "killed": ["1", "2", "3"]}), SPEC)
    assert sifted.counts == {"in": 3, "accepted": 1, "rejected": 2}
    assert "not seen" in sifted.rejects["reason"][0] and "longer than 10,000" in sifted.rejects["reason"][1]
