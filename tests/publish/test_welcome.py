from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from publish import tiny

from analysis.data import manifest
from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import welcome
from analysis.publish.making.declared import declared, read_cell

HERE = Path(__file__).resolve().parents[2]


def test_every_notebook_but_the_start_page_is_listed_with_all_it_can_be_asked() -> None:
    guides = welcome.notebooks(Project(HERE)).listed
    paths = [path for path in sorted((HERE / "notebooks").glob("*.ipynb")) if path.stem != welcome.HOME]
    assert [guide.name for guide in guides] == [path.name for path in paths] and len(paths) >= 11
    for guide, path in zip(guides, paths, strict=True):
        assert {each.name: each for each in guide.parameters} == declared(path)
        assert guide.title and guide.question.endswith("?")
        assert guide.reports


def test_every_parameter_says_what_it_means() -> None:
    for guide in welcome.notebooks(Project(HERE)).listed:
        assert [each.name for each in guide.parameters if len(each.help.split()) < 3] == []


def test_the_list_is_safe_and_opens_each_notebook(small: Project) -> None:
    said = f"# Who? {tiny.SCRIPT}\n\n**Question.** {tiny.SCRIPT} or not?\n\nMore."
    cell = f'place = "<b>"  # type: place  {tiny.SCRIPT}'
    tiny.write(small.notebooks, "30-odd", tiny.prose(said), tiny.code(cell, "parameters"))
    shown = welcome.notebooks(small)
    page = tiny.soup(shown._repr_mimebundle_()["text/html"])
    assert page.script is None and page.find_all("h3")[2].text == f"Who? {tiny.SCRIPT}"
    assert [link["href"] for link in page.select("h3 a")] == ["10-shown.ipynb", "20-plain.ipynb", "30-odd.ipynb"]
    assert tiny.SCRIPT in page.find_all("tbody")[2].text and '"<b>"' in page.find_all("tbody")[2].text
    assert "Reports: none in reports.toml yet" in str(shown) and "Reports: plain" in str(shown)


@pytest.mark.parametrize("content", ["", "[]", "{}"])
def test_what_is_no_notebook_is_named(small: Project, content: str) -> None:
    (small.notebooks / "30-odd.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ReportError, match=r"30-odd.ipynb is not a notebook: open and save"):
        welcome.notebooks(small)


def test_the_version_is_that_of_the_data(inside: Project) -> None:
    assert welcome.data_version() == manifest.version(inside)


def test_a_cell_is_read_line_by_line_and_what_declares_nothing_is_passed_over() -> None:
    lines = (
        "x = 1",
        'day = "2017"  # type: date  the day # of all',
        "n = 3# type: int",
        "m = now()  # type: month  when",
    )
    source = "\n".join([*lines, "# type: date  none"])
    assert [(each.name, each.default, each.help) for each in read_cell(source)] == [
        ("day", "2017", "the day # of all"), ("n", 3, ""), ("m", "now()", "when"),
    ]  # fmt: skip


def test_the_start_page_needs_no_report_and_shows_a_figure_with_its_rows() -> None:
    start = nbformat.read(HERE / "notebooks" / "start.ipynb", as_version=4)
    source = "\n".join(cell.source for cell in start.cells if cell.cell_type == "code")
    assert "plots.bars(" in source and "ev.say(" in source and "welcome.notebooks()" in source
    assert 'notebook = "start"' not in (HERE / "reports.toml").read_text(encoding="utf-8")
