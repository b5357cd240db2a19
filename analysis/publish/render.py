"""From an executed notebook to a page: our own template, nothing from outside, readable without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

import mistune
from markupsafe import Markup

from analysis.publish import page
from analysis.publish.display import marked_up
from analysis.publish.extract import Block, Contents
from analysis.publish.leading import Returns, linked


def report_page(
    title: str, command: str, contents: Contents, record: Mapping[str, Any], meanings: Mapping[str, str] | None = None
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
        body=body,
        headings=headings,
        record=record,
        meanings=meanings or {},
        csv=[f"tables/{name}.csv" for name in contents.tables],
        stale=Markup(page.STALE),
    )


def _block(block: Block, headings: list[tuple[str, str]], returns: Returns) -> Markup:
    """Return one block as HTML."""
    if block.kind == "prose":
        return _prose(block.content, headings)
    if block.kind == "html":
        html = linked(block.content, block.note["table"]) if "table" in block.note else block.content
        return Markup(returns.anchored(html))
    if block.kind == "figure":
        return Markup(
            '<figure><img alt="{alt}" src="data:image/png;base64,{png}">'
            '<figcaption>{caption} <a href="figures/{name}.png">Picture</a>, '
            '<a href="figures/{name}.csv">its data</a></figcaption></figure>'
        ).format(
            png=block.content, alt=block.note["alt"], caption=Markup(marked_up(block.note["caption"])),
            name=block.note["name"],
        )  # fmt: skip
    if block.kind == "text":
        return Markup('<pre class="out" tabindex="0">{}</pre>').format(Markup(marked_up(block.content)))
    return Markup(
        '<details class="code"><summary>Code</summary><pre tabindex="0"><code>{}</code></pre></details>'
    ).format(block.content)


class _Prose(mistune.HTMLRenderer):
    """Markdown as HTML: raw HTML shown as text, nothing loaded, every section with an anchor of its own.

    The page has its own title, so headings of the prose start at the second level and skip none.
    """

    def __init__(self, headings: list[tuple[str, str]]) -> None:
        super().__init__(escape=True)
        self.headings, self.level = headings, 1

    def text(self, text: str) -> str:
        return marked_up(text)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"[{text}]"

    def heading(self, text: str, level: int, **attrs: object) -> str:
        self.level = max(2, min(level, self.level + 1))
        if self.level > 2:
            return f"<h{self.level}>{text}</h{self.level}>\n"
        name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&[a-z]+;", "", text).lower()).strip("-")
        base = f"s-{name or 'section'}"
        anchors = (base if number == 1 else f"{base}-{number}" for number in count(1))
        anchor = next(made for made in anchors if made not in {known for known, _ in self.headings})
        self.headings.append((anchor, text))
        return f'<h2 id="{anchor}">{text}</h2>\n'


def _prose(markdown: str, headings: list[tuple[str, str]]) -> Markup:
    """Return Markdown as HTML; the notebook's own title is left out, for the page has one."""
    renderer = _Prose(headings)
    renderer.level = 2 if headings else 1
    text = re.sub(r"\A# .*\n*", "", markdown)
    return Markup(str(mistune.create_markdown(renderer=renderer, plugins=["table"])(text)))
