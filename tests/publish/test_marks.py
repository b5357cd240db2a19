from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure as Canvas
from publish.looking import arrows, lines, parts, stated

from analysis.publish import marks
from analysis.publish.style import BLUE

LINE, MARK = {"color": BLUE, "linewidth": 1.2}, {"color": BLUE, "marker": "o"}
NONE = float("nan")


@pytest.fixture
def ax() -> object:
    return Canvas().subplots()


def draw(ax: object, *figures: tuple[float, float]) -> None:
    frame = pd.DataFrame(figures, columns=["lo", "hi"], dtype="float64")
    marks.draw_bounds(ax, frame.index, frame["lo"], frame["hi"], LINE, MARK)  # type: ignore[arg-type]


def test_two_bounds_are_two_marks_and_a_line_and_no_middle(ax: object) -> None:
    draw(ax, (2, 8))
    assert stated(ax) == [(0, 2), (0, 8)] and parts(ax, marks.BETWEEN) == [[(0, 2), (0, 8)]]
    assert arrows(ax) == []


def test_an_open_end_is_an_arrow_of_a_length_that_says_no_number(ax: object) -> None:
    draw(ax, (2, NONE), (NONE, 900))
    assert arrows(ax) == [(0, 2, "above"), (1, 900, "below")] and stated(ax) == [(0, 2), (1, 900)]
    sizes = {line.get_markersize() for gid in (marks.OPEN_ABOVE, marks.OPEN_BELOW) for line in lines(ax, gid)}
    assert sizes == {2 * marks.LENGTH} and parts(ax, marks.BETWEEN) == []


def test_arrows_point_to_the_open_side() -> None:
    above, below = marks.ARROWS["above"].vertices, marks.ARROWS["below"].vertices
    assert above[:, 1].max() == 1 and above[:, 1].min() == 0
    assert below[:, 1].min() == -1 and below[:, 1].max() == 0


def test_an_exact_figure_is_one_mark_and_an_unseen_one_is_none(ax: object) -> None:
    draw(ax, (5, 5), (NONE, NONE))
    assert stated(ax) == [(0, 5)] and arrows(ax) == [] and parts(ax, marks.BETWEEN) == []


def test_lines_of_two_figures_are_not_joined(ax: object) -> None:
    draw(ax, (2, 8), (NONE, 5), (1, 3))
    assert parts(ax, marks.BETWEEN) == [[(0, 2), (0, 8)], [(2, 1), (2, 3)]]


def test_a_coarse_date_is_a_span_and_an_exact_one_is_not(ax: object) -> None:
    marks.draw_spans(ax, [0, 10, 20], [5, 10, 29], [7, 8, NONE], LINE)  # type: ignore[arg-type]
    assert parts(ax, marks.SPAN) == [[(0, 7), (5, 7)]]
