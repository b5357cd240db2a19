"""Names written beside what they name: placed where they cover least, with a thin line where they stand off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.publish.style import INK, PAPER, QUIET, TINY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Points = npt.NDArray[np.float64]
LETTER, LINE = 0.6, 1.25  # width of a letter and height of a line, in sizes of type; generous
PAD = 2.5  # points around a mark that a name must not touch
NEAR, FAR = 7.0, 24.0  # points from a mark
COST = {"mark": 1.0, "name": 12.0, "outside": 60.0, "far": 0.9}


class Place(NamedTuple):
    """Where a name may stand: points from its mark, and which of its sides faces the mark."""

    dx: float
    dy: float
    ha: str
    va: str


PLACES = (
    Place(NEAR, 0, "left", "center"), Place(-NEAR, 0, "right", "center"), Place(0, NEAR, "center", "bottom"),
    Place(0, -NEAR, "center", "top"), Place(FAR, FAR, "left", "bottom"), Place(FAR, -FAR, "left", "top"),
    Place(-FAR, FAR, "right", "bottom"), Place(-FAR, -FAR, "right", "top"), Place(2 * FAR, 0, "left", "center"),
    Place(-2 * FAR, 0, "right", "center"), Place(2 * FAR, 1.5 * FAR, "left", "bottom"),
    Place(-2 * FAR, 1.5 * FAR, "right", "bottom"), Place(2 * FAR, -1.5 * FAR, "left", "top"),
    Place(-2 * FAR, -1.5 * FAR, "right", "top"),
)  # fmt: skip


def beside(
    ax: Axes, named: Mapping[str, Sequence[tuple[float, float]]], taken: Sequence[tuple[float, float]],
    size: tuple[float, float], arrows: Sequence[tuple[float, float, float]] = (),
) -> None:  # fmt: skip
    """Write each name once, beside one of its marks.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    named : mapping of str to sequence of (x, y)
        Names, each with the marks it may stand at, in data.
    taken : sequence of (x, y)
        Everything that a name should not cover, in data.
    size : tuple of float
        About how wide and high the axes will be, in inches.
    arrows : sequence of (x, y, length)
        Where arrows start, in data, and how far they go up, in points; below nought, down.
    """
    inside = np.array(size) * 72
    starts = _in_points(ax, [(x, y) for x, y, _ in arrows], inside)
    along = (
        [starts + np.array([[0, share * length] for *_, length in arrows]) for share in (0.5, 1)] if len(arrows) else []
    )
    hidden = np.concatenate([_in_points(ax, taken, inside), *along])
    written: list[Points] = []
    for name, marks in named.items():
        mark, place, box = _best(name, _in_points(ax, marks, inside), hidden, written, inside)
        written.append(box)
        far = abs(place.dx) > NEAR or abs(place.dy) > NEAR
        ax.annotate(
            name, xy=marks[mark], xytext=(place.dx, place.dy), textcoords="offset points", ha=place.ha, va=place.va,
            fontsize=TINY, color=INK, zorder=6, annotation_clip=False,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.4},
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.7, "shrinkB": 2} if far else None,
        )  # fmt: skip


def _in_points(ax: Axes, marks: Sequence[tuple[float, float]], inside: Points) -> Points:
    """Return marks in points from the lower left corner of the axes."""
    if not len(marks):
        return np.empty((0, 2))
    at = ax.transAxes.inverted().transform(ax.transData.transform(np.array(marks, dtype=float)))
    return np.asarray(at * inside, dtype=np.float64)


def _best(
    name: str, marks: Points, hidden: Points, written: Sequence[Points], inside: Points
) -> tuple[int, Place, Points]:
    """Return the mark and the place with the least cost, and the box of the name there."""
    wide, high = LETTER * TINY * len(name), LINE * TINY
    found: list[tuple[float, int, Place, Points]] = []
    for place in PLACES:
        left = {"left": 0.0, "right": -wide, "center": -wide / 2}[place.ha]
        low = {"bottom": 0.0, "top": -high, "center": -high / 2}[place.va]
        corner = marks + np.array([place.dx + left, place.dy + low])
        costs = _costs(corner, corner + np.array([wide, high]), hidden, written, inside)
        costs += COST["far"] * (abs(place.dx) + abs(place.dy) > NEAR) + 0.01 * PLACES.index(place)
        at = int(np.argmin(costs))
        found.append((float(costs[at]), at, place, np.array([corner[at], corner[at] + [wide, high]])))
    _, mark, place, box = min(found, key=lambda each: each[0])
    return mark, place, box


def _costs(low: Points, high: Points, hidden: Points, written: Sequence[Points], inside: Points) -> Points:
    """Return what each of several boxes would cover, or how far it would leave the axes."""
    marks = hidden[None, :, :]
    covered = ((marks > low[:, None] - PAD) & (marks < high[:, None] + PAD)).all(axis=2).sum(axis=1)
    costs = COST["mark"] * covered.astype(np.float64)
    for box in written:
        costs += COST["name"] * ((low < box[1]) & (high > box[0])).all(axis=1)
    return np.asarray(costs + COST["outside"] * ((low < 0) | (high > inside)).any(axis=1), dtype=np.float64)
