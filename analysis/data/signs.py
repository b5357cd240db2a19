"""Characters and blanks that no table may hold: what is not seen makes two keys of one, and turns a page's line round.

A cell of a table holds letters, digits, signs and single line ends. Direction marks, zero-width and control
characters, lost characters (U+FFFD) and odd blanks come from copying and from attackers; nobody sees them when a table
is read again. The joiners of Persian and Kurdish writing are letters' business and stay, but not in a key.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pandas as pd

from analysis.errors import HIDDEN

JOINERS = frozenset("\u200c\u200d")
LONGEST = 100_000  # letters of a cell: Python's reader of CSV files takes little more
UNSEEN = "holds a character that is not seen or is lost"
ODD_BLANK = "holds a blank that is no plain space"
EDGES = "begins or ends with white space"
TOO_LONG = "is too long for a cell"
REMEDIES = {
    UNSEEN: "type the cell anew", ODD_BLANK: "write a plain space", EDGES: "remove it",
    TOO_LONG: f"write at most {LONGEST:,} characters",
}  # fmt: skip

PACKED = {
    b"PK\x03\x04": "a workbook or a zip archive", b"\x1f\x8b": "packed with gzip",
    b"\xd0\xcf\x11\xe0": "an old workbook", b"%PDF-": "a PDF", b"\x89PNG": "a picture",
    b"PAR1": "a Parquet file", b"SQLite format 3": "a database",
    b"BZh": "packed with bzip2", b"\xfd7zXZ": "packed with xz", b"7z\xbc\xaf": "a 7z archive",
}  # how the files of other programs begin; nothing is ever unpacked here  # fmt: skip


def packed(content: bytes) -> str:
    """Return what kind of file begins so, if it is one of those that are given for a table by mistake.

    >>> packed(b"PK\\x03\\x04..."), packed(b"event_id,name")
    ('a workbook or a zip archive', '')
    """
    return next((told for mark, told in PACKED.items() if content.startswith(mark)), "")


def problem(text: str, is_key: bool = False) -> str:
    """Return what is wrong with the characters of a cell, empty where nothing is.

    Parameters
    ----------
    text : str
        The cell.
    is_key : bool
        Whether it names a row, here or elsewhere: then no joiner and no line end is written in it.

    Examples
    --------
    >>> problem("Mosul"), problem("Mosul\\u200b"), problem("Mosul ")
    ('', 'holds a character that is not seen or is lost', 'begins or ends with white space')
    """
    if len(text) > LONGEST:
        return TOO_LONG
    kinds = {_kind(sign, is_key) for sign in set(text)}
    found = next((kind for kind in (UNSEEN, ODD_BLANK) if kind in kinds), "")
    return found or (EDGES if text != text.strip() else "")


def _kind(sign: str, is_key: bool) -> str:
    """Return what is wrong with one character."""
    if sign == " " or (not is_key and (sign == "\n" or sign in JOINERS)):
        return ""
    kind = unicodedata.category(sign)
    if kind in HIDDEN or sign == "\ufffd":
        return UNSEEN
    return ODD_BLANK if kind == "Zs" else ""


def found(column: pd.Series, is_key: bool = False) -> Iterator[tuple[object, str, str]]:
    """Yield index, text and problem of each cell of a column whose characters are not those of a table.

    >>> [problem for _, _, problem in found(pd.Series(["a", "b\\u202e"], dtype="str"))]
    ['holds a character that is not seen or is lost']
    """
    filled = column.dropna()
    spelled = filled.unique().tolist()
    # Most columns are plain: their characters are looked at once, not cell by cell.
    plain = not any(_kind(sign, is_key) for sign in set().union(*spelled))
    if plain and all(text == text.strip() and len(text) <= LONGEST for text in spelled):
        return
    wrong = {text: told for text in spelled if (told := problem(text, is_key))}
    for at, text in filled[filled.isin(list(wrong))].items():
        yield at, text, wrong[text]


def folded(texts: pd.Series) -> pd.Series:
    """Return keys without what looks alike: capitals, compatible forms, composed and decomposed letters.

    >>> folded(pd.Series(["Mosul", "ＭＯＳＵＬ"])).nunique()
    1
    """
    forms = {text: _folded(text) for text in texts.dropna().unique()}
    return texts.map(forms)


def _folded(text: str) -> str:
    """Return a text without what looks alike."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
