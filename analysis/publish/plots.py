"""Pictures of bounds: one clock on the axis, open ends as arrows, missing months in sight, content in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from analysis.errors import ScopeError
from analysis.language import reword
from analysis.publish.alt import describe_bars, describe_bounds
from analysis.publish.canvas import WIDE, bare, empty_canvas, finished, gap, time_axis
from analysis.publish.display import Figure, Sentence, checked_name, marked_up
from analysis.publish.labels import beside
from analysis.publish.marks import LENGTH, draw_bounds, draw_spans
from analysis.publish.style import (
    LABEL,
    LOOKS,
    MARKED,
    NOTHING,
    OPEN,
    PAPER,
    QUIET,
    SMALL,
    TITLE,
    Look,
    drawing,
    family_name,
    named_in,
)  # fmt: skip
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
PANEL = 2.0  # inches: the height of a panel
INSIDE = (WIDE - 0.7, PANEL - 0.8)  # inches: about what is left for its axes
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
                ax.axvline(date2num(pd.Timestamp(day)), color=QUIET, linestyle=MARKED, linewidth=1)
        letters(axes[0], marks)
        time_axis(axes[-1], CLOCK_AXIS[clock])
        for ax, panel in zip(axes, panels, strict=True):
            _name_families(ax, drawn[drawn["panel"] == panel], panel)
        return finished(canvas, name, caption, describe_bounds(frame, CLOCK_AXIS[clock], marks), csv_text(frame))


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
        return finished(canvas, name, caption, describe_bars(frame, axis), csv_text(frame))


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


def _panel(ax: Axes, part: pd.DataFrame, title: str, top: float, log: bool) -> None:
    """Draw the bounds of one group, and in grey the months for which no figure was seen."""
    if log:
        ax.set_yscale("log")
        ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set_ylim(0.8 if log else 0, top * (3 if log else 1.3))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    missing = part["lo"].isna() & part["hi"].isna()
    for row in part[missing].to_dict("records"):
        gap(ax, row["first"], row["last"])
    for family, told in part[~missing].groupby("family", sort=False):
        _family(ax, told, LOOKS[str(family)])
    ax.set_title(textwrap.fill(title, 52), fontsize=TITLE, pad=17)
    ax.annotate(_counted(part), xy=(0, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points",
                fontsize=SMALL, color=QUIET)  # fmt: skip
    bare(ax)


def _counted(part: pd.DataFrame) -> str:
    """Return how many figures a panel shows, what its arrows mean, and how many months it lacks."""
    ends = part[["lo", "hi"]].isna().sum(axis=1)
    missing, figures = int((ends == 2).sum()), int((ends < 2).sum())
    told = f"{figures} figure{'s' if figures != 1 else ''}"
    told += "; arrow: open end" if (ends == 1).any() else ""
    return told + (f"; grey: {missing} month{'s' if missing != 1 else ''} not seen" if missing else "")


def at_of(row: dict) -> float:
    """Return where on the time axis a figure stands.

    On a clock of publication that is the last day the date can mean, when the figure was certainly public; on the
    others the middle of its span.
    """
    return (row["first"] + row["last"]) / 2 if row["clock"] in SPANS else row["last"]


def _name_families(ax: Axes, part: pd.DataFrame, title: str) -> None:
    """Write the name of each family beside one of its marks, unless the title of the panel is that name."""
    marks: dict[str, list[tuple[float, float]]] = {}
    taken: list[tuple[float, float]] = []
    opened: list[tuple[float, float, float]] = []
    for row in part.dropna(subset=["lo", "hi"], how="all").to_dict("records"):
        at, ends = at_of(row), [row[end] for end in ("lo", "hi") if not pd.isna(row[end])]
        marks.setdefault(row["family"], []).append((at, ends[-1]))
        taken += [(at, ends[0] + share * (ends[-1] - ends[0])) for share in (0, 0.25, 0.5, 0.75, 1)]
        taken += [(row["first"] + share * (at - row["first"]), end) for end in ends for share in (0, 0.3, 0.6)]
        if len(ends) == 1:
            opened.append((at, ends[0], LENGTH if pd.isna(row["hi"]) else -LENGTH))
    wanted = {LOOKS[family].short: at for family, at in marks.items() if not named_in(family, title)}
    beside(ax, wanted, taken, INSIDE, opened)


def _family(ax: Axes, part: pd.DataFrame, look: Look) -> None:
    """Draw the figures of one family: bounds, arrows where an end is open, its dash over the days of a coarse date."""
    colour: dict[str, Any] = {"color": look.colour}
    at = [at_of(row) for row in part.to_dict("records")]
    for end in ("lo", "hi"):
        shown = part if end == "lo" else part[part["lo"] != part["hi"]]
        draw_spans(ax, shown["first"], shown["last"], shown[end], colour | {"linewidth": 1.6, "linestyle": look.dash})
    mark = colour | {"marker": look.marker, "markersize": 4.5, "clip_on": False}
    draw_bounds(ax, at, part["lo"], part["hi"], colour | {"linewidth": 1.2}, mark)


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
        box = {"facecolor": PAPER, "edgecolor": NOTHING, "pad": 0.8}
        ax.annotate(text, xy=((group[0][0] + group[-1][0]) / 2, 0.99), xycoords=ax.get_xaxis_transform(), ha="center",
                    va="top", fontsize=SMALL, color=QUIET, bbox=box)  # fmt: skip


def _bar_words(row: dict) -> str:
    """Return who said what, in lines that fit the picture."""
    return textwrap.fill(f"{family_name(row['family'])} · {row['label']}: {row['said']}", 70)


def _bar(ax: Axes, y: float, row: dict, limit: float) -> None:
    """Draw one row of bounds with its words above it."""
    look, low, high = LOOKS[row["family"]], row["lo"], row["hi"]
    ax.annotate(row["words"], xy=(0, y), xytext=(0, 7), textcoords="offset points", fontsize=LABEL)
    if pd.isna(low) and pd.isna(high):
        return
    for value in {value for value in (low, high) if not pd.isna(value)}:
        ax.plot([value], [y], marker=look.marker, color=look.colour, markersize=7, zorder=3)
    start, end = (0 if pd.isna(low) else low), (0.97 * limit if pd.isna(high) else high)
    if pd.isna(low) or pd.isna(high):
        tail, tip = (end, start) if pd.isna(low) else (start, end)
        ax.annotate("", xy=(tip, y), xytext=(tail, y),
                    arrowprops={"arrowstyle": "->", "color": look.colour, "linestyle": OPEN})  # fmt: skip
    else:
        ax.plot([start, end], [y, y], color=look.colour, linewidth=3, solid_capstyle="butt")
