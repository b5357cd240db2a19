from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import cases, coding, determinations, store
from analysis.paths import Project


@pytest.fixture
def told(inside: Project) -> pd.DataFrame:
    return determinations.history()


def of(told: pd.DataFrame, key: str) -> pd.DataFrame:
    return told[[key in keys for keys in told["row_keys"]]]


def test_every_row_is_an_event_of_known_kind_and_leads_to_its_rows(told: pd.DataFrame) -> None:
    assert set(told["kind"]) <= set(determinations.KINDS) and list(told.columns) == determinations.COLUMNS
    keys = {key for keys in told["row_keys"] for key in keys}
    names = ("incidents", "official_assessments", "official_statements", "official_monthly")
    held = {key for name in names for key in store.read_table(name)["row_key"]}
    assert keys <= held


def test_only_determinations_have_an_outcome_and_only_non_credible_ones_a_reason(told: pd.DataFrame) -> None:
    determined = told["kind"] == "determined"
    assert told.loc[determined, "outcome"].isin(determinations.OUTCOMES).all()
    assert told.loc[~determined, "outcome"].isna().all()
    assert (told["reason"].notna() == (told["outcome"] == "non_credible")).all()
    assert set(told["reason"].dropna()) <= set(coding.WORDS)


def test_a_finding_of_not_credible_has_no_toll_whatever_number_stands_beside_it(told: pd.DataFrame) -> None:
    assert told.loc[told["outcome"] == "non_credible", ["lo", "hi"]].isna().all(axis=None)
    printed = store.read_table("incidents").set_index("incident_code").loc["CI563", "official_killed_lo"]
    assert printed == 0


def test_every_visible_assessment_was_received_and_once_determined_or_restated(told: pd.DataFrame) -> None:
    for key in store.read_table("official_assessments")["row_key"]:
        kinds = sorted(of(told, key)["kind"])
        assert kinds in (["determined", "received"], ["received", "restated"])


def test_a_date_is_an_interval_and_a_missing_one_is_never_made_a_day(told: pd.DataFrame) -> None:
    month = of(told, "incidents:CI760")
    accepted = month[month["kind"] == "determined"].iloc[0]
    assert (accepted["date"], accepted["precision"]) == ("2020-05", "month")
    assert (str(accepted["first"])[:10], str(accepted["last"])[:10]) == ("2020-05-01", "2020-05-31")
    undated = told[told["date"].isna()]
    assert (undated["precision"] == "not stated").all() and ~(undated["first"] == undated["last"]).any()
    assert (told["first"].isna() | (told["first"] <= told["last"])).all()


def test_the_receipt_lies_between_the_deaths_and_the_release(told: pd.DataFrame) -> None:
    [received] = of(told, "official_assessments:51").query("kind == 'received'").to_dict("records")
    assert (str(received["first"])[:10], str(received["last"])[:10]) == ("2017-06-17", "2017-09-29")
    assert received["channel"] == "social_media" and pd.isna(received["date"])


def test_the_finding_of_may_2017_is_one_event_told_by_three_tables(told: pd.DataFrame) -> None:
    found = told[(told["case"] == "incidents:CI550") & (told["kind"] == "determined")]
    assert len(found) == 1 and found["date"].item() == "2017-05-25"
    assert set(found["row_keys"].item()) == {"incidents:CI550", "official_assessments:44", "official_statements:12"}


def test_what_two_bodies_concede_of_one_strike_stays_two_cases(told: pd.DataFrame) -> None:
    australia = of(told, "official_statements:45").iloc[0]
    assert (australia["party"], australia["lo"], australia["hi"]) == ("adf", 6, 18)
    assert australia["case"].endswith("/ adf")
    assert of(told, "incidents:CI760").query("kind == 'determined'")["lo"].item() == 11


def test_a_denial_is_no_outcome_unless_it_closes_an_inquiry(told: pd.DataFrame) -> None:
    out = determinations.left_out().set_index("row_key")["why"]
    assert out["official_statements:35"] == "a denial is not the outcome of an assessment"
    assert out["official_statements:5"] == "not by a party to the strikes"
    closed = told[told["case"] == "official_statements:54 / dk-mod"]
    assert list(closed["kind"]) == ["opened", "determined"] and closed["outcome"].iloc[1] == "non_credible"
    used = {key for keys in told["row_keys"] for key in keys if key.startswith("official_statements")}
    assert not used & set(out.index) and len(used) + len(out) == len(store.read_table("official_statements"))


def test_a_reversed_denial_is_reopened_then_determined(told: pd.DataFrame) -> None:
    assert list(of(told, "official_statements:19")["kind"]) == ["reopened", "determined"]


def test_corrections_and_totals_are_restatements(told: pd.DataFrame) -> None:
    assert "restated" in set(of(told, "official_assessments:34")["kind"])
    assert of(told, "official_statements:21")["kind"].item() == "restated"  # Hatra, raised from 4 to 11
    totals = told[told["case"] == determinations.TOTAL]
    assert set(totals["kind"]) == {"restated"} and totals["n"].isna().all()
    printed = store.read_table("official_monthly").dropna(subset="killed_cumulative")
    assert {f"{key}" for key in printed["row_key"]} <= {key for keys in totals["row_keys"] for key in keys}


def test_reopened_reports_of_a_release_are_counted_and_named_by_no_case(told: pd.DataFrame) -> None:
    again = told[told["case"] == determinations.UNNAMED]
    assert set(again["kind"]) == {"reopened"} and sorted(again["n"]) == [2, 3, 4, 5, 5]


def test_a_record_made_from_an_official_report_was_not_alleged_before(told: pd.DataFrame) -> None:
    assert set(of(told, "incidents:CI603")["kind"]) == {"determined"}
    assert "alleged" in set(of(told, "incidents:CI551")["kind"])


def test_an_open_position_is_an_opened_case_without_a_toll(told: pd.DataFrame) -> None:
    opened = of(told, "incidents:CI551").query("kind == 'opened'")
    assert len(opened) == 1 and opened[["lo", "hi"]].isna().all(axis=None)


def test_edges_of_a_linkage_join_more_cases(told: pd.DataFrame) -> None:
    links = pd.DataFrame({"left": ["incidents:CI768"], "right": ["official_assessments:51"], "type": ["same"]})
    joined = determinations.history(links)
    found = joined[(joined["case"] == "incidents:CI768") & (joined["kind"] == "determined")]
    assert set(found["row_keys"].item()) == {"incidents:CI768", "official_assessments:51"}
    assert len(told[told["case"] == "official_assessments:51"]) == 2


def test_on_the_day_the_tables_were_made_every_case_can_be_told(told: pd.DataFrame) -> None:
    assert cases.CANNOT not in set(cases.states(told, "2026-11-24")["state"])
    early = cases.states(told, "2017-03-25").set_index("case")["state"]
    assert "incidents:CI831" not in early.index and early["official_assessments:2"] == "credible"


def test_what_stood_on_a_day_does_not_depend_on_what_came_later(told: pd.DataFrame) -> None:
    known = told[~(told["first"] > pd.Timestamp("2017-12-31"))]
    for when in ("2016-06-30", "2017-12-31"):
        pd.testing.assert_frame_equal(
            cases.states(told, when).drop(columns="row_keys"), cases.states(known, when).drop(columns="row_keys")
        )


def test_restatements_leave_out_the_totals_that_every_release_repeats(told: pd.DataFrame) -> None:
    again = determinations.restatements(told)
    assert set(again["kind"]) == {"reopened", "restated"}
    keys = {key for keys in again["row_keys"] for key in keys}
    assert {"official_statements:19", "official_statements:21", "official_statements:22"} <= keys
    totals = again[again["case"] == determinations.TOTAL]
    assert sorted(key for keys in totals["row_keys"] for key in keys) == [
        "official_statements:22", "official_statements:28", "official_statements:33",
    ]  # fmt: skip
