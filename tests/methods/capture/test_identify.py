from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import design, identify, published

HELD = published.held("artificial")
COUNTS = np.asarray(HELD.counts, dtype=float)
A, B, C = 0, 1, 2


@pytest.mark.parametrize(
    ("model", "verdict"),
    [
        ((), "ok"), (((A, C),), "ok"), (((B, C),), "ok"), (((A, C), (B, C)), "ok"),
        (((A, B),), "no finite estimate"), (((A, B), (A, C)), "no finite estimate"),
        (((A, B), (A, C), (B, C)), "not identifiable"),
    ],
)  # fmt: skip
def test_the_table_made_to_fail_fails_where_it_should(model: design.Model, verdict: str) -> None:
    assert identify.check(design.matrix(HELD.cells, model), COUNTS).verdict == verdict


def test_the_refusal_names_the_model_and_what_would_help() -> None:
    with pytest.raises(MethodRefused, match="the model AxB: no finite estimate.*drop an interaction"):
        identify.require(design.matrix(HELD.cells, ((A, B),)), COUNTS, "AxB")


def test_an_empty_overlap_in_the_model_takes_its_histories_out() -> None:
    found = identify.check(design.matrix(HELD.cells, ((A, C),)), COUNTS)
    assert [cell for cell, kept in zip(HELD.cells, found.fitted, strict=True) if not kept] == [(1, 0, 1), (1, 1, 1)]


def test_without_empty_histories_every_model_is_fitted() -> None:
    held = published.held("three-lists")
    for model in design.models(3):
        assert identify.check(design.matrix(held.cells, model), np.asarray(held.counts, dtype=float)).ok


def test_a_saturated_design_says_nothing_of_the_unseen() -> None:
    made = design.matrix(HELD.cells, ((A, B), (A, C), (B, C), (A, B, C)))
    assert not identify.estimable(made)
    assert identify.check(made, np.full(7, 5.0)).verdict == "not identifiable"


def test_the_quick_way_and_the_linear_program_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = np.random.default_rng(8)
    made = [design.matrix(HELD.cells, model) for model in design.models(3)]
    drawn = draws.poisson(1.2, (25, 7)).astype(float)
    quick = [identify.check(one, counts) for one in made for counts in drawn if counts.any()]
    monkeypatch.setattr(identify, "_whole", lambda *_: False)
    assert quick == [identify.check(one, counts) for one in made for counts in drawn if counts.any()]
    assert {found.verdict for found in quick} == {"ok", "no finite estimate", "not identifiable"}
