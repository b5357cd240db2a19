"""How many of some sources stand on their own: relays and fed sources never count as independent.

``data/hand/dependence.csv`` names who copies, derives from, or submits to whom, for one event or for all. What is not
written there is not known to be independent either: the count is an upper bound, and is said as one.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.data.hand import read_hand, row_keys
from analysis.errors import DataError, suggestion
from analysis.paths import find_project

RELATIONS = ("copies", "derived_from", "submitted_to")
FEEDING = ("copies", "derived_from")  # relations in which the second source's figure is the first's


def dependence() -> pd.DataFrame:
    """Return the dependence table: ``source``, ``relation``, ``on``, ``event`` (missing: everywhere), who, when, why.

    ``row_key`` is the line of the hand table.

    Raises
    ------
    DataError
        When a relation is unknown.
    """
    table = read_hand("dependence", find_project())
    for line, row in table.iterrows():
        if row["relation"] not in RELATIONS:
            raise DataError(
                f"data/hand/dependence.csv, line {line}: {row['relation']!r} is no relation. "
                f"{suggestion(row['relation'], RELATIONS)}"
            )
    return table.assign(row_key=row_keys("dependence", table))


def groups(
    sources: Iterable[str], event: str | Iterable[str] | None = None, table: pd.DataFrame | None = None
) -> list[list[str]]:
    """Return sources grouped so that those of one group rest on one another.

    Parameters
    ----------
    sources : iterable of str
        Publisher ids.
    event : str or iterable of str, optional
        Event or events they speak of; dependences written for another event do not count.
    table : DataFrame, optional
        Dependence table; default that of the project.

    Examples
    --------
    >>> told = pd.DataFrame({"source": ["b"], "relation": ["copies"], "on": ["a"], "event": [None]})
    >>> groups(["a", "b", "c"], "x", told)
    [['a', 'b'], ['c']]
    """
    held = _feeding(dependence() if table is None else table, event)
    root = {source: source for source in sorted(set(sources))}
    for source, on in zip(held["source"], held["on"], strict=True):
        if source in root and on in root:
            joined = {root[source], root[on]}
            root = {source: min(joined) if top in joined else top for source, top in root.items()}
    return [[source for source in root if root[source] == top] for top in sorted(set(root.values()))]


def lines(sources: Iterable[str], event: str | Iterable[str] | None = None) -> list[str]:
    """Return the row keys of the dependence table's lines that `groups` joins some sources by."""
    known, table = set(sources), _feeding(dependence(), event)
    return list(table.loc[table["source"].isin(known) & table["on"].isin(known), "row_key"])


def _feeding(table: pd.DataFrame, event: str | Iterable[str] | None) -> pd.DataFrame:
    """Return the lines by which one source's figure is another's, written for some events or for all."""
    events = {event} if isinstance(event, str) else set(event or ())
    return table[table["relation"].isin(FEEDING) & (table["event"].isna() | table["event"].isin(events))]


def counted(sources: Iterable[str], event: str | Iterable[str] | None = None, table: pd.DataFrame | None = None) -> str:
    """Return "n sources, at most k independent".

    >>> told = pd.DataFrame({"source": ["b"], "relation": ["copies"], "on": ["a"], "event": [None]})
    >>> counted(["a", "b", "c"], "x", told)
    '3 sources, at most 2 independent'
    """
    known = sorted(set(sources))
    found = len(groups(known, event, table))
    return f"{len(known)} source{'s' if len(known) != 1 else ''}, at most {found} independent"


def may_agree(one: str, other: str, table: pd.DataFrame | None = None) -> bool:
    """Return whether agreement of two sources could say anything: not where one is fed by, or answers, the other."""
    held = dependence() if table is None else table
    pair = {one, other}
    return not any({row.source, row.on} == pair for row in held.itertuples())


LISTS = ("claims", "monitor", "officials")


def declared() -> dict[frozenset[str], str]:
    """Return the pairs of lists that ``data/hand/independent_lists.csv`` declares independent, each with its reason.

    A pair that stands in neither table is not known to be independent.

    Raises
    ------
    DataError
        When a row names a list that is none.
    """
    table = read_hand("independent_lists", find_project())
    for line, row in table.iterrows():
        for side in ("one", "other"):
            if row[side] not in LISTS:
                raise DataError(
                    f"data/hand/independent_lists.csv, line {line}: {row[side]!r} is no list. "
                    f"{suggestion(str(row[side]), LISTS)}"
                )
    return {frozenset((row["one"], row["other"])): row["reason"] for row in table.to_dict("records")}
