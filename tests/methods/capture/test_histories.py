from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import MethodRefused
from analysis.methods.capture import published
from analysis.methods.capture.histories import histories


def test_absent_histories_are_zero_and_the_empty_one_is_no_row() -> None:
    held = published.held("artificial")
    assert len(held.cells) == len(held.counts) == 7 and sorted(held.counts) == [0, 0, 0, 6, 20, 30, 40]
    assert (held.overlap("A", "B"), held.overlap("A", "C"), held.alone("C"), held.captured(2)) == (6, 0, 20, 6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_rows_may_come_in_any_order_and_a_count_in_several_rows(seed: int) -> None:
    draws, frame = np.random.default_rng(seed), published.frame("uk-five")
    part = draws.integers(0, frame["count"] + 1)
    split = pd.concat([frame.assign(count=part), frame.assign(count=frame["count"] - part)])
    mixed = split.iloc[draws.permutation(len(split))][list(draws.permutation(split.columns))]
    assert histories(mixed) == histories(frame)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"count": [1, None]}, "missing, negative"), ({"count": [1, -1]}, "missing, negative"),
        ({"count": [1, 1.5]}, "no whole number"), ({"A": [1, 2]}, "other than 0 and 1"),
        ({"A": [0, 0], "B": [0, 1]}, "belongs to no list"), ({"count": [0, 0]}, "no record was observed"),
    ],
)  # fmt: skip
def test_what_are_no_histories_is_refused(changed: dict, told: str) -> None:
    with pytest.raises(MethodRefused, match=told):
        histories(pd.DataFrame({"A": [1, 1], "B": [0, 1], "count": [1, 2]} | changed))


def test_a_frame_without_counts_or_with_one_list_is_refused() -> None:
    for columns in (["A", "B"], ["A", "count"]):
        with pytest.raises(MethodRefused, match="column count and two or more lists"):
            histories(pd.DataFrame([[1, 1]], columns=columns))
