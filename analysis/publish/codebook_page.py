"""The codebook as a page of the site and as CSV beside it, made from the card like docs/codebook.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mistune
from markupsafe import Markup

from analysis.data import codebook, raw
from analysis.paths import Project
from analysis.publish import page
from analysis.publish.display import marked_up
from analysis.whole import write_whole

PAGE, SHEET = "codebook.html", "codebook.csv"


def render(card: dict[str, Any]) -> str:
    """Return the codebook as a page that stands on its own.

    Parameters
    ----------
    card : dict
        Content of ``data/raw/datapackage.json``.
    """
    tables = [
        {"resource": each, "columns": [column for column in codebook.columns(card) if column["table"] == each["path"]]}
        for each in card["resources"]
    ]
    _, _, how = codebook.PREFACE.partition("How to read the tables:")
    reading = Markup(str(mistune.html(how)))
    return page.page("apart/codebook.html", tables=tables, reading=reading, card=card, sheet=SHEET, words=_words)


def _words(text: str) -> Markup:
    """Return text safe for HTML, Arabic marked."""
    return Markup(marked_up(text))


def write(project: Project) -> list[Path]:
    """Write ``docs/codebook.md``, ``reports/codebook.html`` and ``reports/codebook.csv``; return where they are."""
    document = project.docs / "codebook.md"
    write_whole(document, codebook.render(raw.card(project)).encode("utf-8"))
    return [document, *write_beside(project)]


def write_beside(project: Project) -> list[Path]:
    """Write the codebook as a page and as CSV beside the reports; return where they are."""
    card = raw.card(project)
    made = {project.reports / PAGE: render(card), project.reports / SHEET: codebook.as_csv(card)}
    for path, content in made.items():
        write_whole(path, content.encode("utf-8"))
    return list(made)
