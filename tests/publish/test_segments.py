from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure as Canvas

from analysis.errors import ReportError, ScopeError
from analysis.publish import segments
from analysis.publish.display import Figure, Sentence
from analysis.publish.plots import CLOCK_AXIS
from analysis.publish.style import GAP_HATCH

ROWS = pd.DataFrame(
    {
        "panel": "UN, Nineveh", "month": ["2016-10", "2016-11", "2016-12", "2017-01", "2017-02", "2017-03"],
        "count": pd.array([10, 20, 30, 40, None, 60], dtype="Int64"), "fitted": [11.0, 21.0, None, 39.0, None, 61.0],
        "after": [False, False, None, True, None, True], "clock": "event",
    }
)  # fmt: skip
MARKS = [("2016-12-01", "a a rule")]


def test_the_fit_is_drawn_only_at_months_seen_and_bridges_no_gap() -> None:
    [ax] = segments.canvas_of(ROWS, MARKS, "axis").axes
    dashed = [line for line in ax.lines if line.get_label() == "fitted"]
    assert [list(line.get_ydata()) for line in dashed] == [[11, 21], [39], [61]]
    assert {line.get_linestyle() for line in dashed} == {"--"} and all(line.get_alpha() < 1 for line in dashed)
    [points] = [line for line in ax.lines if line.get_label() == "seen"]
    assert points.get_linestyle() == "None"


def test_months_unseen_are_grey_and_marks_are_lines() -> None:
    [ax] = segments.canvas_of(ROWS, MARKS, "axis").axes
    [span] = ax.patches
    assert span.get_hatch() == GAP_HATCH and span.get_width() == 28
    assert "a" in [text.get_text() for text in ax.texts]
    assert ax.get_xlabel() == "axis"


def test_the_family_and_the_fit_are_named_beside_what_is_drawn() -> None:
    [ax] = segments.canvas_of(ROWS.assign(panel="Nineveh"), MARKS, "axis").axes
    named = {text.get_text(): text.xy[1] for text in ax.texts}
    assert named["UN"] in [10, 20, 30, 40, 60] and named["fitted"] in [11, 21, 39, 61]
    [ax] = segments.canvas_of(ROWS, MARKS, "axis").axes
    assert "UN" not in [text.get_text() for text in ax.texts], "the panel says so already"


def test_the_axis_names_the_clock(canvases: list[Canvas]) -> None:
    segments.segments(ROWS, "one", "Counts", MARKS)
    assert canvases[0].axes[0].get_xlabel() == CLOCK_AXIS["event"]


def test_a_line_never_crosses_the_change() -> None:
    part = pd.DataFrame({"month": ["2016-12", "2017-01"], "fitted": [1.0, 2.0], "after": [False, True]})
    assert [len(run) for run in segments.runs(part)] == [1, 1]
    assert segments.runs(part.assign(fitted=None)) == []


def test_the_figure_carries_its_data_and_its_words() -> None:
    made = segments.segments(ROWS, "one", "Counts", MARKS)
    assert isinstance(made, Figure) and "5 months seen, 1 not seen, from 10 to 60; fitted in 4 of them" in made.alt
    assert "2016-12-01, a a rule" in made.alt and made.csv.count("\n") == 7
    assert made.png == segments.segments(ROWS, "one", "Counts", MARKS).png  # type: ignore[union-attr]


def test_nothing_seen_is_said_and_clocks_are_not_mixed() -> None:
    assert isinstance(segments.segments(ROWS.assign(count=None), "one", "Counts"), Sentence)
    with pytest.raises(ScopeError, match="mixes clocks"):
        segments.segments(ROWS.assign(clock=["event"] * 5 + ["report"]), "one", "Counts")
    with pytest.raises(ReportError):
        segments.segments(ROWS, "No Name", "Counts")
