"""How long publication takes: the reporting table by event month and delay, and its delay distribution.

A reporting table has a row for each event month (``YYYY-MM``), a column for each delay in months from zero on, and
counts of what was published then; a cell that lies after the last release is missing and not zero. Estimand of
`delay_pmf`: of what is published within the longest delay of the table, the share published after d months, the same
for every event month. Estimator: the chain ladder (volume-weighted development factors), written with the share of each
delay in what was published up to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import MethodRefused

Floats = NDArray[np.float64]


def checked(table: pd.DataFrame) -> pd.DataFrame:
    """Return a reporting table in order of event month, or refuse one that is none.

    Raises
    ------
    MethodRefused
        When it is empty, its delays are not 0, 1, 2, ..., a month stands twice, a count is negative, or a missing cell
        lies between two counts.
    """
    if table.empty or not table.notna().to_numpy().any():
        raise MethodRefused("the reporting table is empty: it needs dated events with dated releases")
    if list(table.columns) != list(range(table.shape[1])) or table.index.has_duplicates:
        raise MethodRefused("a reporting table has one row for each month and columns 0, 1, 2, ...: mend its shape")
    ordered = table.sort_index().astype("Float64")
    seen = ordered.notna().to_numpy()
    if (seen[:, 1:] & ~seen[:, :-1]).any():
        raise MethodRefused("a count is missing between two that were seen: it is not zero, so the row cannot be used")
    if (ordered < 0).fillna(False).to_numpy().any():
        raise MethodRefused("a count below zero stands in the reporting table: net it first with net_negative()")
    return ordered


def net_negative(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without negative counts: each is taken off the nearest earlier delays of its row.

    What was withdrawn after d months is taken off what was published d - 1 months after the event, then d - 2, and so
    on; where no earlier delay holds enough, off the nearest later ones. The total of every row stays what it was.

    Examples
    --------
    >>> net_negative(pd.DataFrame([[5, 3, -4, 1]])).iloc[0].tolist()
    [4.0, 0.0, 0.0, 1.0]

    Raises
    ------
    MethodRefused
        When the total of a row is negative: more was withdrawn than ever published.
    """
    rows = [_netted(row, str(month)) for month, row in zip(table.index, table.to_numpy(float, na_value=np.nan))]  # noqa: B905
    return pd.DataFrame(rows, index=table.index, columns=table.columns).astype("Float64")


def _netted(row: Floats, month: str) -> Floats:
    """Return one row netted; see `net_negative`."""
    counts = row.copy()
    if np.nansum(counts) < 0:
        raise MethodRefused(
            f"more was withdrawn of {month} than was published: look at the row, or leave the month out"
        )
    for place in range(len(counts) - 1, -1, -1):
        for other in [*range(place - 1, -1, -1), *range(place + 1, len(counts))]:
            if not counts[place] < 0:
                break
            taken = min(-counts[place], max(counts[other], 0.0)) if not np.isnan(counts[other]) else 0.0
            counts[other], counts[place] = counts[other] - taken, counts[place] + taken
    return counts


def as_it_stood(table: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return the table as it stood at the end of a month: later cells missing, later event months left out.

    >>> table = pd.DataFrame([[3, 1], [2, 2]], index=["2017-01", "2017-02"])
    >>> as_it_stood(table, "2017-02").loc["2017-02"].tolist()
    [2, <NA>]
    """
    ages = ages_at(table, month)
    hidden = np.arange(table.shape[1])[None, :] > ages[:, None]
    return table.astype("Int64" if _whole(table) else "Float64").mask(hidden)[ages >= 0]


def ages_at(table: pd.DataFrame, month: str) -> NDArray[np.int64]:
    """Return how many months each row's event month lies before a month."""
    return pd.Period(month, "M").ordinal - ordinals(table)


def ordinals(table: pd.DataFrame) -> NDArray[np.int64]:
    """Return the event months as whole numbers."""
    return np.array([pd.Period(month, "M").ordinal for month in table.index], dtype=np.int64)


def _whole(table: pd.DataFrame) -> bool:
    """Return whether a table holds whole numbers only."""
    counts = table.to_numpy(float, na_value=np.nan)
    return bool((np.isnan(counts) | (counts % 1 == 0)).all())


def shares(counts: Floats) -> Floats:
    """Return the delay distribution of counts (months by delays, NaN where not yet observed).

    With h(d) the count at delay d over all counts up to d, both over the rows that have seen d, p(d) is h(d) times
    the product of 1 - h(j) over all longer delays j. That is the chain ladder read from its end.

    Raises
    ------
    MethodRefused
        When nothing was published in the rows that have seen the longest delay.
    """
    seen = ~np.isnan(counts)
    part = np.nansum(counts, axis=0)
    whole = np.array([np.nansum(counts[seen[:, d], : d + 1]) for d in range(counts.shape[1])])
    if not whole[-1] > 0:
        raise MethodRefused("no month has published anything within the longest delay: choose a shorter longest delay")
    hazard = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    left = np.concatenate([np.cumprod((1 - hazard)[::-1])[::-1][1:], [1.0]])
    return hazard * left


def delay_pmf(table: pd.DataFrame) -> pd.Series:
    """Return the delay distribution of a reporting table.

    Parameters
    ----------
    table : DataFrame
        Event months by delays, missing where not yet observed.

    Returns
    -------
    Series
        Share published after 0, 1, ... months; sums to one over the longest delay of the table.

    Raises
    ------
    MethodRefused
        As `checked`, when it holds a single release, or no row has seen the longest delay.

    Examples
    --------
    >>> months = ["2017-01", "2017-02", "2017-03"]
    >>> delay_pmf(pd.DataFrame([[60, 40], [30, 20], [90, None]], index=months)).tolist()
    [0.6, 0.4]
    """
    counts = checked(table).to_numpy(float, na_value=np.nan)
    if len(release_months(table)) < 2:
        raise MethodRefused("one release alone has no delay distribution: at least two are needed")
    if np.isnan(counts[:, -1]).all():
        raise MethodRefused("no month has seen the longest delay of the table: leave out the columns without a count")
    return pd.Series(shares(counts), index=table.columns, name="share")


def release_months(table: pd.DataFrame) -> list[str]:
    """Return the months in which anything was published, in order: the vintages of the table."""
    counts = table.to_numpy(float, na_value=np.nan)
    when = ordinals(table)[:, None] + np.arange(table.shape[1])[None, :]
    return [str(pd.Period(ordinal=number, freq="M")) for number in np.unique(when[np.nan_to_num(counts) != 0])]


def last_month(table: pd.DataFrame) -> str:
    """Return the last month of which a cell was observed."""
    observed = table.notna().to_numpy()
    when = ordinals(table)[:, None] + np.arange(table.shape[1])[None, :]
    return str(pd.Period(ordinal=int(when[observed].max()), freq="M"))
