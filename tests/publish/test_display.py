from __future__ import annotations

import pytest
from publish import tiny

from analysis import modules
from analysis.data import manifest, store
from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import display, seeing


@pytest.mark.parametrize("name", ["families", "first-month", "a-2017-03"])
def test_words_joined_by_hyphens_are_a_name(name: str) -> None:
    assert display.checked_name(name, "Caption") == name


@pytest.mark.parametrize("name", ["", "A", "a_b", "a--b", "-a", "a b", "../a", "a/b", "a.csv", "a\n", "é", "١"])
def test_what_could_leave_its_folder_is_no_name(name: str) -> None:
    with pytest.raises(ReportError, match="lower-case words joined by hyphens"):
        display.checked_name(name, "Caption")


def test_a_figure_or_table_without_caption_is_refused() -> None:
    with pytest.raises(ReportError, match="families has no caption"):
        display.checked_name("families", " \n")


def test_text_is_escaped_and_arabic_is_marked() -> None:
    assert display.marked_up(tiny.SCRIPT) == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"
    assert display.marked_up('"><') == "&quot;&gt;&lt;"
    assert display.marked_up(tiny.ARABIC) == f'<bdi lang="ar">{tiny.ARABIC}</bdi>'
    assert display.marked_up(f"<{tiny.ARABIC}") == f'<bdi lang="ar">&lt;{tiny.ARABIC}</bdi>'
    assert "bdi" not in display.marked_up("Ayn al-Arab, 2015")


def test_a_page_becomes_a_link_that_gives_nothing_away() -> None:
    anchor = tiny.soup(display.link("https://example.org/a?b=1&c=2", "<page>")).a
    assert (anchor["href"], anchor.text) == ("https://example.org/a?b=1&c=2", "<page>")
    assert {"noopener", "noreferrer"} <= set(anchor["rel"])
    assert tiny.soup(display.link("http://example.org/")).a.text == "http://example.org/"


def test_an_arabic_address_is_linked_and_marked() -> None:
    page = tiny.soup(display.link(f"https://example.org/{tiny.ARABIC.replace(' ', '-')}"))
    assert page.a["href"].endswith("مدنيين") and page.find(lang="ar")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org/", "a/b",
        "https://", "https:///path", "https://exa mple.org", 'https://example.org/" onclick="x', "https://example.org/'",
        "https://example.org/<b>", "https://example.org/\n", "http://[::1", " https://example.org/", "", None, 230,
        "javascript://example.org/%0aalert(1)", "https:\\\\example.org",
        "https://example.org@elsewhere.org/", "https://example.org/\u202egnp.exe", "https://example.org/\uf000",
    ],
)  # fmt: skip
def test_anything_else_stays_text(address: object) -> None:
    assert not display.is_web(address)
    shown = tiny.soup(f"<p>{display.link(address, 'page')}</p>").p
    assert shown.find(True) is None and shown.text == seeing.shown(str(address))


def test_what_is_shown_is_the_same_in_html_and_in_plain_text() -> None:
    sentence = display.Sentence("a < b", "a &lt; b")._repr_mimebundle_()
    assert sentence == {
        display.SENTENCE_TYPE: {"text": "a < b"}, "text/html": "<p>a &lt; b</p>", "text/plain": "a < b",
    }  # fmt: skip
    headline = display.Headline("a < b", "a &lt; b")._repr_mimebundle_()
    assert headline[display.HEADLINE_TYPE] == {"text": "a < b", "basis": ""}
    assert tiny.soup(headline["text/html"]).select_one("p.headline").text == headline["text/plain"] == "a < b"


def test_provenance_is_what_was_read_since_the_last_start(inside: Project) -> None:
    store.read_table("places")
    store.read_table("events")
    note = display.provenance("2017-03-25", {"draws": 7, "b": 1})
    tables = manifest.read(inside)["tables"]
    assert note.tables == {name: tables[name]["columns"] for name in ("events", "places")}
    told = note._repr_mimebundle_()
    assert told[display.PROVENANCE_TYPE] == {
        "tables": note.tables, "files": {}, "as_of": "2017-03-25", "seeds": {"draws": 7, "b": 1},
    }  # fmt: skip
    page = tiny.soup(told["text/html"])
    assert [row.text for row in page.select("tbody th")] == ["events", "places"]
    assert [cell.text for cell in page.select("tbody td")] == [
        words
        for name in ("events", "places")
        for words in (
            f"{len(note.tables[name])} columns", modules.short_hash("".join(note.tables[name].values()).encode()),
        )
    ]  # fmt: skip
    for text in (page.text, told["text/plain"]):
        assert "As of: 2017-03-25. Seeds: b = 1, draws = 7." in text


def test_provenance_without_day_and_seeds_says_so() -> None:
    assert str(display.ProvenanceNote({"events": {"name": "ab"}})).endswith("As of: no day set. Seeds: none.")


def test_what_nobody_sees_is_shown_by_its_number_and_reverses_no_figure() -> None:
    assert display.quoted("killed \u202e032\x00") == "killed [U+202E]032[U+0000]"
    assert (
        display.marked_up("\u2067open") == "[U+2067]open" and display.quoted("\u2067shut\u2069") == "\u2067shut\u2069"
    )
