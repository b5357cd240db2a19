"""Maps that show how well a place is known as an area: a circle as wide as the stated precision, never a bare point.

Under them lies the base map of the project, which the caption names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.patches import Circle, Ellipse

from analysis.publish import underlay
from analysis.publish.canvas import WIDE, empty_canvas, finished
from analysis.publish.display import Figure, Sentence, checked_name, marked_up
from analysis.publish.labels import beside
from analysis.publish.style import GROUPS, HATCHED, NOTHING, QUIET, SMALL, TINY, WASHED, Group, drawing
from analysis.publish.tables import csv_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AREA = "area"  # marks the patch that is as wide as the precision
KEY = 0.45  # inches above the map, for what colour and hatch mean; on the map it would hide places
WIDE_KM = 5.0
LEAST = 0.4  # kilometres: a circle narrower than this would not be seen; its true radius is in the data of the picture


def areas(
    frame: pd.DataFrame, name: str, caption: str, within: tuple[float, float, float, float] | None = None
) -> Figure | Sentence:
    """Return places as circles of their stated precision.

    Parameters
    ----------
    frame : DataFrame
        ``label``, ``group`` (at most four; what colour, hatch and a name beside the area say), ``lat``, ``lon``
        (degrees; missing where no point was stated), ``radius_km``, ``row_key``.
    name, caption : str
        File name and caption.
    within : tuple of float, optional
        West, south, east, north in degrees; default all points with a margin.

    Returns
    -------
    Figure or Sentence
        Places without a point are not drawn and are counted in the caption, which names the base map too; a sentence
        where none has one.
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
    styles = dict(zip(sorted(frame["group"].unique()), GROUPS, strict=False))
    stretch = 1 / np.cos(np.radians((south + north) / 2))
    with drawing():
        high = 0.86 * WIDE * stretch * (north - south) / (east - west)
        canvas = empty_canvas(WIDE, min(high, 1.4 * WIDE) + 0.6 + KEY)
        ax = canvas.subplots()
        ax.set(
            xlim=(west, east), ylim=(south, north), aspect=stretch, xlabel="Longitude, degrees east",
            ylabel="Latitude, degrees north",
        )  # fmt: skip
        ax.grid(visible=False)
        told = f"{told} {underlay.under(ax, (west, south, east, north))}"
        for row in shown.sort_values("radius_km", ascending=False, kind="stable").to_dict("records"):
            _area(ax, row, stretch, styles[row["group"]])
        _legend(ax, styles)
        _scale(ax, west, south, east, north, stretch)
        centres = {str(group): _centres(part) for group, part in shown.groupby("group", sort=True)}
        every = _centres(shown)
        beside(ax, centres, every, (WIDE - 0.8, canvas.get_figheight() - 0.7 - KEY))
        underlay.name_countries(ax, (west, south, east, north), every)
        return finished(canvas, name, told, describe(shown, told), csv_text(frame))


def _bounds(placed: pd.DataFrame) -> tuple[float, float, float, float]:
    """Return a frame around all points with a margin of a tenth."""
    west, east, south, north = (
        placed[c].agg(f) for c, f in (("lon", "min"), ("lon", "max"), ("lat", "min"), ("lat", "max"))
    )
    margin = 0.1 * max(east - west, north - south, 0.05)
    return west - margin, south - margin, east + margin, north + margin


def _centres(part: pd.DataFrame) -> list[tuple[float, float]]:
    """Return where areas have their middle, in degrees."""
    return list(zip(part["lon"].astype(float), part["lat"].astype(float), strict=True))


def _area(ax: Axes, row: dict, stretch: float, style: Group) -> None:
    """Draw one place as wide as its precision; a wide one as an outline, so that it hides nothing."""
    high = max(row["radius_km"], LEAST) / underlay.KM_PER_DEGREE
    wide = row["radius_km"] >= WIDE_KM
    for look in _looks(style, wide):
        ax.add_patch(Ellipse((row["lon"], row["lat"]), 2 * high * stretch, 2 * high, **look))


def _looks(style: Group, wide: bool) -> list[dict[str, Any]]:
    """Return how an area is drawn: a wash and over it its outline and hatch; a wide one as an outline alone.

    Two patches, for a file of outlines holds the hatch of a washed patch in the colour of the wash, unseen.
    """
    if wide:
        return [
            {"facecolor": NOTHING, "edgecolor": style.colour, "linewidth": 1.2, "linestyle": style.dash, "gid": AREA}
        ]
    hatch = {"hatch": style.hatch, "hatchcolor": (style.colour, HATCHED)}
    return [
        {"facecolor": (style.colour, WASHED), "edgecolor": NOTHING, "gid": "wash"},
        {"facecolor": NOTHING, "edgecolor": style.colour, "linewidth": 1.2, "gid": AREA} | hatch,
    ]


def _legend(ax: Axes, styles: dict[str, Group]) -> None:
    """Name the groups beside their colour and hatch: what a swatch of an area means."""
    swatches = [tuple(Circle((0, 0), **look) for look in _looks(style, wide=False)) for style in styles.values()]
    ax.legend(swatches, [*styles], loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=TINY,
              frameon=False, borderaxespad=0.2)  # fmt: skip


def _scale(ax: Axes, west: float, south: float, east: float, north: float, stretch: float) -> None:
    """Draw a bar of whole kilometres."""
    wide = (east - west) * underlay.KM_PER_DEGREE / stretch
    length = next(km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km <= max(wide / 4, 1))
    degrees, y = length / underlay.KM_PER_DEGREE * stretch, south + 0.04 * (north - south)
    start = east - 0.05 * (east - west) - degrees
    ax.plot([start, start + degrees], [y, y], color=QUIET, linewidth=2, solid_capstyle="butt")
    ax.annotate(f"{length} km", xy=(start + degrees / 2, y), xytext=(0, 3), textcoords="offset points", ha="center",
                fontsize=SMALL, color=QUIET)  # fmt: skip


def describe(shown: pd.DataFrame, caption: str) -> str:
    """Return the map in words: how many places of each group, and how precisely they are known."""
    lines = [
        f"{group}: {len(part)} place{'s' if len(part) != 1 else ''}, known to {_precision(part['radius_km'])}."
        for group, part in shown.groupby("group", sort=True)
    ]
    return " ".join(["Map of places as areas of their stated precision.", *lines, caption])


def _precision(radius: pd.Series) -> str:
    """Return how well places are known, in kilometres."""
    least, most = radius.min(), radius.max()
    return f"{least:g} km" if least == most else f"between {least:g} and {most:g} km"
