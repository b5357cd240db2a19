"""Who says the same and who contradicts whom, within one event: a house is never set against its quarter.

Only numbers of civilians killed that one source answers for are paired; see `analysis.methods.families.single`.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.data.tolls import entries
from analysis.methods.compare import STANDING, contradictions, side_by_side
from analysis.methods.families import single


def paired(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the pairs of different families that count the same dead, with the bounds of their ratio.

    Parameters
    ----------
    frame : DataFrame
        Known statements; those of a `single` source are paired. Pairs are sought within one event only: a house of
        a quarter can share the quarter's place and day, and still holds fewer dead.
    when : str
        The as-of day their tolls carry.

    Returns
    -------
    DataFrame
        As ``comparable`` of `analysis.methods.compare.side_by_side`, with ``about``; the standing may differ, and
        the bridge says so.
    """
    return _within_events(single(frame), lambda group: side_by_side(entries(group, when), [STANDING]).comparable)


def contradicted(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the contradictions between speakers, within each event: a house is never set against its quarter.

    Parameters
    ----------
    frame : DataFrame
        Known statements; those of a `single` source are set against each other.
    when : str
        The as-of day their tolls carry.

    Returns
    -------
    DataFrame
        As `analysis.methods.compare.contradictions`, with ``about``, largest gap first; a speaker's own revisions
        are not contradictions.
    """
    found = _within_events(single(frame), lambda group: contradictions(entries(group, when)))
    speaker = frame.set_index("row_key")["publisher_id"]
    other = pd.Series([speaker[high] != speaker[low] for high, low in found["row_keys"]], found.index, dtype=bool)
    return found[other].sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)


def _within_events(frame: pd.DataFrame, find: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Return what is found among the statements of each event, with ``about`` naming it."""
    parts = [find(group).assign(about=name) for name, group in frame.groupby("event_name", sort=True)]
    held = [part for part in parts if len(part)]
    return pd.concat(held, ignore_index=True) if held else find(frame.head(0)).assign(about=pd.Series(dtype="str"))
