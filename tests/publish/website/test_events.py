from __future__ import annotations

import pytest
from publish import tiny

from analysis.publish.addresses import address_of, event_page
from analysis.publish.website import events
from analysis.publish.website.gathered import Gathered

HOUSE = "mosul-jadida-house-2017-03-17"


def shown(held: Gathered, event: str) -> dict:
    [row] = held.events[held.events["event_id"] == event].to_dict("records")
    return events.event(held, row)


def test_every_event_has_a_page_that_is_sound(held: Gathered, made: dict[str, str]) -> None:
    names = {event_page(event) for event in held.events["event_id"]}
    assert names == {name for name in made if name.startswith("events/")} - {"events/index.html"}
    for name in [event_page(HOUSE), event_page("hawija-2015-06-02"), event_page("coalition-cumulative")]:
        assert tiny.faults(made[name]) == []


def test_every_statement_stands_where_its_address_says(held: Gathered, made: dict[str, str]) -> None:
    for key, event in zip(held.statements["row_key"], held.statements["event_id"], strict=True):
        page, _, anchor = address_of(key, event).partition("#")
        assert made[page].count(f'id="{anchor}"') == 1


def test_the_ledger_says_who_said_what_and_on_what_it_rests(made: dict[str, str]) -> None:
    entry = tiny.soup(made[event_page("mosul-jadida-2017-03-17")]).find(id="statements-st-mj-rudaw-230")
    text = " ".join(entry.text.split())
    assert "23 March 2017" in text and "Rudaw Local media 230 civilians killed" in text
    assert "Standing alleged" in text and "Held responsible the Coalition" in text and "confidence" in text
    assert entry.select_one(".who a")["href"] == "../publishers/rudaw.html"
    assert entry.select_one(".facts a")["href"].startswith("http")


def test_links_name_their_type_their_reason_and_who_decided(held: Gathered) -> None:
    [determination] = shown(held, HOUSE)["determinations"]
    assert (determination["key"], determination["link"]["type"]) == ("official_assessments:44", "same")
    assert "one building" in determination["link"]["why"] and "2026-11-25" in determination["link"]["decided"]
    [record] = [each for each in shown(held, HOUSE)["records"] if each["link"]["type"] == "same"]
    assert (record["code"], record["said"]) == ("CI550", "105 to 141 killed")
    others = shown(held, "mosul-jadida-2017-03-17")["determinations"]
    [found] = [each for each in others if each["key"] == "official_assessments:44"]
    assert found["link"]["words"] == "reviewed, and not the same dead" and others[-1] is found


def test_a_finding_of_not_credible_has_no_toll(held: Gathered) -> None:
    row = held.assessments[held.assessments["determination"] == "non_credible"].iloc[0].to_dict() | {"killed": 3}
    link = {"key": row["row_key"], "type": "same", "words": "", "why": "", "decided": ""}
    assert events._assessment(row, link)["said"] == ""
    assert events._assessment(row | {"determination": "credible"}, link)["said"] == "3 killed"


@pytest.mark.parametrize(
    ("event", "links"),
    [
        ("mosul-jadida-2017-03-17", ["one/report.html", "mosul/report.html"]),  # Raqqa in that month is elsewhere
        ("hawija-2015-06-02", []),
        ("battle-of-mosul", []),
    ],
)
def test_a_page_leads_to_the_reports_about_its_event_and_its_month(
    made: dict[str, str], event: str, links: list[str]
) -> None:
    page = tiny.soup(made[event_page(event)])
    heading = page.find(id="reports")
    assert (
        [a["href"] for a in heading.find_next("ul").find_all("a")] == [f"../{x}" for x in links]
        if links
        else not heading
    )


def test_a_summary_counts_what_is_dated_relayed_and_kept_out(held: Gathered) -> None:
    assert events.summary([]) == "The tables hold no statement about this event alone."
    undated = held.statements[held.statements["event_id"] == "mosul-jadida-2017-03-17"]["published"].isna().sum()
    assert f"; {undated} not dated on any page seen;" in shown(held, "mosul-jadida-2017-03-17")["summary"]
    one = {"publisher_id": "a", "day": "", "relays": [1], "reason": ""}
    assert events.summary([one, one | {"day": "2017"}]) == (
        "2 statements by 1 publisher. Of these: 2 read on more than one page; 1 not dated on any page seen."
    )
    assert len(held.acts_about[HOUSE]) == len(shown(held, HOUSE)["acts"]) > 0
