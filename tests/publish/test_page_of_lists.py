from __future__ import annotations

import dataclasses

import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods.capture import ours, published
from analysis.methods.capture.gate import Stated
from analysis.paths import Project
from analysis.publish import page_of_lists as page
from analysis.publish.display import Table
from analysis.publish.evidence import Evidence

NONE = pd.DataFrame({"source": [], "relation": [], "on": [], "event": []}, dtype=object)
PAIRS = {frozenset(pair): "drawn apart" for pair in (("d1", "d2"), ("d1", "d3"), ("d2", "d3"))}


def test_a_closed_gate_gives_a_sentence_and_no_number(inside: Project) -> None:
    lists = page.lists("2026-11-24", "central")
    told = page.headline(Evidence("2026-11-24"), lists)
    assert "each on at least one list: 115" in str(told) and "no number is given" in str(told)
    refused = str(page.estimate(lists))
    assert refused.startswith("No result, and why: no estimate of what no list holds") and "to open:" in refused
    assert (
        "not met" in page.states(lists)
        and "not reached" in str(page.asked(lists))
        and "all three" in str(page.seen(lists))
    )


def test_an_open_gate_gives_the_estimate_beside_its_range(inside: Project) -> None:
    real = ours.lists("2026-11-24")
    stated = Stated({}, NONE, PAIRS, (0.9, 1.0), "one city, one month")
    opened = dataclasses.replace(real, held=published.held("three-lists"), stated=stated)
    assert "over 8 models" in str(page.estimate(opened))
    made = page.estimate(opened)
    assert isinstance(made, Table) and made.behind[0]["keys"] == opened.keys
    assert "The gate is open" in str(page.headline(Evidence("2026-11-24"), opened))


def test_lists_that_cannot_be_laid_side_by_side_are_a_sentence_everywhere() -> None:
    refusal = MethodRefused("there are no incidents")
    for shown in (page.headline(Evidence(), refusal), page.seen(refusal), page.asked(refusal), page.estimate(refusal)):
        assert shown.text == "No result, and why: there are no incidents."
    assert "there are no incidents" in page.states(refusal)
