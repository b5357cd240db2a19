from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import incidents
from analysis.errors import DoubleCountError, MethodRefused, ScopeError
from analysis.methods import conceded
from analysis.paths import Project
from analysis.toll import ratio

LAST = "2026-11-24"


@pytest.fixture
def compared(inside: Project) -> pd.DataFrame:
    return conceded.pairs(LAST)[0].set_index("incident_code", drop=False)


def row(code: str) -> dict:
    return incidents.incidents().set_index("incident_code", drop=False).loc[code].to_dict()


def test_a_record_with_both_numbers_is_compared_as_bounds(compared: pd.DataFrame) -> None:
    shifa = compared.loc["CI760"]
    assert (str(shifa["alleged"]), str(shifa["conceded"]), str(shifa["difference"])) == ("35", "11", "-24")
    assert (shifa["ratio"].lo, shifa["ratio"].hi) == (pytest.approx(11 / 35), pytest.approx(11 / 35))
    house = compared.loc["CI550"]
    assert (str(house["conceded"]), str(house["ratio"])) == ("105 to 141", "0.74 to 1.34")
    assert house["caution"] == conceded.REPEATED and shifa["caution"] == ""


def test_an_open_lower_bound_leaves_the_ratio_undefined_and_the_difference_open(compared: pd.DataFrame) -> None:
    quarter = compared.loc["CI467"]
    assert str(quarter["difference"]) == "at least -120"
    assert "not defined" in str(quarter["ratio"])


def test_without_the_bridge_the_two_sides_are_not_compared(inside: Project) -> None:
    both = incidents.incident_toll(row("CI760")), conceded.conceded_toll(row("CI760"))
    with pytest.raises(ScopeError, match="differs"):
        ratio(*both)
    assert ratio(*both, conceded.ONE_PAGE).bridges == (conceded.ONE_PAGE,)


def test_what_cannot_be_compared_says_why(inside: Project) -> None:
    refused = conceded.pairs(LAST)[1].set_index("incident_code")["why"]
    assert refused["CI591"] == "the monitor's number was not seen"
    assert refused["page-31772"] == "the day of the deaths was not seen"
    assert "CI551" not in refused.index  # an open position concedes no number


def test_a_record_that_suspects_another_party_is_not_compared(inside: Project) -> None:
    joint = row("CI760") | {"suspected_attackers": "US-led Coalition; Iraq Government Forces"}
    assert conceded._pair(joint, LAST, True)["why"] == "the record suspects Iraqi forces and the Coalition"


def test_only_positions_certainly_public_by_the_day_are_compared(inside: Project) -> None:
    early, refused = conceded.pairs("2017-04-15")
    assert list(early["incident_code"]) == ["CI310"]  # CI445 was conceded in April 2017, on a day not printed
    assert refused.set_index("incident_code").loc["CI445", "why"] == conceded.BY_THEN
    assert {toll.as_of for toll in early["alleged"]} == {"2017-04-15"}
    assert conceded.pairs("2016-01-01")[0].empty


def test_the_sums_keep_open_ends_and_say_how_many_bounds_were_known(compared: pd.DataFrame) -> None:
    alleged, given = conceded.sums(compared)
    assert (str(alleged), alleged.lo_basis) == ("176 to 380", "sum of 8 of 10 lower bounds")
    assert (str(given), given.lo_basis) == ("179 to 215", "sum of 10 of 10 lower bounds")
    assert set(alleged.evidence) == set(given.evidence) and len(alleged.evidence) == len(compared)
    assert conceded.ADDED_UP in alleged.bridges


def test_a_residual_never_stands_beside_its_record(compared: pd.DataFrame) -> None:
    residual = compared.loc[["CI550"]].assign(
        incident_code="CI551", alleged=[incidents.incident_toll(row("CI551"), LAST)],
        conceded=[conceded.conceded_toll(row("CI551"), LAST)],
    )  # fmt: skip
    with pytest.raises(DoubleCountError, match="incidents:CI551 is part of incidents:CI550"):
        conceded.sums(pd.concat([compared, residual]))


def test_the_influence_of_each_record_is_the_sum_without_it(compared: pd.DataFrame) -> None:
    shown = conceded.influence(compared).set_index("without")
    assert list(shown.index[:2]) == [conceded.NONE, "CI550"] and len(shown) == len(compared) + 1
    assert (shown.loc[conceded.NONE, "alleged"], shown.loc[conceded.NONE, "conceded"]) == ("176 to 380", "179 to 215")
    assert (shown.loc["CI550", "alleged"], shown.loc["CI550", "conceded"]) == ("71 to 239", "74")
    assert (shown.loc["CI760", "alleged"], shown.loc["CI760", "conceded"]) == ("141 to 345", "168 to 204")
    assert all(set(keys) == set(shown.loc[conceded.NONE, "row_keys"]) for keys in shown["row_keys"])
    assert shown.loc["CI760", "row_keys"][0] == "incidents:CI760"


def test_sums_of_nothing_and_the_ratio_of_a_visible_part_are_refused(compared: pd.DataFrame) -> None:
    with pytest.raises(MethodRefused, match="no record shows both"):
        conceded.sums(compared.head(0))
    with pytest.raises(MethodRefused, match="at least two"):
        conceded.influence(compared.head(1))
    with pytest.raises(MethodRefused, match="not a sample"):
        conceded.conceded_over_alleged(compared)


def test_for_a_complete_record_the_ratio_is_that_of_the_sums(
    compared: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conceded, "require_sample_rows", lambda rows: None)
    whole = conceded.conceded_over_alleged(compared)
    assert (whole.lo, whole.hi) == (pytest.approx(179 / 380), pytest.approx(215 / 176))


def test_a_record_whose_last_day_was_not_printed_is_still_one_record(inside: Project) -> None:
    found = conceded._pair(row("CI760") | {"date_end": None}, LAST, True)
    assert str(found["difference"]) == "-24"
    alleged, given = conceded.sums(pd.DataFrame([found]))
    assert (str(alleged), str(given)) == ("35", "11")
