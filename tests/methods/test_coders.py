from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data.hand import read_hand
from analysis.errors import DataError, MethodRefused
from analysis.methods import coders
from analysis.paths import Project

# Krippendorff's worked example with missing codes: four observers, twelve units; nominal alpha .743.
OBSERVERS = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
EXAMPLE = pd.DataFrame(OBSERVERS).astype("Int64").astype("str").replace("<NA>", np.nan)


def test_the_published_example_is_reproduced() -> None:
    found = coders.alpha(EXAMPLE, 1, draws=50)
    assert round(found.alpha, 3) == 0.743 and found.units == 11 and found.coders == 4


def test_two_coders_who_always_agree_have_one() -> None:
    told = pd.DataFrame({"a": ["x", "y", "x", "y"], "b": ["x", "y", "x", "y"]})
    found = coders.alpha(told, 1)
    assert found.alpha == 1 and found.lo is None and found.hi is None  # no interval from no disagreement


def test_coding_at_random_gives_nought() -> None:
    rng = np.random.default_rng(3)
    told = pd.DataFrame({name: rng.choice(["x", "y"], 4000) for name in ("a", "b")})
    assert abs(coders.alpha(told, 1, draws=20).alpha) < 0.04


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)), st.permutations(list("ABCD")))
def test_neither_the_order_of_units_nor_of_coders_matters(units: list[int], order: list[str]) -> None:
    assert coders.alpha(EXAMPLE.iloc[units][order], 7, draws=30) == coders.alpha(EXAMPLE, 7, draws=30)


def test_one_coder_and_one_value_are_refused() -> None:
    with pytest.raises(MethodRefused, match="0 units have two codes or more.* let a second coder code them"):
        coders.alpha(pd.DataFrame({"a": ["x", "y"], "b": [np.nan, np.nan]}), 1)
    with pytest.raises(MethodRefused, match="all coders gave all units one code"):
        coders.alpha(pd.DataFrame({"a": ["x", "x"], "b": ["x", "x"]}), 1)


def test_every_pair_of_the_sample_has_both_codes(inside: Project) -> None:
    told = coders.sample_codes()
    assert len(told) == len(read_hand("link_sample", inside)) == 43
    assert told.drop(columns="row_keys").notna().all(axis=None)
    one, two = (read_hand(name, inside) for name in ("link_sample", "link_second_coding"))
    for row in told.to_dict("records"):
        lines = [int(key.rpartition(":")[2]) for key in row["row_keys"]]
        for frame, line in zip((one, two), lines, strict=True):
            assert tuple(frame.loc[line, ["left", "right"]]) == (row["left"], row["right"])
    table = coders.agreement()
    assert table["pairs"].tolist()[0] == 43 and (table["alike"] <= table["pairs"]).all()
    first, decided = table.to_dict("records")
    assert [len(keys) for keys in table["row_keys"]] == [2 * pairs for pairs in table["pairs"]]
    assert float(first["lo"]) < float(first["alpha"]) < float(first["hi"])
    assert decided["alike"] == decided["pairs"] == 26 and pd.isna(decided["lo"])


def test_a_pair_that_is_not_of_the_sample_or_twice_is_refused(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.root)
    path = copy.hand / "link_second_coding.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    again = lines[1].replace("one day apart", "a day apart")
    path.write_text("\n".join([*lines, again]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 45: .* is coded twice"):
        coders.sample_codes()
    path.write_text("\n".join([*lines, "incidents:CI1,events:none,1,x,2026-11-25,why"]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"incidents:CI1 and events:none are no pair of link_sample\.csv"):
        coders.sample_codes()
