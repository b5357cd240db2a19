"""What stands behind the figures of a table: for each row its figures in words and the keys they were made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

KEYS, KEY = "row_keys", "row_key"
NOT_FIGURES = re.compile(
    r"https?://\S+|\b(?:19|20)\d{2}(?:-\d{2}){1,2}\b|\b[A-Za-z]+\d+\b|\b(?:19|20)\d{2}\b", re.ASCII
)

Line = dict[str, Any]  # title, figures (heading and words), keys


def keys_of_rows(frame: pd.DataFrame) -> list[list[str]]:
    """Return the row keys behind each row of a frame: ``row_keys`` (a list in each row), or ``row_key``; else none.

    >>> keys_of_rows(pd.DataFrame({"row_key": ["statements:a"]}))
    [['statements:a']]
    """
    if KEYS in frame:
        return [[str(key) for key in keys] if _is_list(keys) else [] for keys in frame[KEYS]]
    if KEY in frame:
        return [[] if pd.isna(key) else [str(key)] for key in frame[KEY]]
    return [[] for _ in range(len(frame))]


def _is_list(keys: Any) -> bool:
    """Return whether a cell holds keys at all."""
    return isinstance(keys, (list, tuple, set, frozenset)) or hasattr(keys, "tolist")


def is_figure(value: Any, said: str) -> bool:
    """Return whether a cell states a figure that must lead to its rows: days, addresses and codes do not.

    >>> [is_figure(230, "230"), is_figure("at least 230", "at least 230"), is_figure("2017-03", "2017-03")]
    [True, True, False]
    """
    if hasattr(value, "html") or pd.api.types.is_bool(value) or isinstance(value, pd.Timestamp):
        return False
    return bool(re.search(r"\d", said if _is_number(value) else NOT_FIGURES.sub("", said)))


def _is_number(value: Any) -> bool:
    """Return whether a value is a number: a year among numbers is one too."""
    return bool(pd.api.types.is_integer(value) or pd.api.types.is_float(value))


def behind(
    shown: pd.DataFrame, keys: list[list[str]], headings: Mapping[str, str], said: Callable[[Any, str], str]
) -> list[Line]:
    """Return what stands behind the rows of a table that is shown.

    Parameters
    ----------
    shown : DataFrame
        The rows and columns shown.
    keys : list of list of str
        For each row its keys.
    headings : mapping of str to str
        Column to heading, the first being the row heading.
    said : callable
        A value and its column in words.

    Returns
    -------
    list of dict
        For each row ``title`` (its heading), ``figures`` (heading and words of every figure), ``keys``.
    """
    first, *others = headings
    lines = []
    for row, behind_it in zip(shown.to_dict("records"), keys, strict=True):
        figures = [
            [headings[column], told]
            for column in (first, *others)
            if is_figure(row[column], told := said(row[column], column))
        ]
        lines.append({"title": said(row[first], first), "figures": figures, "keys": behind_it})
    return lines
