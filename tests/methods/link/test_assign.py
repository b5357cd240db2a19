from __future__ import annotations

from itertools import permutations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.link.assign import one_to_one

PAIRS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(1, 9).map(float), max_size=10
)


def frame(pairs: dict[tuple[str, str], float]) -> pd.DataFrame:
    return pd.DataFrame([(*pair, score) for pair, score in pairs.items()], columns=["left", "right", "score"])


def best(pairs: dict[tuple[str, str], float]) -> float:
    return max(sum(pairs.get(pair, 0) for pair in zip("abcd", order, strict=True)) for order in permutations("wxyz"))


@settings(deadline=None)
@given(PAIRS)
def test_no_record_is_used_twice_and_no_other_choice_sums_higher(pairs: dict[tuple[str, str], float]) -> None:
    chosen = one_to_one(frame(pairs))
    assert chosen["left"].is_unique and chosen["right"].is_unique
    assert chosen["score"].sum() == best(pairs)


def test_a_choice_between_equals_has_no_margin() -> None:
    chosen = one_to_one(frame({("a", "x"): 4.0, ("a", "y"): 4.0, ("b", "z"): 3.0}))
    assert chosen.set_index("left")["margin"].to_dict()["a"] == 0.0
    assert pd.isna(chosen.set_index("left")["margin"]["b"])


def test_the_margin_is_over_the_best_other_of_either_side() -> None:
    chosen = one_to_one(frame({("a", "x"): 6.0, ("a", "y"): 2.0, ("b", "x"): 5.0})).set_index("left")
    assert chosen["right"].to_dict() == {"a": "y", "b": "x"}
    assert chosen["margin"].to_dict() == {"a": -4.0, "b": -1.0}


def test_nothing_is_assigned_to_nothing() -> None:
    assert one_to_one(frame({})).empty
