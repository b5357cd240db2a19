from __future__ import annotations

import builtins
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from publish import tiny

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import printing
from analysis.publish.making.plan import Plan
from analysis.publish.status import Status

DATA = "data:image/png;base64,"
DOT = DATA + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
BODY = f"""<!-- stale --><h1>{{title}}</h1><p><a class="n" href="#ev-1">230</a> <a href="tables/a.csv">rows</a>
<bdi lang="ar">{tiny.ARABIC}</bdi></p><figure><img alt="a dot" src="{{picture}}"></figure>
<table><caption>c</caption><thead><tr>{"<th scope='col'>a</th>" * 8}</tr></thead></table>
<h2 id="s-rows">Every number</h2><section id="ev-1"><p>230: said</p></section>"""


def project(root: Path, picture: str = DOT, *ids: str) -> tuple[Project, list[Status]]:
    made, told = Project(root), []
    for identity in ids or ("one",):
        (made.reports / identity / "figures").mkdir(parents=True)
        body = BODY.format(title=f"Title of {identity}", picture=picture)
        page = f'<html lang="en"><body><main>{body}</main></body></html>'
        (made.reports / identity / "report.html").write_text(page, encoding="utf-8")
        told.append(Status(Plan(identity, "10-x", "t", {}), "fresh", (), {"report": identity}))
    return made, told


def opened(path: Path) -> bytes:
    """A PDF with its streams laid open, to look words up in."""
    content = path.read_bytes()
    streams = [found[1] for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)]
    laid = []
    for stream in streams:
        try:
            laid.append(zlib.decompress(stream))
        except zlib.error:
            laid.append(stream)
    return content + b"\n".join(laid)


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def test_a_report_is_a_tagged_pdf_in_a_language_with_a_title(tmp_path: Path) -> None:
    made, [told] = project(tmp_path)
    path = printing.print_report(made, told)
    content = opened(path)
    assert path == made.reports / "pdf" / "one.pdf" and content.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid", b"/Figure", b"a dot", b"Title of one"):
        assert mark in content, mark
    assert pages(content) == 3, "the wide table has a turned page of its own between two upright ones"
    assert len(set(re.findall(rb"/MediaBox\s*\[([^]]*)\]", content))) == 2


def test_the_same_page_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    first, [told] = project(tmp_path / "a", "figures/x.png")
    second, _ = project(tmp_path / "b" / "deeper", "figures/x.png")
    for each in (first, second):
        (each.reports / "one" / "figures" / "x.png").write_bytes(printing_dot())
    content = printing.print_report(first, told).read_bytes()
    assert (
        content == printing.print_report(first, told).read_bytes() == printing.print_report(second, told).read_bytes()
    )
    assert b"file:" not in opened(first.pdf / "one.pdf") and not list(first.pdf.glob("*.partial"))


def printing_dot() -> bytes:
    import base64

    return base64.b64decode(DOT.partition(",")[2])


def test_a_collection_has_a_title_contents_and_every_report_on_a_new_page(tmp_path: Path) -> None:
    made, told = project(tmp_path, DOT, "one", "two", "three")
    path = printing.print_collection(made, told)
    content = opened(path)
    assert path.name == "collection.pdf" and pages(content) == 2 + 3 * 3
    for identity in ("one", "two", "three"):
        assert f"{identity}--ev-1".encode() in content and f"{identity}--top".encode() in content
    html = tiny.soup(printing.document([printing._sheet(made, each) for each in told], True))
    assert [link["href"] for link in html.select("nav.toc a")] == ["#one--top", "#two--top", "#three--top"]
    assert html.get_text().count("The accessible edition is HTML") == 1


def test_the_first_page_says_which_edition_it_is(tmp_path: Path) -> None:
    made, [told] = project(tmp_path)
    html = printing.document([printing._sheet(made, told)])
    said = tiny.soup(html).select_one("article > .edition")
    assert said is not None and "accessible edition is the HTML page reports/one/report.html" in said.get_text()


def test_a_stale_report_says_so_on_paper_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    made, [told] = project(tmp_path)
    stale = Status(told.plan, "stale", ("notebook 10-x.ipynb",), told.told)
    assert "Changed since it was made: notebook 10-x.ipynb." in printing._sheet(made, stale).html
    with pytest.raises(ReportError, match="Make it with: civcas report one"):
        printing.print_report(made, Status(told.plan, "missing", ("it was never made",)))


@pytest.mark.parametrize(
    "picture", ["https://example.org/a.png", "figures/gone.png", "../index.png", "file:///etc/hostname"]
)
def test_what_is_not_a_reports_own_file_is_refused_by_name(tmp_path: Path, picture: str) -> None:
    made, [told] = project(tmp_path, picture)
    (made.reports / "index.png").write_bytes(printing_dot())
    with pytest.raises(ReportError, match="made only from the files of its report|nothing from outside"):
        printing.print_report(made, told)
    assert not (made.pdf / "one.pdf").exists()


def test_without_pango_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, [told] = project(tmp_path)
    known = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'\nmore")
        return known(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ReportError, match=r"Pango \(cannot load library 'libpango-1.0-0'\)\. Install it") as told_of:
        printing.print_report(made, told)
    assert len(str(told_of.value).splitlines()) == 1
