from __future__ import annotations

from typing import Any

import pytest
from publish import tiny

from analysis import language
from analysis.publish import render
from analysis.publish.extract import Block, Contents

RECORD: dict[str, Any] = {
    "report": "shown", "parameters": {"place": "Mosul", "note": ""}, "versions": {"civcas": "0.1.0"},
    "notebook": {"name": "10-shown.ipynb"},
}  # fmt: skip
SIZE = {"width": "952", "height": "400"}
NOTE = {"kind": "figure", "name": "one", "alt": '2 "figures"', "caption": "Killed & <b>", "csv": "a\n1\n"} | SIZE


def made(*blocks: Block, title: str = "Title", record: dict[str, Any] = RECORD, **contents: Any) -> str:
    found = Contents(blocks=list(blocks), **contents)
    return render.report_page(title, "civcas report shown", found, record, meanings={"place": f"where {tiny.SCRIPT}"})


def test_a_page_says_that_it_is_the_accessible_edition_and_how_to_print_it() -> None:
    said = tiny.soup(made()).get_text()
    assert "the accessible edition" in said and "civcas pdf shown" in said


def prose(text: str) -> Block:
    return Block("prose", text)


def test_a_page_of_every_block_is_sound() -> None:
    page = made(
        prose("# Title\n\nWords.\n\n## One\n\n| a |\n|---|\n| b |\n\n### Two"), Block("html", "<p>Made</p>"),
        Block("figure", NOTE["alt"], NOTE), Block("text", "printed"), Block("code", "x = 1"), prose("## Three"),
    )  # fmt: skip
    assert [fault for fault in tiny.faults(page) if not fault.startswith(("no caption", "no scope"))] == []
    assert [tag.name for tag in tiny.soup(page).main.find_all(["h1", "h2", "h3"])] == ["h1", "h2", "h3", "h2", "h2"]


def test_untrusted_text_is_text_in_every_block() -> None:
    alt, note = f'"{tiny.SCRIPT}', NOTE | {"caption": tiny.SCRIPT}
    page = made(
        prose(f"{tiny.SCRIPT} <img src=x onerror=alert(1)>"), prose(f"## {tiny.SCRIPT}"), Block("figure", alt, note),
        Block("text", tiny.SCRIPT), Block("code", f"</code></pre>{tiny.SCRIPT}"), title=tiny.SCRIPT,
        record=RECORD | {"parameters": {"place": tiny.SCRIPT}, "notebook": {"name": tiny.SCRIPT}},
    )  # fmt: skip
    found = tiny.soup(page)
    assert tiny.faults(page) == []
    assert found.h1.text == found.title.text == tiny.SCRIPT
    assert found.img["alt"] == f'"{tiny.SCRIPT}' and found.figcaption.text.startswith(tiny.SCRIPT)
    assert found.pre.text == tiny.SCRIPT and found.select_one("details code").text == f"</code></pre>{tiny.SCRIPT}"
    assert found.find("caption", string="Parameters").parent.td.text == tiny.SCRIPT


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_of_the_prose_runs_nothing(address: str) -> None:
    page = made(prose(f"[here]({address}) and <{address}>"))
    assert tiny.faults(page) == []
    assert f"here ({address}) and {address}" in tiny.soup(page).main.get_text()


@pytest.mark.parametrize(
    "address", ["//example.org/a", "https://example.org@elsewhere.org/", "/etc/hosts", "blob:x", "../../a"]
)
def test_an_address_of_another_kind_is_text(address: str) -> None:
    assert "here (" in tiny.soup(made(prose(f"[here]({address})"))).main.get_text()


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=2", "#s-one", "../docs/methods.md#a", "tables/a.csv"])
def test_a_link_of_the_prose_leads_to_the_web_a_section_or_a_file(address: str) -> None:
    [link] = tiny.soup(made(prose(f"## One\n\n[here]({address})"))).select("main p > a[href]")[:1]
    assert (link["href"], link.text) == (address, "here")
    assert ("noreferrer" in link.get("rel", ())) == address.startswith("https:")


def test_a_side_of_a_table_is_no_style_of_its_own() -> None:
    page = tiny.soup(made(prose("| a | b |\n|--:|:-:|\n| 1 | 2 |")))
    assert not page.select("[style]") and [cell["class"] for cell in page.select("td.right, td.center")]


def test_marks_of_our_own_in_a_prose_are_shown_by_number() -> None:
    said = language.speak("ar")
    try:
        page = made(prose("\uf000a\uf001 said \u202e032"))
    finally:
        language.speak(said)
    text = tiny.soup(page).main.get_text()
    assert "[U+F000]a[U+F001] said [U+202E]032" in text and "\uf000" not in page and "\u202e" not in page


def test_a_figure_has_words_caption_and_its_files() -> None:
    figure = tiny.soup(made(Block("figure", '2 "figures"', NOTE))).figure
    assert (figure.img["alt"], figure.img["src"]) == ('2 "figures"', "figures/one.svg")
    assert (figure.img["width"], figure.img["height"]) == ("952", "400"), "nothing jumps when the picture arrives"
    assert figure.figcaption.text.startswith("Killed & <b>")
    files = [link["href"] for link in figure.select("a")]
    assert files == ["figures/one.svg", "figures/one.png", "figures/one.csv"]


def test_the_title_of_the_notebook_gives_way_to_that_of_the_report() -> None:
    page = tiny.soup(made(prose("# Of the notebook\n\n**Question.** Why?"), title="Of the report"))
    assert page.h1.text == "Of the report" and "Of the notebook" not in page.text and "Why?" in page.text


def test_each_section_is_listed_and_leads_to_its_heading() -> None:
    page = tiny.soup(made(prose("## What *they* said & when\n\nWords.\n\n## Limits"), prose("## Two")))
    listed = page.select("nav.contents a")
    assert [link.text for link in listed][:3] == ["What they said & when", "Limits", "Two"]
    assert [page.select_one(f"h2{link['href']}").text for link in listed] == [link.text for link in listed]


def test_the_page_says_how_it_was_made_and_links_its_tables() -> None:
    page = tiny.soup(made(tables={"families": "a\n", "evidence": "b\n"}))
    assert "civcas report shown" in page.text and "0.1.0" in page.text and "10-shown.ipynb" in page.text
    hrefs = [link["href"] for link in page.select("a")]
    assert {"tables/families.csv", "tables/evidence.csv", "executed.ipynb", "provenance.json", "../index.html"} <= set(
        hrefs
    )
    told = page.find("caption", string="Parameters").parent
    assert [[cell.text for cell in row.find_all(["th", "td"])] for row in told.select("tbody tr")] == [
        ["place", "Mosul", f"where {tiny.SCRIPT}"], ["note", "(empty)", ""],
    ]  # fmt: skip


def test_equal_contents_give_equal_pages() -> None:
    assert made(prose("## One")) == made(prose("## One"))


@pytest.mark.parametrize("text", ["## Limits\n\n## Limits", f"## {tiny.ARABIC}", "## How to repeat", "## Ev 1"])
def test_every_section_has_an_anchor_of_its_own(text: str) -> None:
    panel = Block("html", '<section id="ev-1"></section>')
    faults = tiny.faults(made(prose(text), panel))
    assert [fault for fault in faults if "are called" in fault] == []


@pytest.mark.parametrize(
    "text", ["![alt](https://example.org/x.png)", "Words.\n\n# Second title", "## One\n\n#### Four"]
)
def test_prose_loads_nothing_and_keeps_the_order_of_headings(text: str) -> None:
    assert tiny.faults(made(prose(text))) == []


@pytest.mark.parametrize(
    "page",
    [
        made(title=tiny.ARABIC), made(prose(tiny.ARABIC)),
        made(Block("figure", "words", NOTE | {"caption": tiny.ARABIC})),
        made(Block("text", tiny.ARABIC)), made(record=RECORD | {"parameters": {"place": tiny.ARABIC}}),
    ],
)  # fmt: skip
def test_arabic_is_marked_wherever_it_stands(page: str) -> None:
    assert [fault for fault in tiny.faults(page) if fault.startswith("not marked")] == []


def test_the_command_can_be_copied_as_it_stands() -> None:
    assert tiny.soup(made()).find("h2", id="how-to-repeat").find_next("pre").text == "civcas report shown"


def test_a_parameter_that_is_nought_is_not_empty() -> None:
    page = tiny.soup(made(record=RECORD | {"parameters": {"draws": 0}}))
    assert page.find("caption", string="Parameters").parent.td.text == "0"


@pytest.mark.parametrize("text", ["## Limits\n\n## 3 Limits\n\n## Limits", f"## 2\n\n## {tiny.ARABIC}"])
def test_a_numbered_section_keeps_its_anchor_for_itself(text: str) -> None:
    assert tiny.faults(made(prose(text))) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lang="en"', "", "no language"), ("<title>Title", "<title>", "no title"),
        ("</h1>", "</h1><h3>x</h3>", "h1 is"),
        ("</h1>", "</h1><h1>x</h1>", "not one title"), ('alt="', 'alt="" title="', "no alt"),
        ("<caption>Parameters</caption>", "", "no caption"), ('scope="row"', "", "no scope"),
        ("</h1>", '</h1><p id="how-to-repeat">', "2 elements"), ("</h1>", '</h1><a href="#x">x</a>', "leads nowhere"),
        ("</h1>", "</h1><script>1</script>", "<script>"),
        ("</h1>", '</h1><img alt="x" src="//example.org">', "img src"),
        ("</h1>", '</h1><a href="javascript:1">x</a>', "a href"), ("</h1>", '</h1><p onclick="x">', "p onclick"),
        ("<style>", "<style>@import 'x';", "@import"), ("<style>", "<style>p { background: url(x) }", "url("),
        ("</h1>", f"</h1>{tiny.ARABIC}", "not marked"),
    ],
)  # fmt: skip
def test_each_fault_of_a_page_is_seen(old: str, new: str, fault: str) -> None:
    whole = made(Block("figure", NOTE["alt"], NOTE))
    assert tiny.faults(whole) == [] and old in whole
    assert [found for found in tiny.faults(whole.replace(old, new, 1)) if fault in found]
