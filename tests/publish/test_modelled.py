from __future__ import annotations

import pytest
from matplotlib.figure import Figure as Canvas

from analysis.methods.capture import considered, published
from analysis.publish import modelled


def test_every_model_is_a_hollow_mark_and_the_observed_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Canvas] = []
    monkeypatch.setattr(modelled, "png_of", lambda canvas: drawn.append(canvas) or b"")
    held = published.held("artificial")
    found = considered.every(held)
    shown = modelled.estimates(found, held.observed, "models", "Modelled, not observed")
    [ax] = drawn[0].axes
    marks, line = ax.lines
    assert len(marks.get_xdata()) == 4 and marks.get_markerfacecolor() == "white" and marks.get_linestyle() == "None"
    assert list(line.get_xdata()) == [96, 96] and ax.get_xlim()[0] == 0 and "Modelled" in ax.get_xlabel()
    assert "Modelled, not observed" in shown.alt and "from 296" in shown.alt and "AxB" in shown.csv


def test_no_estimate_is_said_in_words() -> None:
    found = considered.every(published.held("artificial"))
    assert modelled.describe(found[found["verdict"] == "nothing"], 96) == "No model gives an estimate; observed: 96."
