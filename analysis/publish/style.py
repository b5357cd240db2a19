"""The house style of every picture: colours, markers, dashes, hatches, sizes of type and names, spelt nowhere else.

Colour never stands alone. A family is told by its marker, by the dash of its lines and by its name written beside what
is drawn; a group on a map by its hatch, the dash of its outline and its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from analysis.methods.families import EIGHT, NAMES, group_of

Dash = str | tuple[int, tuple[float, ...]]


class Look(NamedTuple):
    """How a family is drawn: its name, colour and marker, the name beside its marks, the dash of its lines."""

    name: str
    colour: str
    marker: str
    short: str
    dash: Dash


class Group(NamedTuple):
    """How a group on a map is drawn: colour, hatch of small areas, dash of the outline of wide ones."""

    colour: str
    hatch: str
    dash: Dash


# Media blue, monitor vermilion, official green: the three of seaborn's "colorblind" that reach 3:1 on white.
BLUE, VERMILION, GREEN, DARK_GREEN, GREY = "#0173b2", "#d55e00", "#029e73", "#02714f", "#4d4d4d"
LOOKS = {
    "local_media": Look(EIGHT["local_media"], BLUE, "o", "Local media", "-"),
    "monitor": Look(EIGHT["monitor"], VERMILION, "s", "Monitors", (0, (5, 1.2))),
    "official_belligerent": Look(EIGHT["official_belligerent"], GREEN, "D", "Officials, party", (0, (2.5, 1))),
    "official_local": Look(EIGHT["official_local"], DARK_GREEN, "d", "Officials, not a party", (0, (6, 1, 1, 1))),
    "international_media": Look(EIGHT["international_media"], GREY, "^", "International media", (0, (1, 1))),
    "witness": Look(EIGHT["witness"], GREY, "v", "Witnesses, unnamed", (0, (3, 1, 1, 1, 1, 1))),
    "party_media": Look(EIGHT["party_media"], GREY, "P", "Party media", (0, (8, 2))),
    "academic": Look(EIGHT["academic"], GREY, "X", "Academic", (0, (1, 2.2))),
    "un": Look("United Nations, all perpetrators", GREY, "h", "UN", (0, (3, 2, 1, 2))),
}
GROUPS = (
    Group(VERMILION, "", (0, (6, 2))), Group(BLUE, "////", (0, (2, 1.5))), Group(GREEN, "|||", (0, (6, 1.5, 1, 1.5))),
    Group(GREY, "xxxx", (0, (1, 1.2))),
)  # fmt: skip
INK, QUIET, GAP, PAPER, GRID = "#1a1a1a", "#595959", "#e4e4e4", "#ffffff", "#e3e3e3"
RESULT, PRIMARY = BLUE, VERMILION  # of a specification curve
FIT, INTERVAL = "#8a4b2a", "#949494"  # what was reckoned, never observed
WATER, BORDER = "#c3d7e4", "#8a8a8a"  # of the base map

GAP_HATCH = "////"
WASHED, HATCHED = 0.22, 0.6  # how much an area and its hatch hide of what is under them
MARKED = (0, (4, 3))  # the line of a marked day, of a reference, of the as-of day
FITTED, UPPER, OPEN = "--", "--", "--"  # what was fitted; the upper of two ends; a bar without an end
TITLE, LABEL, SMALL, TINY = 10, 9.5, 9, 8.5  # points; on a phone of 390 pixels a picture is 0.65 as wide as drawn
NOTHING = "none"
HOW_SHOWN = ("backend", "backend_fallback", "interactive", "toolbar")  # settings that are of a window, not a picture


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


def named_in(family: str, text: str) -> bool:
    """Return whether a text, such as the title of a panel, names a family already.

    >>> named_in("un", "UN, Nineveh"), named_in("monitor", "Airwars, Syria"), named_in("official_local", "Officials")
    (True, False, False)
    """
    return text.startswith((LOOKS[family].short, LOOKS[family].name))


@contextmanager
def drawing() -> Iterator[None]:
    """Set seaborn's white style with type that stays legible on a phone, for the time of one figure.

    It starts from what matplotlib itself sets: a ``matplotlibrc``, which is read from the working folder and from the
    home of whoever runs this, changes no picture.
    """
    import matplotlib as mpl
    import seaborn as sns

    own: dict[Any, Any] = {
        "font.family": "DejaVu Sans", "font.size": 10.5, "axes.titlesize": 11, "axes.titleweight": "bold",
        "axes.titlelocation": "left", "axes.labelsize": 10, "xtick.labelsize": LABEL, "ytick.labelsize": LABEL,
        "axes.edgecolor": QUIET, "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
        "text.parse_math": False, "axes.grid": True, "grid.color": GRID, "grid.linewidth": 0.6, "axes.axisbelow": True,
    }  # fmt: skip
    plain = {name: value for name, value in mpl.rcParamsDefault.items() if name not in HOW_SHOWN}
    with mpl.rc_context(plain), sns.axes_style("white"):
        mpl.rcParams.update(own)
        yield
