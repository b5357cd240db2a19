from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import considered, design, published
from analysis.methods.capture.histories import cells_of, histories


def test_four_lists_are_fitted_in_every_model_and_the_truth_comes_back() -> None:
    cells = np.array(cells_of(4), dtype=float)
    chances = np.array([0.4, 0.35, 0.3, 0.45])
    expected = 20000 * np.prod(np.where(cells, chances, 1 - chances), axis=1)
    frame = pd.DataFrame(cells.astype(int), columns=list("ABCD")).assign(count=expected.round().astype(int))
    held = histories(frame)
    found = considered.every(held)
    assert len(found) == 113 and (found["verdict"] == "ok").all()
    best = considered.chosen(held, found)
    assert best.model == "independence (least BIC)" and best.value == pytest.approx(20000, rel=0.002)
    assert best.lo < 20000 < best.hi
    average = considered.averaged(held, found)
    assert average.value == pytest.approx(20000, rel=0.01) and average.hi - average.lo > best.hi - best.lo


def test_names_and_order_of_lists_change_nothing_but_the_names() -> None:
    frame = published.frame("three-lists")
    other = frame.rename(columns={"d1": "z", "d2": "y", "d3": "x"})
    one, two = (considered.every(histories(part)) for part in (frame, other))
    assert sorted(one["estimate"]) == pytest.approx(sorted(two["estimate"]), rel=1e-9)
    assert considered.over(one).least == pytest.approx(considered.over(two).least)


def test_models_without_an_estimate_are_counted_beside_the_range() -> None:
    held = published.held("artificial")
    found = considered.every(held)
    assert (considered.over(found).models, considered.over(found).refused) == (4, 4)
    assert "AxB" not in considered.chosen(held, found).model
    assert found.loc[found["verdict"] != "ok", ["estimate", "lo", "hi", "bic"]].isna().all(axis=None)


def test_lists_that_share_nothing_give_no_range() -> None:
    frame = pd.DataFrame(np.eye(3, dtype=int), columns=list("ABC")).assign(count=[5, 6, 7])
    with pytest.raises(MethodRefused, match="no model gives a finite estimate"):
        considered.over(considered.every(histories(frame)))


def test_two_lists_are_refused() -> None:
    with pytest.raises(MethodRefused, match="2 lists"):
        considered.every(histories(pd.DataFrame({"A": [1, 0, 1], "B": [0, 1, 1], "count": [3, 4, 5]})))
    assert len(design.models(3)) == 8
