"""What was certainly public by a day, rows without a date among it from the day on which the tables were made."""

from __future__ import annotations

import pandas as pd

from analysis.data.asof import as_of, day
from analysis.data.determinations import tables_made


def known_by(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the rows that were certainly public by the end of a day.

    A row without a date was public at the latest when the tables that hold it were made, and by no earlier day that
    could be named.

    Parameters
    ----------
    frame : DataFrame
        With ``published_first`` and ``published_last``.
    when : str
        A day, YYYY-MM-DD.
    """
    parts = as_of(frame, when)
    if day(when) < tables_made():
        return parts.known
    return frame[frame.index.isin(parts.known.index) | frame.index.isin(parts.undated.index)]
