from __future__ import annotations

import pytest

from analysis.basis import Basis, basis_of
from analysis.errors import DataError
from analysis.scope import Scope


@pytest.mark.parametrize("part", ["of", "scope", "clock"])
def test_a_basis_that_leaves_a_part_out_is_refused(part: str) -> None:
    told = {"of": "reports received", "scope": "Iraq and Syria", "clock": "assessment"}
    with pytest.raises(DataError, match=f"has no '{part}'"):
        Basis(**(told | {part: " "}))


def test_an_unknown_clock_is_refused_with_the_choices() -> None:
    with pytest.raises(DataError, match="'wall' is not a clock. Choices: assessment, event"):
        Basis("reports", "Iraq", "wall")
    with pytest.raises(DataError, match="'wall' is not a clock"):
        Basis("reports", "Iraq", "event and wall")


def test_its_own_day_stands_before_that_of_the_report() -> None:
    basis = Basis("reports", "Iraq", "report and assessment")
    assert basis.read("2017-03-25").as_of == "2017-03-25"
    assert basis.read("2017-03-25").read("2019-01-01").as_of == "2017-03-25"
    assert "As of" not in str(basis)


def test_a_scope_says_all_of_it() -> None:
    scope = Scope({"coalition", "iraqi_forces"}, "civilians", "killed", "Mosul", ("2017-03", None), "event", "alleged")
    assert str(basis_of(scope, "2017-03-25")) == (
        "Of: civilians killed, alleged. Scope: Iraqi forces and the Coalition, Mosul, 2017-03 to (not stated). "
        "Clock: event. As of 2017-03-25."
    )
