"""What was public by a day, rows without a date among it from the day on which the tables were made.

A row without a date was public at the latest when the tables that hold it were made, and by no earlier day that could
be named.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.asof import as_of, day, not_later
from analysis.data.determinations import tables_made


def known_by(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the rows that were certainly public by the end of a day, in their order.

    Parameters
    ----------
    frame : DataFrame
        With ``published_first`` and ``published_last``.
    when : str
        A day, YYYY-MM-DD.
    """
    known = as_of(frame, when).known
    if day(when) < tables_made():
        return known
    return frame[frame["published_first"].isna() | frame.index.isin(known.index)]


def possible_by(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the rows that were, or may have been, public by the end of a day, in their order.

    Parameters
    ----------
    frame : DataFrame
        With ``published_first``.
    when : str
        A day, YYYY-MM-DD.
    """
    kept = not_later(frame, when)
    return kept if day(when) >= tables_made() else kept[kept["published_first"].notna()]
