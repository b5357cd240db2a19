"""PDFs for paper, made from the pages that stand in reports/: one of a report, or one of them all with its contents.

They lie in ``reports/pdf/``. A report's own folder is replaced whole whenever the report is made and its record lists
every file in it; a PDF that is made later, by whoever wants one, would be lost there or make the record untrue.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis.errors import ReportError
from analysis.paths import Project, refuse_links
from analysis.publish import page, sheets
from analysis.publish.sheets import Sheet
from analysis.publish.status import Status
from analysis.whole import write_whole

COLLECTION = "collection"
NO_PANGO = (
    "no PDF can be made here: WeasyPrint does not find the library Pango ({problem}). Install it (Debian: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; conda: environment.yml has it) and try again"
)


def print_report(project: Project, told: Status) -> Path:
    """Write ``reports/pdf/<id>.pdf`` from the page of a report and return where it is.

    Raises
    ------
    ReportError
        When the report was never made, its page asks for a file that is not its own, or Pango is missing.
    """
    return _write(project, told.id, [_sheet(project, told)])


def print_collection(project: Project, told: Sequence[Status]) -> Path:
    """Write ``reports/pdf/collection.pdf``: title page, contents with page numbers, every report from a new page on.

    Raises
    ------
    ReportError
        When one of the reports was never made, or as for `print_report`.
    """
    together = {each.id for each in told}
    return _write(project, "", [_sheet(project, each, together) for each in told])


def _sheet(project: Project, told: Status, together: Collection[str] = ()) -> Sheet:
    """Return the page that stands as it goes on paper, saying on top why it is stale where it is."""
    path = project.reports / told.id / "report.html"
    if not told.told or not path.is_file():
        raise ReportError(f"{told.id} has no page to print. Make it with: civcas report {told.id}")
    try:
        html = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ReportError(f"the page of {told.id} is spoilt. Make it again: civcas report {told.id} --force") from None
    html = page.mark_stale(html, told.sentence) if told.state == "stale" else html
    return sheets.sheet(told.id, html, together, path.parent)


def _write(project: Project, identity: str, printed: list[Sheet]) -> Path:
    """Make a PDF and put it in its place whole; without an id it is that of the collection."""
    content = pdf(document(printed, collection=not identity))
    place = project.pdf / f"{identity or COLLECTION}.pdf"
    refuse_links(project.pdf, project.root)
    write_whole(place, content)
    return place


def document(printed: Sequence[Sheet], collection: bool = False) -> str:
    """Return the HTML that is printed; a collection has a title page and contents.

    Parameters
    ----------
    printed : sequence of Sheet
        The reports in the order in which they are printed.
    collection : bool
        Whether a title page and contents stand before them.
    """
    style = files("analysis.publish").joinpath("templates", "apart", "print.css").read_text(encoding="utf-8")
    template = page.environment().get_template("apart/document.html")
    bodies = [(each, Markup(each.html)) for each in printed]
    title = "Civilian casualty figures side by side: all reports" if collection else printed[0].title
    language, direction = ("en", "ltr") if collection else (printed[0].language, printed[0].direction)
    return template.render(
        style=Markup(style), sheets=bodies, collection=collection, title=title, language=language, direction=direction
    )


def pdf(html: str) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a printed document; the same document gives the same bytes.

    Parameters
    ----------
    html : str
        The document, with its pictures inside it.

    Raises
    ------
    ReportError
        When Pango is missing or the document asks for anything outside itself.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except OSError as problem:
        raise ReportError(NO_PANGO.format(problem=str(problem).splitlines()[0])) from None

    class Nothing(URLFetcher):
        """Takes what is written into the document and asks nobody for more."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(f"the page asks for {url}: nothing from outside a report is printed")
            return super().fetch(url, headers)

    target = io.BytesIO()
    try:
        HTML(string=html, url_fetcher=Nothing()).write_pdf(target, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as problem:
        raise ReportError(str(problem)) from None
    return target.getvalue()
