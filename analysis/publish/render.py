"""From an executed notebook to a page: our own template, nothing from outside, readable without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import count
from typing import Any

import mistune
from markupsafe import Markup

from analysis import language
from analysis.publish import page, prose
from analysis.publish.addresses import event_page
from analysis.publish.display import is_web, marked_up, quoted
from analysis.publish.extract import Block, Contents
from analysis.publish.leading import Returns, linked
from analysis.publish.seeing import shown

OPEN, CLOSE = "\uf000", "\uf001"  # no text holds them: around a block of prose that is still in English
MARKS = re.compile(f"([{OPEN}{CLOSE}])")
BESIDE = re.compile(r"#[\w-]+|(?:\.\./)?[A-Za-z0-9_][\w-]*(?:[./][\w-]+)*(?:#[\w-]+)?", re.ASCII)


def report_page(
    title: str,
    command: str,
    contents: Contents,
    record: Mapping[str, Any],
    others: Mapping[str, str] | None = None,
    meanings: Mapping[str, str] | None = None,
) -> str:
    """Return the page of one report.

    Parameters
    ----------
    title : str
        Title of the report.
    command : str
        The command that makes it again.
    contents : Contents
        What its notebook shows.
    record : mapping
        Its provenance, as saved in ``provenance.json``.
    others : mapping of str to str, optional
        The same report in other languages: code of the language to id of the report.
    meanings : mapping of str to str, optional
        What each parameter means, in the words of the notebook.
    """
    headings: list[tuple[str, str]] = []
    returns = Returns()
    body = [_block(block, headings, returns) for block in contents.blocks]
    return page.page(
        "report.html",
        title=title,
        command=command,
        others=dict(others or {}),
        body=body,
        headings=headings,
        record=record,
        meanings=meanings or {},
        csv=[f"tables/{name}.csv" for name in contents.tables],
        stale=Markup(page.STALE),
        event=_event_page(record["parameters"]),
    )


def _event_page(parameters: Mapping[str, Any]) -> str:
    """Return the page of the event that a report is about, empty where it is about none of the project's own tables."""
    event = parameters.get("event")
    return event_page(event) if isinstance(event, str) and event and not parameters.get("study") else ""


def _block(block: Block, headings: list[tuple[str, str]], returns: Returns) -> Markup:
    """Return one block as HTML."""
    if block.kind == "prose":
        return _prose(block.content, headings)
    if block.kind == "html":
        html = linked(block.content, block.note["table"]) if "table" in block.note else block.content
        return Markup(returns.anchored(html))
    if block.kind == "figure":
        named = (("svg", "Picture as SVG"), ("png", "as PNG"), ("data", "its data"))
        words = {name: Markup(marked_up(told)) for name, told in named}
        return Markup(
            '<figure><img alt="{alt}" src="figures/{name}.svg" width="{width}" height="{height}">'
            '<figcaption>{caption} <a href="figures/{name}.svg">{svg}</a>, <a href="figures/{name}.png">{png}</a>, '
            '<a href="figures/{name}.csv">{data}</a></figcaption></figure>'
        ).format(
            alt=shown(language.reword(block.content)), caption=Markup(marked_up(block.note["caption"])),
            name=block.note["name"], width=block.note["width"], height=block.note["height"], **words,
        )  # fmt: skip
    if block.kind == "text":
        return Markup('<pre class="out" tabindex="0"{}>{}</pre>').format(_in_english(), Markup(quoted(block.content)))
    return Markup(
        '<details class="code"><summary>{}</summary><pre tabindex="0"{}><code>{}</code></pre></details>'
    ).format(Markup(marked_up("Code")), _in_english(), shown(block.content))


def _in_english() -> Markup:
    """Return what marks code, and what a program printed, on a page in another language."""
    return Markup("" if language.spoken() == language.ENGLISH else ' lang="en" dir="ltr"')


class _Prose(mistune.HTMLRenderer):
    """Markdown as HTML: raw HTML shown as text, nothing loaded, every section with an anchor of its own.

    The page has its own title, so headings of the prose start at the second level and skip none.
    """

    def __init__(self, headings: list[tuple[str, str]], anchors: list[str] | None = None) -> None:
        super().__init__(escape=True)
        self.headings, self.level, self.anchors = headings, 1, anchors

    def text(self, text: str) -> str:
        return "".join(part if part in (OPEN, CLOSE) else quoted(part) for part in MARKS.split(text))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"[{text}]"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link to the web, to a section or to a file beside the page; any other address is shown as text."""
        if is_web(url):
            return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{text}</a>'
        if BESIDE.fullmatch(url):
            return f'<a href="{escape(url)}">{text}</a>'
        return text if text == quoted(url) else f"{text} ({quoted(url)})"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """A cell, its side as a class: a style of its own the page's policy would refuse."""
        tag, side = f"t{'h' if head else 'd'}", f' class="{align}"' if align else ""
        return f"  <{tag}{side}>{text}</{tag}>\n"

    def heading(self, text: str, level: int, **attrs: object) -> str:
        self.level = max(2, min(level, self.level + 1))
        if self.level > 2:
            return f"<h{self.level}>{text}</h{self.level}>\n"
        if self.anchors is not None:
            self.headings.append((self.anchors[len(self.headings)], text))
            return f'<h2 id="{self.headings[-1][0]}">{text}</h2>\n'
        name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&[a-z]+;", "", text).lower()).strip("-")
        base = f"s-{name or 'section'}"
        anchors = (base if number == 1 else f"{base}-{number}" for number in count(1))
        anchor = next(made for made in anchors if made not in {known for known, _ in self.headings})
        self.headings.append((anchor, text))
        return f'<h2 id="{anchor}">{text}</h2>\n'


def _prose(markdown: str, headings: list[tuple[str, str]]) -> Markup:
    """Return Markdown as HTML; the notebook's own title is left out, for the page has one."""
    text = shown(re.sub(r"\A# .*\n*", "", markdown))
    if language.spoken() == language.ENGLISH:
        return _html(text, headings)
    english = list(headings)  # an anchor is the same in every language, so that a link to a section stays one
    _html(text, english)
    html = _html(prose.in_other_words(text, _reworded), headings, [anchor for anchor, _ in english])
    headings[:] = [(anchor, _unmarked(told)) for anchor, told in headings]
    return Markup(_unmarked(html))


def _reworded(block: str) -> str:
    """Return a block in the language spoken; what is not translated stands between marks until it is laid out."""
    parts = language.pieces(block)
    return "".join(part.text if part.known else f"{OPEN}{part.text}{CLOSE}" for part in parts)


def _unmarked(html: str) -> str:
    """Return HTML with what stands between marks shown as English."""
    return str(html).replace(OPEN, '<span lang="en" dir="ltr">').replace(CLOSE, "</span>")


def _html(text: str, headings: list[tuple[str, str]], anchors: list[str] | None = None) -> Markup:
    """Return Markdown as HTML, its sections added to the headings."""
    renderer = _Prose(headings, anchors)
    renderer.level = 2 if headings else 1
    return Markup(str(mistune.create_markdown(renderer=renderer, plugins=["table"])(text)))
