from __future__ import annotations

import pandas as pd
import pytest
from methods.curve.toys import declaration

from analysis.data.hand import read_hand
from analysis.errors import DataError, MethodRefused
from analysis.methods.curve import specifications
from analysis.methods.curve.specifications import DIMENSIONS, NONE, cross, declared, excluded
from analysis.paths import Project

ROWS = [
    ("apart", "bound", "both", "1", "Both bounds"), ("apart", "bound", "lower", "0", "The lower bound"),
    ("apart", "place", "city", "0", "Mosul"), ("apart", "place", "country", "1", "Iraq"),
    ("apart", "place", "iraq_and_syria", "0", "Both countries"), ("apart", "as_of", "report", "1", "The report's day"),
    ("apart", "as_of", "2017-12-31", "0", "End of 2017"),
]  # fmt: skip
BARRED = [("apart", "place=iraq_and_syria"), ("apart", "bound=lower & as_of=2017-12-31")]


def test_the_crossing_and_what_is_excluded_are_those_counted_by_hand() -> None:
    told = declared(*declaration(ROWS, BARRED))
    crossed = cross(told, "apart")
    assert len(crossed) == 2 * 3 * 2
    # of 12: 4 with both countries; lower at the end of 2017 in 3 places, one of which is out already
    assert (crossed["excluded"] != "").sum() == 4 + 3 - 1
    assert list(excluded(told, "apart")["combinations"]) == [4, 3]
    assert crossed["primary"].sum() == 1
    chosen = crossed[crossed["primary"]].iloc[0]
    assert (chosen["bound"], chosen["place"], chosen["as_of"]) == ("both", "country", "report")
    assert set(crossed["linkage"]) == {NONE} and list(crossed.columns[:8]) == list(DIMENSIONS)


def test_the_hash_is_of_the_meaning_and_not_of_row_order_or_of_who_decided_when() -> None:
    choices, exclusions = declaration(ROWS, BARRED)
    first = declared(choices, exclusions).hash
    turned = [frame.sample(frac=1, random_state=7) for frame in (choices, exclusions)]
    later = [frame.assign(decided_on="2027-01-01", decided_by="others", reason="why not") for frame in turned]
    assert declared(*later).hash == first
    swapped = declaration(ROWS, [BARRED[0], ("apart", "as_of=2017-12-31 & bound=lower")])
    assert declared(*swapped).hash == first
    for changed in (
        declaration([(*ROWS[0][:4], "Both printed bounds"), *ROWS[1:]], BARRED),
        declaration(ROWS, BARRED[:1]),
        declaration(ROWS[:-1], BARRED[:1]),
        declaration([ROWS[0], ROWS[1], (*ROWS[2][:3], "1", "Mosul"), (*ROWS[3][:3], "0", "Iraq"), *ROWS[4:]], BARRED),
    ):
        assert declared(*changed).hash != first


def test_a_set_that_is_not_the_one_named_before_the_run_is_refused() -> None:
    told = declared(*declaration(ROWS, BARRED))
    assert told.confirm(told.hash) == told.hash
    with pytest.raises(MethodRefused, match="choices were changed after the hash was named"):
        told.confirm("0" * 16)
    with pytest.raises(MethodRefused, match="not none"):
        told.confirm("")


@pytest.mark.parametrize(
    ("rows", "barred", "message"),
    [
        ([*ROWS, ("apart", "colour", "red", "0", "Red")], [], "'colour' is no dimension"),
        ([*ROWS, ROWS[1]], [], "line 9: 'lower' of bound stands twice"),
        ([*ROWS[:-2], ("apart", "as_of", "2017-12-31", "0", "End")], [], "'as_of' of 'apart' has 0 primary choices"),
        ([*ROWS, ("apart", "place", "governorate", "1", "Nineveh")], [], "has 2 primary choices"),
        ([*ROWS, ("apart", "place", NONE, "0", "No")], [], "is not_applicable and has other choices"),
        ([(*ROWS[0][:3], "yes", "Both"), *ROWS[1:]], [], "primary is 'yes'"),
        ([(*ROWS[0][:4], None), *ROWS[1:]], [], "line 2: a headline, choice or meaning is empty"),
        (ROWS, [("apart", "place=moon")], "'apart' has no choice 'place=moon'"),
        (ROWS, [("ratio", "place=city")], "'ratio' has no choice 'place=city'"),
        (ROWS, [("apart", "place=country & as_of=report")], "excludes the primary specification of 'apart'"),
    ],
)  # fmt: skip
def test_a_declaration_that_is_none_is_refused(rows: list, barred: list, message: str) -> None:
    with pytest.raises(DataError, match=message):
        declared(*declaration(rows, barred))


def test_a_dimension_that_is_passed_over_is_refused() -> None:
    choices, exclusions = declaration(ROWS)
    with pytest.raises(DataError, match="'apart' says nothing of 'linkage'"):
        declared(choices[choices["dimension"] != "linkage"], exclusions)


def test_the_projects_own_declaration_is_whole(inside: Project) -> None:
    told = specifications.declare()
    assert told.headlines == ["apart", "contradicted", "ratio"]
    counts = {name: (len(c := cross(told, name)), int((c["excluded"] == "").sum())) for name in told.headlines}
    assert counts == {"apart": (4860, 162), "contradicted": (1620, 54), "ratio": (2160, 36)}
    for name in told.headlines:
        assert (excluded(told, name)["combinations"] > 0).all()
        assert len(specifications.worded(told, name)) == len(DIMENSIONS)
        own = set(told.choices.loc[told.choices["headline"] == name, "row_key"])
        assert set(specifications.worded(told, name)["row_key"]) <= own
        for keys in excluded(told, name)["row_keys"]:
            assert keys[0].startswith("hand/specification_exclusions:") and set(keys[1:]) == own
    lines = read_hand("specifications", inside)
    for row in told.choices.to_dict("records"):
        line = int(row["row_key"].removeprefix("hand/specifications:"))
        assert tuple(lines.loc[line, ["headline", "dimension", "choice"]]) == tuple(
            row[name] for name in ("headline", "dimension", "choice")
        )
    assert told.last_changed >= "2026-11-25"
    with pytest.raises(DataError, match="declares no headline 'toll'"):
        told.of("toll")


def test_the_inputs_are_left_alone() -> None:
    choices, exclusions = declaration(ROWS, BARRED)
    before = choices.copy(), exclusions.copy()
    cross(declared(choices, exclusions), "apart")
    pd.testing.assert_frame_equal(choices, before[0])
    pd.testing.assert_frame_equal(exclusions, before[1])
