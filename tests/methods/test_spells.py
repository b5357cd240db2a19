from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import determinations
from analysis.dates import day_range
from analysis.methods import spells
from analysis.paths import Project


def event(kind: str, date: str | None, deaths: str | None = "2017-03-01", **more: object) -> dict[str, object]:
    days = day_range(date) if date else None
    base = {"case": "made:a", "kind": kind, "outcome": None, "date": date, "deaths": deaths, "place": "Mosul",
            "precision": "day", "first": pd.Timestamp(days.first) if days else pd.Timestamp("2017-03-01"),
            "last": pd.Timestamp(days.last if days else "2026-11-24"), "row_keys": ["made:1"]}  # fmt: skip
    return base | more


def spell(events: list[dict[str, object]], when: str = "2018-01-01", origin: str = "deaths") -> dict:
    found = spells.spells(pd.DataFrame(events), when, origin)  # type: ignore[arg-type]
    [row] = [*found.cases.to_dict("records"), *found.left_out.to_dict("records")]
    return row


def test_days_between_two_days_are_one_number() -> None:
    row = spell([event("determined", "2017-03-31", outcome="credible")])
    assert (row["earliest"], row["latest"], row["days"], row["outcome"]) == (30, 30, "30", "credible")
    assert pd.isna(row["entry"])


def test_a_month_is_an_interval_on_either_side() -> None:
    row = spell([event("determined", "2017-04", outcome="credible")])
    assert (row["earliest"], row["latest"]) == (31, 60)
    row = spell([event("determined", "2017-04", deaths="2017-03", outcome="credible")])
    assert (row["earliest"], row["latest"]) == (1, 60)


def test_an_open_case_is_censored_on_the_as_of_day() -> None:
    row = spell([event("alleged", None)], "2017-03-11")
    assert (row["earliest"], row["latest"], row["outcome"]) == (10, 10, None)
    later = spell([event("determined", "2017-06-01", outcome="credible")], "2017-03-11")
    assert (later["latest"], later["outcome"]) == (10, None)


def test_a_determination_that_may_be_later_than_the_day_leaves_the_case_out() -> None:
    row = spell([event("determined", "2017-04", outcome="credible")], "2017-04-15")
    assert row["why"] == "cannot be told whether it was determined by the as-of day"


def test_the_receipt_is_the_entry_from_the_deaths_and_the_origin_from_the_receipt() -> None:
    events = [event("received", "2017-03-11"), event("determined", "2017-03-31", outcome="duplicate")]
    row = spell(events)
    assert (row["entry"], row["latest"]) == (10, 30)
    row = spell(events, origin="receipt")
    assert pd.isna(row["entry"]) and (row["earliest"], row["start"]) == (20, "2017-03-11")


@pytest.mark.parametrize(
    ("events", "origin", "why"),
    [
        ([event("determined", "2017-04-01", outcome="credible")], "receipt", "day of receipt never printed"),
        ([event("determined", "2017-04", deaths=None, outcome="credible")], "deaths", "date of the deaths not known"),
        ([event("determined", "2017-02-01", outcome="credible")], "deaths", "determined before its origin, as printed"),
        ([event("alleged", None, deaths="2019")], "deaths", "its origin is not certainly before the as-of day"),
    ],
)  # fmt: skip
def test_a_case_without_a_spell_says_why(events: list[dict[str, object]], origin: str, why: str) -> None:
    assert spell(events, origin=origin)["why"] == why


def test_every_visible_case_has_a_spell_or_a_reason(inside: Project) -> None:
    told = determinations.history()
    found = spells.spells(told, "2026-11-24")
    single = set(told.loc[told["case"].str.contains(":"), "case"])
    assert {*found.cases["case"], *found.left_out["case"]} == single
    assert len(found.cases) + len(found.left_out) == len(single)
    assert (found.cases["earliest"] <= found.cases["latest"]).all()


def test_no_receipt_was_ever_printed(inside: Project) -> None:
    assert spells.spells(determinations.history(), "2026-11-24", "receipt").cases.empty


def test_listed_rows_are_dated_determinations_longest_first(inside: Project) -> None:
    rows = spells.listed(spells.spells(determinations.history(), "2026-11-24"))
    assert rows["end"].notna().all() and rows["outcome"].notna().all()
    assert rows["latest"].is_monotonic_decreasing
    al_jadida = rows.set_index("case").loc["incidents:CI550"]
    assert al_jadida["days"] == "69"
