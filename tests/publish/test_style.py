from __future__ import annotations

import pytest

from analysis.methods.families import EIGHT
from analysis.publish.style import GAP, INK, LOOKS, QUIET, family_name, short_name


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
