"""One to one: of the pairs a rule accepts, the set with the highest sum in which no record is used twice."""

from __future__ import annotations

import numpy as np
import pandas as pd


def one_to_one(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of the best assignment, each with whether another pair would have done as well.

    Parameters
    ----------
    pairs : DataFrame
        Accepted pairs: ``left``, ``right``, ``score``.

    Returns
    -------
    DataFrame
        The chosen rows with ``margin``: how much the pair's score exceeds that of the best other pair of either
        record (missing where there is none). A margin of 0 or less is a choice between equals, and not a link.

    Examples
    --------
    >>> tied = pd.DataFrame({"left": ["a", "a"], "right": ["x", "y"], "score": [4.0, 4.0]})
    >>> one_to_one(tied)["margin"].tolist()
    [0.0]
    """
    if pairs.empty:
        return pairs.assign(margin=pd.Series(dtype="float64"))
    ordered = pairs.sort_values(["left", "right"]).reset_index(drop=True)
    groups = _components(ordered)
    chosen = [place for _, part in ordered.groupby(groups, sort=False) for place in _solve(part)]
    picked = ordered.loc[sorted(chosen)]
    return picked.assign(margin=_margins(ordered).loc[picked.index]).reset_index(drop=True)


def _components(pairs: pd.DataFrame) -> np.ndarray:
    """Return for each pair the group of records that hang together with it."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = (pd.factorize(pairs[side])[0] for side in ("left", "right"))
    size = left.max() + right.max() + 2
    graph = coo_array((np.ones(len(pairs)), (left, left.max() + 1 + right)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1])[left]


def _solve(part: pd.DataFrame) -> list[int]:
    """Return the positions of the best assignment within one group."""
    if len(part) == 1:
        return [int(part.index[0])]
    from scipy.optimize import linear_sum_assignment

    rows, columns = (pd.factorize(part[side])[0] for side in ("left", "right"))
    gains = np.zeros((rows.max() + 1, columns.max() + 1))
    gains[rows, columns] = part["score"]
    taken = set(zip(*linear_sum_assignment(gains, maximize=True), strict=True))
    return [int(at) for at, pair in zip(part.index, zip(rows, columns, strict=True), strict=True) if pair in taken]


def _margins(pairs: pd.DataFrame) -> pd.Series:
    """Return how far each pair stands above the best other pair of either of its records."""
    return pairs["score"] - pd.concat([_best_other(pairs, side) for side in ("left", "right")], axis=1).max(axis=1)


def _best_other(pairs: pd.DataFrame, side: str) -> pd.Series:
    """Return the best score among the other pairs of a record; missing where it has no other."""
    grouped = pairs.groupby(side)["score"]
    ranked = grouped.rank(method="first", ascending=False)
    best = pairs[side].map(pairs["score"][ranked == 1].set_axis(pairs[side][ranked == 1]))
    second = pairs[side].map(pairs["score"][ranked == 2].set_axis(pairs[side][ranked == 2]))
    return best.where(ranked != 1, second)
