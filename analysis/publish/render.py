"""From an executed notebook to a page: our own template, nothing from outside, readable without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import jinja2
import mistune
from markupsafe import Markup

from analysis.publish.extract import Block, Contents

STALE = "<!-- stale -->"


@cache
def _environment() -> jinja2.Environment:
    """Return the templates, escaping everything by default and refusing names that are not set."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("analysis.publish"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def page(template: str, **values: Any) -> str:
    """Return a page made from one of our templates, with the style inside it."""
    style = files("analysis.publish").joinpath("templates", "style.css").read_text(encoding="utf-8")
    return _environment().get_template(template).render(style=Markup(style), **values)


def report_page(title: str, command: str, contents: Contents, record: Mapping[str, Any]) -> str:
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
    """
    headings: list[tuple[str, str]] = []
    body = [_block(block, headings) for block in contents.blocks]
    return page(
        "report.html",
        title=title,
        command=command,
        body=body,
        headings=headings,
        record=record,
        csv=[f"tables/{name}.csv" for name in contents.tables],
        stale=Markup(STALE),
    )


def mark_stale(html: str, reason: str) -> str:
    """Return a report's page with the reason why it is stale on top, replacing an earlier one."""
    banner = f'<div class="notice" role="note"><strong>Stale.</strong> {escape(reason)}</div>'
    return re.sub(rf"{STALE}(<div class=\"notice\".*?</div>)?", lambda _: f"{STALE}{banner}", html, count=1, flags=re.S)


def _block(block: Block, headings: list[tuple[str, str]]) -> Markup:
    """Return one block as HTML."""
    if block.kind == "prose":
        return _prose(block.content, headings)
    if block.kind == "html":
        return Markup(block.content)
    if block.kind == "figure":
        return Markup(
            '<figure><img alt="{alt}" src="data:image/png;base64,{png}">'
            '<figcaption>{caption} <a href="figures/{name}.png">Picture</a>, '
            '<a href="figures/{name}.csv">its data</a></figcaption></figure>'
        ).format(png=block.content, **{key: block.note[key] for key in ("alt", "caption", "name")})
    if block.kind == "text":
        return Markup('<pre class="out" tabindex="0">{}</pre>').format(block.content)
    return Markup(
        '<details class="code"><summary>Code</summary><pre tabindex="0"><code>{}</code></pre></details>'
    ).format(block.content)


def _prose(markdown: str, headings: list[tuple[str, str]]) -> Markup:
    """Return Markdown as HTML: raw HTML shown as text, the title left out, every section with its own anchor."""
    text = re.sub(r"\A# .*\n*", "", markdown)
    made = str(mistune.create_markdown(escape=True, plugins=["table"])(text))

    def anchored(match: re.Match[str]) -> str:
        name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&[a-z]+;", "", match[1]).lower()).strip("-")
        headings.append((name, match[1]))
        return f'<h2 id="{name}">{match[1]}</h2>'

    return Markup(re.sub(r"<h2>(.*?)</h2>", anchored, made))
