from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from methods.curve.toys import toy

from analysis.errors import MethodRefused
from analysis.methods.curve import influence


def crossed() -> pd.DataFrame:
    """Three linkage rules and two places, of which the rule alone moves the result."""
    ends = {"strict": (4, 6), "central": (5, 9), "lenient": (5, 30)}
    return toy(
        *(
            {"linkage": rule, "place": place, "lo": lo, "hi": hi, "result": f"{lo} to {hi}",
             "primary": (rule, place) == ("central", "city")}
            for (rule, (lo, hi)), place in product(ends.items(), ("city", "country"))
        )
    )  # fmt: skip


def test_a_dimension_that_alone_moves_the_result_is_found() -> None:
    told = influence.from_primary(crossed())
    assert list(told[["dimension", "choice"]].itertuples(index=False, name=None)) == [
        ("linkage", "lenient"), ("linkage", "strict"), ("place", "country"),
    ]  # fmt: skip
    assert list(told["shift"]) == [21, 3, 0]
    assert list(told["told"]) == ["upper +21", "lower -1, upper -3", influence.NO_MOVE]
    assert influence.most(crossed())["choice"].tolist() == ["lenient"]
    anywhere = influence.anywhere(crossed()).set_index("dimension")
    assert anywhere.loc["linkage", ["compared", "moved", "least", "most"]].tolist() == [2, 2, 24, 24]
    assert anywhere.loc["place", ["compared", "moved", "most"]].tolist() == [3, 0, 0]
    assert set(anywhere.index) == {"linkage", "place"}
    own = crossed().assign(row_keys=[[f"incidents:{place}"] for place in range(6)])
    lone = toy({"linkage": "strict", "place": "governorate", "result": "1 to 2", "lo": 1, "hi": 2})
    wider = pd.concat([own, lone.assign(row_keys=[["incidents:lone"]])], ignore_index=True)
    behind = influence.anywhere(wider).set_index("dimension")["row_keys"]
    assert set(behind["linkage"]) == {f"incidents:{place}" for place in range(6)}  # the lone one has nothing beside it
    assert "incidents:lone" in behind["place"]
    by = influence.by_choice(crossed()).set_index("choice")
    assert (by.loc["strict", "reach"], by.loc["city", "reach"]) == ("from 4 to 6", "from 4 to 30")


def test_the_order_of_the_results_does_not_matter() -> None:
    turned = crossed().sample(frac=1, random_state=5).reset_index(drop=True)
    for made in (influence.from_primary, influence.anywhere, influence.by_choice, influence.most):
        pd.testing.assert_frame_equal(made(crossed()), made(turned))


def test_an_end_that_opens_is_told_and_moves_by_no_number() -> None:
    frame = toy(
        {"bound": "both", "lo": 5, "hi": 9, "primary": True}, {"bound": "lower", "lo": 5, "result": "at least 5"},
        {"bound": "upper", "why": "not defined", "result": "not defined"},
    )  # fmt: skip
    told = influence.from_primary(frame).set_index("choice")
    assert told.loc["lower", "told"] == "upper opens" and told.loc["lower", "shift"] == 0
    assert told.loc["upper", "told"] == "not defined" and pd.isna(told.loc["upper", "shift"])
    assert influence.anywhere(frame).iloc[0][["compared", "moved", "most"]].tolist() == [1, 1, 0]
    assert influence.by_choice(frame).set_index("choice").loc["upper", ["with_result", "without"]].tolist() == [0, 1]
    with pytest.raises(MethodRefused, match="no single choice moves the primary result by a number"):
        influence.most(frame)


def test_what_moves_the_projects_headlines_most(whole: dict[str, pd.DataFrame]) -> None:
    told = {name: influence.most(frame)[["dimension", "choice"]].values.tolist() for name, frame in whole.items()}
    assert told["apart"] == [["bound", "upper"]]
    assert [dimension for dimension, _ in told["contradicted"]] == ["actors", "linkage"]
    assert told["ratio"] == [["as_of", "2016-12-31"]]
    assert influence.anywhere(whole["ratio"]).iloc[0]["dimension"] == "clock"


def test_without_a_primary_result_nothing_is_compared() -> None:
    frame = toy({"bound": "a", "primary": True, "why": "no records"}, {"bound": "b", "lo": 1, "hi": 1})
    with pytest.raises(MethodRefused, match="the primary specification gives no result"):
        influence.from_primary(frame)
