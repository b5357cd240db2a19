from __future__ import annotations

from matplotlib.figure import Figure as Canvas
from publish.looking import words

from analysis.methods.capture import considered, published
from analysis.publish import modelled
from analysis.publish.style import PAPER


def test_every_model_is_a_hollow_mark_and_the_observed_a_line(canvases: list[Canvas]) -> None:
    held = published.held("artificial")
    found = considered.every(held)
    shown = modelled.estimates(found, held.observed, "models", "Modelled, not observed")
    [ax] = canvases[0].axes
    marks, line = ax.lines
    assert len(marks.get_xdata()) == 4 and marks.get_markerfacecolor() == PAPER and marks.get_linestyle() == "None"
    assert list(line.get_xdata()) == [96, 96] and ax.get_xlim()[0] == 0 and "Modelled" in ax.get_xlabel()
    assert "no clock" in ax.get_xlabel() and words(ax) == [" observed 96"]
    assert "Modelled, not observed" in shown.alt and "from 296" in shown.alt and "AxB" in shown.csv


def test_no_estimate_is_said_in_words() -> None:
    found = considered.every(published.held("artificial"))
    assert modelled.describe(found[found["verdict"] == "nothing"], 96) == "No model gives an estimate; observed: 96."
