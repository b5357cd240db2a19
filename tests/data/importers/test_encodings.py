from __future__ import annotations

import pytest

from analysis.data.importers.encodings import detect, to_utf8
from analysis.errors import DataError

ARABIC, FRENCH = "الموصل القديمة، ٢٠١٧\nو", "Général à Raqqa\ndéjà"


@pytest.mark.parametrize(
    ("content", "named", "text"),
    [
        (ARABIC.encode(), "", ARABIC),
        (b"\xef\xbb\xbf" + ARABIC.encode(), "", ARABIC),
        (b"\xef\xbb\xbf" + ARABIC.encode(), "utf-8", ARABIC),
        ("الموصل، و".encode("cp1256"), "", "الموصل، و"),
        ("الموصل – à".encode("cp1256"), "cp1256", "الموصل – à"),
        (FRENCH.encode("latin-1"), "", None),
        ("Général, Raqqa, déjà".encode("latin-1"), "", "Général, Raqqa, déjà"),
        (FRENCH.encode("latin-1"), "LATIN-1", FRENCH),
        (b"", "", ""),
    ],
)
def test_what_the_rule_reads(content: bytes, named: str, text: str | None) -> None:
    if text is None:
        with pytest.raises(DataError, match="cannot be told; save it as UTF-8, or name its encoding"):
            to_utf8(content, "a.csv", named)
    else:
        assert to_utf8(content, "a.csv", named).decode() == text


@pytest.mark.parametrize(
    ("content", "named", "words"),
    [
        (b"ok\n\xe9\xe8", "", ["a.csv, line 2", "--encoding cp1256", "--encoding latin-1"]),
        (b"caf\xe9 \x93quoted\x94", "", ["cannot be told"]),
        (b"ok\n\xe9", "utf-8", ["line 2", "is not utf-8"]),
        ("a".encode("utf-16"), "", ["UTF-16", "save it as UTF-8"]),
        (b"a\nb\x00", "", ["line 2", "a NUL byte"]),
        (b"a\x1bb", "", ["line 1", "a control character"]),
        (b"caf\xe9 \x93x\x94", "latin-1", ["a control character"]),
        (b"a", "utf8", ["no encoding 'utf8'", "Did you mean utf-8?"]),
    ],
)
def test_what_it_refuses_in_one_sentence(content: bytes, named: str, words: list[str]) -> None:
    with pytest.raises(DataError) as problem:
        to_utf8(content, "a.csv", named)
    assert [word for word in words if word not in str(problem.value)] == [] and "\n" not in str(problem.value)


def test_nothing_is_both_arabic_and_latin() -> None:
    for text, encoding in (("حي الموصل", "cp1256"), ("rue Général", "latin-1")):
        assert detect(text.encode(encoding), "a.csv") == encoding
    mixed = "حي الموصل".encode("cp1256") + b" caf\xe9"
    with pytest.raises(DataError, match="cannot be told"):
        detect(mixed, "a.csv")


def test_utf8_that_is_cut_off_inside_its_only_letter_is_not_taken_for_latin_1() -> None:
    with pytest.raises(DataError, match="cannot be told"):
        to_utf8("code,place\n1,Dé".encode()[:-1], "export.csv")
