"""Maps that show how well a place is known as an area: a circle as wide as the stated precision, never a bare point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.patches import Circle, Ellipse

from analysis.publish.display import Figure, Sentence, checked_name, marked_up
from analysis.publish.plots import WIDE, empty_canvas, png_of
from analysis.publish.style import QUIET, drawing
from analysis.publish.tables import csv_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KM_PER_DEGREE = 111.19
STYLES = (("#d55e00", ""), ("#0173b2", "////"), ("#029e73", "...."), ("#4d4d4d", "xxxx"))  # colour and hatch of a group
WIDE_KM = 5.0
LEAST = 0.4  # kilometres: a circle narrower than this would not be seen; its true radius is in the data of the picture


def areas(
    frame: pd.DataFrame, name: str, caption: str, within: tuple[float, float, float, float] | None = None
) -> Figure | Sentence:
    """Return places as circles of their stated precision.

    Parameters
    ----------
    frame : DataFrame
        ``label``, ``group`` (at most four; what colour and hatch say), ``lat``, ``lon`` (degrees; missing where no
        point was stated), ``radius_km``, ``row_key``.
    name, caption : str
        File name and caption.
    within : tuple of float, optional
        West, south, east, north in degrees; default all points with a margin.

    Returns
    -------
    Figure or Sentence
        Places without a point are not drawn and are counted in the caption; a sentence where none has one.
    """
    checked_name(name, caption)
    placed = frame.dropna(subset=["lat", "lon"])
    if placed.empty:
        text = f"No place has a point on the map. The picture would show: {caption}"
        return Sentence(text, marked_up(text))
    west, south, east, north = within or _bounds(placed)
    shown = placed[placed["lon"].between(west, east) & placed["lat"].between(south, north)]
    absent = f"outside the frame: {len(placed) - len(shown)}; without a point: {len(frame) - len(placed)}"
    told = f"{caption} Drawn: {len(shown)}; {absent}."
    styles = dict(zip(sorted(frame["group"].unique()), STYLES, strict=False))
    stretch = 1 / np.cos(np.radians((south + north) / 2))
    with drawing():
        high = 0.86 * WIDE * stretch * (north - south) / (east - west)
        canvas = empty_canvas(WIDE, min(high, 1.4 * WIDE) + 0.6)
        ax = canvas.subplots()
        for row in shown.sort_values("radius_km", ascending=False, kind="stable").to_dict("records"):
            _area(ax, row, stretch, styles[row["group"]])
        ax.set(
            xlim=(west, east),
            ylim=(south, north),
            aspect=stretch,
            xlabel="Longitude, degrees east",
            ylabel="Latitude, degrees north",
        )
        _legend(ax, styles)
        _scale(ax, west, south, east, north, stretch)
        png = png_of(canvas)
    return Figure(name, told, describe(shown, told), png, csv_text(frame))


def _bounds(placed: pd.DataFrame) -> tuple[float, float, float, float]:
    """Return a frame around all points with a margin of a tenth."""
    west, east, south, north = (
        placed[c].agg(f) for c, f in (("lon", "min"), ("lon", "max"), ("lat", "min"), ("lat", "max"))
    )
    margin = 0.1 * max(east - west, north - south, 0.05)
    return west - margin, south - margin, east + margin, north + margin


def _area(ax: Axes, row: dict, stretch: float, style: tuple[str, str]) -> None:
    """Draw one place as wide as its precision; a wide one as an outline, so that it hides nothing."""
    high = max(row["radius_km"], LEAST) / KM_PER_DEGREE
    look: dict[str, Any] = {"edgecolor": style[0], "linewidth": 1.2}
    if row["radius_km"] < WIDE_KM:
        look |= {"facecolor": style[0], "hatch": style[1], "alpha": 0.35}
    else:
        look |= {"facecolor": "none", "linestyle": "--", "alpha": 0.8}
    ax.add_patch(Ellipse((row["lon"], row["lat"]), 2 * high * stretch, 2 * high, **look))


def _legend(ax: Axes, styles: dict[str, tuple[str, str]]) -> None:
    """Name the groups beside their colour and hatch."""
    handles = [
        Circle((0, 0), facecolor=colour, alpha=0.4, hatch=hatch, label=group)
        for group, (colour, hatch) in styles.items()
    ]
    ax.legend(handles=handles, loc="upper left", fontsize=8.5, frameon=True, framealpha=0.9)


def _scale(ax: Axes, west: float, south: float, east: float, north: float, stretch: float) -> None:
    """Draw a bar of whole kilometres."""
    wide = (east - west) * KM_PER_DEGREE / stretch
    length = next(km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km <= max(wide / 4, 1))
    degrees, y = length / KM_PER_DEGREE * stretch, south + 0.04 * (north - south)
    start = east - 0.05 * (east - west) - degrees
    ax.plot([start, start + degrees], [y, y], color=QUIET, linewidth=2, solid_capstyle="butt")
    ax.annotate(f"{length} km", xy=(start + degrees / 2, y), xytext=(0, 3), textcoords="offset points", ha="center",
                fontsize=9, color=QUIET)  # fmt: skip


def describe(shown: pd.DataFrame, caption: str) -> str:
    """Return the map in words: how many places of each group, and how precisely they are known."""
    lines = [
        f"{group}: {len(part)} places, known to between {part['radius_km'].min():g} and {part['radius_km'].max():g} km."
        for group, part in shown.groupby("group", sort=True)
    ]
    return " ".join(["Map of places as areas of their stated precision.", *lines, caption])
