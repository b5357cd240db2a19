"""A share of the latest figure as steps over time: flat between two prints, nothing beyond the as-of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import PercentFormatter

from analysis.errors import MethodRefused
from analysis.methods.revisions.panels import before, drawn, in_words, known
from analysis.publish.canvas import WIDE, empty_canvas, finished, time_axis
from analysis.publish.display import Figure, Sentence, checked_name
from analysis.publish.labels import beside
from analysis.publish.marks import draw_bounds
from analysis.publish.plots import CLOCK_AXIS, nothing
from analysis.publish.style import LOOKS, MARKED, NOTHING, PAPER, QUIET, SMALL, TINY, UPPER, drawing
from analysis.publish.tables import csv_text
from analysis.publish.tried import refused

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGH = 3.4
ENDS = {"lo": "least", "hi": "most"}  # beside the last step of either end, where the two differ
LOOK = {"official": "official_belligerent", "monitor": "monitor", "un": "un", "exposure": "official_belligerent"}


def steps(frame: pd.DataFrame, marked: pd.DataFrame, when: str, name: str, caption: str) -> Figure | Sentence:
    """Return the share of the latest figure known over time, as steps that end on the as-of day.

    Parameters
    ----------
    frame : DataFrame
        From `analysis.methods.revisions.panels.drawn`: ``first``, ``lo``, ``hi``, ``said``, ``family``, ``clock``,
        ``latest``.
    marked : DataFrame
        From `analysis.methods.revisions.panels.known`: days to mark, with ``day``, ``hi`` and ``share``.
    when : str
        The as-of day, on which every step ends.
    name, caption : str
        File name and caption; the caption names the denominator.

    Returns
    -------
    Figure or Sentence
        Where the share has two ends, both are drawn, named, and the space between them is shaded; where one is open, an
        arrow at each step points to it. A sentence where there is nothing to draw.
    """
    checked_name(name, caption)
    if frame.empty:
        return nothing(caption, why="")
    clock = CLOCK_AXIS[frame["clock"].iloc[0]]
    with drawing():
        canvas = empty_canvas(WIDE, HIGH)
        ax = canvas.subplots()
        _stairs(ax, frame, when)
        _marks(ax, marked)
        end = date2num(pd.Timestamp(when))
        ax.axvline(end, color=QUIET, linestyle=MARKED, linewidth=1)
        ax.annotate(f"as of {when}", xy=(end, 0.02), xycoords=ax.get_xaxis_transform(), xytext=(-4, 0),
                    textcoords="offset points", ha="right", fontsize=SMALL, color=QUIET)  # fmt: skip
        start, top = date2num(frame["first"].iloc[0]), float(frame[["lo", "hi"]].max().max())
        wide = end - start + 30
        ax.set(xlim=(start - 0.12 * wide, end + 0.03 * wide), ylim=(0, max(1.12, top + 0.12)))
        ax.set_ylabel(f"Share of the latest, {frame['latest'].iloc[0]}")
        ax.axhline(1, color=QUIET, linewidth=0.8)
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        time_axis(ax, clock)
        _names(ax, frame, marked, end)
        told = describe(frame, marked, when, clock)
        return finished(canvas, name, caption, told, csv_text(frame.drop(columns="row_keys")))


def _stairs(ax: Axes, frame: pd.DataFrame, when: str) -> None:
    """Draw both ends as stairs, from the first print to the as-of day."""
    look = LOOKS[LOOK[frame["family"].iloc[0]]]
    days = [*date2num(frame["first"]), date2num(pd.Timestamp(when))]
    ends = {end: [*frame[end].astype("float64"), float(frame[end].astype("float64").iloc[-1])] for end in ("lo", "hi")}
    for values, style in ((ends["lo"], "-"), (ends["hi"], UPPER)):
        if values != ends["lo"] or style == "-":
            ax.plot(days, values, drawstyle="steps-post", color=look.colour, linestyle=style, linewidth=1.8)
    ax.fill_between(days, ends["lo"], ends["hi"], step="post", color=look.colour, alpha=0.2, linewidth=0)
    mark = {"color": look.colour, "marker": look.marker, "markersize": 3.5}
    draw_bounds(ax, days[:-1], ends["lo"][:-1], ends["hi"][:-1], {"color": look.colour, "linewidth": 1.1}, mark)


def _names(ax: Axes, frame: pd.DataFrame, marked: pd.DataFrame, end: float) -> None:
    """Write beside the steps whose figure it is, and which end is which where the last share has two."""
    look, days = LOOKS[LOOK[frame["family"].iloc[0]]], date2num(frame["first"])
    steps = [
        (float(day), float(value))
        for name in ENDS
        for day, value in zip(days, frame[name].astype("float64"), strict=True)
        if not pd.isna(value)
    ]
    last = frame[[*ENDS]].iloc[-1]
    named = (
        {}
        if last.isna().any() or last["lo"] == last["hi"]
        else {words: float(last[name]) for name, words in ENDS.items()}
    )
    flat = [(end - share * (end - days[-1]), level) for level in set(last.dropna()) for share in (0, 0.25, 0.5, 0.75)]
    written = [
        (date2num(pd.Timestamp(day)), float(hi))
        for day, hi in zip(marked["day"], marked["hi"], strict=True)
        if not pd.isna(hi)
    ]
    at = {words: [(float((days[-1] + end) / 2), level)] for words, level in named.items()}
    beside(ax, {look.short: steps, **at}, [*steps, *flat, *written], (WIDE - 0.8, HIGH - 0.6))


def _marks(ax: Axes, marked: pd.DataFrame) -> None:
    """Write the share beside each marked day that has one with an upper end."""
    for row in marked.dropna(subset="hi").to_dict("records"):
        at = (date2num(pd.Timestamp(row["day"])), float(row["hi"]))
        ax.plot(*at, marker="o", markersize=7, markerfacecolor="none", color=QUIET)
        ax.annotate(f"{row['share']}\n{row['day']}", xy=at, xytext=(-7, 5), textcoords="offset points", ha="right",
                    fontsize=TINY, bbox={"facecolor": PAPER, "edgecolor": NOTHING, "pad": 0.6})  # fmt: skip


def describe(frame: pd.DataFrame, marked: pd.DataFrame, when: str, clock: str) -> str:
    """Return the picture in words, made from its data.

    >>> rows = pd.DataFrame({"first": pd.to_datetime(["2017-01-02"]), "lo": [0.5], "hi": [0.5], "latest": ["4"]})
    >>> describe(rows, pd.DataFrame({"day": [], "share": []}), "2017-02-01", "Release clock").partition(": ")[2]
    '1 step from 2017-01-02, first 50.0%, last 50.0%, up to the as-of day 2017-02-01.'
    """
    count = f"{len(frame)} step{'s' if len(frame) != 1 else ''}"
    first, last = (in_words(*frame[["lo", "hi"]].iloc[place]) for place in (0, -1))
    told = "".join(f" On {day}: {share}." for day, share in zip(marked["day"], marked["share"], strict=True))
    return (
        f"Steps over time. {clock}. Share of the latest figure, {frame['latest'].iloc[0]}: {count} from "
        f"{frame['first'].iloc[0]:%Y-%m-%d}, first {first}, last {last}, up to the as-of day {when}.{told}"
    )


def shown(figure: str, days: list[str], when: str, name: str, caption: str) -> Figure | Sentence:
    """Return the picture of one figure, or the sentence that says why it has none.

    Parameters
    ----------
    figure, days, when
        As `analysis.methods.revisions.panels.known` takes them.
    name, caption : str
        As `steps` takes them.
    """
    try:
        return steps(drawn(figure, when), known(figure, before(days, when), when), when, name, caption)
    except MethodRefused as refusal:
        return refused(refusal, "No picture")
