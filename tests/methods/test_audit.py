from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import store
from analysis.methods import audit
from analysis.paths import Project

EXPECTED = {  # what the coders of the table say its arithmetic must show, and nothing else
    ("balance", "2018-03", -120), ("outcomes", "2018-05", 5), ("cumulative step", "2017-03", 78),
    ("cumulative step", "2017-11", 5), ("cumulative step", "2017-12", 1), ("cumulative step", "2018-05", -15),
    ("cumulative step", "2018-06", 15), ("cumulative step", "2019-04", 6), ("downward revision", "2019-08", -8),
}  # fmt: skip


@pytest.fixture
def releases(inside: Project) -> pd.DataFrame:
    return store.read_table("official_monthly")


def flags(frame: pd.DataFrame) -> set[tuple[str, str, int]]:
    found = audit.audit(frame)
    return set(zip(found["check"], found["period"], found["difference"], strict=True))


def at(frame: pd.DataFrame, period: str, **values: object) -> pd.DataFrame:
    changed = frame.copy()
    for column, value in values.items():
        changed.loc[changed["period"] == period, column] = value
    return changed


def test_it_flags_exactly_what_is_known(releases: pd.DataFrame) -> None:
    assert flags(releases) == EXPECTED


def test_a_flag_shows_printed_and_implied_and_leads_to_its_row(releases: pd.DataFrame) -> None:
    flag = audit.balance(releases).iloc[0]
    assert (flag["printed"], flag["implied"], flag["difference"]) == (475, 595, -120)
    row = releases[releases["row_key"] == flag["row_key"]].iloc[0]
    assert row["period"] == flag["period"] and row[flag["column"]] == flag["printed"]
    assert flag["sentence"].startswith("475 reports are printed as open")


@pytest.mark.parametrize(
    ("period", "change", "new"),
    [
        ("2017-02", {"reports_open_end": 44}, {("balance", "2017-02", 1)}),
        ("2017-02", {"reports_credible": 6}, {("outcomes", "2017-02", -1)}),
        ("2017-07", {"killed_this_report": 60}, {("cumulative step", "2017-07", 1)}),
        (
            "2018-11",
            {"killed_cumulative": 1120},
            {("downward revision", "2018-11", -9), ("cumulative step", "2018-12", 19)},
        ),
    ],
)
def test_a_changed_cell_is_flagged(
    releases: pd.DataFrame, period: str, change: dict[str, int], new: set[tuple[str, str, int]]
) -> None:
    assert flags(at(releases, period, **change)) - EXPECTED == new


def test_a_blanked_cell_is_untested_and_never_read_as_zero(releases: pd.DataFrame) -> None:
    blank = at(releases, "2018-03", reports_new=pd.NA)
    assert flags(blank) == EXPECTED - {("balance", "2018-03", -120)}
    before, after = (audit.untested(frame).set_index("check") for frame in (releases, blank))
    assert after.loc["balance", "not_tested"] == before.loc["balance", "not_tested"] + 1


def test_a_total_that_does_not_follow_leads_to_the_release_it_should_follow_from(releases: pd.DataFrame) -> None:
    found, totals = audit.audit(releases), releases.set_index("row_key")
    for row in found.to_dict("records"):
        assert row["row_keys"][0] == row["row_key"]
        if row["column"] == "killed_cumulative":
            own, before = (totals.loc[key] for key in row["row_keys"])
            assert before["killed_cumulative"] + own["killed_this_report"] == row["implied"]
            assert before["period"] < own["period"]
        else:
            assert len(row["row_keys"]) == 1


def test_tested_and_not_tested_make_all_releases(releases: pd.DataFrame) -> None:
    counts = audit.untested(releases)
    assert (counts["tested"] + counts["not_tested"] == len(releases)).all()
    for row in counts.to_dict("records"):
        assert sorted(row["row_keys"]) == sorted(releases["row_key"])
    first = releases.set_index("row_key").loc[counts["row_keys"][0][: counts["tested"][0]]]
    assert (
        first[["reports_carried_over", "reports_new", "reports_completed", "reports_open_end"]].notna().all(axis=None)
    )


def test_row_order_does_not_matter(releases: pd.DataFrame) -> None:
    assert flags(releases.sample(frac=1, random_state=7)) == EXPECTED
