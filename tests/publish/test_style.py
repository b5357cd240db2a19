from __future__ import annotations

import ast
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from analysis.methods.families import EIGHT
from analysis.publish import canvas, style
from analysis.publish.style import GAP, GROUPS, INK, LOOKS, QUIET, family_name, short_name


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str = "#ffffff") -> float:
    high, low = sorted((luminance(colour), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_family_of_the_data_has_a_look_under_its_own_name() -> None:
    assert set(EIGHT) <= set(LOOKS)
    assert all(family_name(family) == name for family, name in EIGHT.items())


@pytest.mark.parametrize("family", LOOKS)
def test_a_mark_stands_out_from_paper_and_from_a_gap(family: str) -> None:
    assert contrast(LOOKS[family].colour) >= 3
    assert contrast(LOOKS[family].colour, GAP) >= 2.5


def test_words_can_be_read() -> None:
    assert contrast(INK) >= 7 and contrast(QUIET) >= 4.5


def test_families_outside_the_four_are_others_for_short() -> None:
    assert short_name("witness") == "Others" and short_name("monitor") == "Monitors"
    assert family_name("a_new_one") == "A new one"


def test_families_in_one_picture_differ_in_marker_dash_and_name() -> None:
    for part in ("marker", "dash", "short", "name"):
        values = [getattr(look, part) for look in LOOKS.values()]
        assert len(set(values)) == len(values), part


def test_groups_on_a_map_differ_in_hatch_and_dash() -> None:
    assert len({group.hatch for group in GROUPS}) == len({group.dash for group in GROUPS}) == len(GROUPS)
    assert all(contrast(group.colour) >= 3 for group in GROUPS)


@pytest.mark.parametrize("colour", [style.RESULT, style.PRIMARY, style.FIT, style.INTERVAL, style.BORDER])
def test_every_line_stands_out_from_paper(colour: str) -> None:
    assert contrast(colour) >= 3


# Viénot, Brettel and Mollon 1999, table of the reduced colour spaces of protanopes and deuteranopes, on linear RGB.
SEEN_BY = {
    "protanope": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deuteranope": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
}


def seen_as(colour: str, eye: str | None) -> np.ndarray:
    """CIE L*a*b* of a colour, as an eye sees it; None: an eye that sees all."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(SEEN_BY[eye]) @ linear, 0, 1) if eye else linear
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    x, y, z = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str, eye: str | None) -> float:
    return float(np.linalg.norm(seen_as(one, eye) - seen_as(other, eye)))


@pytest.mark.parametrize("eye", [None, *SEEN_BY])
def test_the_three_that_are_set_against_each_other_differ_in_colour_to_every_eye(eye: str | None) -> None:
    """Twenty is far above a difference that is just seen (2.3).

    The greys of the other families and the two greens of officials are told by marker, dash and name: their colours
    are alike on purpose, since they stand under one heading.
    """
    three = [LOOKS[family].colour for family in ("local_media", "monitor", "official_belligerent")]
    assert all(apart(one, other, eye) > 20 for one, other in combinations(three, 2))


def test_the_eyes_of_this_test_are_not_those_that_see_all() -> None:
    red, green = "#c00000", "#4f6a00"
    assert apart(red, green, None) > 60
    assert apart(red, green, "deuteranope") < apart(red, green, None) / 2


COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
TAKES_COLOUR = re.compile(r"(.*color|c|fc|ec|mfc|mec)")


def colours_of(source: str) -> list[str]:
    """Colours that some code spells itself: as hexadecimal anywhere, or by name where a colour is asked for."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.fullmatch(node.value):
            found.append(node.value)
        if isinstance(node, ast.Call):
            named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            named = {str(key.value): value for key, value in pairs if isinstance(key, ast.Constant)}
        else:
            continue
        found += [
            value.value
            for name, value in named.items()
            if TAKES_COLOUR.fullmatch(name) and isinstance(value, ast.Constant) and isinstance(value.value, str)
            and value.value != style.NOTHING
        ]  # fmt: skip
    return found


def test_no_module_but_the_style_spells_a_colour() -> None:
    folder = Path(style.__file__).parents[1]
    paths = [path for path in sorted(folder.rglob("*.py")) if path.name != "style.py"]
    sources = {path.name: path.read_text(encoding="utf-8") for path in paths}
    spelt = {name: colours_of(source) for name, source in sources.items() if "matplotlib" in source}
    assert {name: found for name, found in spelt.items() if found} == {}
    assert {"plots.py", "maps.py", "underlay.py", "decisions.py", "segments.py", "steps.py", "modelled.py"} <= set(
        spelt
    )


@pytest.mark.parametrize(
    "source", ["RED = '#d55e00'", "ax.plot(x, color='red')", "ax.plot(mfc='white')", "look = {'facecolor': 'black'}"]
)
def test_a_colour_spelt_elsewhere_is_seen(source: str) -> None:
    assert len(colours_of(source)) == 1


def test_a_look_from_the_style_is_no_colour_spelt() -> None:
    assert colours_of("ax.fill(x, facecolor=WATER, edgecolor='none', label='red')") == []


def test_a_picture_is_drawn_alike_whatever_matplotlibrc_lies_where_it_is_drawn() -> None:
    import matplotlib as mpl

    def drawn() -> bytes:
        with style.drawing():
            picture = canvas.empty_canvas(2, 1)
            picture.subplots().plot([0, 1], [0, 1])
            return canvas.png_of(picture)

    plain, theirs = drawn(), {"path.sketch": (5, 50, 3), "axes.labelpad": 20, "lines.linewidth": 9}
    with mpl.rc_context(theirs):
        assert drawn() == plain
        assert mpl.rcParams["lines.linewidth"] == 9  # and what others set for themselves stays
