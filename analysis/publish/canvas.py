"""An empty picture, and a drawn one as two files: a PNG and an SVG with the same marks and the same words.

The words of the SVG are outlines. Kept as text, they would be set in whatever font the reader has: wider or narrower
than the place measured for them, and Arabic unjoined where a program does not shape it. So the picture looks the same
everywhere, and its content can be read as text in its title and description, in the alt text of the page and in the
CSV beside it.
"""

from __future__ import annotations

import re
from html import escape
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure as Canvas
from matplotlib.image import imsave

from analysis.language import reword
from analysis.publish.display import Figure
from analysis.publish.lettering import reletter
from analysis.publish.seeing import shown
from analysis.publish.style import GAP, GAP_HATCH, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, DPI = 5.6, 170  # inches, pixels per inch
PLAIN: dict[Any, Any] = {"svg.hashsalt": "civcas", "svg.fonttype": "path"}
UNSIGNED: dict[Any, Any] = {"Creator": None, "Date": None, "Format": None, "Type": None}
HEAD = re.compile(r"\A.*?<svg [^>]*?viewBox=\"0 0 ([\d.]+) ([\d.]+)\"[^>]*>\s*(?:<metadata>.*?</metadata>)?", re.S)
LONG = re.compile(r"(?<!scale\()(?<![\d.])(\d+\.\d\d)\d+")  # a coordinate, of which hundredths of a point are enough


def empty_canvas(width: float, height: float) -> Canvas:
    """Return an empty picture of some inches."""
    return Canvas(figsize=(width, height), dpi=DPI, layout="constrained", facecolor=PAPER)


def finished(canvas: Canvas, name: str, caption: str, alt: str, csv: str) -> Figure:
    """Return a drawn picture as it is shown and saved.

    Parameters
    ----------
    canvas : matplotlib Figure
        With everything drawn on it; its layout is settled here, once for both files.
    name, caption : str
        File name and caption.
    alt : str
        The picture in words, made from its data.
    csv : str
        The data drawn.
    """
    png = png_of(canvas)
    canvas.set_layout_engine("none")
    return Figure(name, caption, alt, png, svg_of(canvas, reword(caption), reword(alt)), csv)


def png_of(canvas: Canvas) -> bytes:
    """Return a picture's pixels without anything of the machine in them.

    The picture is drawn once: `savefig` would draw it a second time, only to learn where its edges are.
    """
    reletter(canvas)
    drawn = FigureCanvasAgg(canvas)
    drawn.draw()
    out, unsigned = BytesIO(), {"Software": None}  # type: tuple[BytesIO, dict[Any, Any]]
    imsave(out, np.asarray(drawn.buffer_rgba()), format="png", dpi=canvas.dpi, metadata=unsigned)
    return out.getvalue()


def svg_of(canvas: Canvas, title: str, words: str) -> str:
    """Return a picture's outlines, which say in words what they show; nothing of the machine, no date, no address."""
    out = StringIO()
    with rc_context(PLAIN):
        FigureCanvasSVG(canvas).print_svg(out, metadata=UNSIGNED)
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        r'viewBox="0 0 \1 \2" width="\1pt" height="\2pt" role="img" version="1.1">' + "\n"
    )
    drawn = LONG.sub(r"\1", HEAD.sub(head, out.getvalue(), count=1))
    told = f" <title>{escape(shown(title))}</title>\n <desc>{escape(shown(words))}</desc>\n"
    at = drawn.index("\n") + 1
    return drawn[:at] + told + drawn[at:]


def gap(ax: Axes, first: float, last: float) -> None:
    """Draw days for which no figure was seen: grey and hatched, over the whole height, so that they are no zero."""
    ax.axvspan(first, last + 1, facecolor=GAP, hatch=GAP_HATCH, edgecolor=PAPER, linewidth=0, zorder=0)


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
