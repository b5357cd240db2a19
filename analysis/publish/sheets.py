"""From a report's page to what goes on paper: numbers as notes, files named in words, anchors made unique."""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Tag

from analysis import language
from analysis.errors import ReportError

WIDE = 7  # a table of as many columns or more is printed across a turned page
LEFT_OUT = "details.code, script, style, main > nav:not(.contents)"
PICTURES = {".png": "image/png", ".svg": "image/svg+xml", ".jpg": "image/jpeg"}
OTHER = re.compile(r"\.\./([a-z0-9-]+)/report\.html(?:#(.*))?", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """One report as it goes on paper: its id, title, language, direction, and the HTML of its body."""

    id: str
    title: str
    language: str
    direction: str
    html: str
    notice: str  # that this is the printed edition, in the report's language


def sheet(identity: str, page: str, together: Collection[str] = (), folder: Path | None = None) -> Sheet:
    """Return a report as it goes on paper.

    Parameters
    ----------
    identity : str
        Id of the report; every anchor begins with it, so that several reports can stand in one document.
    page : str
        The report's HTML page.
    together : collection of str
        The ids of the reports in the same document: links to them stay links.
    folder : Path, optional
        The report's folder, from which the pictures beside the page are taken.

    Raises
    ------
    ReportError
        When the page has no main part, or shows a picture that is not in the report's folder.

    Examples
    --------
    >>> sheet("a", '<html lang="en"><main><h1>T</h1><p><a class="n" href="#ev-3">230</a></p></main></html>').html
    '<main><h1 id="a--top">T</h1><p><a class="n" href="#a--ev-3">230<sup>[3]</sup></a></p></main>'
    """
    soup = BeautifulSoup(page, "html.parser")
    main, root = soup.main, soup.html
    if main is None or main.h1 is None or root is None:
        raise ReportError(
            f"reports/{identity}/report.html is no report's page: make it again with civcas report -- {identity}"
        )
    before = language.speak(str(root.get("lang", language.ENGLISH)))
    try:
        return _sheet(identity, soup, main, root, together, folder)
    finally:
        language.speak(before)


def _sheet(
    identity: str, soup: BeautifulSoup, main: Tag, root: Tag, together: Collection[str], folder: Path | None
) -> Sheet:
    """Return a report as it goes on paper, in the language now spoken."""
    for part in main.select(LEFT_OUT):
        part.decompose()
    head = main.h1
    assert head is not None
    head["id"] = str(head.get("id") or "top")
    for tag in main.find_all(True):
        _anchors(tag, identity)
    for number in main.select("a.n[href^='#']"):
        _noted(soup, number)
    for table in main.find_all("table"):
        _figures_behind(soup, table)
    for link in main.find_all("a", href=True):
        _link(link, identity, together)
    for picture in main.select("img[src]:not([src^='data:'])"):
        picture["src"] = _inside(identity, str(picture["src"]), folder)
    for table in main.find_all("table"):
        _sized(table)
    for words in main.select("[lang=ar]:not([dir])"):
        words["dir"] = "rtl"
    code, direction = str(root.get("lang", "en")), str(root.get("dir", "ltr"))
    notice = language.tr(
        "This PDF is the printed edition. The accessible edition is the HTML page {page}. A number in brackets behind "
        "a figure is its place in the list at the end.",
        page=f"reports/{identity}/report.html",
    )
    return Sheet(identity, head.get_text(" ", strip=True), code, direction, str(main), notice)


def _anchors(tag: Tag, identity: str) -> None:
    """Put the report's id before every anchor and every reference to one; nothing on paper takes the keyboard."""
    for name in ("id", "aria-labelledby", "aria-describedby", "headers"):
        if name in tag.attrs:
            value = tag[name]
            parts = value.split() if isinstance(value, str) else list(value)
            tag[name] = " ".join(f"{identity}--{part}" for part in parts)
    if str(tag.get("href", "")).startswith("#"):
        tag["href"] = f"#{identity}--{str(tag['href'])[1:]}"
    tag.attrs.pop("tabindex", None)


def _noted(soup: BeautifulSoup, number: Tag) -> None:
    """Give a number its note in brackets: with a bare raised figure, 230 is copied as 2302."""
    mark = soup.new_tag("sup")
    mark.string = f"[{number.get('data-n') or str(number['href']).rpartition('-')[2]}]"
    number.append(mark)


def _figures_behind(soup: BeautifulSoup, table: Tag) -> None:
    """Say once under a table's title where the rows behind its figures stand, instead of beside every figure."""
    links = [link for link in table.select("td a.n[href], th a.n[href]") if not str(link["href"]).startswith("#")]
    places = sorted({posixpath.normpath(str(link["href"]).partition("#")[0]) for link in links})
    for link in links:
        if link.get("id"):
            link.name, link.attrs = "span", {"id": link["id"]}
        else:
            link.unwrap()
    if places and table.caption is not None:
        note = soup.new_tag("small")
        note.string = " " + language.tr("The rows behind its figures: {places}", places=", ".join(places))
        table.caption.append(note)


def _link(link: Tag, identity: str, together: Collection[str]) -> None:
    """Keep links to pages of the web and inside the document; name the file that any other leads to."""
    href = str(link["href"])
    other = OTHER.fullmatch(href)
    if href.startswith("#") or re.match(r"https?://", href):
        return
    if other and other[1] in together:
        link["href"] = f"#{other[1]}--{other[2] or 'top'}"
        return
    place = posixpath.normpath(href.partition("#")[0])
    words = link.get_text()
    if words and not place.endswith(words):
        link.append(f" ({place.removeprefix('../')})")
    link.unwrap()


def _inside(identity: str, source: str, folder: Path | None) -> str:
    """Return a picture that lies in the report's folder as data, so that where it lies leaves no trace on paper."""
    kind = PICTURES.get(posixpath.splitext(source)[1].lower())
    path = (folder / source).resolve() if folder is not None else None
    if (
        kind is None
        or path is None
        or folder is None
        or not path.is_relative_to(folder.resolve())
        or not path.is_file()
    ):
        raise ReportError(
            f"{identity} shows the picture {source}, which is no picture in its own folder: a PDF is made only from "
            f"the files of its report. Make it again with: civcas report --force {identity}"
        )
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode('ascii')}"


def _sized(table: Tag) -> None:
    """Mark a table with many columns, to be printed across a turned page."""
    first = table.find("tr")
    cells = first.find_all(["th", "td"]) if isinstance(first, Tag) else []
    if sum(int(str(cell.get("colspan") or 1)) for cell in cells) >= WIDE:
        around = table.parent if table.parent is not None and table.parent.name == "div" else table
        for part in (around, *_led_in(around)):
            part["class"] = " ".join([*filter(None, part.get_attribute_list("class")), "wide"])


def _led_in(table: Tag) -> list[Tag]:
    """Return the heading and paragraphs straight before a table, which go with it, unless other things stand there."""
    found: list[Tag] = []
    for before in table.find_previous_siblings(True):
        found.append(before)
        if before.name == "h2":
            return found
        if before.name not in ("p", "h3"):
            break
    return []
