"""The picture of a specification curve: every result as its bounds, in order, and under it which choices made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.ticker import MaxNLocator

from analysis.methods.curve.runs import plain, reach
from analysis.methods.curve.specifications import DIMENSIONS, WORDS
from analysis.publish.canvas import WIDE, bare, empty_canvas, finished
from analysis.publish.display import Figure, Sentence, checked_name
from analysis.publish.labels import beside
from analysis.publish.marks import draw_bounds
from analysis.publish.plots import nothing
from analysis.publish.style import INK, LABEL, MARKED, PRIMARY, QUIET, RESULT, TINY, drawing
from analysis.publish.tables import csv_text
from analysis.toll import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURVE, ROW, HEAD = 2.7, 0.19, 0.24  # inches: the curve, a choice, the name of a dimension
FEW = 60  # specifications up to which marks are drawn large


def decisions(
    frame: pd.DataFrame, name: str, caption: str, axis: str, *, reference: float | None = None, log: bool = False
) -> Figure | Sentence:
    """Return the curve of a headline with its panel of decisions.

    Parameters
    ----------
    frame : DataFrame
        From `analysis.methods.curve.runs.results`. Specifications without a result are counted in words.
    name, caption : str
        File name and caption.
    axis : str
        What the results are and on which clock.
    reference : float, optional
        Where a line is drawn: no difference, or a ratio of one.
    log : bool
        Whether the results stand on a logarithmic axis.

    Returns
    -------
    Figure or Sentence
        With alt text made from the data; a sentence where no specification gives a result.
    """
    checked_name(name, caption)
    seen = frame[frame["why"] == ""]
    csv = csv_text(frame)
    if seen.empty:
        return nothing(caption, ", for no specification gives a result")
    rows = panel_rows(seen)
    below_high = max(ROW, sum(HEAD if choice is None else ROW for _, choice in rows))
    with drawing():
        canvas = empty_canvas(WIDE, CURVE + 0.75 + below_high)
        top, below = canvas.subplots(2, 1, sharex=True, height_ratios=[CURVE, below_high])
        _curve(top, seen, axis, reference, log)
        _panel(below, seen, rows)
        return finished(canvas, name, caption, described(frame, axis), csv)


def panel_rows(seen: pd.DataFrame) -> list[tuple[str, str | None]]:
    """Return the lines of the panel: for each dimension with several choices its name (choice None), then they."""
    rows: list[tuple[str, str | None]] = []
    for name in DIMENSIONS:
        choices = in_order(name, seen[name])
        if len(choices) > 1:
            rows += [(name, None), *((name, choice) for choice in choices)]
    return rows


def _curve(ax: Axes, seen: pd.DataFrame, axis: str, reference: float | None, log: bool) -> None:
    """Draw every result as a line from bound to bound, the primary one marked and named."""
    few = len(seen) <= FEW
    if log:
        ax.set_yscale("log")
    if reference is not None:
        ax.axhline(reference, color=QUIET, linestyle=MARKED, linewidth=0.9)
    for is_primary in (False, True):
        part = seen[seen["primary"].astype(bool) == is_primary]
        if len(part):
            _results(ax, part, is_primary, few)
    ax.set_ylabel(axis)
    ax.set_xlim(0, len(seen) + 1)
    ax.margins(y=0.12)
    if not log:
        ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    ax.tick_params(labelbottom=False)
    bare(ax)
    _name_primary(ax, seen)
    ax.set_title(_primary_words(seen), fontsize=LABEL, fontweight="normal")


def _results(ax: Axes, part: pd.DataFrame, is_primary: bool, few: bool) -> None:
    """Draw results as bounds at their ranks; an arrow at an open end."""
    size, wide = (6.0, 2.2) if is_primary else ((4.0, 1.4) if few else (1.6, 0.7))
    colour = {"color": PRIMARY if is_primary else RESULT, "zorder": 4 if is_primary else 2}
    low, high = ([_number(end) for end in part[name]] for name in ("lo", "hi"))
    mark = colour | {"marker": "D" if is_primary else "o", "markersize": size}
    draw_bounds(ax, part["rank"].astype(float), low, high, colour | {"linewidth": wide}, mark)


def _number(end: object) -> float:
    """Return an end as it is drawn, NaN where it is open."""
    known = plain(end)
    return float("nan") if known is None else float(known)


def _name_primary(ax: Axes, seen: pd.DataFrame) -> None:
    """Write beside the mark of the primary specification what it is."""
    ends = [
        (int(row["rank"]), end, bool(row["primary"]))
        for row in seen.to_dict("records")
        for end in (plain(row["lo"]), plain(row["hi"]))
        if end is not None
    ]
    marks = [(at, end) for at, end, primary in ends if primary]
    beside(ax, {"primary": marks} if marks else {}, [(at, end) for at, end, _ in ends], (WIDE - 1.4, CURVE - 0.4))


def _primary_words(seen: pd.DataFrame) -> str:
    """Return the label of the primary specification, after its mark."""
    row = seen[seen["primary"]]
    if row.empty:
        return "The primary specification gives no result"
    return f"◆ Primary specification: {row.iloc[0]['result']}"


def _panel(ax: Axes, seen: pd.DataFrame, rows: list[tuple[str, str | None]]) -> None:
    """Draw which choice each specification took: a mark in the line of the choice."""
    few, y = len(seen) <= FEW, 0.0
    lines, labels = [], []
    for name, choice in rows:
        high = HEAD if choice is None else ROW
        if choice is None:
            ax.text(-0.01, y + high * 0.62, WORDS[name], transform=ax.get_yaxis_transform(), ha="right", va="center",
                    fontsize=TINY, fontweight="bold")  # fmt: skip
        else:
            lines.append(y + high / 2)
            labels.append(label(name, choice))
            _marks(ax, seen[seen[name] == choice], y + high / 2, few)
        y += high
    ax.set(ylim=(max(y, ROW), 0), yticks=lines, xlabel=f"Specifications in order of their result, 1 to {len(seen):,}")
    ax.set_yticklabels(labels, fontsize=TINY)
    ax.grid(visible=False, axis="x")
    bare(ax, left=True)


def _marks(ax: Axes, chosen: pd.DataFrame, y: float, few: bool) -> None:
    """Draw the specifications of one choice as small strokes, the primary one as in the curve."""
    plain_ones, first = chosen[~chosen["primary"]], chosen[chosen["primary"]]
    ax.plot(plain_ones["rank"].astype(int), [y] * len(plain_ones), linestyle="none", marker="|", color=INK,
            markersize=6.5, markeredgewidth=1.6 if few else 0.7)  # fmt: skip
    ax.plot(first["rank"].astype(int), [y] * len(first), linestyle="none", marker="D", color=PRIMARY, markersize=5)


# What a choice is called, in the order in which the choices of a dimension stand.
LABELS = {
    "coalition_named": "Coalition named", "coalition_or_unclear": "or nobody named", "both": "both bounds",
    "lower": "lower only", "upper": "upper only", "any": "any, seen or not", "confirmed_fair": "confirmed, fair",
    "confirmed_fair_weak": "down to weak", "confirmed_fair_weak_contested": "down to contested", "strict": "strict",
    "central": "central", "lenient": "lenient", "report": "day of the report", "release": "day of the release",
    "city": "Mosul", "governorate": "Nineveh", "country": "Iraq",
    "iraq_and_syria": "Iraq and Syria", "with_iraqi_forces": "with Iraqi forces", "coalition": "Coalition",
}  # fmt: skip
OWN_DAY = "day this page reads"


def label(name: str, choice: str) -> str:
    """Return a choice of a dimension as the panel names it.

    >>> label("place", "city"), label("clock", "report"), label("as_of", "report"), label("as_of", "2019-12-31")
    ('Mosul', 'day of the report', 'day this page reads', '2019-12-31')
    """
    return OWN_DAY if (name, choice) == ("as_of", "report") else LABELS.get(choice, choice.replace("_", " "))


def in_order(name: str, choices: pd.Series) -> list[str]:
    """Return the choices of a dimension that occur, in the order of `LABELS`, days before the day of the page."""
    order = {choice: at for at, choice in enumerate(LABELS)} if name != "as_of" else {"report": 1}
    return sorted(choices.unique(), key=lambda choice: (order.get(choice, 0 if name == "as_of" else 99), choice))


def described(frame: pd.DataFrame, axis: str) -> str:
    """Return the picture in words: how many specifications, from where to where, the primary, the choices shown."""
    seen = frame[frame["why"] == ""]
    gone = len(frame) - len(seen)
    first = seen[seen["primary"]]
    stands = f"at rank {int(first.iloc[0]['rank'])}, {first.iloc[0]['result']}" if len(first) else "without a result"
    choices = [
        f"{WORDS[name]}: {', '.join(label(name, choice) for choice in in_order(name, seen[name]))}"
        for name in DIMENSIONS
        if len(set(seen[name])) > 1
    ]
    lowest, highest = (words(plain(row["lo"]), plain(row["hi"])) for row in (seen.iloc[0], seen.iloc[-1]))
    parts = [
        f"Specification curve of {axis.rstrip('.')}: {len(seen):,} results in order, {reach(frame)}.",
        f"First: {lowest}; last: {highest}.", f"The primary specification stands {stands}.",
        f"{gone:,} specifications without a result are not drawn." if gone else "",
        f"Panel of choices: {'; '.join(choices)}." if choices else "No choice differs among those drawn.",
    ]  # fmt: skip
    return " ".join(part for part in parts if part)
