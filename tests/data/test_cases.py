from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import cases


def event(kind: str, first: str | None, last: str, outcome: str | None = None, **more: object) -> dict[str, object]:
    base = {"case": "incidents:a", "kind": kind, "outcome": outcome, "reason": None, "date": last if first else None,
            "first": pd.Timestamp(first) if first else pd.NaT, "last": pd.Timestamp(last), "lo": pd.NA, "hi": pd.NA,
            "row_keys": ["incidents:a"]}  # fmt: skip
    return base | more


def state(events: list[dict[str, object]], when: str) -> str:
    found = cases.states(pd.DataFrame(events), when)
    return found["candidates"].iloc[0] if len(found) else ""


MONTH = event("determined", "2017-04-01", "2017-04-30", "credible")
DAY = event("opened", "2017-03-25", "2017-03-25")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2017-03-24", ""), ("2017-03-25", "open"), ("2017-03-31", "open"), ("2017-04-01", "open or credible"),
        ("2017-04-29", "open or credible"), ("2017-04-30", "credible"), ("2020-01-01", "credible"),
    ],
)  # fmt: skip
def test_a_month_dated_determination_cannot_be_told_inside_the_month(when: str, told: str) -> None:
    assert state([DAY, MONTH], when) == told
    if " or " in told:
        assert cases.states(pd.DataFrame([DAY, MONTH]), when)["state"].iloc[0] == "cannot be told"


def test_what_comes_before_a_certain_determination_no_longer_matters() -> None:
    vague = event("alleged", "2017-03-17", "2026-11-24")
    assert state([vague, MONTH], "2017-05-01") == "credible"
    assert state([vague, MONTH], "2017-03-20") == "nothing public yet or alleged"


def test_a_reopened_case_is_reopened_until_it_is_determined_again() -> None:
    closed = event("determined", "2017-06-01", "2017-06-01", "non_credible")
    again = event("reopened", "2018-06-28", "2018-06-28")
    ended = event("determined", "2018-07-01", "2018-07-31", "credible")
    assert state([closed, again, ended], "2018-06-27") == "non_credible"
    assert state([closed, again, ended], "2018-06-30") == "reopened"
    assert state([closed, again, ended], "2018-07-02") == "reopened or credible"
    assert state([closed, again, ended], "2018-08-01") == "credible"


def test_a_reversal_of_one_day_ends_as_determined() -> None:
    both = [event("determined", "2018-06-28", "2018-06-28", "credible"), event("reopened", "2018-06-28", "2018-06-28")]
    assert state(both, "2018-06-28") == "credible"


def test_an_event_never_dated_may_have_happened_on_any_day() -> None:
    assert state([DAY, event("determined", None, "2026-11-24", "non_credible")], "2017-03-25") == "open or non_credible"


def test_a_restatement_moves_nothing() -> None:
    assert state([DAY, event("restated", "2017-04-01", "2017-04-01")], "2017-05-01") == "open"


def test_a_determination_that_two_tables_tell_is_one_event_with_both_rows() -> None:
    exact = event("determined", "2017-05-25", "2017-05-25", "credible", row_keys=["official_assessments:44"])
    page = event("determined", "2017-03-17", "2026-11-24", "credible", date=None, lo=105, hi=141)
    once = cases.each_once(pd.DataFrame([page, exact]))
    assert len(once) == 1 and once["last"].iloc[0] == pd.Timestamp("2017-05-25")
    assert sorted(once["row_keys"].iloc[0]) == ["incidents:a", "official_assessments:44"]
    assert (once["lo"].iloc[0], once["hi"].iloc[0]) == (105, 141)


def test_an_equal_determination_certainly_later_is_a_restatement_without_an_outcome() -> None:
    later = event("determined", "2019-01-31", "2019-01-31", "credible")
    told = cases.each_once(pd.DataFrame([later, MONTH]))
    assert list(told["kind"]) == ["determined", "restated"]
    assert told["outcome"].iloc[0] == "credible" and pd.isna(told["outcome"].iloc[1])
    other = cases.each_once(pd.DataFrame([later | {"outcome": "non_credible"}, MONTH]))
    assert list(other["kind"]) == ["determined", "determined"]


def test_records_linked_as_the_same_are_one_case_named_by_the_incident() -> None:
    links = pd.DataFrame({
        "left": ["events:e", "events:e", "incidents:x"],
        "right": ["official_assessments:2", "incidents:c", "incidents:y"],
        "type": ["same", "same", "possibly"],
    })  # fmt: skip
    found = cases.same_cases(links)
    assert set(found.values()) == {"incidents:c"} and "incidents:x" not in found


def test_counts_of_states_hold_every_case_once() -> None:
    two = pd.DataFrame([DAY, MONTH, event("alleged", "2017-03-01", "2017-03-01", case="incidents:b")])
    counts = cases.counted(two, ["2017-03-30", "2017-05-01"]).set_index("state")
    assert counts["2017-03-30"].sum() == counts["2017-05-01"].sum() == 2
    assert counts.loc["open", "row_keys"] == counts.loc["credible", "row_keys"] == ["incidents:a"]
    assert counts.loc["reopened", "row_keys"] == []
    assert counts.loc["open", "2017-03-30"] == counts.loc["credible", "2017-05-01"] == 1


def test_a_tally_counts_each_value_with_its_rows() -> None:
    rows = pd.DataFrame([DAY | {"reason": "b"}, MONTH | {"reason": "a"}, DAY | {"reason": "b"}, DAY])
    counts = cases.tally(rows, "reason")
    assert counts[["reason", "events"]].to_numpy().tolist() == [["b", 2], ["a", 1]]
    assert [len(keys) for keys in counts["row_keys"]] == [2, 1]
