from __future__ import annotations

import pandas as pd
import pytest
from methods.curve.toys import LAST, toy

from analysis.errors import MethodRefused
from analysis.methods.curve import runs, specifications
from analysis.methods.curve.headlines import Material
from analysis.methods.curve.specifications import DIMENSIONS
from analysis.paths import Project


def test_every_specification_that_is_not_excluded_is_run_once(whole: dict[str, pd.DataFrame]) -> None:
    counted = {name: (len(frame), int((frame["why"] == "").sum())) for name, frame in whole.items()}
    assert counted == {"apart": (162, 162), "contradicted": (54, 54), "ratio": (36, 30)}
    for frame in whole.values():
        assert not frame.duplicated(list(DIMENSIONS)).any() and frame["primary"].sum() == 1
        seen = frame[frame["why"] == ""]
        assert list(seen["rank"]) == list(range(1, len(seen) + 1))
        assert frame.loc[frame["why"] != "", "rank"].isna().all()
        assert (seen["row_keys"].map(len) > 0).all()


def test_the_primary_and_the_reach_of_the_projects_headlines(whole: dict[str, pd.DataFrame]) -> None:
    told = {name: (runs.primary(frame)["result"], runs.reach(frame)) for name, frame in whole.items()}
    assert told == {
        "apart": ("-201 to 39", "from -201 to 39 where closed; 21 open below"),
        "contradicted": ("2", "from 0 to 4"),
        "ratio": ("6.1 to 9.8 (totals of 2019-08-07)", "from 5.8 to 141 where closed; 6 open above"),
    }


def test_open_ends_come_first_below_and_last_above_and_no_result_has_no_rank() -> None:
    frame = toy(
        {"bound": "a", "lo": 5, "hi": None, "result": "at least 5"},
        {"bound": "b", "lo": 5, "hi": 6, "result": "5 to 6"},
        {"bound": "c", "hi": 9, "result": "at most 9"}, {"bound": "d", "why": "no records", "result": "no records"},
    )  # fmt: skip
    assert list(frame["bound"]) == ["c", "b", "a", "d"] and list(frame["rank"][:3]) == [1, 2, 3]
    assert runs.reach(frame) == "from 5 to 9 where closed; one open below, one open above"
    assert runs.reach(frame[frame["bound"] == "d"]) == "no result"


def test_the_order_of_the_declared_rows_does_not_matter(inside: Project, held: Material) -> None:
    told = specifications.declare()
    turned = specifications.Declared(
        told.choices.sample(frac=1, random_state=3), told.exclusions.sample(frac=1, random_state=4)
    )
    first, again = (runs.results(one, "contradicted", held) for one in (told, turned))
    pd.testing.assert_frame_equal(first, again)


def test_an_early_day_that_leaves_nothing_is_refused(inside: Project) -> None:
    told = specifications.declare()
    for headline in told.headlines:
        with pytest.raises(MethodRefused, match="gives a result by 2014-09-01: set as_of to a later day"):
            runs.results(told, headline, Material("2014-09-01"))
    with pytest.raises(MethodRefused, match="no headline 'toll'"):
        runs.results(told, "toll", Material(LAST))


def test_a_primary_without_a_result_is_refused() -> None:
    frame = toy({"bound": "a", "primary": True, "why": "no records"}, {"bound": "b", "lo": 1, "hi": 1})
    with pytest.raises(MethodRefused, match="the primary specification gives no result"):
        runs.primary(frame)
