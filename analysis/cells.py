"""Comma-separated files for people: no spreadsheet runs what a cell says, and a reader of ours gets the cell back.

Text that a spreadsheet could take for a formula is written with one apostrophe in front, `plain` takes it off again;
numbers stay numbers. The raw and hand tables are no such files: they are read and written as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
BEFORE = "\\x00-\\x20\\x7f-\\xa0\\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\"'`‘’‚‛“”„‟«»‹›"
SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
FORMULA = f"^(?:[{BEFORE}]*[{SIGNS}]|'*[\\t\\r\\n])"  # behind blanks, controls and quotes too: some programs skip them
_formula, _number = re.compile(FORMULA), re.compile(NUMBER)


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, its line ends made plain so that a cell stays one cell.

    Parameters
    ----------
    text : str
        A cell.

    Examples
    --------
    >>> [guarded(text) for text in ("=1+1", "-120", " @sum", "Mosul", "'=1+1")]
    ["'=1+1", '-120', "' @sum", 'Mosul', "''=1+1"]
    """
    text = _one_kind_of_line(text)
    return f"'{text}" if _risky(text) else text


def plain(text: str) -> str:
    """Return a cell as it was before `guarded`.

    >>> [plain(text) for text in ("'=1+1", "-120", "'s-Hertogenbosch", "''=1+1")]
    ['=1+1', '-120', "'s-Hertogenbosch", "'=1+1"]
    """
    return text[1:] if text.startswith("'") and _risky(text[1:]) else text


def _risky(text: str) -> bool:
    """Return whether a text could be taken for a formula; what follows an apostrophe is looked at as well."""
    return bool(_formula.match(text)) and not _number.fullmatch(text)


def csv_text(frame: pd.DataFrame) -> str:
    """Return a frame as comma-separated text: UTF-8, LF, missing cells empty, texts and headings `guarded`.

    Parameters
    ----------
    frame : DataFrame
        Numbers, booleans and days are written as pandas writes them.

    Examples
    --------
    >>> csv_text(pd.DataFrame({"a": ["=1+1", None], "b": [-5, 7]}))
    "a,b\\n'=1+1,-5\\n,7\\n"
    """
    out = io.StringIO()
    guard(frame).to_csv(out, index=False, lineterminator="\n")
    return out.getvalue()


def guard(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its texts and headings `guarded`, for whoever writes it a part at a time.

    >>> guard(pd.DataFrame({"-a": ["+1 way"]})).to_dict("list")
    {"'-a": ["'+1 way"]}
    """
    safe = pd.DataFrame({place: _guarded(frame.iloc[:, place]) for place in range(frame.shape[1])}, index=frame.index)
    return safe.set_axis([guarded(str(name)) for name in frame.columns], axis=1)


def _guarded(column: pd.Series) -> pd.Series:
    """Return a column with its texts guarded; only the few that need it are looked at one by one."""
    if isinstance(column.dtype, pd.StringDtype):
        risky = column.str.contains(f"\r|{FORMULA}", regex=True).fillna(False).astype(bool)
        return column.mask(risky, column[risky].map(guarded)) if risky.any() else column
    if column.dtype == object:
        return column.map(lambda cell: guarded(cell) if isinstance(cell, str) else cell)
    return column


def lines_text(columns: Iterable[str], lines: Iterable[Mapping[str, str]]) -> str:
    """Return lines of text, each by the names of its columns, as `csv_text` writes a frame.

    >>> lines_text(["a"], [{"a": "+1 way"}])
    "a\\n'+1 way\\n"
    """
    out, names = io.StringIO(), list(columns)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(guarded, names))
    writer.writerows([guarded(line[name]) for name in names] for line in lines)
    return out.getvalue()


def read(path: Path) -> pd.DataFrame:
    """Return a file that `csv_text` wrote, all text, empty cells as empty text, every cell and heading as it was.

    Parameters
    ----------
    path : Path
        The file; one that a spreadsheet has saved again is read as well.
    """
    given = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return given.map(lambda cell: plain(_one_kind_of_line(cell))).rename(columns=plain)


def _one_kind_of_line(text: str) -> str:
    """Return a text whose lines all end alike: a lone carriage return would open a new row in some readers."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
