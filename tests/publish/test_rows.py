from __future__ import annotations

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish import citing, rows


def test_a_row_says_who_when_what_where_how_sure_and_why_not(inside: Project) -> None:
    [told] = citing.cite(["statements:st-mj-rudaw-230"]).to_dict("records")
    page = tiny.soup(rows.row(told))
    assert page.a["href"].startswith("https://") and page.code.text == "statements:st-mj-rudaw-230"
    assert "confidence of the coding: high" in page.small.text and "relays: 3 (" in page.small.text
    assert page.text.startswith("Rudaw, 2017-03-23") and page.strong is None


def test_a_row_leads_to_the_ledger_of_its_event_where_there_is_one(inside: Project) -> None:
    keys = ["statements:st-mj-rudaw-230", "official_monthly:2", "publishers:rudaw"]
    pages = [tiny.soup(rows.row(told, "../../")) for told in citing.cite(keys).to_dict("records")]
    led = [[a["href"] for a in page.select("a") if a.text == "in the ledger"] for page in pages]
    page = "../../events/mosul-jadida-2017-03-17.html#statements-st-mj-rudaw-230"
    assert led == [[page], [], ["../../publishers/rudaw.html"]]


def test_a_row_kept_out_says_so_with_its_reason(inside: Project) -> None:
    out = citing.kept_out(["statements:st-mj-rudaw-230"])
    assert len(out) > 3
    for item in tiny.soup(rows.items(out)).select("li"):
        assert "kept out of every count: " in item.strong.text and "decided in data/" in item.strong.text


def test_what_was_published_later_is_not_named_among_what_was_kept_out(inside: Project) -> None:
    early, late = (citing.kept_out(["statements:st-mj-rudaw-230"], day) for day in ("2017-03-24", None))
    assert set(early["row_key"]) < set(late["row_key"])


def test_text_of_a_row_is_text() -> None:
    told = {
        "what": tiny.SCRIPT,
        "url": "javascript:alert(1)",
        "row_key": tiny.SCRIPT,
        "judged": "<b>",
        "kept_out": "<i>",
    }
    page = tiny.soup(rows.row(told))
    assert [tag.name for tag in page.find_all(True)] == ["code", "small", "strong"]


@pytest.mark.parametrize(("places", "runs"), [([], []), ([2], [(2, 2)]), ([4, 1, 2, 5, 5], [(1, 2), (4, 5)])])
def test_runs_hold_every_number_once(places: list[int], runs: list[tuple[int, int]]) -> None:
    assert rows.spans(places) == runs
