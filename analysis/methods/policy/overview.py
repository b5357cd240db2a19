"""What the page on a change of policy shows: each part as a frame, empty or refused where the data do not carry it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data import official
from analysis.data.keys import behind, joined, shared
from analysis.errors import MethodRefused
from analysis.methods.policy import candidates, capture_share, control, governorates, placebo, rates, segmented
from analysis.methods.policy.candidates import Change
from analysis.methods.policy.segmented import Fit

SERIES, CONTROL = "Nineveh", "Baghdad"
SAID = r"procedures for approving|rules-of-engagement|strike support delegated|approval of some strikes"


def statements(when: str) -> pd.DataFrame:
    """Return what the Coalition said by a day of how strikes are approved, both ways, in order of date."""
    acts = official.acts(when).known
    said = acts[acts["about"].fillna("").str.contains(SAID)]
    words_of = {"policy_change": "a change", "denied": "no recent change"}
    return said.assign(says=said["status"].map(words_of).fillna(said["status"]))


def step(found: Fit) -> str:
    """Return the step of a fit with its interval, in words."""
    return interval(*found.term("level"))


def interval(ratio: float | None, lo: float | None, hi: float | None) -> str:
    """Return a ratio with its interval in words; a missing one is empty.

    >>> interval(2.589, 0.624, 10.752)
    '2.59 (0.62 to 10.75)'
    """
    return "" if ratio is None or pd.isna(ratio) else f"{ratio:.2f} ({lo:.2f} to {hi:.2f})"


def rise(when: str, change: Change) -> pd.DataFrame:
    """Return the recorded rate of the year after a change over that of its own year; no row where it is refused.

    Returns
    -------
    DataFrame
        ``years``, ``said``, ``lo``, ``hi``, ``row_keys``.
    """
    before, after = str(change.origin.year), str(change.origin.year + 1)
    try:
        span, keys = capture_share.year_on_year(rates.periods(when), "likely", before, after)
    except MethodRefused:
        return pd.DataFrame(columns=["years", "said", "lo", "hi", "row_keys"])
    return pd.DataFrame(
        [{"years": f"{after} over {before}", "said": str(span), "lo": span.lo, "hi": span.hi, "row_keys": keys}]
    )


def bands(when: str, change: Change) -> pd.DataFrame:
    """Return the true ratios that fit the recorded rise under stated bands of the share captured.

    As `capture_share.under_bands`, with ``row_keys``: what the recorded rise was made from.

    Raises
    ------
    MethodRefused
        When the recorded ratio cannot be given.
    """
    before, after = str(change.origin.year), str(change.origin.year + 1)
    span, keys = capture_share.year_on_year(rates.periods(when), "likely", before, after)
    return shared(capture_share.under_bands(span), keys)


def per_weapon(when: str, change: Change) -> pd.DataFrame:
    """Return the regression of deaths per weapon for each basis, or why there is none.

    Returns
    -------
    DataFrame
        ``basis``, ``lower`` and ``upper`` (steps of the two bounds in words), ``why``, ``row_keys`` (of the months
        with deaths and weapons; where no month has both, of those with either).
    """
    rows = []
    for basis in rates.BASES:
        keys = _months_with_both(when, basis)
        try:
            terms = segmented.by_bound(rates.for_regression(when, basis), change)
        except MethodRefused as refusal:
            rows.append({"basis": basis, "lower": "", "upper": "", "why": str(refusal), "row_keys": keys})
            continue
        level = terms[terms["term"] == "level"].set_index("bound")
        told = {bound: interval(*level.loc[bound, ["ratio", "lo", "hi"]]) for bound in ("lo", "hi")}
        rows.append({"basis": basis, "lower": told["lo"], "upper": told["hi"], "why": "", "row_keys": keys})
    return pd.DataFrame(rows)


def _months_with_both(when: str, basis: str) -> list[str]:
    """Return the rows of the months with deaths and weapons, or of those with either where none has both."""
    frame = rates.months(when, basis)
    both = frame[frame["coverage"] == "both seen"]
    return joined((both if len(both) else frame)["row_keys"])


def verdict(rows: pd.DataFrame) -> str:
    """Return in a sentence whether the months seen carry a regression of deaths per weapon; rows from `per_weapon`.

    >>> verdict(pd.DataFrame({"why": ["too few"]}))
    'The months seen with deaths and weapons are too few to test a change at the date.'
    """
    if rows["why"].ne("").all():
        return "The months seen with deaths and weapons are too few to test a change at the date."
    return "The regression at the date is shown below, as a description."


def _fit(when: str, place: str, change: Change) -> tuple[pd.DataFrame, Fit | None, str]:
    """Return one governorate's months, its fit, or why there is none."""
    try:
        frame = governorates.monthly(place, when)
    except MethodRefused as refusal:
        return pd.DataFrame(columns=["month", "count", "series", "clock", "row_key"]), None, str(refusal)
    try:
        return frame, segmented.fit(frame, change), ""
    except MethodRefused as refusal:
        return frame, None, str(refusal)


def steps(when: str, change: Change) -> pd.DataFrame:
    """Return the step of each governorate at a change, or why there is none.

    Returns
    -------
    DataFrame
        ``place``, ``before``, ``after`` (months), ``step``, ``slope``, ``dispersion``, ``left_out``, ``without``
        (least and greatest step without any one month), ``why``, ``row_keys``.
    """
    rows = []
    for place in (SERIES, CONTROL):
        frame, found, why = _fit(when, place, change)
        told = {"place": place, "why": why, "row_keys": _seen(frame)}
        if found is None:
            nothing = dict.fromkeys(("before", "after", "step", "slope", "dispersion", "left_out", "without"))
            rows.append(told | nothing)
            continue
        rows.append(
            told | {"before": found.before, "after": found.after, "step": step(found), "dispersion": found.dispersion,
                    "without": without_one(frame, change),
                    "slope": interval(*found.term("slope")), "left_out": ", ".join(found.left_out)}
        )  # fmt: skip
    return pd.DataFrame(rows)


def without_one(frame: pd.DataFrame, change: Change) -> str:
    """Return the least and the greatest step when each month seen is left out in turn, in words.

    Months without which too few are left on a side cannot be left out; how many is said.
    """
    found, refused = [], 0
    for index in frame.index[frame["count"].notna()]:
        try:
            fit = segmented.fit(frame.assign(count=frame["count"].mask(frame.index == index)), change)
        except MethodRefused:
            refused += 1
            continue
        found.append((float(fit.term("level")[0]), str(frame.loc[index, "month"])))
    if not found:
        return f"none of {refused} months can be left out"
    (low, one), (high, other) = min(found), max(found)
    note = f"; {refused} cannot be left out" if refused else ""
    return f"{low:.2f} (without {one}) to {high:.2f} (without {other}){note}"


def drawn(when: str, change: Change) -> pd.DataFrame:
    """Return both governorates month by month with the fitted means of the months that were fitted.

    Returns
    -------
    DataFrame
        ``panel``, ``month``, ``count``, ``fitted`` (missing where nothing was fitted), ``after``, ``row_key``.
    """
    parts = []
    for place in (SERIES, CONTROL):
        frame, found, _ = _fit(when, place, change)
        fitted = (
            pd.DataFrame(columns=["month", "fitted", "after"]) if found is None else found.fitted.drop(columns="count")
        )
        panel = f"UN, {place}: civilians killed, all perpetrators"
        parts.append(frame.merge(fitted, on="month", how="left").assign(panel=panel))
    made = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return made[["panel", "month", "count", "fitted", "after", "clock", "row_key"]]


def at_dates(when: str) -> pd.DataFrame:
    """Return the step of both governorates at every declared date.

    Returns
    -------
    DataFrame
        ``day``, ``what``, ``kind``, a column of steps for each place (one refused says on how many months), and
        ``row_keys``: the line that declares the date, then the months seen of both places.

    Raises
    ------
    MethodRefused
        When a series cannot be read on the day.
    """
    lines = candidates.declared()
    dates, held = candidates.changes(lines), {place: governorates.monthly(place, when) for place in (SERIES, CONTROL)}
    found = {place: placebo.at_dates(frame, dates) for place, frame in held.items()}
    made = found[SERIES][["day", "what", "kind"]]
    keys = _seen(*held.values())
    steps_of = {place: [_cell(row) for row in rows.to_dict("records")] for place, rows in found.items()}
    return behind(made.assign(**steps_of), ([line, *keys] for line in lines["row_key"]))


def _seen(*series: pd.DataFrame) -> list[str]:
    """Return the rows of the months seen in some series, each once."""
    return joined(frame["row_key"].dropna() for frame in series)


def _cell(row: dict[Any, Any]) -> str:
    """Return the step at one date in words, or between how few months none was looked for."""
    if row["why"]:
        return f"refused ({row['before']} and {row['after']} months)"
    return interval(row["ratio"], row["lo"], row["hi"])


def elsewhere(when: str, change: Change) -> pd.DataFrame:
    """Return, for each governorate, how many other months show a step at least as far from one as the date does.

    Returns
    -------
    DataFrame
        ``place``, ``at`` (the step at the date), ``said`` (as large, of those tried), ``range`` (of steps elsewhere),
        ``why``, ``row_keys``.
    """
    rows = []
    for place in (SERIES, CONTROL):
        frame, at, why = _fit(when, place, change)
        told: dict[str, Any] = {"place": place, "at": "", "said": "", "range": "", "why": why}
        told["row_keys"] = _seen(frame)
        if at is not None:
            told |= _others(frame, change) | {"at": f"{at.term('level')[0]:.2f}"}
        rows.append(told)
    return pd.DataFrame(rows)


def _others(frame: pd.DataFrame, change: Change) -> dict[str, str]:
    """Return how many other months show as large a step, or why none was tried."""
    try:
        found = placebo.everywhere(frame, change)
    except MethodRefused as refusal:
        return {"why": str(refusal)}
    said = f"{int(found['as_large'].sum())} of {len(found)}"
    return {"said": said, "range": f"{found['ratio'].min():.2f} to {found['ratio'].max():.2f}"}


def beside_control(when: str, change: Change) -> pd.DataFrame:
    """Return the step of Nineveh, of Baghdad on the same months, and the ratio of the two: ``what``, ``step``.

    ``row_keys`` are those of the months seen in both.

    Raises
    ------
    MethodRefused
        As `control.controlled`.
    """
    series, other = (governorates.monthly(place, when) for place in (SERIES, CONTROL))
    found = control.controlled(series, other, change).terms
    names = {"series": f"{SERIES}, months seen in both", "control": f"{CONTROL}, the same months"}
    said = [interval(*row) for row in found[["ratio", "lo", "hi"]].itertuples(index=False)]
    both = [
        one.loc[one["month"].isin(two.loc[two["count"].notna(), "month"])]
        for one, two in ((series, other), (other, series))
    ]
    own = {names["series"]: _seen(both[0]), names["control"]: _seen(both[1])}
    what = found["what"].replace(names)
    told = found.assign(what=what, step=said)[["what", "step"]]
    return behind(told, (own.get(str(name), _seen(*both)) for name in what))


def by_shape(when: str, change: Change) -> pd.DataFrame:
    """Return the step of Nineveh under every shape and both models, with the rows of its months.

    Raises
    ------
    MethodRefused
        When the series cannot be read on the day.
    """
    series = governorates.monthly(SERIES, when)
    found = placebo.by_shape(series, change)
    said = [interval(*row) for row in found[["ratio", "lo", "hi"]].itertuples(index=False)]
    return shared(found.assign(step=said)[["shape", "model", "step", "dispersion", "why"]], _seen(series))
