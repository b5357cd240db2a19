"""Two shares found credible that are never one number: of the assessments completed, and of the reports received.

As a flow: credible over completed in the same months, whenever these reports came in; it falls when many are completed
at once, without any change of standard. As a cohort: of the reports received in some months, those found credible by
the end of them; the releases do not say when a report that they close came in, so only bounds follow, from the identity
carried over + received - completed = open. Reports, Iraq and Syria together, by month of assessment. The intervals of
the flow are Wilson's (1927).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data.samples import require_sample_rows
from analysis.dates import month_spans, months_between
from analysis.errors import MethodRefused
from analysis.methods.backlog import UNIT
from analysis.methods.compare import Share, share


def wilson(part: int, whole: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval for a share, in per cent.

    >>> [round(end, 1) for end in wilson(43, 122)]
    [27.3, 44.1]
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(part, whole, alpha=1 - level, method="wilson")
    return 100 * float(low), 100 * float(high)


@dataclass(frozen=True)
class Flow:
    """Credible over completed, pooled over months, with Wilson's interval in per cent and the rows behind it."""

    share: Share
    lo: float
    hi: float
    months: tuple[str, ...]
    missing: tuple[str, ...]
    row_keys: tuple[str, ...]

    def __str__(self) -> str:
        return str(self.share)


def flow_share(frame: pd.DataFrame, first: str, last: str, *, partial: bool = False) -> Flow:
    """Return the share of completed assessments found credible, pooled over months.

    Parameters
    ----------
    frame : DataFrame
        From `stock_and_flow`.
    first, last : str
        Months, both included.
    partial : bool
        Whether months that lack a count may be left out; they are then named in ``missing``.

    Raises
    ------
    MethodRefused
        When a month lacks a count (a missing count is not zero), nothing was completed, or the rows are no sample.
    """
    pair = ["completed", "credible"]
    window = _window(frame, first, last)
    whole = window[pair].notna().all(axis=1)
    used, missing = window[whole], list(window.loc[~whole, "month"])
    if missing and not partial:
        raise MethodRefused(
            f"completed and credible were not both seen for {month_spans(missing)}: the share of {first} to {last} "
            "would read a missing count as zero. Choose months that were seen, or pass partial=True to name those left "
            "out"
        )
    require_sample_rows(used)
    part, total = (int(used[name].sum()) for name in ("credible", "completed"))
    span = month_spans(list(used["month"])) if len(used) else f"{first} to {last}"
    found = share(part, total, f"assessments completed, {span}, {UNIT}")
    return Flow(found, *wilson(part, total), tuple(used["month"]), tuple(missing), tuple(used["row_key"]))


def by_month(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each month for which both counts were seen and anything was completed.

    Returns
    -------
    DataFrame
        ``month``, ``credible``, ``completed``, ``share`` (with its denominator), ``lo`` and ``hi`` (Wilson, per cent),
        ``row_key``.
    """
    seen = frame[frame[["completed", "credible"]].notna().all(axis=1) & (frame["completed"] > 0).fillna(False)]
    found = [flow_share(frame, month, month) for month in seen["month"]]
    shown = seen[["month", "credible", "completed"]].assign(
        share=[f"{flow.share.percent:.1f}% ({flow.share.part} of {flow.share.whole})" for flow in found],
        lo=[flow.lo for flow in found], hi=[flow.hi for flow in found], row_key=seen["row_key"],
    )  # fmt: skip
    return shown.reset_index(drop=True)


@dataclass(frozen=True)
class Cohort:
    """Bounds on the share of reports received in some months that were found credible by the end of the last month.

    ``opening`` is what was open before; ``unplaced`` what the identity of the whole window leaves over: reports open at
    the end that were neither carried over nor printed as received (or, below zero, that vanished).
    """

    least: Share
    most: Share
    opening: int
    unplaced: int
    months: tuple[str, ...]
    row_keys: tuple[str, ...]

    def __str__(self) -> str:
        return f"at least {self.least}, at most {self.most}"


def cohort_bounds(frame: pd.DataFrame, first: str, last: str) -> Cohort:
    """Return what aggregate counts allow to say of a cohort: reports received from `first` to `last`.

    Of the K reports found credible in the window, at most those that were open before it can have come in earlier;
    the rest were received in it. So at least K - opening and at most K of the N received were found credible by its
    end. Where open at the end is not opening + received - completed, the difference is reports of unknown receipt: they
    may have been credible and no part of the cohort (above zero), or N is overstated by as many (below zero).
    Opposite errors inside the window cancel unseen.

    Parameters
    ----------
    frame : DataFrame
        From `stock_and_flow`.
    first, last : str
        Months, both included.

    Raises
    ------
    MethodRefused
        When a count the identity needs was not seen, or the rows are no sample.
    """
    window = _window(frame, first, last)
    start, opened_by = _opening(frame, first)
    missing = [
        f"{name.replace('_', ' ')} in {month_spans(list(window.loc[window[name].isna(), 'month']))}"
        for name in ("received", "completed", "credible")
        if window[name].isna().any()
    ]
    end = window["open_end"].iloc[-1]
    missing += [f"open at the end of {last}"] if pd.isna(end) else []
    if start is None or missing:
        lost = "; ".join([*([] if start is not None else [f"open before {first}"]), *missing])
        raise MethodRefused(
            f"no bounds for the reports received {first} to {last}: not seen were {lost}. Choose other months"
        )
    used = pd.concat([opened_by, window]).drop_duplicates("row_key")
    require_sample_rows(used)
    received, completed, credible = (int(window[name].sum()) for name in ("received", "completed", "credible"))
    unplaced = int(end) - (start + received - completed)
    sure = max(0, credible - start - max(0, unplaced))
    size = received + min(0, unplaced)
    of = f"reports received {first} to {last}, {UNIT}"
    return Cohort(share(sure, received, of), share(min(credible, size), size, of), start, unplaced,
                  tuple(window["month"]), tuple(used["row_key"]))  # fmt: skip


def _opening(frame: pd.DataFrame, first: str) -> tuple[int | None, pd.DataFrame]:
    """Return what was open before a month, as that month carried over or as the month before left, and its row."""
    before = str(pd.Period(first, "M") - 1)
    for month, column in ((first, "carried_over"), (before, "open_end")):
        row = frame[(frame["month"] == month) & frame[column].notna()]
        if len(row):
            return int(row[column].iloc[0]), row
    return None, frame.head(0)


def _window(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the rows of some months, or refuse months that the frame does not reach."""
    asked = months_between(first, last)
    lost = [month for month in asked if month not in set(frame["month"])]
    if lost or not asked:
        which = month_spans(lost) if lost else f"{first} to {last}, which ends before it starts"
        raise MethodRefused(f"no release was seen for {which}: choose months within those of the releases")
    return frame[frame["month"].isin(asked)]


def windows(frame: pd.DataFrame, spans: list[tuple[str, str]]) -> pd.DataFrame:
    """Return both shares for named windows; where a method refuses, its sentence stands instead of a share.

    Returns
    -------
    DataFrame
        ``window``; ``flow`` (the share with its denominator), ``lo`` and ``hi`` (Wilson, per cent), ``cohort`` (bounds
        with their denominator), ``opening`` and ``unplaced`` (reports, see `Cohort`); ``flow_given`` and
        ``cohort_given``; ``row_keys``.
    """
    rows = [_flow_row(frame, *span) | _cohort_row(frame, *span) for span in spans]
    keys = [list(dict.fromkeys([*row.pop("flow_keys"), *row.pop("cohort_keys")])) for row in rows]
    named = [f"{first} to {last}" for first, last in spans]
    made = pd.DataFrame(rows).assign(window=named, row_keys=pd.Series(keys, dtype=object))
    return made.astype({"opening": "Int64", "unplaced": "Int64"})


def _flow_row(frame: pd.DataFrame, first: str, last: str) -> dict:
    """Return the flow share of a window, or why there is none."""
    try:
        flow = flow_share(frame, first, last)
    except MethodRefused as refusal:
        return {"flow": str(refusal), "lo": None, "hi": None, "flow_given": False, "flow_keys": ()}
    told = f"{flow.share.percent:.1f}% ({flow.share.part:,} of {flow.share.whole:,} assessments completed)"
    return {"flow": told, "lo": flow.lo, "hi": flow.hi, "flow_given": True, "flow_keys": flow.row_keys}


def _cohort_row(frame: pd.DataFrame, first: str, last: str) -> dict:
    """Return the cohort bounds of a window, or why there are none."""
    try:
        found = cohort_bounds(frame, first, last)
    except MethodRefused as refusal:
        return {"cohort": str(refusal), "opening": None, "unplaced": None, "cohort_given": False, "cohort_keys": ()}
    sizes = sorted({found.least.whole, found.most.whole})
    of = " to ".join(f"{size:,}" for size in sizes)
    told = f"at least {found.least.percent:.1f}%, at most {found.most.percent:.1f}% (of {of} reports received)"
    return {"cohort": told, "opening": found.opening, "unplaced": found.unplaced, "cohort_given": True,
            "cohort_keys": found.row_keys}  # fmt: skip


def trend(frame: pd.DataFrame, one: tuple[str, str], other: tuple[str, str]) -> str:
    """Return whether a change of the flow between two windows is borne out by the cohorts, in a sentence.

    The flow alone changes with the age of the reports that are closed. Only where the bounds of the two cohorts do not
    meet, on the same side as the flow, is a change stated.
    """
    try:
        flows = [flow_share(frame, *span).share.percent for span in (one, other)]
        cohorts = [cohort_bounds(frame, *span) for span in (one, other)]
    except MethodRefused as refusal:
        return f"No change between the windows is stated, for one of the shares cannot be given: {refusal}."
    falls = flows[1] < flows[0]
    high, low = cohorts if falls else cohorts[::-1]
    if flows[0] == flows[1] or high.least.percent <= low.most.percent:
        return (
            "The bounds of the cohorts meet: the flow may differ by the age of the reports closed; no change is stated."
        )
    way = "fell" if falls else "rose"
    return (
        f"The share {way} from the first window to the second as a flow, and as a cohort, whose bounds do not meet: "
        "the age of the reports closed alone does not explain it. How many were still open at the end, who had sent "
        "them, how detailed they were, or the standard may."
    )
