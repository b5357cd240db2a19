from __future__ import annotations

from collections.abc import Iterator

import pytest
from matplotlib.figure import Figure

from analysis import language
from analysis.publish.lettering import reletter


@pytest.fixture
def arabic() -> Iterator[None]:
    language.speak("ar")
    yield
    language.speak("en")


def drawn() -> Figure:
    canvas = Figure()
    ax = canvas.subplots()
    ax.set_title("Local\nmedia")
    ax.set_xlabel("at least 230")
    ax.set_ylabel("st-mj-x")
    return canvas


def words(canvas: Figure) -> list[str]:
    [ax] = canvas.axes
    return [ax.get_title().replace("\n", " "), ax.get_xlabel(), ax.get_ylabel()]


def test_the_words_of_a_picture_are_said_in_the_language_spoken(arabic: None) -> None:
    canvas = drawn()
    reletter(canvas)
    assert words(canvas) == [language.reword("Local media"), language.reword("at least 230"), "st-mj-x"]
    assert language.reword("Local media") != "Local media" and "230" in words(canvas)[1]


def test_in_english_they_stay_as_they_are() -> None:
    canvas = drawn()
    reletter(canvas)
    assert words(canvas) == ["Local media", "at least 230", "st-mj-x"]


def test_what_nobody_sees_is_made_visible_in_english_too() -> None:
    canvas = drawn()
    canvas.axes[0].set_xlabel("killed \u202e032")
    reletter(canvas)
    assert words(canvas)[1] == "killed [U+202E]032"
