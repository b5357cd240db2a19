"""Whether a model can say anything finite of the unseen, asked before it is fitted.

Counts of zero can push the fit of some histories to zero. Those histories are found by one linear program (Fienberg
and Rinaldo 2012); on the rest a finite fit exists. The unseen is estimable where its design row (1, 0, ..., 0) is a
combination of the rows that remain; otherwise the counts leave it undetermined, or send it to infinity or zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.errors import MethodRefused
from analysis.methods.capture import loglinear

TINY, SURE = 1e-8, 1e-6


@dataclass(frozen=True)
class Check:
    """What can be said of a model (ok, not identifiable, no finite estimate), and the histories that are fitted."""

    verdict: str
    fitted: tuple[bool, ...]

    @property
    def ok(self) -> bool:
        """Whether the unseen has one finite estimate above zero."""
        return self.verdict == "ok"


def check(design: NDArray[np.float64], counts: NDArray[np.float64]) -> Check:
    """Return whether the unseen has a finite, unique estimate under a model.

    Parameters
    ----------
    design : array (histories, terms)
        From `analysis.methods.capture.design.matrix`.
    counts : array (histories,)
        Records of each history.

    Examples
    --------
    >>> one = np.array([[1.0, 1, 0], [1, 0, 1], [1, 1, 1]])
    >>> check(one, np.array([4.0, 5, 2])).verdict
    'ok'
    """
    fitted = _facial(design, counts)
    if estimable(design[fitted]):
        return Check("ok", tuple(map(bool, fitted)))
    up, down = (_reaches(design, fitted, way) for way in (1.0, -1.0))
    verdict = "no finite estimate" if up != down else "not identifiable"
    return Check(verdict, tuple(map(bool, fitted)))


def require(design: NDArray[np.float64], counts: NDArray[np.float64], name: str) -> Check:
    """Return the check of a model, or refuse it by name."""
    found = check(design, counts)
    if not found.ok:
        raise MethodRefused(
            f"the model {name}: {found.verdict} of the unseen from these histories; drop an interaction, or observe "
            "records in the histories that are empty"
        )
    return found


def estimable(design: NDArray[np.float64]) -> bool:
    """Return whether the row of the unseen is a combination of the rows of a design."""
    target = np.zeros(design.shape[1])
    target[0] = 1.0
    weights = np.linalg.lstsq(design.T, target, rcond=None)[0]
    return bool(np.abs(design.T @ weights - target).max() < TINY)


def _facial(design: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the histories whose fit is not pushed to zero.

    Of all directions that leave the observed histories as they are and raise none, the program takes one that lowers as
    many empty histories as can be lowered.
    """
    from scipy.optimize import linprog

    empty = counts == 0
    if not empty.any():
        return ~empty
    possible = np.asarray(
        (design[:, counts @ design == 0] == 0).all(axis=1)
    )  # a margin of zero puts all its histories to zero
    if _whole(design[possible], counts[possible]):
        return possible
    terms, zeros = design.shape[1], int(empty.sum())
    aim = np.r_[np.zeros(terms), -np.ones(zeros)]
    found = linprog(
        aim, A_ub=np.hstack([design[empty], np.eye(zeros)]), b_ub=np.zeros(zeros),
        A_eq=np.hstack([design[~empty], np.zeros((int((~empty).sum()), zeros))]), b_eq=np.zeros(int((~empty).sum())),
        bounds=[(None, None)] * terms + [(0, 1)] * zeros, method="highs",
    )  # fmt: skip
    kept = ~empty
    kept[np.flatnonzero(empty)] = found.x[terms:] < 0.5
    return kept


def _whole(design: NDArray[np.float64], counts: NDArray[np.float64]) -> bool:
    """Return whether a fit is at hand that keeps every margin and puts no history to zero."""
    if not estimable(design):
        return False
    try:
        one = loglinear.fit(design, counts)
    except np.linalg.LinAlgError:
        return False
    return bool(one.converged[0] and one.least[0] > SURE)


def _reaches(design: NDArray[np.float64], fitted: NDArray[np.bool_], way: float) -> bool:
    """Return whether the intercept can move one way without bound while the likelihood does not fall."""
    from scipy.optimize import linprog

    terms = design.shape[1]
    limits: list[tuple[float | None, float | None]] = [(way, way), *[(None, None)] * (terms - 1)]
    rest = design[~fitted]
    found = linprog(
        np.zeros(terms), A_ub=rest if len(rest) else None, b_ub=np.zeros(len(rest)) if len(rest) else None,
        A_eq=design[fitted], b_eq=np.zeros(int(fitted.sum())), bounds=limits, method="highs",
    )  # fmt: skip
    return found.status == 0
