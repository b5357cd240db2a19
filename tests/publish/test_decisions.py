from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure as Canvas
from methods.curve.toys import toy
from publish.looking import arrows, lines, parts, stated

from analysis.publish import decisions, marks
from analysis.publish.display import Figure
from analysis.publish.style import PRIMARY

CHOICES = [
    {"bound": "both", "linkage": "strict", "lo": 2, "hi": 8, "result": "2 to 8", "primary": True},
    {"bound": "lower", "linkage": "strict", "lo": 2, "result": "at least 2"},
    {"bound": "both", "linkage": "lenient", "hi": 4, "result": "at most 4"},
    {"bound": "lower", "linkage": "lenient", "lo": 5, "hi": 5, "result": "5"},
    {"bound": "upper", "linkage": "lenient", "why": "no records", "result": "no records"},
]


class Axes:
    """The axes of the pictures drawn so far."""

    def __init__(self, canvases: list[Canvas]) -> None:
        self.canvases = canvases

    def __getitem__(self, at: int) -> Any:
        return [ax for canvas in self.canvases for ax in canvas.axes][at]


@pytest.fixture
def axes(canvases: list[Canvas]) -> Axes:
    """The two axes of the picture that is drawn."""
    return Axes(canvases)


def draw(frame: pd.DataFrame, **named: object) -> Figure:
    shown = decisions.decisions(frame, "curve", "Bounds.", "Persons\n(event clock)", **named)  # type: ignore[arg-type]
    assert isinstance(shown, Figure)
    return shown


def test_every_result_is_drawn_at_its_rank_as_its_bounds(axes: Axes) -> None:
    draw(toy(*CHOICES))
    drawn: dict[int, list[float]] = {}
    for x, y in sorted(stated(axes[0])):
        drawn.setdefault(int(x), []).append(y)
    assert drawn == {1: [4], 2: [2, 8], 3: [2], 4: [5]}
    assert [part for part in parts(axes[0], marks.BETWEEN) if part[0] != part[1]] == [[(2, 2), (2, 8)]]
    assert sorted((x, side) for x, _, side in arrows(axes[0])) == [(1, "below"), (3, "above")]


def test_the_primary_has_a_marker_of_its_own_and_is_named_beside_it(axes: Axes) -> None:
    draw(toy(*CHOICES))
    marked = [line for line in lines(axes[0], marks.STATED) if line.get_marker() == "D"]
    assert [set(line.get_xdata()) for line in marked] == [{2}] and marked[0].get_color() == PRIMARY
    [beside] = [text for text in axes[0].texts if text.get_text() == "primary"]
    assert beside.xy in [(2, 2), (2, 8)]
    assert axes[0].get_title(loc="left") == "◆ Primary specification: 2 to 8"
    below = [list(line.get_xdata()) for line in axes[1].lines if line.get_marker() == "D" and len(line.get_xdata())]
    assert below == [[2], [2]]


def test_the_panel_marks_each_specification_once_a_dimension(axes: Axes) -> None:
    draw(toy(*CHOICES))
    assert [text.get_text() for text in axes[1].get_yticklabels()] == ["both bounds", "lower only", "strict", "lenient"]
    assert [text.get_text() for text in axes[1].texts] == ["Printed bound", "Linkage rule"]
    lines: dict[float, list[int]] = {}
    for line in axes[1].lines:
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
            lines.setdefault(round(float(y), 3), []).append(int(x))
    assert [sorted(ranks) for ranks in lines.values()] == [[1, 2], [3, 4], [2, 3], [1, 4]]
    assert list(lines) == sorted(lines)
    assert axes[1].get_xlabel() == "Specifications in order of their result, 1 to 4"


def test_the_alt_text_is_made_from_the_results_and_counts_those_not_drawn(axes: Axes) -> None:
    alt = draw(toy(*CHOICES)).alt
    assert "4 results in order, from 2 to 8 where closed; one open below, one open above" in alt
    assert "The primary specification stands at rank 2, 2 to 8." in alt
    assert "1 specifications without a result are not drawn" in alt
    assert "Linkage rule: strict, lenient" in alt and "First: at most 4; last: 5." in alt


def test_a_reference_and_a_logarithmic_axis_are_drawn_when_asked(axes: Axes) -> None:
    draw(toy(*CHOICES), reference=1.0, log=True)
    assert axes[0].get_yscale() == "log" and list(axes[0].lines[0].get_ydata()) == [1.0, 1.0]
    assert axes[0].get_ylabel() == "Persons\n(event clock)"


def test_a_primary_without_a_result_is_said_and_nothing_at_all_is_a_sentence(axes: Axes) -> None:
    shown = draw(toy({"bound": "both", "why": "no records", "primary": True}, {"bound": "lower", "lo": 1, "hi": 1}))
    assert axes[0].get_title(loc="left") == "The primary specification gives no result"
    assert "stands without a result" in shown.alt and "No choice differs" in shown.alt
    none = decisions.decisions(toy({"why": "no records"}), "curve", "Bounds.", "Persons")
    assert "no specification gives a result" in str(none)


def test_days_stand_in_order_and_the_day_of_the_page_last() -> None:
    days = pd.Series(["report", "2019-12-31", "2017-12-31"])
    assert decisions.in_order("as_of", days) == ["2017-12-31", "2019-12-31", "report"]
    assert decisions.in_order("linkage", pd.Series(["lenient", "strict", "other"])) == ["strict", "lenient", "other"]


def test_the_bytes_do_not_depend_on_the_order_of_the_rows(axes: Axes) -> None:
    assert draw(toy(*CHOICES)).png == draw(toy(*CHOICES[::-1])).png
