from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import keys

FRAME = pd.DataFrame({"n": [2, 0]}, index=[7, 3])


def test_lists_follow_the_order_of_rows_whatever_their_index() -> None:
    told = keys.behind(FRAME, (name for name in (["a:1", "a:2"], [])))
    assert told.loc[7, "row_keys"] == ["a:1", "a:2"] and told.loc[3, "row_keys"] == []
    assert "row_keys" not in FRAME


@pytest.mark.parametrize("lists", [[["a:1"]], [["a:1"], [], []]])
def test_a_row_without_its_list_is_refused(lists: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="for 2 rows"):
        keys.behind(FRAME, lists)


def test_an_empty_frame_gains_the_column() -> None:
    assert list(keys.behind(FRAME.head(0), [])) == ["n", "row_keys"]


def test_rows_that_share_their_keys_do_not_share_one_list() -> None:
    told = keys.shared(FRAME, ["a:1"])["row_keys"].tolist()
    told[0].append("a:2")
    assert told[1] == ["a:1"]


def test_keys_are_joined_once_in_order() -> None:
    assert keys.joined([["b:1"], ["a:1", "b:1"]]) == ["b:1", "a:1"] and keys.joined([]) == []
