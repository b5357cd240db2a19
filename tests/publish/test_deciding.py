from __future__ import annotations

from contextlib import chdir

import pandas as pd
import pytest
from methods.curve.toys import toy

from analysis.data import reads
from analysis.methods.curve import specifications
from analysis.paths import Project
from analysis.publish import deciding
from analysis.publish.deciding import Curve
from analysis.publish.display import Figure, Sentence, Table
from analysis.publish.evidence import Evidence

LAST, EARLY = "2026-11-24", "2014-09-01"


@pytest.fixture(scope="module")
def told(built: Project) -> specifications.Declared:
    with chdir(built.root):
        return specifications.declare()


@pytest.fixture(scope="module")
def early(built: Project, told: specifications.Declared) -> dict[str, Curve]:
    """As of a day on which only running totals are there, and one on which nothing is."""
    with chdir(built.root):
        reads.forget()
        return deciding.curves(told, "2015-09-01")


def made(*, primary: bool = True) -> Curve:
    why = "" if primary else "no records"
    frame = toy(
        {"bound": "both", "lo": -20, "hi": 3, "result": "-20 to 3", "primary": True, "why": why},
        {"bound": "lower", "lo": -20, "hi": -20, "result": "-20"}, {"bound": "upper", "hi": 3, "result": "at most 3"},
    )  # fmt: skip
    return Curve("apart", frame)


def test_every_declared_headline_has_a_name_a_picture_and_a_basis(told: specifications.Declared) -> None:
    assert list(deciding.SHOWN) == told.headlines == list(deciding.BEHIND)


def test_headlines_that_nothing_speaks_of_yet_are_refused_and_the_others_are_not(early: dict[str, Curve]) -> None:
    assert [name for name, curve in early.items() if not curve.refusal] == ["ratio"]
    shown = deciding.picture(early["apart"])
    assert isinstance(shown, Sentence) and "set as_of to a later day" in str(shown)
    assert isinstance(deciding.moved(early["apart"]), Sentence)
    assert isinstance(deciding.picture(early["ratio"]), Figure)
    assert str(deciding.read(Evidence(LAST), early["apart"])) == "There is no curve to read."


def test_the_headline_names_those_without_a_result(early: dict[str, Curve]) -> None:
    text = str(deciding.headline(Evidence("2015-09-01"), early))
    assert "Conceded minus alleged, persons: no result by then." in text
    assert "Monitor's total over conceded total: 229.5 to 295.5 (totals of 2015-08-03);" in text
    assert "Clock: event and report and release. As of 2015-09-01." in text


def test_where_no_choice_moves_a_result_it_is_said_so(inside: Project) -> None:
    still = Curve("apart", toy({"bound": "both", "lo": 0, "hi": 0, "result": "0", "primary": True}))
    text = str(deciding.read(Evidence(LAST), still))
    assert "All results, in persons: 0 throughout." in text and "No single choice moves it by a number." in text
    assert "over all specifications 0 throughout. Of:" in str(deciding.headline(Evidence(LAST), {"apart": still}))


def test_the_summary_counts_what_was_declared_excluded_and_run(
    told: specifications.Declared, early: dict[str, Curve]
) -> None:
    rows = deciding.summary(told, early).set_index("headline")
    assert rows.loc["Conceded minus alleged", ["combinations", "excluded", "run", "results"]].tolist() == [
        4860, 4698, 162, 0,
    ]  # fmt: skip
    assert rows.loc["Monitor over conceded", ["run", "primary"]].tolist() == [
        36,
        "229.5 to 295.5 (totals of 2015-08-03)",
    ]
    for name, kinds in (("Conceded minus alleged", {"hand/"}), ("Monitor over conceded", {"hand/", "state"})):
        assert {key[:5] for key in rows.loc[name, "row_keys"]} == kinds, name
    assert set(deciding.every(early)["headline"]) == {"Monitor over conceded"}
    assert set(deciding.anywhere(early)["headline"]) == {"Monitor over conceded"}
    nothing = {"apart": early["apart"]}
    assert deciding.every(nothing).empty and deciding.anywhere(nothing).empty


def test_a_curve_is_read_with_its_numbers_and_what_moves_it(inside: Project) -> None:
    text = str(deciding.read(Evidence(LAST), made()))
    assert "Specifications with a result: 3, without one: 0; different results: 3." in text
    assert "All results, in persons: from -20 to 3 where closed; one open below." in text
    assert "The primary one gives -20 to 3 persons, rank 3." in text
    assert "what moves it most is: printed bound (lower only)." in text
    shown = deciding.moved(made())
    assert isinstance(shown, Table) and "lower opens" in shown.csv
    without = str(deciding.read(Evidence(LAST), made(primary=False)))
    assert "The primary specification gives no result by then." in without
    assert "gives no result" in str(deciding.moved(made(primary=False)))


def test_the_declaration_is_shown_whole_and_in_words(told: specifications.Declared) -> None:
    keys = deciding.declaration(told).set_index("what")["row_keys"]
    assert (len(keys["Exclusions"]), len(keys["Headlines"])) == (len(told.exclusions), len(told.choices))
    assert len(keys["Hash of the declared set"]) == len(told.choices) + len(told.exclusions)
    assert len(keys["Choices"]) == int(deciding.declaration(told).set_index("what").loc["Choices", "told"])
    brief = deciding.declaration(told).set_index("what")["told"]
    assert brief["Hash of the declared set"] == told.hash and brief["Exclusions"] == str(len(told.exclusions))
    assert len(deciding.listed(told)) == len(told.choices)
    assert len(deciding.primaries(told)) == len(told.headlines) * len(specifications.DIMENSIONS)
    barred = deciding.exclusions(told)
    assert len(barred) == len(told.exclusions)
    assert "Date clock: day of the release and As of: day this page reads" in set(barred["choices"])
    assert not barred["choices"].str.contains("_").any()
    for frame in (deciding.listed(told), barred, deciding.primaries(told)):
        assert isinstance(frame, pd.DataFrame) and frame.notna().all(axis=None)
