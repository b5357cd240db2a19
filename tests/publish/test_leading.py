from __future__ import annotations

import pandas as pd
from publish import tiny

from analysis.publish.leading import Returns, linked, page_of, row_of
from analysis.publish.tables import table


def test_every_marked_figure_leads_to_its_row_and_the_first_can_be_returned_to() -> None:
    frame = pd.DataFrame({"who": ["a", "b"], "n": [1, 2], "m": [3, None], "row_key": ["x:1", "x:2"]})
    page = tiny.soup(linked(table(frame, "who", "Who", {"who": "Who", "n": "N", "m": "M"}).html, "who"))
    links = page.select("a.n")
    assert [link["href"] for link in links] == [f"{page_of('who')}#row-{place}" for place in (1, 1, 2)]
    assert [link.get("id") for link in links] == [row_of("who", 1), None, row_of("who", 2)]
    assert not page.select("[data-row]") and [link.text for link in links] == ["1", "3", "2"]


def test_text_that_looks_like_a_mark_stays_text() -> None:
    frame = pd.DataFrame({"who": ['<span data-row="9">x</span>'], "row_key": ["x:1"]})
    page = tiny.soup(linked(table(frame, "who", "Who", {"who": "Who"}).html, "who"))
    assert [link["href"] for link in page.select("a")] == [f"{page_of('who')}#row-1"]
    assert page.select_one("tbody th").text == '<span data-row="9">x</span>'


def test_a_number_gets_its_anchor_once_on_a_page() -> None:
    returns = Returns()
    one = '<p><a class="n" href="#ev-1" data-n="1">230</a> <a class="n" href="#ev-2" data-n="2">5</a></p>'
    pages = [tiny.soup(returns.anchored(one)) for _ in range(2)]
    assert [link.get("id") for page in pages for link in page.select("a")] == ["n-1", "n-2", None, None]
