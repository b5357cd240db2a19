"""One headline under all its specifications: the table behind the curve."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.errors import MethodRefused, suggestion
from analysis.methods.curve.headlines import HEADLINES, Material, Outcome
from analysis.methods.curve.specifications import DIMENSIONS, Declared, cross
from analysis.methods.method import Method
from analysis.toll import Number, words

METHOD = Method(
    "Specification curve",
    "How one headline stands under every declared choice of scope, bound, grade, linkage, clock, place, day and "
    "treatment of residual records: a set of results, neither a distribution of the number of dead nor an interval "
    "for it.",
    [
        "Every choice that a careful reader could defend is declared, and none that nobody would; we chose the set.",
        "The set was named by its hash before the run; the hash covers choices, meanings, primaries and exclusions.",
        "Each result is computed by the functions of the other reports, in bounds; a bound not printed stays open.",
    ],
    [
        "An indefensible choice pads the curve, a defensible one left out narrows it: neither shows in the picture; "
        "the list of choices and exclusions is there to be disputed.",
        "Choices are correlated: many specifications give one result, and how often a result occurs says nothing. No "
        "median, share or test over specifications is printed.",
        "The records are no sample: their sums and counts move with which pages happened to be stored, which no choice "
        "here varies.",
    ],
    [
        "Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour: the curve with its panel of choices. Their joint "
        "inference is not taken over.",
        "specr, an R package: the shape of the picture.",
        "Moore 1966: interval arithmetic.",
    ],
    ["analysis.methods.curve.runs", "analysis.methods.curve.influence"],
)  # fmt: skip


def results(declared: Declared, headline: str, held: Material) -> pd.DataFrame:
    """Return a headline under every specification that is not excluded.

    Parameters
    ----------
    declared : Declared
        What was declared.
    headline : str
        A key of `analysis.methods.curve.headlines.HEADLINES`.
    held : Material
        What it is made from, and the day it is read as of.

    Returns
    -------
    DataFrame
        ``rank`` (by lower end, an open one first, then upper end, an open one last; missing where there is no result),
        the dimensions, ``lo``, ``hi``, ``result`` (in words), ``why`` (there is none; empty where there is one), ``n``
        (records or pairs it was made from), ``primary``, ``row_keys``.

    Raises
    ------
    MethodRefused
        When the headline is unknown, or no specification gives a result.
    """
    if headline not in HEADLINES:
        raise MethodRefused(f"no headline {headline!r}. {suggestion(headline, HEADLINES)}")
    crossed = cross(declared, headline)
    kept = crossed[crossed["excluded"] == ""]
    made = [_row(chosen, HEADLINES[headline](chosen, held)) for chosen in _chosen(kept)]
    frame = pd.DataFrame(made).astype({"lo": "Float64", "hi": "Float64", "n": "Int64"})
    if (frame["why"] != "").all():
        raise MethodRefused(
            f"none of {len(frame)} specifications gives a result by {held.when}: set as_of to a later day"
        )
    return ranked(frame)


def _chosen(crossed: pd.DataFrame) -> list[dict[str, Any]]:
    """Return specifications as records."""
    return [{str(name): value for name, value in row.items()} for row in crossed.to_dict("records")]


def _row(chosen: dict, found: Outcome) -> dict[str, object]:
    """Return one specification with its result."""
    told = {name: chosen[name] for name in DIMENSIONS}
    on = f" (totals of {found.day})" if found.day else ""
    return told | {
        "lo": found.lo, "hi": found.hi, "result": found.why or words(found.lo, found.hi) + on, "why": found.why,
        "n": found.n, "primary": chosen["primary"], "row_keys": list(found.row_keys),
    }  # fmt: skip


def ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return results in the order in which they are drawn, with their ``rank`` from one; those without one last."""
    order = frame.assign(
        none=frame["why"] != "", low=frame["lo"].fillna(-float("inf")), high=frame["hi"].fillna(float("inf"))
    ).sort_values(["none", "low", "high", *DIMENSIONS])
    rank = pd.Series(range(1, len(order) + 1), order.index, dtype="Int64").mask(order["none"])
    told = order.drop(columns=["none", "low", "high"])
    told.insert(0, "rank", rank)
    return told.reset_index(drop=True)


def primary(frame: pd.DataFrame) -> pd.Series:
    """Return the primary specification's row.

    Raises
    ------
    MethodRefused
        When it gives no result by then.
    """
    row = frame[frame["primary"]].iloc[0]
    if row["why"]:
        raise MethodRefused(f"the primary specification gives no result ({row['why']}): set as_of to a later day")
    return row


def reach(frame: pd.DataFrame) -> str:
    """Return from where to where results go, in words: the least and the greatest end known, and how many are open.

    >>> reach(pd.DataFrame({"lo": [1.0, None], "hi": [3.0, 2.0], "why": ["", ""]}).astype({"lo": "Float64"}))
    'from 1 to 3 where closed; one open below'
    """
    seen = frame[frame["why"] == ""]
    ends = pd.concat([seen["lo"], seen["hi"]]).dropna()
    if ends.empty:
        return "no result"
    low, high = (plain(float(end)) for end in (ends.min(), ends.max()))
    told = f"{words(low, low)} throughout" if low == high else f"from {words(low, low)} to {words(high, high)}"
    opened = ((seen["lo"].isna(), "below"), (seen["hi"].isna(), "above"))
    parts = [f"{_count(int(which.sum()))} open {side}" for which, side in opened if which.any()]
    return f"{told} where closed; {', '.join(parts)}" if parts else told


def _count(number: int) -> str:
    """Return a count in words."""
    return "one" if number == 1 else f"{number:,}"


def plain(value: object) -> Number:
    """Return a bound as a whole number where it is one, a missing one as None."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    number = float(value)  # type: ignore[arg-type]
    return int(number) if number.is_integer() else number
