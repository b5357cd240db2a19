from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import signs


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u200bb", "\ufeffa", "a\x00", "a\tb", "a\ufffd", "a\ue000", "a\U000e0041", "a\ud800"]
)
def test_what_nobody_sees_is_found(text: str) -> None:
    assert signs.problem(text) == signs.UNSEEN


def test_blanks_ends_and_length_are_found() -> None:
    assert signs.problem("a\u00a0b") == signs.problem("a\u3000b") == signs.ODD_BLANK
    assert signs.problem(" a") == signs.problem("a\n") == signs.EDGES
    assert signs.problem("a" * (signs.LONGEST + 1)) == signs.TOO_LONG


@pytest.mark.parametrize("text", ["قُتل ٢٣٠ مدنياً", "نیمه\u200cجان", "a b\nc", "«é» – 😀", ""])
def test_writing_of_any_language_is_no_problem(text: str) -> None:
    assert signs.problem(text) == ""


def test_a_key_holds_no_joiner_and_no_line_end() -> None:
    assert signs.problem("a\u200db", is_key=True) == signs.UNSEEN == signs.problem("a\nb", is_key=True)


def test_each_cell_is_named_and_plain_columns_are_passed() -> None:
    column = pd.Series(["a", "b ", None, "c\u202e", "b "], index=[2, 3, 4, 5, 6], dtype="str")
    assert [(at, problem) for at, _, problem in signs.found(column)] == [
        (3, signs.EDGES), (5, signs.UNSEEN), (6, signs.EDGES),
    ]  # fmt: skip
    assert list(signs.found(column[:1])) == []


def test_files_of_other_programs_are_known_by_their_beginning() -> None:
    assert "workbook" in signs.packed(b"PK\x03\x04") and "gzip" in signs.packed(b"\x1f\x8b\x08")
    assert signs.packed(b"") == signs.packed(b"event_id,name\n") == ""
