from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import matplotlib.image as mpimg
import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from analysis.publish import canvas
from analysis.publish.display import Figure, size_of
from analysis.publish.style import GAP_HATCH, drawing

SVG = "{http://www.w3.org/2000/svg}"
WORD, ALEF_SEEN, SEEN = "سسس", "اس", "س"


def picture(text: str = "words") -> Canvas:
    with drawing():
        made = canvas.empty_canvas(3, 2)
        ax = made.subplots()
        ax.plot([0, 1], [2, 3])
        ax.set_title(text)
    return made


def finished(**told: str) -> Figure:
    words = {"caption": "Killed & <b>", "alt": 'From "2" to 3 <persons>'} | told
    return canvas.finished(picture(), "one", words["caption"], words["alt"], "a\n1\n")


def test_one_picture_is_two_files_of_one_shape() -> None:
    made = finished()
    root = ElementTree.fromstring(made.svg)
    box = [float(side) for side in root.attrib["viewBox"].split()]
    assert size_of(made.png) == (3 * canvas.DPI, 2 * canvas.DPI) == mpimg.imread(BytesIO(made.png)).shape[1::-1]
    assert box == [0, 0, 3 * 72, 2 * 72] and root.attrib["width"] == "216pt"


def test_the_outlines_say_in_words_what_they_show() -> None:
    root = ElementTree.fromstring(finished().svg)
    assert root.attrib["role"] == "img"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert (root[0].text, root[1].text) == ("Killed & <b>", 'From "2" to 3 <persons>')


def test_neither_file_names_a_day_a_machine_or_a_program_or_loads_anything() -> None:
    made = finished()
    assert b"Software" not in made.png and b"Creation" not in made.png
    assert not re.search(r"metadata|created|DOCTYPE|<script|@import|date", made.svg, re.I)
    addresses = re.findall(r"(?:href|src|url)(?:=\"|\()(?!#)[^\")]*", made.svg)
    assert addresses == [] and set(re.findall(r"https?://[^\"\s]+", made.svg)) == {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
    }  # fmt: skip


def test_equal_pictures_are_equal_byte_for_byte_and_others_are_not() -> None:
    one, two, other = finished(), finished(), finished(alt="Other")
    assert (one.png, one.svg) == (two.png, two.svg) and one.svg != other.svg


def test_the_letters_are_outlines_of_their_true_size() -> None:
    svg = finished().svg
    assert "<text" not in svg and 'id="DejaVuSans' in svg
    assert {found for found in re.findall(r"scale\(([\d.]+)\)", svg)} == {"0.015625"}
    beside_letters = re.sub(r"scale\([^)]*\)", "", svg)
    assert not re.search(r"\d\.\d{3}", beside_letters), "hundredths of a point are enough"


def test_days_not_seen_are_hatched_over_the_whole_height() -> None:
    ax = picture().axes[0]
    canvas.gap(ax, 10, 19)
    [span] = ax.patches
    assert (span.get_x(), span.get_width()) == (10, 10) and span.get_hatch() == GAP_HATCH
    low, high = span.get_window_extent().intervaly
    assert (low, high) == (ax.get_window_extent().y0, ax.get_window_extent().y1)


@pytest.fixture
def ink() -> dict[str, np.ndarray]:
    """For each word, which columns of its picture hold ink."""
    return {word: columns(word) for word in (WORD, ALEF_SEEN, SEEN, "س\u200cس\u200cس")}


def columns(word: str) -> np.ndarray:
    """Which columns of a picture of one word hold ink."""
    with drawing():
        made = Canvas(figsize=(3, 1), dpi=100)
        made.text(0.5, 0.5, word, fontsize=30, ha="center", va="center")
        drawn = mpimg.imread(BytesIO(canvas.png_of(made)))[..., :3].mean(axis=2)
    return (drawn < 0.5).any(axis=0)


def pieces(held: np.ndarray) -> list[int]:
    """The widths of the pieces of ink, from left to right."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(int), [0]])))
    return [int(wide) for wide in edges[1::2] - edges[::2]]


def test_arabic_letters_join_and_take_the_shape_of_their_place(ink: dict[str, np.ndarray]) -> None:
    assert len(pieces(ink[WORD])) == 1, "three letters that join are one stroke"
    assert len(pieces(ink["س\u200cس\u200cس"])) == 3, "kept apart, they are three: the test can fail"
    assert ink[WORD].sum() < 3 * ink[SEEN].sum(), "joined letters are narrower than three that stand alone"


def test_arabic_runs_from_right_to_left(ink: dict[str, np.ndarray]) -> None:
    left, right = pieces(ink[ALEF_SEEN])
    assert right < left / 3, "the alef, a thin stroke, is said first and stands at the right"
