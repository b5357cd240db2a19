from __future__ import annotations

from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from analysis.publish import labels
from analysis.publish.style import drawing

SIZE = (5.0, 2.0)


@pytest.fixture
def ax() -> Any:
    with drawing():
        made = Canvas(figsize=(5.6, 2.4), layout="constrained")
        ax = made.subplots()
        ax.set(xlim=(0, 100), ylim=(0, 100))
    return ax


def boxes(ax: Any) -> dict[str, Any]:
    FigureCanvasAgg(ax.figure).draw()
    return {text.get_text(): text.get_window_extent() for text in ax.texts}


def test_a_name_stands_beside_its_own_mark_without_a_line(ax: Any) -> None:
    labels.beside(ax, {"Monitors": [(30, 50)]}, [(30, 50)], SIZE)
    [text] = ax.texts
    assert text.xy == (30, 50) and text.arrow_patch is None
    box = boxes(ax)["Monitors"]
    assert box.x0 > ax.transData.transform((30, 50))[0], "to the right, where nothing is"


def test_a_name_does_not_cover_another_mark(ax: Any) -> None:
    taken = [(30, 50), (38, 50), (42, 50), (46, 50)]
    labels.beside(ax, {"Monitors": [(30, 50)]}, taken, SIZE)
    box = boxes(ax)["Monitors"]
    assert not any(box.contains(*ax.transData.transform(mark)) for mark in taken)


def test_a_name_does_not_cover_an_arrow(ax: Any) -> None:
    labels.beside(ax, {"Monitors": [(50, 40)]}, [(50, 40)], SIZE, [(50 + at, 38, 13.0) for at in (4, 8, 12)])
    assert boxes(ax)["Monitors"].x0 < ax.transData.transform((50, 40))[0]


def test_two_names_do_not_cover_each_other(ax: Any) -> None:
    near = {"Witnesses, unnamed": [(50, 50)], "International media": [(51, 50)], "Party media": [(50, 52)]}
    labels.beside(ax, near, [(50, 50), (51, 50), (50, 52)], SIZE)
    drawn = list(boxes(ax).values())
    assert len(drawn) == 3 and not any(one.overlaps(other) for at, one in enumerate(drawn) for other in drawn[at + 1 :])


def test_a_name_at_the_edge_stays_inside(ax: Any) -> None:
    labels.beside(ax, {"International media": [(99, 97)]}, [(99, 97)], SIZE)
    assert boxes(ax)["International media"].x1 <= ax.get_window_extent().x1


def test_a_name_that_stands_off_has_a_line_to_its_mark(ax: Any) -> None:
    crowd = [(40 + at, 50 + up) for at in range(-12, 13, 2) for up in (-12, -6, 0, 6, 12)]
    labels.beside(ax, {"Academic": [(40, 50)]}, crowd, SIZE)
    [text] = ax.texts
    assert text.arrow_patch is not None and text.xy == (40, 50)


def test_the_emptiest_of_several_marks_is_taken(ax: Any) -> None:
    crowd = [(20 + at, 50 + up) for at in range(0, 30, 3) for up in (-20, -10, 0, 10, 20)]
    labels.beside(ax, {"UN": [(20, 50), (80, 50)]}, [*crowd, (80, 50)], SIZE)
    assert ax.texts[0].xy == (80, 50)


def test_equal_marks_give_equal_places(ax: Any) -> None:
    for _ in range(2):
        labels.beside(ax, {"UN": [(20, 50), (80, 50)]}, [(20, 50), (80, 50)], SIZE)
    one, two = ax.texts
    assert (one.xy, one.xyann) == (two.xy, two.xyann)
