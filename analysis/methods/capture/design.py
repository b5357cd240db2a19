"""Hierarchical log-linear models over lists: which there are, their names, their design matrices.

A model holds every main effect and a set of interactions closed downwards: with a term go all terms within it. The
term of all lists together is never in a model, for the history of no list would then be free of the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import MethodRefused

Term = tuple[int, ...]
Model = tuple[Term, ...]  # interactions only; main effects are always in
MOST_LISTS = 6
FULL, PAIRWISE = 4, 5  # to four lists every hierarchical model, for five every model of pair terms
PAIRS = 2  # for six, models with at most so many pair terms


def models(lists: int) -> list[Model]:
    """Return the hierarchical models considered, sorted.

    Parameters
    ----------
    lists : int
        Number of lists. To four lists every model, for five every model of pair terms, for six those with at most
        two pair terms.

    Raises
    ------
    MethodRefused
        When there are fewer than three or more than six lists.

    Examples
    --------
    >>> [len(models(k)) for k in (3, 4, 5, 6)]
    [8, 113, 1024, 121]
    """
    if not 3 <= lists <= MOST_LISTS:
        raise MethodRefused(f"{lists} lists: hierarchical models need three lists and are enumerated for at most six")
    pairs = list(combinations(range(lists), 2))
    most = len(pairs) if lists <= PAIRWISE else PAIRS
    chosen = [set_ for size in range(most + 1) for set_ in combinations(pairs, size)]
    if lists == FULL:
        return sorted(model for held in chosen for model in _with_triples(held, lists))
    return sorted(chosen)


def _with_triples(pairs: Model, lists: int) -> list[Model]:
    """Return a set of pairs with every set of three-way terms whose pairs it holds."""
    free = [term for term in combinations(range(lists), 3) if set(combinations(term, 2)) <= set(pairs)]
    return [(*pairs, *held) for size in range(len(free) + 1) for held in combinations(free, size)]


def matrix(cells: Sequence[Sequence[int]], model: Model) -> NDArray[np.float64]:
    """Return the design: intercept, main effects, then interactions, one row a history.

    The history of no list has the row (1, 0, ..., 0), so that the intercept is the logarithm of the unseen.

    >>> matrix([(0, 1), (1, 1)], ((0, 1),)).tolist()
    [[1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
    """
    seen = np.asarray(cells, dtype=float)
    columns = [np.ones(len(seen)), *seen.T, *(seen[:, list(term)].prod(axis=1) for term in model)]
    return np.column_stack(columns)


def words(model: Model, lists: Sequence[str]) -> str:
    """Return a model as its interactions, each a product of list names.

    >>> words(((0, 1),), ["A", "B", "C"]), words((), ["A", "B", "C"])
    ('AxB', 'independence')
    """
    return ", ".join("x".join(lists[place] for place in term) for term in model) or "independence"
