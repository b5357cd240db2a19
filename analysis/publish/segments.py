"""A picture of a monthly series and of what was fitted to it: lighter, dashed, and only where a month was seen."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.dates import date2num

from analysis.dates import day_range
from analysis.publish import plots
from analysis.publish.canvas import WIDE, bare, empty_canvas, finished, gap, time_axis
from analysis.publish.display import Figure, Sentence, checked_name
from analysis.publish.labels import beside
from analysis.publish.style import FIT, FITTED, LOOKS, MARKED, QUIET, SMALL, TITLE, drawing, named_in
from analysis.publish.tables import csv_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

FAMILY = "un"  # the one family that prints such series


def segments(frame: pd.DataFrame, name: str, caption: str, marks: Sequence[tuple[str, str]] = ()) -> Figure | Sentence:
    """Return a panel for each series: months seen as points, months unseen in grey, the fit where one was made.

    Parameters
    ----------
    frame : DataFrame
        ``panel``, ``month`` (every month of the calendar), ``count`` and ``fitted`` (missing where there is none),
        ``after``, ``clock``.
    name, caption : str
        File name and caption.
    marks : sequence of (day, label)
        Days to draw as lines; the first word of a label, a letter, is written above.

    Raises
    ------
    ScopeError
        When the rows are on more than one clock.
    """
    checked_name(name, caption)
    if frame["count"].notna().sum() == 0:
        return plots.nothing(caption)
    axis = plots.CLOCK_AXIS[plots.one_clock(frame, name)]
    return finished(canvas_of(frame, marks, axis), name, caption, described(frame, axis, marks), csv_text(frame))


def canvas_of(frame: pd.DataFrame, marks: Sequence[tuple[str, str]], axis: str) -> Canvas:
    """Return the drawn picture."""
    panels = list(dict.fromkeys(frame["panel"]))
    with drawing():
        canvas = empty_canvas(WIDE, plots.PANEL * len(panels) + 0.9)
        axes = canvas.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
        for ax, panel in zip(axes, panels, strict=True):
            _panel(ax, frame[frame["panel"] == panel].sort_values("month"), panel)
            for day, _ in marks:
                ax.axvline(date2num(pd.Timestamp(day)), color=QUIET, linestyle=MARKED, linewidth=0.8)
        plots.letters(axes[0], marks)
        time_axis(axes[-1], axis)
        for ax, panel in zip(axes, panels, strict=True):
            _names(ax, frame[frame["panel"] == panel], panel)
    return canvas


def _panel(ax: Axes, part: pd.DataFrame, title: str) -> None:
    """Draw one series."""
    look, at = LOOKS[FAMILY], [_middle(month) for month in part["month"]]
    part = part.assign(at=at, count=part["count"].astype("Float64").astype("float64"))
    for month in part.loc[part["count"].isna(), "month"]:
        first, last = (date2num(day) for day in day_range(month))
        gap(ax, first, last)
    ax.plot(part["at"], part["count"], marker=look.marker, markersize=4.5, linestyle="none", color=look.colour,
            label="seen")  # fmt: skip
    for run in runs(part):
        ax.plot(run["at"], run["fitted"].astype("float64"), linestyle=FITTED, marker="_", markersize=7, linewidth=1,
                color=FIT, alpha=0.7, label="fitted")  # fmt: skip
    ax.set_ylim(0, 1.3 * max(part["count"].max(), part["fitted"].astype("float64").max(), 1))
    ax.set_title(textwrap.fill(title, 52), fontsize=TITLE, pad=17)
    unseen = int(part["count"].isna().sum())
    note = "; dashes: fitted" if part["fitted"].notna().any() else "; no fit"
    told = f"points: {len(part) - unseen} months seen; grey: {unseen} not seen{note}"
    ax.annotate(told, xy=(0, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points", fontsize=SMALL,
                color=QUIET)  # fmt: skip
    bare(ax)


def _names(ax: Axes, part: pd.DataFrame, title: str) -> None:
    """Write beside the points whose they are, unless the title says it, and beside the dashes that they were fitted."""
    seen, fitted = (
        [(_middle(str(month)), float(value)) for month, value in part.set_index("month")[column].dropna().items()]
        for column in ("count", "fitted")
    )
    named = {} if named_in(FAMILY, title) else {LOOKS[FAMILY].short: seen}
    beside(ax, {words: at for words, at in (named | {"fitted": fitted}).items() if at}, [*seen, *fitted], plots.INSIDE)


def _middle(month: str) -> float:
    """Return the middle of a month on the axis."""
    first, last = (float(date2num(day)) for day in day_range(month))
    return (first + last) / 2


def runs(part: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the fitted months in stretches without a gap and on one side of the change: lines never bridge either.

    >>> rows = {"month": ["2017-01", "2017-02", "2017-04"], "fitted": [1.0, 2.0, 3.0], "after": [True, True, True]}
    >>> [len(run) for run in runs(pd.DataFrame(rows))]
    [2, 1]
    """
    held = part[part["fitted"].notna()]
    order = [pd.Period(month, "M").ordinal for month in held["month"]]
    if not order:
        return []
    breaks = [0]
    for line in range(1, len(held)):
        apart = order[line] - order[line - 1] > 1 or held["after"].iloc[line] != held["after"].iloc[line - 1]
        breaks += [line] if apart else []
    return [held.iloc[start:end] for start, end in zip(breaks, [*breaks[1:], len(held)], strict=True)]


def described(frame: pd.DataFrame, axis: str, marks: Sequence[tuple[str, str]]) -> str:
    """Return the picture in words, made from its data."""
    told = [f"Monthly counts and what was fitted to them. {axis}."]
    for panel, part in frame.groupby("panel", sort=False):
        seen = part[part["count"].notna()]
        fitted = int(part["fitted"].notna().sum())
        fit = f"fitted in {fitted} of them" if fitted else "nothing fitted"
        reach = f", from {int(seen['count'].min()):,} to {int(seen['count'].max()):,}" if len(seen) else ""
        told.append(f"{panel}: {len(seen)} months seen, {len(part) - len(seen)} not seen{reach}; {fit}.")
    told += ["Marked days: " + "; ".join(f"{day}, {label}" for day, label in marks) + "."] if marks else []
    return " ".join(told)
