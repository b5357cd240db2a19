from __future__ import annotations

import jinja2
import pytest
from publish import tiny

from analysis.publish import page, render
from analysis.publish.addresses import event_page
from analysis.publish.extract import Block, Contents

RECORD = {"report": "shown", "parameters": {}, "versions": {"civcas": "0.1.0"}, "notebook": {"name": "10-shown.ipynb"}}


def made() -> str:
    found = Contents(blocks=[Block("prose", "## One")])
    return render.report_page("Title", "civcas report shown", found, RECORD)


def test_a_stale_page_says_why_and_is_otherwise_the_same() -> None:
    fresh = made()
    stale = page.mark_stale(fresh, f"first {tiny.SCRIPT}")
    [notice] = tiny.soup(stale).select(".notice")
    assert f"first {tiny.SCRIPT}" in notice.text and notice.get("role") and tiny.faults(stale) == []
    assert stale != fresh and stale.replace(str(notice).replace("'", "&#x27;"), "") == fresh


@pytest.mark.parametrize("reason", ["</div> second", "line\nbreak", r"\1 \g<0>", "<!-- stale -->"])
def test_a_new_reason_replaces_the_old_one(reason: str) -> None:
    fresh = made()
    twice = page.mark_stale(page.mark_stale(fresh, "first"), reason)
    assert twice == page.mark_stale(fresh, reason)
    assert page.mark_stale(twice, "third") == page.mark_stale(fresh, "third")
    [notice] = tiny.soup(twice).select(".notice")
    assert reason in notice.text and "first" not in notice.text


def shown(title: str) -> str:
    """The page of a report that shows nothing but its title."""
    return page.page(
        "report.html",
        title=title,
        command="",
        headings=[],
        body=[],
        record=RECORD,
        csv=[],
        stale="",
        event="",
        others={},
        meanings={},
    )


def test_a_value_missing_from_a_template_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="undefined"):
        page.page("report.html", title="One")


def test_a_value_is_text_and_arabic_is_marked_unless_a_template_says_otherwise() -> None:
    html = shown(f"{tiny.SCRIPT} & <b> {tiny.ARABIC}")
    assert tiny.soup(html).h1.text == f"{tiny.SCRIPT} & <b> {tiny.ARABIC}"
    assert (
        tiny.soup(html).h1.bdi["lang"] == "ar" and [fault for fault in tiny.faults(html) if "<script>" in fault] == []
    )


def test_the_style_stands_inside_the_page() -> None:
    assert "font-family" in tiny.soup(shown("One")).style.text


def test_a_report_about_an_event_leads_to_its_page_and_that_of_a_study_does_not() -> None:
    def leads(**parameters: str) -> list[str]:
        html = render.report_page("Title", "", Contents(), RECORD | {"parameters": parameters})
        return [link["href"] for link in tiny.soup(html).select("nav[aria-label=Site] a")]

    lists = ["../events/index.html", "../publishers/index.html"]
    assert leads(event="a b") == ["../index.html", f"../{event_page('a b')}", *lists]
    assert leads(event="a", study="other") == leads(event="") == leads() == ["../index.html", *lists]


def test_the_first_link_of_every_page_leads_to_its_text() -> None:
    for html in (made(), shown("One")):
        first = tiny.soup(html).body.find("a")
        assert first["href"] == "#main" and first.text.strip()
        assert tiny.soup(html).find(id="main").name == "main"
