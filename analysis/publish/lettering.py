"""The words inside a picture, said in the language spoken just before it is drawn."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from analysis import language
from analysis.publish.seeing import shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def reletter(canvas: Figure) -> None:
    """Say every text of a picture in the language spoken; what is broken into lines is broken anew as wide as it was.

    Ticks are numbers and days, and stay. What nobody sees of a text is made visible in every language.

    Parameters
    ----------
    canvas : Figure
        Changed in place.
    """
    from matplotlib.text import Text

    for text in canvas.findobj(Text):
        if (seen := shown(text.get_text())) != text.get_text():
            text.set_text(seen)
        if language.spoken() == language.ENGLISH:
            continue
        lines = text.get_text().split("\n")
        told = language.reword(" ".join(line.strip() for line in lines))
        wide = max(map(len, lines))
        text.set_text(textwrap.fill(told, wide, break_long_words=False) if len(lines) > 1 else told)
