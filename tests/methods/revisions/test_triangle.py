from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.data import determinations
from analysis.errors import MethodRefused
from analysis.methods.revisions import triangle
from analysis.paths import Project

AS_OF = "2026-11-24"


def events(*cases: tuple[str, str | None, str | None, str | None], table: str = "official_monthly") -> pd.DataFrame:
    """A history: (deaths, first day, last day of the release, outcome) of each case; no release, none determined."""
    rows = []
    for number, (deaths, first, last, outcome) in enumerate(cases):
        key = f"{table}:{number}"
        base = {"case": key, "deaths": deaths, "row_keys": [key], "first": pd.NaT, "last": pd.Timestamp(AS_OF)}
        rows.append(base | {"kind": "alleged", "outcome": None})
        if outcome:
            days = {"first": pd.Timestamp(first), "last": pd.Timestamp(last)}
            rows.append(base | days | {"kind": "determined", "outcome": outcome, "deaths": None})
    return pd.DataFrame(rows)


MARCH = ("2017-03-17", "2017-05-25", "2017-05-25", "credible")


def test_months_are_taken_only_where_both_days_lie_in_them_for_certain() -> None:
    told = events(
        MARCH, ("2017-03", "2017-07-01", "2017-07-31", "non_credible"),
        ("2017", "2017-07-01", "2017-07-01", "credible"),
        ("2017-03-01", "2017-07-30", "2017-08-02", "credible"), ("2017-03-01", "2017-02-02", "2017-02-02", "credible"),
        (None, "2017-07-30", "2017-07-30", "credible"), ("2017-03-01", None, None, None),
    )  # fmt: skip
    found = triangle.determinations(told, AS_OF)
    assert found["delay"].dropna().tolist() == [2, 4] and found["event"].dropna().tolist() == ["2017-03"] * 2
    assert found["why"].dropna().tolist() == [
        "month of the deaths cannot be told", "month of the release cannot be told",
        "released before the deaths, as printed", "month of the deaths cannot be told",
    ]  # fmt: skip


def test_what_was_determined_later_is_not_read_and_an_outcome_can_be_asked_for() -> None:
    told = events(MARCH, ("2017-03-17", "2018-01-25", "2018-01-25", "non_credible"))
    assert len(triangle.determinations(told, "2017-12-31")) == 1
    summer = events(("2017-03-17", "2017-06-01", "2017-08-31", "credible"))
    assert triangle.determinations(summer, "2017-07-01").empty  # it cannot be told whether it was public
    assert triangle.determinations(told, AS_OF, "non_credible")["delay"].tolist() == [10]


def test_counts_are_listed_with_their_rows_and_not_in_the_order_given() -> None:
    told = events(("2017-04-02", "2017-05-25", "2017-05-25", "credible"), MARCH, MARCH)
    found = triangle.listed(triangle.determinations(told, AS_OF))
    assert found[["event", "determinations"]].to_numpy().tolist() == [["2017-03", 2], ["2017-04", 1]]
    assert found["row_keys"].map(len).tolist() == [2, 1]


def test_a_table_has_rows_only_for_months_of_the_record_and_gaps_after_its_end(inside: Project) -> None:
    told = events(MARCH, ("2017-05-01", "2017-05-25", "2017-05-25", "credible"), ("2017-06-01", None, None, None))
    found = triangle.determinations(told, "2017-07-15")
    table = triangle.reporting(found, told, "2017-07-15")
    assert table.index.tolist() == ["2017-03", "2017-05", "2017-06"]  # of April the record holds no case
    assert table.to_numpy(float, na_value=-1).tolist() == [[0, 0, 1], [1, 0, -1], [0, -1, -1]]
    assert triangle.reporting(found, told, "2017-07-15", longest=1).shape == (3, 2)


def test_the_last_whole_month_is_observed_and_the_one_under_way_is_not(inside: Project) -> None:
    told = events(MARCH, ("2017-06-01", None, None, None))
    found = triangle.determinations(told, AS_OF)
    assert pd.isna(triangle.reporting(found, told, "2017-07-30").loc["2017-06", 1])
    assert triangle.reporting(found, told, "2017-07-31").loc["2017-06", 1] == 0


def test_too_many_without_a_month_or_none_with_one_are_refused(inside: Project) -> None:
    lost = ("2017-03-17", "2017-05-25", "2017-06-25", "credible")
    with pytest.raises(MethodRefused, match="no determination has both months certain"):
        triangle.reporting(triangle.determinations(events(lost), AS_OF), events(lost), AS_OF)
    told = events(*[MARCH] * 10, lost)
    with pytest.raises(MethodRefused, match="1 of 11 determinations have no certain month"):
        triangle.reporting(triangle.determinations(told, AS_OF), told, AS_OF)


def test_our_own_determinations_are_listed_and_feed_no_distribution(inside: Project) -> None:
    history = determinations.history()
    found = triangle.determinations(history, AS_OF)
    assert len(triangle.listed(found)) and not triangle.is_record(found)
    with pytest.raises(MethodRefused, match="is not a sample"):
        triangle.delay_distribution(found, history, AS_OF)


def test_a_card_that_calls_the_record_complete_opens_the_distribution(copy: Project, monkeypatch) -> None:
    monkeypatch.chdir(copy.root)
    card = copy.raw / "datapackage.json"
    told = json.loads(card.read_text(encoding="utf-8"))
    for resource in told["resources"]:
        if resource.pop("not_a_sample", None):
            resource["complete"] = "for this test"
    card.write_text(json.dumps(told), encoding="utf-8")
    known = events(MARCH, ("2017-04-01", "2017-04-09", "2017-04-09", "credible"), table="official_assessments")
    monkeypatch.setattr(triangle, "tables_made", lambda: pd.Timestamp("2017-12-31"))
    found = triangle.delay_distribution(triangle.determinations(known, AS_OF), known, AS_OF)
    assert [len(keys) for keys in found["row_keys"]] == [1, 0, 1]
    assert found["percent"].tolist() == [50.0, 0.0, 50.0] and found["by_then"].iloc[-1] == pytest.approx(100)


def test_rows_in_another_order_give_the_same_table(inside: Project) -> None:
    told = events(MARCH, ("2017-05-01", "2017-05-25", "2017-05-25", "credible"), ("2017-06-01", None, None, None))
    shuffled = told.sample(frac=1, random_state=2)
    tables = [triangle.reporting(triangle.determinations(one, AS_OF), one, AS_OF) for one in (told, shuffled)]
    pd.testing.assert_frame_equal(*tables)
