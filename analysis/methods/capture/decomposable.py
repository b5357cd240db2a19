"""Bayesian averaging over decomposable graphs, with a hyper-Dirichlet prior and a prior on the number unseen.

Madigan and York 1997: each graph is a set of dependent pairs of lists; its marginal likelihood is a product over
cliques, divided by one over separators, for each number unseen. The complete graph is among them: what it says of the
unseen comes from the prior alone, and it weighs little where the others fit.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from analysis.errors import MethodRefused
from analysis.methods.capture import design
from analysis.methods.capture.histories import Histories

Array = NDArray[np.float64]
Set = frozenset[int]
MOST_LISTS = 5


@dataclass(frozen=True)
class Posterior:
    """Weights of graphs, and the number unseen under each and under their average.

    ``weights`` and ``names`` go with the rows of ``given``, the probabilities of each number unseen in a graph.
    """

    names: tuple[str, ...]
    weights: Array
    given: Array
    unseen: NDArray[np.int64]
    observed: int

    def averaged(self) -> Array:
        """Return the probabilities of each number unseen, over all graphs."""
        return np.asarray(self.weights @ self.given)

    def bayes(self, chance: Array) -> float:
        """Return the number with the least expected squared relative error (Madigan and York 1997)."""
        total = self.observed + self.unseen
        return float((chance / total).sum() / (chance / total**2).sum())

    def mode(self, chance: Array) -> int:
        """Return the most probable number, seen and unseen."""
        return self.observed + int(self.unseen[int(np.argmax(chance))])

    def interval(self, chance: Array, level: float = 0.95) -> tuple[int, int]:
        """Return the numbers that leave out equal probability below and above."""
        sums, rest = np.cumsum(chance), (1 - level) / 2
        lo, hi = (int(np.searchsorted(sums, at)) for at in (rest, 1 - rest))
        return self.observed + int(self.unseen[lo]), self.observed + int(self.unseen[min(hi, len(sums) - 1)])


def eliminated(lists: int, edges: tuple[tuple[int, int], ...]) -> list[tuple[Set, Set]] | None:
    """Return a graph as families with what each leaves behind, or None where it is not decomposable.

    Vertices whose neighbours are all joined are taken away one by one (perfect elimination). The likelihood is the
    product over families divided by that over what they leave behind; families within others cancel, and cliques over
    separators remain.

    >>> eliminated(4, ((0, 1), (1, 2), (2, 3), (0, 3))) is None
    True
    """
    near: dict[int, set[int]] = {vertex: set() for vertex in range(lists)}
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    families: list[tuple[Set, Set]] = []
    while near:
        free = [v for v in near if all(b in near[a] for a, b in combinations(near[v], 2))]
        if not free:
            return None
        rest = near.pop(free[0])
        families.append((frozenset((free[0], *rest)), frozenset(rest)))
        for other in rest:
            near[other].discard(free[0])
    return families


def graphs(lists: int) -> list[tuple[tuple[int, int], ...]]:
    """Return every decomposable graph.

    >>> [len(graphs(k)) for k in (3, 4)]
    [8, 61]
    """
    if not 3 <= lists <= MOST_LISTS:
        raise MethodRefused(f"{lists} lists: decomposable graphs are enumerated for three to five lists")
    pairs = list(combinations(range(lists), 2))
    every = (held for size in range(len(pairs) + 1) for held in combinations(pairs, size))
    return [held for held in every if eliminated(lists, held) is not None]


def posterior(held: Histories, log_prior: Array, delta: float = 1.0) -> Posterior:
    """Return the posterior over graphs and over the number unseen.

    Parameters
    ----------
    held : Histories
        Counts over three to five lists.
    log_prior : array (numbers,)
        Logarithm of the prior, up to a constant, of 1, 2, ... unseen.
    delta : float
        Prior records in each history, the same for all (hyper-Dirichlet).
    """
    unseen = np.arange(1, len(log_prior) + 1)
    fixed = log_prior + gammaln(held.observed + unseen + 1) - gammaln(unseen + 1)
    known: dict[Set, Array] = {}
    rows, names = [], []
    for edges in graphs(len(held.lists)):
        rows.append(fixed + _graph(held, edges, unseen, delta, known))
        names.append(design.words(edges, held.lists))
    joint = np.array(rows)
    weights = np.exp(logsumexp(joint, axis=1) - logsumexp(joint))
    given = np.exp(joint - logsumexp(joint, axis=1)[:, None])
    return Posterior(tuple(names), weights, given, unseen, held.observed)


def _graph(
    held: Histories, edges: tuple[tuple[int, int], ...], unseen: NDArray[np.int64], delta: float,
    known: dict[Set, Array],
) -> Array:  # fmt: skip
    """Return the log marginal likelihood of a graph at each number unseen: families over what each leaves behind."""
    total = np.zeros(len(unseen))
    for family, rest in eliminated(len(held.lists), edges) or []:
        for part, sign in ((family, 1.0), (rest, -1.0)):
            if part not in known:
                known[part] = _margin(held, part, unseen, delta)
            total = total + sign * known[part]
    return total


def _margin(held: Histories, part: Set, unseen: NDArray[np.int64], delta: float) -> Array:
    """Return the log Dirichlet-multinomial likelihood of the margin over some lists."""
    places, lists = sorted(part), len(held.lists)
    counted: Counter[tuple[int, ...]] = Counter()
    for cell, n in zip(held.cells, held.counts, strict=True):
        counted[tuple(cell[place] for place in places)] += n
    each = delta * 2 ** (lists - len(places))
    empty = (0,) * len(places)
    seen = sum(gammaln(n + each) - gammaln(each) for cell, n in counted.items() if cell != empty)
    whole = delta * 2**lists
    none = gammaln(counted[empty] + unseen + each) - gammaln(each)
    return np.asarray(seen + none - gammaln(held.observed + unseen + whole) + gammaln(whole))


def madigan_york_prior(observed: int, most: int, a: float, b: float) -> Array:
    """Return the log prior of Madigan and York on all records: a Poisson number whose mean is gamma distributed."""
    total = observed + np.arange(1, most + 1)
    return np.asarray(total * np.log(b) - (total + a) * np.log1p(b) + gammaln(total + a) - gammaln(total + 1))
