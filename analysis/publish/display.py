"""What a notebook shows: figures, tables, sentences, headlines and notes, each carrying its own data.

No notebook writes a file. Everything travels inside the executed notebook as a MIME bundle, from which the
renderer takes the picture, the CSV, the evidence rows and the headline.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from struct import unpack
from typing import Any
from urllib.parse import urlsplit

from analysis import language
from analysis.data import reads
from analysis.errors import ReportError
from analysis.language import speak as speak
from analysis.modules import short_hash
from analysis.paths import find_project
from analysis.publish.seeing import shown

EVIDENCE_TYPE = "application/vnd.civcas.evidence+json"
HEADLINE_TYPE = "application/vnd.civcas.headline+json"
METHOD_TYPE = "application/vnd.civcas.method+json"
SENTENCE_TYPE = "application/vnd.civcas.sentence+json"
OURS = "application/vnd.civcas."  # HTML without a type of ours beside it does not reach a page
OUTLINES_TYPE = "application/vnd.civcas.outlines+json"  # a picture as SVG: for the report; JupyterLab shows the PNG
PROVENANCE_TYPE = "application/vnd.civcas.provenance+json"
TABLE_TYPE = "application/vnd.civcas.table+json"

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
ARABIC = re.compile("[؀-ۿݐ-ݿﭐ-﷿ﹰ-ﻼ]")
ISOLATED = re.compile(r"[+~-]?\d+(?:[-–/:.,]\d+)*%?")
LATIN = re.compile("[A-Za-z]")
ADDRESS = re.compile(r"[^\s\"'<>\\\x00-\x1f\x7f]+")

Bundle = dict[str, Any]


def checked_name(name: str, caption: str) -> str:
    """Return the name of a figure or table, which becomes its file name.

    Raises
    ------
    ReportError
        When it is not lower-case words joined by hyphens, or the caption is empty.
    """
    if not NAME.fullmatch(name):
        raise ReportError(f"{name!r} cannot name a figure or table: write lower-case words joined by hyphens")
    if not caption.strip():
        raise ReportError(f"{name} has no caption: say what it counts, for whom, where and when")
    return name


def marked_up(text: object) -> str:
    """Return text made safe for HTML, in the language spoken.

    Arabic on an English page, and English on a page of another language, is marked as such, so that it is read and
    laid out rightly.

    >>> marked_up("<b>")
    '&lt;b&gt;'
    """
    if language.spoken() != language.ENGLISH:
        return "".join(_spoken(piece.text, piece.known) for piece in language.pieces(str(text)))
    return quoted(text)


def quoted(text: object) -> str:
    """Return text as it is, made safe for HTML; Arabic is marked as such on a page of another language.

    >>> quoted("<b>")
    '&lt;b&gt;'
    """
    safe = escape(shown(str(text)), quote=True)
    if ARABIC.search(safe) and language.spoken() != "ar":
        return f'<bdi lang="ar">{isolated(safe)}</bdi>'
    return isolated(safe) if language.direction(language.spoken()) == "rtl" else safe


def _spoken(text: str, known: bool) -> str:
    """Return a part of a text: as it is where it is in the language of the page, else marked as English."""
    if known or not LATIN.search(text) or ARABIC.search(text):
        return quoted(text)
    return f'<span lang="en" dir="ltr">{escape(shown(text), quote=True)}</span>'


def isolated(safe: str) -> str:
    """Return text in which days, shares and other figures of several parts keep their order from left to right.

    >>> isolated("2017-03-17"), isolated("230")
    ('<bdi dir="ltr">2017-03-17</bdi>', '230')
    """
    return ISOLATED.sub(lambda found: found[0] if found[0].isdigit() else f'<bdi dir="ltr">{found[0]}</bdi>', safe)


def link(address: object, text: str | None = None) -> str:
    """Return a link where the address is a web page, and the plain escaped text everywhere else.

    >>> link("javascript:alert(1)")
    'javascript:alert(1)'
    """
    words = marked_up(text if text is not None else address)
    if not is_web(address):
        return marked_up(address)
    return f'<a href="{escape(str(address), quote=True)}" rel="noopener noreferrer nofollow">{words}</a>'


def is_web(address: object) -> bool:
    """Return whether an address is an http or https page with a host, free of blanks and quotes.

    One that names a user before its host reads like an address of that name, and is none.
    """
    if not isinstance(address, str) or not ADDRESS.fullmatch(address) or shown(address) != address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, as its first bytes state them."""
    wide, high = unpack(">II", png[16:24])
    return int(wide), int(high)


@dataclass(frozen=True)
class Figure:
    """A picture as pixels and as outlines, with its caption, its data and its content in words."""

    name: str
    caption: str
    alt: str
    png: bytes = field(repr=False)
    svg: str = field(repr=False)
    csv: str = field(repr=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[Bundle, Bundle]:
        note = {"kind": "figure", "name": self.name, "caption": self.caption, "alt": self.alt, "csv": self.csv}
        shown = {"image/png": b64encode(self.png).decode("ascii"), "text/plain": self.alt}
        return shown | {OUTLINES_TYPE: {"svg": self.svg}}, {"civcas": note}


@dataclass(frozen=True)
class Table:
    """A table as HTML, as plain text, and in full as CSV."""

    name: str
    caption: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    csv: str = field(repr=False)
    behind: tuple[Bundle, ...] = field(default=(), repr=False)  # for each row its title, figures and keys
    rests_on: str = ""

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        whole = {
            "name": self.name, "caption": self.caption, "csv": self.csv, "behind": list(self.behind),
            "rests_on": self.rests_on,
        }  # fmt: skip
        return {"text/html": self.html, "text/plain": self.text, TABLE_TYPE: whole}


@dataclass(frozen=True)
class Sentence:
    """Prose whose every number leads to its rows, and what its findings are of."""

    text: str
    html: str = field(repr=False)
    basis: str = ""

    def __str__(self) -> str:
        return f"{self.text} {language.reword(self.basis)}".rstrip()

    @property
    def whole(self) -> str:
        """The sentence as HTML, what it is of in small print behind it."""
        return self.html + (f' <small class="basis">{marked_up(self.basis)}</small>' if self.basis else "")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return {SENTENCE_TYPE: {"text": str(self)}, "text/html": f"<p>{self.whole}</p>", "text/plain": str(self)}


@dataclass(frozen=True)
class Headline(Sentence):
    """The one sentence under which a report is listed."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        html = f'<p class="headline">{self.whole}</p>'
        return {
            HEADLINE_TYPE: {"text": self.text, "basis": language.reword(self.basis)},
            "text/html": html,
            "text/plain": str(self),
        }


@dataclass(frozen=True)
class ProvenanceNote:
    """Which columns of which tables and which files were read, each by its content; as of which day, which seeds."""

    tables: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None
    seeds: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{name} {mark} {columns}" for name, columns, mark in self._rows()]
        return "\n".join(["Read, by hash of the content", *lines, self._words()])

    def _rows(self) -> list[tuple[str, str, str]]:
        """Return what was read: name, how many columns, one hash."""
        tables = [
            (name, f"{len(columns)} columns", short_hash("".join(columns.values()).encode()))
            for name, columns in sorted(self.tables.items())
        ]
        return tables + [(name, "whole file", mark) for name, mark in sorted(self.files.items())]

    def _words(self) -> str:
        """Return the as-of day and the seeds in one sentence."""
        seeds = ", ".join(f"{name} = {value}" for name, value in sorted(self.seeds.items())) or "none"
        return f"As of: {self.as_of or 'no day set'}. Seeds: {seeds}."

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{marked_up(columns)}</td>'
            f"<td><code>{escape(mark)}</code></td></tr>"
            for name, columns, mark in self._rows()
        )
        names = ("Table or file", "Read of it", "Hash of what was read")
        heads = "".join(f'<th scope="col">{marked_up(name)}</th>' for name in names)
        caption = "What this report was made from"
        label = escape(language.reword(caption))
        html = (
            f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}"><table class="provenance">'
            f"<caption>{marked_up(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div><p>{marked_up(self._words())}</p>"
        )
        whole = {"tables": self.tables, "files": self.files, "as_of": self.as_of, "seeds": dict(self.seeds)}
        return {PROVENANCE_TYPE: whole, "text/html": html, "text/plain": str(self)}


def provenance(as_of: str | None = None, seeds: Mapping[str, int] | None = None) -> ProvenanceNote:
    """Return the note of everything read so far; show it last.

    Parameters
    ----------
    as_of : str, optional
        The day the report reads as of.
    seeds : mapping of str to int, optional
        Seeds of anything random, by name.
    """
    seen = reads.noted(find_project().root)
    return ProvenanceNote(seen["tables"], seen["files"], as_of, dict(seeds or {}))
