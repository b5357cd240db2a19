"""The proof: a report in Arabic has the numbers, rows and files of the English one; only the words differ."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup, Comment
from nbformat.v4 import output_from_msg
from publish import tiny

from analysis import language
from analysis.paths import Project, find_project
from analysis.publish.display import HEADLINE_TYPE, SENTENCE_TYPE
from analysis.publish.extract import Contents, contents
from analysis.publish.render import report_page

HERE = Path(__file__).resolve().parents[2]
EVENT = {"event": "mosul-shifa-2017-06-13"}
RECORD: dict[str, Any] = {
    "report": "shifa",
    "versions": {"civcas": "0"},
    "notebook": {"name": "n.ipynb"},
    "parameters": {},
}


def bundle(shown: Any) -> dict[str, Any]:
    """What an output of a cell holds."""
    if not hasattr(shown, "_repr_mimebundle_"):
        return {"data": {"text/plain": repr(shown)}, "metadata": {}}
    made = shown._repr_mimebundle_()
    data, metadata = made if isinstance(made, tuple) else (made, {})
    return {"data": data, "metadata": metadata}


def run(name: str, **asked: Any) -> nbformat.NotebookNode:
    """A notebook run in this process, without a kernel: each cell, and what it displays."""
    notebook = nbformat.read(HERE / "notebooks" / f"{name}.ipynb", as_version=4)
    shown: list[Any] = []
    space: dict[str, Any] = {"display": lambda *values: shown.extend(values), "print": lambda *_: None}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), space)
        value = eval(compile(ast.Expression(last.value), name, "eval"), space) if last else None
        shown += [] if value is None else [value]
        cell.outputs = [
            output_from_msg({"header": {"msg_type": "display_data"}, "content": bundle(each)}) for each in shown
        ]
        shown.clear()
        if "parameters" in cell.metadata.get("tags", []):
            space |= asked
    return notebook


def made(code: str) -> tuple[nbformat.NotebookNode, Contents, str]:
    with chdir(find_project(HERE).root):
        try:
            notebook = run("20-one-event", language=code, **EVENT)
            held = contents(notebook)
            page = report_page("Al-Shifa", "civcas report", held, RECORD, {"en" if code == "ar" else "ar": "other"})
        finally:
            language.speak("en")
    return notebook, held, page


@pytest.fixture(scope="module")
def both(built: Project) -> dict[str, tuple[nbformat.NotebookNode, Contents, str]]:
    return {code: made(code) for code in ("en", "ar")}


def sentences(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for kind in (SENTENCE_TYPE, HEADLINE_TYPE):
                if kind in output.get("data", {}):
                    yield f"{output.data[kind]['text']} {output.data[kind].get('basis', '')}"


def digits(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def test_every_file_of_data_is_the_same_bytes(both: Any) -> None:
    english, arabic = both["en"][1], both["ar"][1]
    assert english.tables == arabic.tables and len(english.tables) > 8
    assert english.drawn == arabic.drawn and english.drawn
    assert english.behind == arabic.behind and english.provenance == arabic.provenance


def test_every_number_has_the_same_value_rule_rows_and_place(both: Any) -> None:
    english, arabic = both["en"][1], both["ar"][1]
    assert english.evidence == arabic.evidence and len(english.evidence["numbers"]) > 8


def test_every_sentence_holds_the_same_digits_in_other_words(both: Any) -> None:
    told = [(one, other) for one, other in zip(*(list(sentences(both[code][0])) for code in both), strict=True)]
    assert len(told) >= 4
    for one, other in told:
        assert digits(one) == digits(other)
    assert re.search("[\u0600-\u06ff]", both["ar"][1].headline) and not re.search("[\u0660-\u0669]", both["ar"][2])


def test_every_cell_and_every_link_of_the_two_pages_holds_the_same_digits(both: Any) -> None:
    pages = {code: tiny.soup(told[2]) for code, told in both.items()}
    for kind in ("td, th", "caption", ".ev", "figcaption", "h2"):
        cells = {code: [digits(cell.get_text()) for cell in page.select(kind)] for code, page in pages.items()}
        assert cells["en"] == cells["ar"] and cells["en"], kind
    assert links(pages["en"]) == links(pages["ar"])
    assert [tag["id"] for tag in pages["en"].find_all(id=True)] == [tag["id"] for tag in pages["ar"].find_all(id=True)]


def links(page: BeautifulSoup) -> list[str]:
    return [tag["href"] for tag in page.find_all("a", href=True) if not tag.has_attr("hreflang")]


def test_the_arabic_page_is_laid_out_from_the_right_and_says_what_is_english(both: Any) -> None:
    page = tiny.soup(both["ar"][2])
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert tiny.faults(both["ar"][2], "ar") == [] and tiny.faults(both["en"][2]) == []
    other = page.select_one("nav a[hreflang]")
    assert (other["href"], other["lang"], other.text) == ("../other/report.html", "en", "English")
    for text in page.body.find_all(string=re.compile("[A-Za-z]{3,}")):
        if not isinstance(text, Comment) and not re.search("[\u0600-\u06ff]", text):
            assert text.find_parent(["code", "pre"]) or text.find_parent(lang="en") or is_name(text), text


def is_name(text: Any) -> bool:
    """Whether a text is the name of a file or a table, or a translator has kept it as a name."""
    book = language.catalogue("ar")
    kept = any(text.strip() in told for told in (*book.texts.values(), *book.patterns.values()))
    return kept or bool(text.find_parent("table", class_="provenance") or re.fullmatch(r"[\w.-]+\.csv", text))


def test_days_and_shares_keep_their_order_within_arabic(both: Any) -> None:
    page = tiny.soup(both["ar"][2])
    for text in page.body.find_all(string=re.compile(r"\d{4}-\d{2}")):
        assert text.find_parent(["code", "pre"]) or text.find_parent(dir="ltr").name != "html", text
