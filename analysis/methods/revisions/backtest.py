"""The nowcast tried against its own past: interval coverage and weighted interval score at earlier as-of months.

At every earlier month with enough releases the table is put back as it stood, completed, and set against what had been
published when the longest delay of then was over. The width of the intervals is fitted anew at each month from what was
public by it. Score: the weighted interval score of Bracher et al. (2021), in counts; less is better; for a single
number it is the absolute error.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.data.keys import behind
from analysis.errors import MethodRefused
from analysis.methods.revisions.delay import Floats, last_month, ordinals, release_months
from analysis.methods.revisions.nowcast import (
    LEAST,
    LEVELS,
    State,
    earlier_states,
    enough,
    excess,
    nowcast,
    predict,
)  # fmt: skip
from analysis.methods.revisions.triangle import placed_keys, reporting

HELD = 0.85  # least share of past outcomes that the 95% intervals must have held
GROUPS = ((0, 0, "0"), (1, 2, "1 to 2"), (3, 5, "3 to 5"), (6, 11, "6 to 11"), (12, 10**6, "12 or more"))


def interval_score(lo: Floats, hi: Floats, truth: Floats, alpha: float) -> Floats:
    """Return the interval score: the width, and 2/alpha for each unit by which the truth lies outside.

    >>> interval_score(np.array([2.0]), np.array([6.0]), np.array([9.0]), 0.5).tolist()
    [16.0]
    """
    below, above = np.maximum(lo - truth, 0), np.maximum(truth - hi, 0)
    return (hi - lo) + (2 / alpha) * (below + above)


def weighted_interval_score(median: Floats, ends: Mapping[int, tuple[Floats, Floats]], truth: Floats) -> Floats:
    """Return the weighted interval score of forecasts (n,).

    Parameters
    ----------
    median : array (n,)
    ends : mapping of int to (lo, hi)
        Level in per cent to the ends of the central interval of that level, arrays (n,).
    truth : array (n,)

    Returns
    -------
    array (n,)
        (|y - m|/2 + sum over levels of alpha/2 times the interval score) / (K + 1/2), Bracher et al. (2021).

    Examples
    --------
    >>> one = np.array([4.0])
    >>> weighted_interval_score(one, {50: (np.array([2.0]), np.array([6.0]))}, np.array([9.0])).tolist()
    [4.333333333333333]
    """
    score = 0.5 * np.abs(truth - median)
    for level, (lo, hi) in ends.items():
        alpha = 1 - level / 100
        score = score + alpha / 2 * interval_score(lo, hi, truth, alpha)
    return score / (len(ends) + 0.5)


def backtest(table: pd.DataFrame) -> pd.DataFrame:
    """Return every nowcast of the past whose outcome is known, with the outcome.

    Parameters
    ----------
    table : DataFrame
        Reporting table.

    Returns
    -------
    DataFrame
        ``month`` (as-of month then), ``event``, ``age``, ``reported``, ``truth`` (published within the longest delay
        observed then), ``ladder``, ``median``, the interval ends, ``wis`` and ``unchanged`` (absolute error of taking
        what was published for all there is); in order of month and event.

    Raises
    ------
    MethodRefused
        When the table has too few release months, or no past nowcast has an outcome yet.
    """
    ordered = enough(table)
    counts, months = ordered.to_numpy(float, na_value=np.nan), ordinals(ordered)
    start = pd.Period(release_months(ordered)[LEAST - 1], "M").ordinal
    end = pd.Period(last_month(ordered), "M").ordinal
    states = earlier_states(ordered)
    parts = [_tried(counts, months, states, one, end) for one in states if one.month >= start]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if found.empty:
        raise MethodRefused(
            f"no nowcast made after {LEAST} releases has its outcome yet: wait until a longest delay more is over"
        )
    return found.assign(event=[ordered.index[row] for row in found["row"]]).drop(columns="row")


def _tried(counts: Floats, months: np.ndarray, states: list[State], now: State, end: int) -> pd.DataFrame:
    """Return the nowcasts of one past month whose outcome is known at the end."""
    longest = len(now.cumulative) - 1
    made = predict(counts, months, now, excess(counts, months, states, now.month), longest)
    made = made[end - months[made["row"]] >= longest].reset_index(drop=True)
    if made.empty:
        return made
    truth = np.nansum(counts[made["row"], : longest + 1], axis=1)
    ends = {level: (made[f"lo{level}"].to_numpy(), made[f"hi{level}"].to_numpy()) for level in LEVELS}
    score = weighted_interval_score(made["median"].to_numpy(), ends, truth)
    month = str(pd.Period(ordinal=now.month, freq="M"))
    return made.assign(month=month, truth=truth, wis=score, unchanged=truth - made["reported"])


def proven(table: pd.DataFrame) -> pd.DataFrame:
    """Return the nowcast of a table whose past nowcasts were better than adding nothing, and whose intervals held.

    Raises
    ------
    MethodRefused
        As `backtest`; and where the mean score of the past is not below the error of taking what was published for all
        there is, or the widest interval held less than `HELD` of the outcomes,
        or fewer than `LEAST` outcomes are known.
    """
    past = backtest(table)
    if len(past) < LEAST:
        raise MethodRefused(
            f"only {len(past)} nowcasts of the past have their outcome, and {LEAST} are needed to judge them: "
            "wait for more"
        )
    score, nothing = float(past["wis"].mean()), float(past["unchanged"].mean())
    inside = float(past["truth"].between(past["lo95"], past["hi95"]).mean())
    if score >= nothing:
        raise MethodRefused(
            f"tried on its own past, the nowcast scores {score:.1f} and adding nothing {nothing:.1f} (less is better), "
            "so the delays are not those of one distribution: read the counts as they are, or choose a shorter longest "
            "delay"
        )
    if inside < HELD:
        raise MethodRefused(
            f"tried on its own past, the 95% intervals held {100 * inside:.0f}% of {len(past)} outcomes: they are too "
            "narrow to be shown; read the counts as they are"
        )
    return nowcast(table)


def summary(tried: pd.DataFrame) -> pd.DataFrame:
    """Return coverage and scores by how many months had passed since the event month.

    Parameters
    ----------
    tried : DataFrame
        From `backtest`.

    Returns
    -------
    DataFrame
        ``months`` (class of age, then ``all``), ``nowcasts`` (count), ``within50``, ``within80``, ``within95`` (share
        of outcomes inside, per cent), ``wis`` (mean, negative binomial), ``ladder`` and ``unchanged`` (mean absolute
        error of the chain ladder, and of adding nothing).
    """
    parts = [(name, tried[tried["age"].between(low, high)]) for low, high, name in GROUPS]
    rows = [_row(name, part) for name, part in [*parts, ("all", tried)] if len(part)]
    return pd.DataFrame(rows)


def _row(name: str, part: pd.DataFrame) -> dict[str, object]:
    """Return one line of the summary."""
    inside = {
        f"within{level}": 100 * float(part["truth"].between(part[f"lo{level}"], part[f"hi{level}"]).mean())
        for level in LEVELS
    }
    ladder = (part["ladder"] - part["truth"]).abs().mean()
    return {"months": name, "nowcasts": len(part)} | inside | {
        "wis": float(part["wis"].mean()), "ladder": float(ladder), "unchanged": float(part["unchanged"].mean()),
    }  # fmt: skip


def of_record(found: pd.DataFrame, events: pd.DataFrame, when: str, longest: int | None = None) -> pd.DataFrame:
    """Return the proven nowcast of a record; arguments as `analysis.methods.revisions.triangle.reporting`.

    ``row_keys`` are the determinations released so far of each month; what is modelled rests on all of them.
    """
    made = proven(reporting(found, events, when, longest))
    return behind(made, placed_keys(found, "event", list(made["event"])))


def record_tried(found: pd.DataFrame, events: pd.DataFrame, when: str, longest: int | None = None) -> pd.DataFrame:
    """Return how nowcasts of a record did in its past; arguments as `analysis.methods.revisions.triangle.reporting`."""
    return summary(backtest(reporting(found, events, when, longest)))
