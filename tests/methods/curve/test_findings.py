from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import incidents
from analysis.methods import conceded, concordance
from analysis.methods.curve import findings
from analysis.methods.link import graph
from analysis.paths import Project

LAST = "2026-11-24"


@pytest.fixture
def lenient(inside: Project) -> pd.DataFrame:
    return graph.edges("lenient")


def test_strict_and_central_links_add_no_number_to_those_of_the_pages(inside: Project) -> None:
    for rule in ("strict", "central"):
        held = findings.filled(graph.edges(rule))
        pd.testing.assert_frame_equal(held.drop(columns="finding"), incidents.incidents())
        shown = findings.listed(LAST, held)
        assert list(shown["by"].unique()) == [findings.PAGE]
        assert list(shown["incident_code"]) == list(conceded.pairs(LAST)[0]["incident_code"])


def test_a_linked_finding_is_cited_and_never_overrules_a_page(lenient: pd.DataFrame) -> None:
    held = findings.filled(lenient).set_index("incident_code")
    assert list(held.index[held["finding"] != ""]) == ["CI407", "CI432"]
    assert held.loc["CI350", "official_position"] == "non_credible"  # a credible finding is linked to it all the same
    shown = findings.listed(LAST, held.reset_index()).set_index("incident_code")
    found = shown.loc["CI432"]
    assert (str(found["alleged"]), str(found["conceded"]), found["by"]) == ("14", "15", findings.LINK)
    assert found["conceded"].evidence == ("incidents:CI432", "official_assessments:48")
    assert str(shown.loc["CI407", "difference"]) == "at most -1"


def test_a_finding_counts_from_the_day_it_was_public(lenient: pd.DataFrame) -> None:
    held = findings.filled(lenient)
    codes = {day: set(findings.listed(day, held)["incident_code"]) for day in ("2017-07-06", "2017-07-07")}
    assert codes["2017-07-07"] - codes["2017-07-06"] == {"CI432"}
    gaps = {day: set(findings.gaps(day, lenient, "lenient", held)["incident_code"]) for day in codes}
    assert gaps["2017-07-07"] - gaps["2017-07-06"] == {"CI432"}


def test_the_gaps_are_those_of_the_concordance_and_of_the_linked_findings(lenient: pd.DataFrame) -> None:
    made = concordance.concordance(LAST)
    central = graph.edges("central")
    told = findings.gaps(LAST, central, "central", findings.filled(central)).set_index("incident_code")["gap"]
    same = made[made["date"].notna()].set_index("incident_code")["gap"].dropna()
    assert told.sort_index().to_dict() == same.sort_index().to_dict()
    wide = findings.gaps(LAST, lenient, "lenient", findings.filled(lenient)).set_index("incident_code")
    assert (wide.loc["CI407", "gap"], wide.loc["CI432", "gap"]) == (1, 1)
    assert wide.loc["CI432", "row_keys"] == ["incidents:CI432", "official_assessments:48"]


def test_strikes_of_a_later_day_are_not_there_yet(inside: Project) -> None:
    edges = graph.edges("central")
    held = findings.filled(edges)
    assert findings.gaps("2016-10-01", edges, "central", held).empty
    assert "CI760" not in set(findings.gaps("2017-06-12", edges, "central", held)["incident_code"])
