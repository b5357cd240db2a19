"""What all pages of the site share: style, script, the mark of what a page is made from, and how a page is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.modules import short_hash
from analysis.publish import provenance
from analysis.whole import write_whole

FOLDER = "site"
SHARED = (
    "analysis.publish.page",
    "analysis.publish.display",
    "analysis.publish.guard",
    "analysis.publish.seeing",
    "analysis.publish.website.frame",
)
FILTERED = ("index.html", "events.html", "publishers.html")  # whose lists the script filters


def page(template: str, **values: Any) -> str:
    """Return a page of the site.

    Parameters
    ----------
    template : str
        Name of a template of ``templates/site``.
    **values : object
        What the template shows; the style and the one script are given.
    """
    from analysis.publish import guard
    from analysis.publish.page import environment

    made = environment()
    style = "".join(_source(name) for name in ("style.css", f"{FOLDER}/site.css"))
    script = _source(f"{FOLDER}/filter.js") if template in FILTERED else ""
    parts = {"opening": guard.opening(style, script), "closing": guard.closing(script)}
    return made.get_template(f"{FOLDER}/{template}").render(**parts, **values).lstrip()


def _source(name: str) -> str:
    """Return a file of our templates."""
    return (Path(__file__).parents[1] / "templates" / name).read_text(encoding="utf-8")


def code(present: provenance.Present, modules: Iterable[str]) -> list[str]:
    """Return the hashes of what pages are made by: modules as files, templates, styles and scripts."""
    folder = present.package.folder / "publish" / "templates"
    sources = [folder / "style.css", *sorted(path for path in (folder / FOLDER).iterdir() if path.is_file())]
    read = [*(short_hash(path.read_bytes()) for path in sources)]
    return [*read, *present.package.files([*SHARED, *modules])]


def is_of(path: Path, mark: str) -> bool:
    """Return whether a page is there and is made from what a mark stands for; the mark is at its end."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 200))
            return f"<!-- {mark} -->".encode() in file.read()
    except OSError:
        return False


def put(path: Path, content: str) -> None:
    """Write a page whole: it is there as it was, or as it shall be."""
    write_whole(path, content.encode("utf-8"))
