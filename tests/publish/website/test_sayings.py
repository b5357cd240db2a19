from __future__ import annotations

from analysis.publish.website import sayings
from analysis.publish.website.gathered import Gathered


def test_every_statement_is_shown_once_in_order_of_publication(held: Gathered) -> None:
    assert [each["key"] for each in held.shown] == list(held.statements["row_key"])


def test_every_row_of_the_claims_has_one_anchor(held: Gathered) -> None:
    anchors = [each["witness"] for each in held.shown]
    anchors += [relay["anchor"] for each in held.shown for relay in each["relays"]]
    assert sorted(anchors) == sorted(f"claims-{key}" for key in held.claims["claim_id"])


def test_a_relay_is_shown_under_what_it_relays(held: Gathered) -> None:
    counted = {each["key"]: len(each["relays"]) for each in held.shown}
    relays = held.claims[held.claims["is_primary"] == 0]["statement_id"].value_counts()
    assert {key.partition(":")[2]: number for key, number in counted.items() if number} == relays.to_dict()


def test_what_is_kept_out_says_why_and_on_whose_word(held: Gathered) -> None:
    shown = {each["key"]: each["reason"] for each in held.shown}
    out = held.statements[held.statements["excluded"]]
    assert len(out) and {key for key, reason in shown.items() if reason} == set(out["row_key"])
    assert "decided in data/hand/exclusions.csv" in shown["statements:st-mj-twasul-3000"]


def test_a_date_that_is_coarse_or_missing_says_so(held: Gathered) -> None:
    by_precision = {"day": "", "month": "day not known", "year": "month not known"}
    rows = held.statements.to_dict("records")
    for each, row in zip(held.shown, rows, strict=True):
        assert each["coarse"] == by_precision.get(row["published_precision"], "")
        assert bool(each["when"]) == isinstance(row["published"], str)


def test_years_hold_every_statement_and_those_without_a_date_come_last(held: Gathered) -> None:
    years = sayings.by_year(held.by_event["mosul-jadida-2017-03-17"])
    assert [year for year, _ in years] == ["2017", sayings.NO_DATE]
    assert sum(len(shown) for _, shown in years) == len(held.by_event["mosul-jadida-2017-03-17"])
