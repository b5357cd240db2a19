"""The base map under our maps: borders, coasts, rivers and lakes of Natural Earth, drawn quietly, and no judgement.

A river is drawn as broad as the base map is vague about it. Its source is made for 1 to 50 million; at Mosul its
Tigris lies some 3 km from the water. A thin line would put it through the wrong streets and places on the wrong bank.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import DataError
from analysis.modules import short_hash
from analysis.publish.labels import Points
from analysis.publish.style import BORDER, NOTHING, PAPER, QUIET, SMALL, TINY, WATER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Frame = tuple[float, float, float, float]  # west, south, east, north, in degrees

# Of the file: it changes when the file does, and with it this module, so that reports with a map are made again.
MARK = "aae557404b20a19a"
KM_PER_DEGREE = 111.19
VEIL = {"facecolor": PAPER, "edgecolor": NOTHING, "alpha": 0.6, "pad": 0.4}
RIVER_KM = 3.0  # how far a river may lie from where the base map has it
WORDS = {
    "credit": "Base map: Natural Earth.",
    "lines": "Borders and names are those of the base map and not a judgement.",
    "river": "A river is a band as broad as the base map is vague about its course, 3 km to either side.",
    "none": "Without a base map: the one of the project shows Iraq, Syria and what borders on them.",
}


@cache
def region() -> dict[str, Any]:
    """Return the base map: its ``frame``, and lists of points (longitude, latitude) of ``countries`` and lines.

    Raises
    ------
    DataError
        When the file is not the one this version was made with.
    """
    content = files("analysis.publish").joinpath("basemap", "region.json").read_bytes()
    if short_hash(content) != MARK:
        raise DataError(
            "basemap/region.json is not the base map this version was made with: install civcas again; whoever changed "
            "it on purpose writes its new hash into underlay.MARK, so that reports with a map are made again"
        )
    return dict(json.loads(content))


def covers(frame: Frame) -> bool:
    """Return whether the base map shows all of a frame.

    >>> covers((42.9, 36.2, 43.35, 36.5)), covers((30.0, 46.0, 31.0, 47.0))
    (True, False)
    """
    west, south, east, north = region()["frame"]
    return bool(west <= frame[0] and south <= frame[1] and frame[2] <= east and frame[3] <= north)


def under(ax: Axes, frame: Frame) -> str:
    """Draw what the base map has inside a frame, and return what is to be said of it in the caption.

    Parameters
    ----------
    ax : Axes
        An axis of degrees, its limits and aspect set.
    frame : tuple of float
        West, south, east, north in degrees.
    """
    if not covers(frame):
        return WORDS["none"]
    stretch = 1 / np.cos(np.radians((frame[1] + frame[3]) / 2))
    rivers = [(name, np.array(line)) for name, line in region()["rivers"] if _touches(line, frame)]
    for ring in (ring for ring in region()["lakes"] if _touches(ring, frame)):
        ax.fill(*np.array(ring).T, facecolor=WATER, edgecolor=NOTHING, zorder=0.3, gid="lake")
    for _, line in rivers:
        ax.fill(*band(line, RIVER_KM, stretch).T, facecolor=WATER, edgecolor=NOTHING, zorder=0.3, gid="river")
    for kind, style in (("borders", (0, (7, 2, 1.5, 2))), ("coasts", "-")):
        for line in region()[kind]:
            if _touches(line, frame):
                ax.plot(*np.array(line).T, color=BORDER, linewidth=0.9, linestyle=style, zorder=0.6, gid=kind)
    _name_rivers(ax, rivers, frame)
    return " ".join([WORDS["credit"], WORDS["lines"], *([WORDS["river"]] if rivers else [])])


def band(line: Points, km: float, stretch: float) -> Points:
    """Return the outline of a band around a line, some kilometres to either side.

    >>> band(np.array([[43.0, 36.0], [43.0, 36.2]]), 111.19, 1.25).round(2).tolist()
    [[41.75, 36.0], [41.75, 36.2], [44.25, 36.2], [44.25, 36.0]]
    """
    plane = line / [stretch, 1]  # degrees of equal length
    along = np.gradient(plane, axis=0)
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    wide = aside * km / KM_PER_DEGREE
    return np.asarray(np.concatenate([plane + wide, (plane - wide)[::-1]]) * [stretch, 1])


def countries_in(frame: Frame) -> dict[str, Points]:
    """Return the countries that a frame shows, each with points of a grid of the frame that lie in it.

    >>> list(countries_in((42.9, 36.2, 43.35, 36.5)))
    ['Iraq']
    """
    from matplotlib.path import Path

    west, south, east, north = frame
    xs, ys = np.meshgrid(np.linspace(west, east, 23)[1:-1], np.linspace(south, north, 23)[1:-1])
    grid = np.stack([xs.ravel(), ys.ravel()], axis=1)
    found = {}
    for name, *rings in region()["countries"]:
        inside = np.any([Path(ring).contains_points(grid) for ring in rings], axis=0)
        if inside.any():
            found[name] = grid[inside]
    return found


def name_countries(ax: Axes, frame: Frame, taken: Sequence[tuple[float, float]]) -> None:
    """Write the name of each country where it is farthest from its borders, the frame and what is drawn."""
    if not covers(frame):
        return
    size = np.array([frame[2] - frame[0], frame[3] - frame[1]])
    shown = countries_in(frame)
    for name, inside in shown.items():
        others = [points for other, points in shown.items() if other != name]
        away = np.concatenate([*others, *([np.array(taken)] if len(taken) else []), np.empty((0, 2))])
        at = inside[int(np.argmax(_room(inside, away, frame, size)))]
        ax.annotate(name.upper(), at, ha="center", va="center", fontsize=SMALL, color=QUIET, zorder=1, gid="country")


def _room(inside: Points, away: Points, frame: Frame, size: Points) -> Points:
    """Return how much room each point has to what is drawn, to other countries and to the edges, as a share."""
    edge = np.minimum(inside - [frame[0], frame[1]], [frame[2], frame[3]] - inside) / size
    room = np.minimum(edge[:, 0], 2 * edge[:, 1])
    if len(away):
        room = np.minimum(room, np.linalg.norm((inside[:, None] - away[None]) / size, axis=2).min(axis=1))
    return np.asarray(room)


def _name_rivers(ax: Axes, rivers: Sequence[tuple[str, Points]], frame: Frame) -> None:
    """Write the name of each river at the point of it that lies lowest in the frame, along the water."""
    margin_x, margin_y = 0.08 * (frame[2] - frame[0]), 0.16 * (frame[3] - frame[1])
    written: set[str] = set()
    for name, line in rivers:
        fine = _fine(line)
        held = fine[
            (fine[:, 0] > frame[0] + margin_x) & (fine[:, 0] < frame[2] - margin_x)
            & (fine[:, 1] > frame[1] + margin_y) & (fine[:, 1] < frame[3] - margin_y)
        ]  # fmt: skip
        if name and name not in written and len(held):
            written.add(name)
            at = held[int(np.argmin(held[:, 1]))]
            ax.annotate(name, at, ha="center", va="center", fontsize=TINY, color=QUIET, style="italic", zorder=1,
                        gid="river", bbox=VEIL)  # fmt: skip


def _fine(line: Points) -> Points:
    """Return a line with points between its points."""
    share = np.linspace(0, 1, 12, endpoint=False)[:, None]
    return np.concatenate([start + share * (end - start) for start, end in pairwise(line)])


def _touches(line: Sequence[Sequence[float]] | Points, frame: Frame) -> bool:
    """Return whether the box around a line meets a frame."""
    low, high = np.min(line, axis=0), np.max(line, axis=0)
    return bool(low[0] <= frame[2] and high[0] >= frame[0] and low[1] <= frame[3] and high[1] >= frame[1])
