"""Nowcast: how many of an event month's determinations will have been published within the longest observed delay.

Two versions from one delay distribution. The chain ladder divides what was published by the share published so far. The
negative-binomial version states an interval: given x published and a share P of the delays behind, what is still to
come is negative binomial with size x + 1 and mean (x + 1)(1 - P)/P; that is the posterior under a flat prior on the
month's level when counts are Poisson. A term a >= 0, fitted by maximum likelihood to how the table's own earlier states
turned out, lets it be wider: 1/size = 1/(x + 1) + a. Nothing is said of what comes after the longest delay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.revisions.delay import (
    Floats,
    checked,
    last_month,
    ordinals,
    release_months,
    shares,
)  # fmt: skip

LEAST = 24  # release months that a table needs before it may be completed
LEVELS = (50, 80, 95)  # per cent, central intervals
WARM = 12  # release months before the table's own earlier states are looked at


@dataclass(frozen=True)
class State:
    """A table as it stood at one month: what had been published of each row, and the delay distribution then.

    ``rows`` are positions of the event months, ``ages`` their months since, ``reached`` the counts so far (n,),
    ``cumulative`` the distribution summed (longest delay + 1,).
    """

    month: int
    rows: np.ndarray
    ages: np.ndarray
    reached: Floats
    cumulative: Floats


def enough(table: pd.DataFrame) -> pd.DataFrame:
    """Return a checked table that has vintages enough, or refuse it."""
    ordered = checked(table)
    months = len(release_months(ordered))
    if months < LEAST:
        raise MethodRefused(
            f"the table has {months} release months, and a nowcast needs {LEAST} to be tried against its own past: "
            "wait for more releases, or read the counts as they are"
        )
    return ordered


def state(counts: Floats, months: np.ndarray, at: int) -> State | None:
    """Return the table as it stood at a month, None where it has no delay distribution then."""
    ages = at - months
    rows = np.flatnonzero(ages >= 0)
    past = np.where(np.arange(counts.shape[1])[None, :] > ages[rows, None], np.nan, counts[rows])
    seen = ~np.isnan(past).all(axis=0)
    past = past[:, seen]
    if not past.size:
        return None
    try:
        cumulative = np.cumsum(shares(past))
    except MethodRefused:
        return None
    return State(at, rows, ages[rows], np.nansum(past, axis=1), cumulative)


def _to_come(now: State, until: np.ndarray) -> tuple[np.ndarray, Floats, Floats]:
    """Return which rows of a state are not complete by some ages, what they had, and the mean of what comes by then."""
    longest = len(now.cumulative) - 1
    goal = np.minimum(until, longest)
    share = now.cumulative[np.minimum(now.ages, longest)]
    mask = (now.ages < goal) & (share > 0)
    gain = now.cumulative[goal[mask]] - share[mask]
    return mask, now.reached[mask], (now.reached[mask] + 1) * gain / share[mask]


def excess(counts: Floats, months: np.ndarray, states: list[State], at: int) -> float:
    """Return the term a that widens the interval, from how earlier states turned out by the month `at`.

    Maximum likelihood over all rows of all earlier states; zero where the states say nothing or vary less than the
    Poisson case. Only counts published by `at` are used.
    """
    from scipy.optimize import minimize_scalar
    from scipy.stats import nbinom

    parts = [_turned_out(counts, months, earlier, at) for earlier in states if earlier.month < at]
    had, mean, came = (np.concatenate([part[place] for part in parts]) if parts else np.empty(0) for place in range(3))
    kept = mean > 0
    had, mean, came = had[kept], mean[kept], came[kept]
    if not len(came):
        return 0.0

    def loss(log_a: float) -> float:
        size = 1 / (1 / (had + 1) + np.exp(log_a))
        return -float(nbinom.logpmf(np.round(came), size, size / (size + mean)).sum())

    fitted = minimize_scalar(loss, bounds=(-12.0, 4.0), method="bounded")
    return 0.0 if fitted.x < -9 else float(np.exp(fitted.x))


def _turned_out(counts: Floats, months: np.ndarray, earlier: State, at: int) -> tuple[Floats, Floats, Floats]:
    """Return, for the rows an earlier state left open: what they had, the mean of what was to come, what came."""
    until = at - months[earlier.rows]
    mask, had, mean = _to_come(earlier, until)
    goal = np.minimum(until, len(earlier.cumulative) - 1)[mask]
    rows, ages = earlier.rows[mask], earlier.ages[mask]
    delays = np.arange(counts.shape[1])[None, :]
    between = (delays > ages[:, None]) & (delays <= goal[:, None])
    return had, mean, np.where(between, np.nan_to_num(counts[rows]), 0).sum(axis=1)


def predict(counts: Floats, months: np.ndarray, now: State, widen: float, longest: int) -> pd.DataFrame:
    """Return the nowcast of the rows that a state leaves open; see `nowcast` for the columns."""
    from scipy.stats import nbinom

    until = np.full(len(now.rows), longest)
    mask, had, mean = _to_come(now, until)
    size = 1 / (1 / (had + 1) + widen)
    grid = {name: had + nbinom.ppf(prob, size, size / (size + mean)) for name, prob in quantiles().items()}
    share = now.cumulative[now.ages[mask]]
    columns = {"row": now.rows[mask], "age": now.ages[mask], "reported": had, "share": share, "ladder": had / share}
    return pd.DataFrame(columns | grid)


def quantiles() -> dict[str, float]:
    """Return the names and probabilities of the quantiles: the median and both ends of each interval.

    >>> list(quantiles())[:3]
    ['median', 'lo50', 'hi50']
    """
    ends = {f"{side}{level}": 0.5 + sign * level / 200 for level in LEVELS for side, sign in (("lo", -1), ("hi", 1))}
    return {"median": 0.5} | ends


def nowcast(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each event month whose longest delay is not over, how many will have been published by then.

    Parameters
    ----------
    table : DataFrame
        Reporting table, as `analysis.methods.revisions.delay` describes it, its last release month the as-of month.

    Returns
    -------
    DataFrame
        ``event``; ``age`` (months since); ``reported`` (counts so far); ``share`` (of the delays, that lies behind);
        ``ladder`` (chain ladder); ``median`` and ``lo50``, ``hi50``, ``lo80``, ... (negative binomial, counts). Months
        of whose delays none lies behind are left out: nothing is known of them.

    Raises
    ------
    MethodRefused
        When the table is none, or has fewer than `LEAST` release months.
    """
    ordered = enough(table)
    counts, months = ordered.to_numpy(float, na_value=np.nan), ordinals(ordered)
    at = int(pd.Period(last_month(ordered), "M").ordinal)
    now = state(counts, months, at)
    if now is None:
        raise MethodRefused("no month has published anything within the longest delay: choose a shorter longest delay")
    found = predict(counts, months, now, excess(counts, months, earlier_states(ordered), at), len(now.cumulative) - 1)
    return found.assign(event=[ordered.index[row] for row in found["row"]]).drop(columns="row")[
        ["event", "age", "reported", "share", "ladder", *quantiles()]
    ]


def earlier_states(ordered: pd.DataFrame) -> list[State]:
    """Return the states of a table at every month from its `WARM`-th release month on."""
    counts, months = ordered.to_numpy(float, na_value=np.nan), ordinals(ordered)
    released = release_months(ordered)
    if len(released) <= WARM:
        return []
    start, end = pd.Period(released[WARM], "M").ordinal, pd.Period(last_month(ordered), "M").ordinal
    found = (state(counts, months, at) for at in range(start, end + 1))
    return [one for one in found if one is not None]


def one_month(table: pd.DataFrame, event: str) -> pd.DataFrame:
    """Return the nowcast of one event month.

    Raises
    ------
    MethodRefused
        When its longest delay is over (its count stands), it lies after the table, or nothing of it is known yet.
    """
    found = nowcast(table)
    mine = found[found["event"] == event]
    if len(mine):
        return mine.reset_index(drop=True)
    if event in table.index and event < found["event"].min():
        raise MethodRefused(
            f"all delays of the table are over for {event}: its count stands, and later ones are unseen"
        )
    raise MethodRefused(f"{event} lies beyond what the table can complete: choose a month with a delay behind it")
