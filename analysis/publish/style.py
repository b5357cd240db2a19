"""How the families look, everywhere the same: a colour that reads on white, a marker of its own, a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from analysis.methods.families import EIGHT, NAMES, group_of


class Look(NamedTuple):
    """Name, colour and marker of a family. Colour never stands alone: the marker and the name say the same."""

    name: str
    colour: str
    marker: str


# Media blue, monitor vermilion, official green: the three of seaborn's "colorblind" that reach 3:1 on white.
LOOKS = {
    "local_media": Look(EIGHT["local_media"], "#0173b2", "o"),
    "monitor": Look(EIGHT["monitor"], "#d55e00", "s"),
    "official_belligerent": Look(EIGHT["official_belligerent"], "#029e73", "D"),
    "official_local": Look(EIGHT["official_local"], "#02714f", "d"),
    "international_media": Look(EIGHT["international_media"], "#4d4d4d", "^"),
    "witness": Look(EIGHT["witness"], "#4d4d4d", "v"),
    "party_media": Look(EIGHT["party_media"], "#4d4d4d", "P"),
    "academic": Look(EIGHT["academic"], "#4d4d4d", "X"),
    "un": Look("United Nations, all perpetrators", "#4d4d4d", "h"),
}
INK, QUIET, GAP = "#1a1a1a", "#595959", "#e4e4e4"


def family_name(family: str) -> str:
    """Return a family's name for readers.

    >>> family_name("official_local")
    'Officials, not a party'
    """
    return LOOKS[family].name if family in LOOKS else family.replace("_", " ").capitalize()


def short_name(family: str) -> str:
    """Return which of the three a family is shown under, or its own name where it is none of the eight.

    >>> short_name("official_local"), short_name("un")
    ('Officials, not a party', 'United Nations, all perpetrators')
    """
    return NAMES[group_of(family)] if family in EIGHT else family_name(family)


@contextmanager
def drawing() -> Iterator[None]:
    """Set seaborn's white style with type that stays legible on a phone, for the time of one figure."""
    import matplotlib as mpl
    import seaborn as sns

    own: dict[Any, Any] = {
        "font.family": "DejaVu Sans", "font.size": 10.5, "axes.titlesize": 11, "axes.titleweight": "bold",
        "axes.titlelocation": "left", "axes.labelsize": 10, "xtick.labelsize": 9.5, "ytick.labelsize": 9.5,
        "axes.edgecolor": QUIET, "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
        "axes.grid": True, "grid.color": "#e3e3e3", "grid.linewidth": 0.6, "axes.axisbelow": True,
    }  # fmt: skip
    with mpl.rc_context(), sns.axes_style("white"):
        mpl.rcParams.update(own)
        yield
