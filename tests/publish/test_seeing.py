from __future__ import annotations

import pytest

from analysis.publish.seeing import shown


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u202d", "\u2028", "\uf000", "\ufffe", "\U000e0041"]
)
def test_what_nobody_sees_is_told_by_its_number(sign: str) -> None:
    assert shown(f"230{sign}!") == f"230[U+{ord(sign):04X}]!"


@pytest.mark.parametrize(
    "text", ["", "at least 230", "a\tb\nc", "مقتل\u200f مدنيين", "می\u200cشود", "\u2067مقتل\u2069 x", "👩\u200d🔬", "é"]
)
def test_what_is_written_so_by_honest_people_stays(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\u2067a", "[U+2067]a"), ("a\u2069", "a[U+2069]"), ("\u2067a\u202cb\u2069", "\u2067a[U+202C]b\u2069"),
        ("\u202ba\u202c\u202c", "\u202ba\u202c[U+202C]"), ("\u2066\u2067a\u2069", "[U+2066]\u2067a\u2069"), 
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)  # fmt: skip
def test_a_sign_of_direction_that_is_not_closed_is_shown(text: str, told: str) -> None:
    assert shown(text) == told
