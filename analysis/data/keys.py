"""Row keys in frames: what the figures of a row were made from, as a list in its ``row_keys``."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def joined(lists: Iterable[Iterable[str]]) -> list[str]:
    """Return the keys of several lists in one, each once, in order.

    >>> joined([["claims:b", "claims:a"], ["claims:b"], []])
    ['claims:b', 'claims:a']
    """
    return list(dict.fromkeys(key for keys in lists for key in keys))


def behind(frame: pd.DataFrame, keys: Iterable[Iterable[str]]) -> pd.DataFrame:
    """Return a frame with ``row_keys``.

    Parameters
    ----------
    frame : DataFrame
        Figures, one row a line.
    keys : iterable of iterable of str
        For each row, in order, the keys of the rows that its figures were made from.

    Raises
    ------
    ValueError
        When there are more or fewer lists than rows.

    Examples
    --------
    >>> behind(pd.DataFrame({"n": [2, 0]}), [["claims:a", "claims:b"], []])["row_keys"].tolist()
    [['claims:a', 'claims:b'], []]
    """
    lists = [list(held) for held in keys]
    if len(lists) != len(frame):
        raise ValueError(f"{len(lists)} lists of keys for {len(frame)} rows: give one for each row, an empty one too")
    return frame.assign(row_keys=pd.Series(lists, index=frame.index, dtype="object"))


def shared(frame: pd.DataFrame, keys: Iterable[str]) -> pd.DataFrame:
    """Return a frame every row of which rests on the same rows.

    >>> shared(pd.DataFrame({"n": [1, 2]}), ["claims:a"])["row_keys"].tolist()
    [['claims:a'], ['claims:a']]
    """
    held = list(keys)
    return behind(frame, [held] * len(frame))
