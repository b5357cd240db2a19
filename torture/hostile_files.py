"""What hostile tables were made into beside pages: tables for spreadsheets, the feed, notebooks' displays, PDFs."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd

from analysis import cells
from analysis.paths import Project
from analysis.publish.release import contents

SIGNS = tuple("=+-@\t\r＝＋－＠")
SKIPPED = ' \t\n\r\x00\x08\x0b\x0c\x1b\x7f\xa0\xad\ufeff\u200b\u200e\u200f\u202e\u2028\u2029\u3000"“”'
NUMERIC = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
KINDS = {"text/plain", "text/html", "image/png"}  # of a display, beside our own, which nothing but our code shows
ACTS = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/OpenAction",
    b"/AA",
    b"/SubmitForm",
    b"/GoToR",
    b"/RichMedia",
)
ATOM = "{http://www.w3.org/2005/Atom}"


def runs(cell: str) -> bool:
    """Return whether some spreadsheet could take a cell for a formula.

    >>> [runs(cell) for cell in ("=1", "'=1", " =1", "-5", "-5+1", "a=1", "＝1")]
    [True, False, True, False, True, False, True]
    """
    return (cell.startswith(SIGNS) or cell.lstrip(SKIPPED).startswith(SIGNS)) and not NUMERIC.fullmatch(cell)


def sheet(text: str) -> tuple[int, int, list[str]]:
    """Return how many cells a file has, how many carry the apostrophe, and those that would run or tear their row."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    wrong = [cell[:60] for line in lines for cell in line if runs(cell)]
    wrong += [f"{len(line)} cells in a row of {len(lines[0])}" for line in lines if len(line) != len(lines[0])]
    guarded = sum(cells.plain(cell) != cell for line in lines for cell in line)
    return sum(map(len, lines)), guarded, wrong


def sheets(project: Project, more: Iterable[Path] = ()) -> Iterator[tuple[str, str]]:
    """Yield every table that is written for people: beside reports and studies, in a release, and those named."""
    paths = [*sorted(project.reports.rglob("*.csv")), *sorted(project.studies.glob("*/*.csv")), *more]
    for path in paths:
        yield path.name, path.read_bytes().decode("utf-8")
    for name, content in contents._tables(project).items():
        if name.endswith(".csv"):
            yield name, content.decode("utf-8")


def changed(project: Project) -> list[str]:
    """Return the texts of a release's tables that are not what they were when read back; line ends apart."""
    wrong = []
    for name, content in contents._tables(project).items():
        if not name.endswith(".csv"):
            continue
        table = pd.read_parquet(project.processed / f"{name.rpartition('/')[2].removesuffix('.csv')}.parquet")
        place = project.root / "back.csv"
        place.write_bytes(content)
        back = cells.read(place)
        for column in table.select_dtypes("str"):
            was = table[column].fillna("").map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))
            wrong += [f"{name}, {column}: {text[:60]}" for text in was[was.to_numpy() != back[column].to_numpy()]]
    return wrong


def feed(path: Path) -> tuple[list[str], list[str]]:
    """Return the HTML of each entry of a feed, and what of its text is no text; it must be well-formed."""
    root = ElementTree.fromstring(path.read_bytes())
    wrong = [each.tag for each in root.iter() if not each.tag.startswith(ATOM)]
    hrefs = [link.get("href", "") for link in root.iter(f"{ATOM}link")]
    wrong += [href for href in hrefs if not re.fullmatch(r"(feed\.xml|changes\.html(#c-[0-9a-f]{12})?)", href)]
    return [each.text or "" for each in root.iter(f"{ATOM}content")], wrong


def displays(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Return the HTML that an executed notebook displays, ours and that of others, and kinds that could run."""
    ours, others, wrong = [], [], []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            data: dict[str, Any] = output.get("data", {})
            wrong += [kind for kind in data if kind not in KINDS and not kind.startswith("application/vnd.civcas.")]
            html = "".join(data.get("text/html", ""))
            (ours if any(kind.startswith("application/vnd.civcas.") for kind in data) else others).append(html)
    return ours, others, wrong


def opened(content: bytes) -> bytes:
    """Return the objects of a PDF, those laid together in streams as well; pictures, fonts and pages' marks apart."""
    laid = [re.sub(rb"stream\r?\n.*?\r?\nendstream", b"", content, flags=re.S)]
    for head, stream in re.findall(rb"<<((?:(?!>>\s*stream).)*)>>\s*stream\r?\n(.*?)\r?\nendstream", content, re.S):
        if b"/ObjStm" in head[-400:]:
            laid.append(zlib.decompress(stream))
    return b"\n".join(laid)


def acting(content: bytes) -> list[str]:
    """Return what a PDF would do or ask for, but lead to pages of the web."""
    whole = opened(content)
    wrong = [act.decode() for act in ACTS if re.search(re.escape(act) + rb"(?![A-Za-z])", whole)]
    leads = re.findall(rb"/URI\s*\((.*?)(?<!\\)\)", whole, re.S)
    return wrong + [
        lead[:80].decode("latin-1") for lead in leads if not lead.lower().startswith((b"http://", b"https://"))
    ]


@contextmanager
def asked() -> Iterator[list[str]]:
    """Keep every address that WeasyPrint asks its fetcher for, which answers as it did."""
    import weasyprint

    kept: list[str] = []
    known = weasyprint.HTML

    def listening(*args: Any, url_fetcher: Any, **more: Any) -> Any:
        fetch = url_fetcher.fetch

        def fetched(url: str, headers: Any = None) -> Any:
            kept.append(url)
            return fetch(url, headers)

        url_fetcher.fetch = fetched
        return known(*args, url_fetcher=url_fetcher, **more)

    weasyprint.HTML = listening
    try:
        yield kept
    finally:
        weasyprint.HTML = known
