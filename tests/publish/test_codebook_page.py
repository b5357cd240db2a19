from __future__ import annotations

from publish import tiny

from analysis.data import codebook, raw
from analysis.paths import Project, find_project
from analysis.publish import codebook_page

CARD = raw.card(find_project())


def test_the_page_has_every_table_and_column_and_no_fault() -> None:
    page = tiny.soup(codebook_page.render(CARD))
    assert tiny.faults(str(page)) == []
    told = [[code.get_text() for code in table.select("tbody th code")] for table in page.find_all("table")]
    assert told == [raw.columns(resource) for resource in CARD["resources"]]
    assert "never zero" in page.get_text() and page.get_text().count("Not a sample.") == 2


def test_what_a_card_says_is_text_and_never_markup() -> None:
    column = {"name": "<b>", "type": "string", "description": tiny.SCRIPT}
    resource = {
        "name": "x",
        "path": "x.csv",
        "title": "<i>",
        "description": tiny.ARABIC,
        "schema": {"fields": [column]},
    }
    page = tiny.soup(codebook_page.render({"description": "d", "resources": [resource]}))
    assert not page.select("script, main b, main i") and tiny.faults(str(page)) == []


def test_the_three_forms_are_written_together(copy: Project) -> None:
    paths = codebook_page.write(copy)
    assert [path.relative_to(copy.root).as_posix() for path in paths] == [
        "docs/codebook.md", "reports/codebook.html", "reports/codebook.csv",
    ]  # fmt: skip
    assert paths[0].read_text(encoding="utf-8") == codebook.render(CARD)
    assert paths[2].read_text(encoding="utf-8") == codebook.as_csv(CARD)
