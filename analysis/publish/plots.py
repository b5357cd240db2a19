"""Pictures of bounds: one clock on the axis, open ends as arrows, missing months in sight, content in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure as Canvas
from matplotlib.image import imsave
from matplotlib.ticker import StrMethodFormatter

from analysis.errors import ScopeError
from analysis.language import reword
from analysis.publish.alt import describe_bars, describe_bounds
from analysis.publish.display import Figure, Sentence, checked_name, marked_up
from analysis.publish.lettering import reletter
from analysis.publish.style import GAP, LOOKS, QUIET, drawing, short_name
from analysis.publish.tables import csv_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOCK_AXIS = {
    "event": "Event clock: when people died",
    "receipt": "Receipt clock: when the report reached the official body",
    "assessment": "Assessment clock: month of the official assessment",
    "release": "Release clock: day of the official release",
    "report": "Report clock: day the figure was published",
}
COUNT_AXIS = "Persons killed, as stated"
WIDE, PANEL, DPI = 5.6, 2.0, 170
SPANS = ("event", "assessment")  # clocks on which a date is a span of days, not the last day something was published


def bounds(
    frame: pd.DataFrame,
    name: str,
    caption: str,
    marks: Sequence[tuple[str, str]] = (),
    *,
    log: bool = False,
    share_y: bool = False,
) -> Figure | Sentence:
    """Return bounds over time, a panel for each group.

    Parameters
    ----------
    frame : DataFrame
        ``panel``, ``family``, ``first`` and ``last`` (datetime64, the days the figure is placed on), ``lo``,
        ``hi`` (persons; one missing is an open end, both missing a figure that was not seen), ``clock``.
    name, caption : str
        File name and caption; the caption says what is counted, for whom, where.
    marks : sequence of (day, label)
        Days to draw as lines, such as official acts; the first word of a label (a letter) is written above.
    log : bool
        Whether the counts stand on a logarithmic axis.
    share_y : bool
        Whether all panels have one scale of persons.

    Returns
    -------
    Figure or Sentence
        With alt text made from the data; a sentence that says so where there is nothing to draw.

    Raises
    ------
    ScopeError
        When the rows are on more than one clock.
    """
    checked_name(name, caption)
    if frame.empty:
        return nothing(caption)
    clock = one_clock(frame, name)
    drawn = _plain(frame).assign(**{edge: date2num(frame[edge]) for edge in ("first", "last")})
    panels = list(dict.fromkeys(frame["panel"]))
    with drawing():
        canvas = empty_canvas(WIDE, PANEL * len(panels) + 0.9)
        axes = canvas.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
        for ax, panel in zip(axes, panels, strict=True):
            part = drawn[drawn["panel"] == panel]
            scale = drawn if share_y else part
            top = max([*scale["lo"].dropna(), *scale["hi"].dropna(), 1])
            _panel(ax, part, panel, top, log)
            for day, _ in marks:
                ax.axvline(date2num(pd.Timestamp(day)), color=QUIET, linestyle=(0, (4, 3)), linewidth=1)
        letters(axes[0], marks)
        time_axis(axes[-1], CLOCK_AXIS[clock])
        png = png_of(canvas)
    return Figure(name, caption, describe_bounds(frame, CLOCK_AXIS[clock], marks), png, csv_text(frame))


def bars(frame: pd.DataFrame, name: str, caption: str, axis: str = COUNT_AXIS) -> Figure | Sentence:
    """Return bounds side by side, one line for each row, on one axis of persons (or of a ratio).

    Parameters
    ----------
    frame : DataFrame
        ``label``, ``family``, ``said`` (the figure in words), ``lo``, ``hi``, in the order to show, top first.
        A row without numbers is a line of words.
    """
    checked_name(name, caption)
    if frame.empty:
        return nothing(caption)
    frame = _plain(frame).assign(words=[_bar_words(row) for row in frame.to_dict("records")])
    high = 0.42 + 0.18 * (1 + frame["words"].str.count("\n"))  # inches: the words of a row, then its bar
    with drawing():
        canvas = empty_canvas(WIDE, high.sum() + 0.75)
        ax = canvas.subplots()
        limit = 1.3 * max([*frame["lo"].dropna(), *frame["hi"].dropna(), 1])
        for y, row in zip(high.cumsum(), frame.to_dict("records"), strict=True):
            _bar(ax, y, row, limit)
        ax.set(xlim=(0, limit), ylim=(high.sum() + 0.25, 0), yticks=[], xlabel=axis)
        ax.grid(visible=False, axis="y")
        bare(ax, left=True)
        png = png_of(canvas)
    return Figure(name, caption, describe_bars(frame, axis), png, csv_text(frame))


def nothing(caption: str, why: str = ", for no number was seen") -> Sentence:
    """Return the sentence that stands where a picture would have nothing to show."""
    text = f"Nothing to draw{why}. The picture would show: {caption}"
    return Sentence(reword(text), marked_up(text))


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the bounds as floats, the one type in which a missing end is drawn as missing."""
    return frame.assign(**{end: frame[end].astype("Float64").astype("float64") for end in ("lo", "hi")})


def one_clock(frame: pd.DataFrame, name: str) -> str:
    """Return the clock of a figure's rows."""
    clocks = sorted(frame["clock"].unique())
    if len(clocks) > 1:
        raise ScopeError(f"figure {name} mixes clocks: {' and '.join(clocks)}. Draw one figure for each clock", "clock")
    return str(clocks[0])


def empty_canvas(width: float, height: float) -> Canvas:
    """Return an empty picture."""
    return Canvas(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")


def _panel(ax: Axes, part: pd.DataFrame, title: str, top: float, log: bool) -> None:
    """Draw the bounds of one group, and in grey the months for which no figure was seen."""
    if log:
        ax.set_yscale("log")
    ax.set_ylim(0.8 if log else 0, top * (3 if log else 1.3))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    missing = part["lo"].isna() & part["hi"].isna()
    for row in part[missing].to_dict("records"):
        ax.axvspan(row["first"], row["last"] + 1, facecolor=GAP, hatch="////", edgecolor="white", linewidth=0, zorder=0)
    for row in part[~missing].to_dict("records"):
        _interval(ax, row)
    ax.set_title(textwrap.fill(title, 52), fontsize=10, pad=17)
    ax.annotate(_counted(len(part), int(missing.sum())), xy=(0, 1), xycoords="axes fraction", xytext=(0, 4),
                textcoords="offset points", fontsize=9, color=QUIET)  # fmt: skip
    bare(ax)


def _counted(rows: int, missing: int) -> str:
    """Return how many figures a panel shows and how many months it lacks."""
    figures = f"{rows - missing} figure{'s' if rows - missing != 1 else ''}"
    return f"{figures}; grey: {missing} month{'s' if missing != 1 else ''} not seen" if missing else figures


def _interval(ax: Axes, row: dict) -> None:
    """Draw one figure: a line from bound to bound, an arrow where an end is open, width for a coarse date.

    On a clock of publication the marker stands on the last day the date can mean, when the figure was certainly
    public; on the others in the middle of its span.
    """
    look = LOOKS[row["family"]]
    at = (row["first"] + row["last"]) / 2 if row["clock"] in SPANS else row["last"]
    low, high = row["lo"], row["hi"]
    style: dict[str, Any] = {"color": look.colour, "alpha": 0.75}
    for value in {value for value in (low, high) if not pd.isna(value)}:
        ax.plot([at], [value], marker=look.marker, markersize=4.5, linestyle="none", clip_on=False, **style)
        if row["last"] > row["first"]:
            ax.plot([row["first"], row["last"]], [value, value], linewidth=1.6, solid_capstyle="butt", **style)
    if not pd.isna(low) and not pd.isna(high):
        ax.plot([at, at], [low, high], linewidth=1.4, **style)
        return
    known, step = (low, 13) if pd.isna(high) else (high, -13)
    arrow: dict[str, Any] = {"arrowstyle": "<-", "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0} | style
    ax.annotate("", xy=(at, known), xytext=(0, step), textcoords="offset points", arrowprops=arrow)


def letters(ax: Axes, marks: Sequence[tuple[str, str]]) -> None:
    """Write the letters of the marked days at their lines; lines too close to tell apart share one label."""
    groups: list[list[tuple[float, str]]] = []
    apart = 0.035 * (ax.get_xlim()[1] - ax.get_xlim()[0])
    for day, label in marks:
        x = float(date2num(pd.Timestamp(day)))
        if not groups or x - groups[-1][-1][0] > apart:
            groups.append([])
        groups[-1].append((x, label.partition(" ")[0]))
    for group in groups:
        letters = [letter for _, letter in group]
        text = letters[0] if len(letters) == 1 else f"{letters[0]}\u2013{letters[-1]}"
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        ax.annotate(text, xy=((group[0][0] + group[-1][0]) / 2, 0.99), xycoords=ax.get_xaxis_transform(), ha="center",
                    va="top", fontsize=9, color=QUIET, bbox=box)  # fmt: skip


def _bar_words(row: dict) -> str:
    """Return who said what, in lines that fit the picture."""
    return textwrap.fill(f"{short_name(row['family'])} · {row['label']}: {row['said']}", 70)


def _bar(ax: Axes, y: float, row: dict, limit: float) -> None:
    """Draw one row of bounds with its words above it."""
    look, low, high = LOOKS[row["family"]], row["lo"], row["hi"]
    ax.annotate(row["words"], xy=(0, y), xytext=(0, 7), textcoords="offset points", fontsize=9.5)
    if pd.isna(low) and pd.isna(high):
        return
    for value in {value for value in (low, high) if not pd.isna(value)}:
        ax.plot([value], [y], marker=look.marker, color=look.colour, markersize=7, zorder=3)
    start, end = (0 if pd.isna(low) else low), (0.97 * limit if pd.isna(high) else high)
    if pd.isna(low) or pd.isna(high):
        tail, tip = (end, start) if pd.isna(low) else (start, end)
        ax.annotate("", xy=(tip, y), xytext=(tail, y),
                    arrowprops={"arrowstyle": "->", "color": look.colour, "linestyle": "--"})  # fmt: skip
    else:
        ax.plot([start, end], [y, y], color=look.colour, linewidth=3, solid_capstyle="butt")


def time_axis(ax: Axes, label: str) -> None:
    """Set few, plain dates and name the clock."""
    locator = AutoDateLocator(minticks=3, maxticks=7)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    ax.set_xlabel(label)


def bare(ax: Axes, left: bool = False) -> None:
    """Take away the frame that says nothing."""
    import seaborn as sns

    sns.despine(ax=ax, left=left)


def png_of(canvas: Canvas) -> bytes:
    """Return a picture's bytes without anything of the machine in them.

    The picture is drawn once: `savefig` would draw it a second time, only to learn where its edges are.
    """
    reletter(canvas)
    drawn = FigureCanvasAgg(canvas)
    drawn.draw()
    out, unsigned = BytesIO(), {"Software": None}  # type: tuple[BytesIO, dict[Any, Any]]
    imsave(out, np.asarray(drawn.buffer_rgba()), format="png", dpi=canvas.dpi, metadata=unsigned)
    return out.getvalue()
