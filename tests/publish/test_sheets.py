from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from publish import tiny

from analysis.errors import ReportError
from analysis.publish.sheets import WIDE, sheet

PAGE = """<html lang="{lang}"><body><main><nav class="contents"><a href="#s-a">A</a></nav>
<h1>Title</h1>{body}</main></body></html>"""


def on_paper(body: str, *together: str, lang: str = "en") -> BeautifulSoup:
    return tiny.soup(sheet("one", PAGE.format(body=body, lang=lang), together).html)


def test_anchors_and_what_leads_to_them_begin_with_the_id() -> None:
    page = on_paper(
        '<h2 id="s-a">A</h2><section id="ev-12"></section><p><a class="n" href="#ev-12">at least 230</a></p>'
    )
    assert {tag["id"] for tag in page.find_all(id=True)} == {"one--top", "one--s-a", "one--ev-12"}
    assert {link["href"] for link in page.select("a[href]")} == {"#one--s-a", "#one--ev-12"}


def test_a_number_keeps_its_figure_apart_from_its_note() -> None:
    [number] = on_paper('<p id="ev-12"><a class="n" href="#ev-12">at least 230</a></p>').select("a.n")
    assert number.get_text() == "at least 230[12]" and number.sup is not None and number.sup.text == "[12]"


def test_a_file_is_named_and_not_linked_for_paper_has_no_folder() -> None:
    body = (
        '<a href="figures/a.csv">its data</a> <a href="tables/b.csv">b.csv</a> <a href="../events/x.html#y">event</a>'
    )
    page = on_paper(body)
    assert page.get_text().endswith("its data (figures/a.csv) b.csv event (events/x.html)")
    assert [link["href"] for link in page.select("a[href]")] == ["#one--s-a"]


def test_the_rows_behind_a_tables_figures_are_named_once_under_its_title() -> None:
    cells = "".join(
        f'<td><a class="n" {name} href="evidence/t.html#row-{row}">at least {row}</a></td>'
        for row, name in ((40, 'id="r-t-1"'), (50, ""))
    )
    page = on_paper(f"<table><caption>Said</caption><tbody><tr>{cells}</tr></tbody></table>")
    assert page.table is not None and page.table.caption is not None
    assert page.table.caption.get_text() == "Said The rows behind its figures: evidence/t.html"
    assert [cell.get_text() for cell in page.find_all("td")] == ["at least 40", "at least 50"]
    assert not page.table.select("a") and page.table.select("#one--r-t-1")


def test_another_report_is_linked_where_it_is_in_the_same_document() -> None:
    ends = {"two/report.html": "two", "two/report.html#s-b": "b", "three/report.html": "three"}
    page = on_paper(" ".join(f'<a href="../{end}">{words}</a>' for end, words in ends.items()), "one", "two")
    assert [link["href"] for link in page.select("a[href]")][1:] == ["#two--top", "#two--s-b"]
    assert "three (three/report.html)" in page.get_text()


def test_pages_of_the_web_stay_links() -> None:
    assert on_paper('<a href="https://example.org/a">a</a>').select("a")[-1]["href"] == "https://example.org/a"


def test_pictures_beside_the_page_are_taken_into_it(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_bytes(b"<svg/>")
    body = '<img src="x.svg"><img src="data:image/png;base64,AA==">'
    page = tiny.soup(sheet("one", PAGE.format(body=body, lang="en"), folder=tmp_path).html)
    assert [image["src"] for image in page.select("img")] == [
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,AA==",
    ]


def test_code_is_left_out_and_nothing_takes_the_keyboard() -> None:
    page = on_paper('<details class="code"><pre>x</pre></details><script>1</script><pre tabindex="0">kept</pre>')
    assert page.pre is not None and page.pre.text == "kept" and not page.select("[tabindex], script, details")


def test_arabic_has_a_direction_and_a_report_keeps_its_own() -> None:
    page = on_paper(f'<p><bdi lang="ar">{tiny.ARABIC}</bdi></p>')
    assert page.bdi is not None and page.bdi["dir"] == "rtl"
    told = sheet("one", PAGE.format(body="", lang='ar" dir="rtl'))
    assert (told.language, told.direction, told.title) == ("ar", "rtl", "Title")


@pytest.mark.parametrize(("columns", "turned"), [(WIDE - 1, False), (WIDE, True)])
def test_a_table_of_many_columns_is_turned(columns: int, turned: bool) -> None:
    row = f"<tr>{'<td>1</td>' * columns}</tr>"
    page = on_paper(f'<div class="table-wrap"><table><caption>c</caption><tbody>{row}</tbody></table></div>')
    assert bool(page.select("div.table-wrap.wide")) == turned


def test_the_heading_and_words_before_a_wide_table_are_turned_with_it() -> None:
    table = f"<div><table><caption>c</caption><tbody><tr>{'<td>1</td>' * WIDE}</tr></tbody></table></div>"
    page = on_paper(f"<h2>A</h2><p>a</p>{table}<h2>B</h2><ul></ul><p>b</p>{table}")
    assert [tag.name for tag in page.select(".wide")] == ["h2", "p", "div", "div"]


def test_what_is_no_page_is_refused_with_the_command_that_helps() -> None:
    with pytest.raises(ReportError, match=r"civcas report -- one"):
        sheet("one", "<p>no page</p>")
