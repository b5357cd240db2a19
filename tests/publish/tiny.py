"""A project that is made in seconds, with real tables and real kernels, and what is wrong with a page."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.paths import Project

SCRIPT = "<script>alert('x')</script>"
ARABIC = "مقتل مدنيين"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}

PARAMETERS = 'place = "Mosul"  # type: place  where\nas_of = "2017-03-25"  # type: date  the day'
OPENING = """from analysis.basis import Basis
from analysis.data import asof, claims
from analysis.publish.display import provenance
from analysis.publish.evidence import Evidence

ev = Evidence(as_of)
known = asof.as_of(claims.about_place(claims.statements(), place), as_of).known"""
HEADLINE = """ev.headline(
    "By {day}, {n} dated statements about {place} were public.",
    day=as_of, place=place, n=ev.count(known, "dated statements public by the day"),
    basis=Basis("dated statements", place, "report"),
)"""
CLOSING = "display(ev.panel(), provenance(as_of, {'draws': 7}))"
STATEMENTS = """from analysis.publish.tables import table

columns = {"published": "Date", "publisher_name": "Speaker", "killed_lo": "At least", "url": "Page"}
table(known, "statements", f"Statements about {place} by {as_of}", columns)"""
HOSTILE = f"""import pandas as pd

hostile = ["=1+1", {SCRIPT!r}, "javascript:alert(1)", '"\\'><b>', {ARABIC!r}]
table(pd.DataFrame({{"said": hostile, "rank": range(len(hostile))}}), "hostile", "What a page may hold")"""
PICTURE = """from analysis.publish import plots

shown = known.dropna(subset="killed_lo").head(3).assign(said="as stated")
shown = shown.rename(columns={"publisher_name": "label", "killed_lo": "lo", "killed_hi": "hi"})
plots.bars(shown[["label", "family", "said", "lo", "hi"]], "three", f"Civilians killed, as stated: {place}")"""

CATALOGUE = """[[report]]
id = "shown"
notebook = "10-shown"
title = "Shown & <b>told</b>"
parameters = { place = "Mosul" }

[[report]]
id = "plain"
notebook = "20-plain"
title = "Plain"
parameters = { place = "Raqqa", as_of = "2017-06-30" }
"""


def code(source: str, *tags: str) -> nbformat.NotebookNode:
    """A cell of code."""
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def prose(source: str) -> nbformat.NotebookNode:
    """A cell of Markdown."""
    return new_markdown_cell(source)


def write(folder: Path, name: str, *cells: nbformat.NotebookNode, kernel: str = "python3") -> Path:
    """Write a notebook and return where it lies."""
    folder.mkdir(parents=True, exist_ok=True)
    made = new_notebook(cells=list(cells), metadata={"kernelspec": {**KERNEL, "name": kernel}})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"written-{number}"
    nbformat.write(made, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


def shown() -> list[nbformat.NotebookNode]:
    """The cells of a notebook that shows one of everything."""
    return [
        prose("# Shown\n\n**Question.** Who said what?"), code(PARAMETERS, "parameters"), code(OPENING), code(HEADLINE),
        prose(f"## What was *said*\n\n{SCRIPT} [a page](javascript:alert(1))"), code(STATEMENTS),
        prose("### Seen with care"), code(HOSTILE), code(PICTURE), code(f"print({SCRIPT!r})"),
        prose("## Every number and its rows"), code(CLOSING),
    ]  # fmt: skip


def plain(*before: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The cells of a notebook that shows no more than every report must; `before` come after the parameters."""
    return [prose("# Plain"), code(PARAMETERS, "parameters"), *before, code(OPENING), code(HEADLINE), code(CLOSING)]


def project(built: Project, root: Path) -> Project:
    """A built project with two notebooks and their two reports, made in no time from one that is built."""
    shutil.copytree(built.root / "data", root / "data")
    made = Project(root)
    made.catalogue.write_text(CATALOGUE, encoding="utf-8")
    write(made.notebooks, "10-shown", *shown())
    write(made.notebooks, "20-plain", *plain())
    return made


def soup(html: str) -> BeautifulSoup:
    """A page to look things up in."""
    return BeautifulSoup(html, "html.parser")


def faults(html: str, language: str = "en") -> list[str]:
    """What a page lacks for those who do not see it, and what it would load or run."""
    page = soup(html)
    return [*_frame(page, language), *_parts(page), *_anchors(page), *_outside(page), *_foreign(page)]


def _frame(page: BeautifulSoup, language: str) -> Iterator[str]:
    if page.html is None or page.html.get("lang") != language:
        yield "no language"
    if page.title is None or not page.title.get_text(strip=True):
        yield "no title"
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"not one title first: {levels}"
    yield from (f"h{low} is followed by h{high}" for low, high in pairwise(levels) if high > low + 1)


def _parts(page: BeautifulSoup) -> Iterator[str]:
    yield from (f"no alt: {image}"[:80] for image in page.find_all("img") if not image.get("alt", "").strip())
    for table in page.find_all("table"):
        if table.caption is None or not table.caption.get_text(strip=True):
            yield f"no caption: {table.get_text(' ', strip=True)[:60]}"
        for head in table.find_all("th"):
            if head.get("scope") != ("col" if head.find_parent("thead") else "row"):
                yield f"no scope: {head}"


def _anchors(page: BeautifulSoup) -> Iterator[str]:
    names = Counter(tag["id"] for tag in page.find_all(id=True))
    yield from (f"{count} elements are called {name!r}" for name, count in names.items() if count > 1 or not name)
    for tag in page.select("a[href^='#']"):
        if tag["href"][1:] not in names:
            yield f"{tag['href']} leads nowhere"


def _outside(page: BeautifulSoup) -> Iterator[str]:
    for tag in page.find_all(["script", "iframe", "object", "embed", "base", "link", "form"]):
        yield f"<{tag.name}>"
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            address = re.match(r"\s*(?:([a-z][a-z0-9+.-]*):|//)", str(value), re.I) if name in LOADING else None
            scheme = address and (address[1] or "//").lower()
            if scheme and scheme not in ALLOWED.get(tag.name, ()):
                yield f"{tag.name} {name}={str(value)[:60]}"
            if name.startswith("on") or (name == "style" and "url(" in str(value)):
                yield f"{tag.name} {name}"
    yield from (f"style: {bad}" for style in page.find_all("style") for bad in ("@import", "url(") if bad in style.text)


LOADING = ("href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href", "background")
ALLOWED = {"a": ("http", "https"), "img": ("data",)}


def _foreign(page: BeautifulSoup) -> Iterator[str]:
    for text in page.find_all(string=re.compile("[\u0600-\u06ff]")):
        if text.find_parent(lang="ar") is None and text.find_parent("code") is None:
            yield f"not marked as Arabic: {text[:40]}"
