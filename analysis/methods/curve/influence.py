"""Which choice moves a headline: one choice changed at a time, from the primary specification and anywhere in the set.

A shift is how far an end of the bounds moves, in the unit of the headline; an end that opens or closes moves by no
number and is told in words. Nothing is averaged over specifications and nothing is tested.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.keys import joined
from analysis.errors import MethodRefused
from analysis.methods.curve.runs import plain, primary, reach
from analysis.methods.curve.specifications import DIMENSIONS
from analysis.toll import words

NO_MOVE = "does not move"


def from_primary(results: pd.DataFrame) -> pd.DataFrame:
    """Return the result when one choice alone is changed from the primary specification.

    Parameters
    ----------
    results : DataFrame
        From `analysis.methods.curve.runs.results`.

    Returns
    -------
    DataFrame
        ``dimension`` (its name), ``choice``, ``result``, ``n`` (records or pairs behind it), ``shift`` (the larger of
        the moves of the two ends, missing where neither can be measured), ``told`` (in words), ``row_keys``; the
        largest shift first.

    Raises
    ------
    MethodRefused
        When the primary specification gives no result.
    """
    base = primary(results)
    rows = [
        {"dimension": name, "choice": row[name], "result": row["result"], "n": row["n"], "row_keys": row["row_keys"]}
        | _shift(base, row)
        for row in results.to_dict("records")
        if (name := _only(base, row)) is not None
    ]
    frame = pd.DataFrame(rows, columns=["dimension", "choice", "result", "n", "shift", "told", "row_keys"])
    return (
        frame.astype({"shift": "Float64"})
        .sort_values(["shift", "dimension", "choice"], ascending=[False, True, True], na_position="last")
        .reset_index(drop=True)
    )


def _only(base: pd.Series, row: dict) -> str | None:
    """Return the one dimension in which a specification differs from another, None when there is not exactly one."""
    differing = [name for name in DIMENSIONS if base[name] != row[name]]
    return differing[0] if len(differing) == 1 else None


def _shift(base: pd.Series, row: dict) -> dict[str, object]:
    """Return how far the ends of a result lie from those of another."""
    if row["why"]:
        return {"shift": None, "told": row["why"]}
    moves, told = [], []
    for end, name in (("lo", "lower"), ("hi", "upper")):
        here, there = plain(base[end]), plain(row[end])
        if here is not None and there is not None:
            moves.append(abs(there - here))
            if there != here:
                told.append(f"{name} {_signed(there - here)}")
        elif here is not None or there is not None:
            told.append(f"{name} {'opens' if there is None else 'closes'}")
    return {"shift": max(moves) if moves else None, "told": ", ".join(told) or NO_MOVE}


def _signed(number: float) -> str:
    """Return a move with its sign, as finely as the figures it is between.

    >>> _signed(-36), _signed(1.26)
    ('-36', '+1.26')
    """
    return ("+" if number > 0 else "-") + words(abs(number), abs(number))


def anywhere(results: pd.DataFrame) -> pd.DataFrame:
    """Return, for each dimension, how far a change of it alone moves the result anywhere in the set.

    Specifications that agree in every other dimension are compared, those with a result only.

    Returns
    -------
    DataFrame
        ``dimension``, ``compared`` (groups of specifications that differ in it alone), ``moved`` (of them, those in
        which an end moves, opens or closes), ``least`` and ``most`` (the smallest and the largest shift within a group,
        missing where none can be measured), ``row_keys`` (of the results compared); the largest first. A dimension
        with one choice is not there.
    """
    seen = results[results["why"] == ""]
    rows = [_within(seen, name) for name in DIMENSIONS if len(set(results[name])) > 1]
    frame = pd.DataFrame(rows, columns=["dimension", "compared", "moved", "least", "most", "row_keys"])
    frame = frame.astype({"compared": "Int64", "moved": "Int64", "least": "Float64", "most": "Float64"})
    return frame.sort_values(["most", "dimension"], ascending=[False, True], na_position="last").reset_index(drop=True)


def _within(seen: pd.DataFrame, name: str) -> dict[str, object]:
    """Return how far one dimension moves the result, all others held."""
    others = [other for other in DIMENSIONS if other != name]
    grouped = seen.groupby(others, sort=True)
    several = grouped.size() > 1
    behind = seen.loc[grouped["lo"].transform("size") > 1, "row_keys"]
    ends = grouped[["lo", "hi"]]
    shifts = (ends.max() - ends.min())[several].max(axis=1).dropna()
    known = ends.count()[several]
    opened = known.ne(0) & known.ne(grouped.size()[several], axis=0)
    moved = (ends.max().gt(ends.min()).fillna(False)[several] | opened).any(axis=1)
    return {
        "dimension": name, "compared": int(several.sum()), "moved": int(moved.sum()),
        "least": shifts.min() if len(shifts) else None, "most": shifts.max() if len(shifts) else None,
        "row_keys": joined(behind),
    }  # fmt: skip


def by_choice(results: pd.DataFrame) -> pd.DataFrame:
    """Return from where to where the results go under each choice, all others free.

    Returns
    -------
    DataFrame
        ``dimension``, ``choice``, ``with_result`` and ``without`` (specifications), ``reach`` (in words).
    """
    rows = [
        {
            "dimension": name, "choice": choice, "with_result": int((part["why"] == "").sum()),
            "without": int((part["why"] != "").sum()), "reach": reach(part),
        }
        for name in DIMENSIONS
        if len(set(results[name])) > 1
        for choice, part in results.groupby(name, sort=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["dimension", "choice", "with_result", "without", "reach"])


def most(results: pd.DataFrame) -> pd.DataFrame:
    """Return the choices that move the primary result furthest: several where they move it equally.

    Raises
    ------
    MethodRefused
        When the primary specification gives no result, or no single change moves it by a number.
    """
    moved = from_primary(results)
    moved = moved[(moved["shift"] > 0).fillna(False)]
    if moved.empty:
        raise MethodRefused(
            "no single choice moves the primary result by a number: read the list of choices, or set as_of to a later "
            "day"
        )
    return moved[moved["shift"] == moved["shift"].max()].reset_index(drop=True)
