from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import decomposable, published
from analysis.methods.capture.demonstration import graph_posterior
from analysis.methods.capture.histories import histories


def test_published_values_of_madigan_and_york() -> None:
    found = graph_posterior(published.held("three-lists"))
    top = int(np.argmax(found.weights))
    assert (found.names[top], round(float(found.weights[top]), 2)) == ("d1xd2", 0.37)
    best, mean = found.given[top], found.averaged()
    assert (round(found.bayes(best)), found.mode(best)) == (731, 729)
    assert (round(found.bayes(mean)), found.mode(mean)) == (731, 728)


def test_decomposable_graphs_are_all_there() -> None:
    assert [len(decomposable.graphs(k)) for k in (3, 4, 5)] == [8, 61, 822]


def test_probabilities_add_up_and_the_interval_holds_the_mode() -> None:
    found = graph_posterior(published.held("three-lists"))
    assert found.weights.sum() == pytest.approx(1) and found.averaged().sum() == pytest.approx(1)
    lo, hi = found.interval(found.averaged())
    assert 626 < lo < found.mode(found.averaged()) < hi <= 926


def test_names_of_lists_do_not_change_the_average() -> None:
    frame = published.frame("three-lists").rename(columns={"d1": "z"})
    one, two = (graph_posterior(held) for held in (published.held("three-lists"), histories(frame)))
    assert one.averaged() == pytest.approx(two.averaged(), rel=1e-9)


def test_six_lists_are_refused() -> None:
    with pytest.raises(MethodRefused, match="three to five lists"):
        graph_posterior(published.held("uk-six"))
