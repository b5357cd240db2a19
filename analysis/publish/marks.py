"""Bounds drawn as bounds: a mark at each end that was stated, a line between two, an arrow where one is open.

All figures of one look are three lines of the picture rather than one each, so that many figures are drawn as fast as
few, and a file of outlines stays small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.path import Path

from analysis.publish.style import NOTHING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Numbers = Sequence[float] | npt.NDArray[np.float64] | pd.Series
ARROWS = {
    side: Path([(0, 0), (0, tip), (-0.17, 0.68 * tip), (0, tip), (0.17, 0.68 * tip)], [1, 2, 1, 2, 2])
    for side, tip in (("above", 1), ("below", -1))
}
LENGTH = 13.0  # points of an arrow
STATED, BETWEEN, OPEN_ABOVE, OPEN_BELOW, SPAN = "stated", "between", "open above", "open below", "span"


def draw_bounds(ax: Axes, at: Numbers, low: Numbers, high: Numbers, line: dict[str, Any], mark: dict[str, Any]) -> None:
    """Draw figures with their bounds, one missing where that end is open.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    at, low, high : sequence of float, shape (figures,)
        Where each stands on the horizontal axis, and its bounds, NaN where one was not stated.
    line, mark : dict
        What the lines and the marks look like, as `Axes.plot` takes it.
    """
    x, lower, upper = (np.asarray(values, dtype=np.float64) for values in (at, low, high))
    closed = ~np.isnan(lower) & ~np.isnan(upper)
    joined = np.stack([lower, upper, np.full(len(x), np.nan)], axis=1)[closed]
    if (joined[:, 0] != joined[:, 1]).any():
        ax.plot(np.repeat(x[closed], 3), joined.ravel(), gid=BETWEEN, **line)
    for side, known, other, name in (("above", lower, upper, OPEN_ABOVE), ("below", upper, lower, OPEN_BELOW)):
        ends = ~np.isnan(known) & np.isnan(other)
        if ends.any():
            arrows(ax, x[ends], known[ends], side, line, name)
    distinct = ~np.isnan(upper) & (lower != upper)
    xs = np.concatenate([x[~np.isnan(lower)], x[distinct]])
    ys = np.concatenate([lower[~np.isnan(lower)], upper[distinct]])
    ax.plot(xs, ys, linestyle=NOTHING, gid=STATED, **mark)


def arrows(ax: Axes, at: Numbers, known: Numbers, side: str, line: dict[str, Any], name: str) -> None:
    """Draw an arrow of equal length from each known end towards the open one, ``above`` or ``below``."""
    style = {"color": line["color"], "zorder": line.get("zorder", 2), "clip_on": False}
    ax.plot(at, known, linestyle=NOTHING, marker=ARROWS[side], markersize=2 * LENGTH, markerfacecolor=NOTHING,
            markeredgewidth=max(line.get("linewidth", 1.1), 0.7), gid=name, **style)  # fmt: skip


def draw_spans(ax: Axes, first: Numbers, last: Numbers, value: Numbers, line: dict[str, Any]) -> None:
    """Draw for each value the days its date can mean, where these are more than one."""
    starts, ends, level = (np.asarray(values, dtype=np.float64) for values in (first, last, value))
    wide = (ends > starts) & ~np.isnan(level)
    if wide.any():
        gaps = np.full(int(wide.sum()), np.nan)
        days = np.stack([starts[wide], ends[wide], gaps], axis=1).ravel()
        ax.plot(days, np.repeat(level[wide], 3), gid=SPAN, solid_capstyle="butt", dash_capstyle="butt", **line)
