"""Our templates: escaping everything by default, the style inside each page, nothing from outside."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from analysis import language
from analysis.publish import guard
from analysis.publish.display import ARABIC, marked_up
from analysis.publish.seeing import shown

STALE = "<!-- stale -->"  # where a report's page says that it is stale


@cache
def environment() -> jinja2.Environment:
    """Return the templates, refusing names that are not set."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("analysis.publish"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_seen,
    )  # fmt: skip
    made.globals |= {"tr": _said, "say": language.reword, "lang": language.spoken, "dir": _direction}
    made.globals |= {"own_name": language.own_name}
    made.globals |= {"a": Markup('<a href="{}">{}</a>').format, "code": Markup('<code dir="ltr">{}</code>').format}
    made.filters["words"] = lambda value: Markup(marked_up(value))
    made.filters["language"] = lambda value: Markup(' lang="ar"') if _arabic(value) else ""
    return made


def page(template: str, **values: Any) -> str:
    """Return a page made from one of our templates; its first link leads past what every page begins with."""
    style = files("analysis.publish").joinpath("templates", "style.css").read_text(encoding="utf-8")
    opening = guard.opening(style, pictures=template == "report.html")
    made = environment().get_template(template).render(opening=opening, **values)
    skip = environment().get_template("skip.html").render().strip()
    return made.replace("<body>", f"<body>\n{skip}", 1).replace("<main>", '<main id="main" tabindex="-1">', 1)


def _seen(value: object) -> object:
    """Return what a template shows, a plain text of it with what nobody sees made visible."""
    return shown(value) if type(value) is str else value


def _said(text: str, **values: object) -> Markup:
    """Return a text of a template in the language spoken, its braces filled with values that are escaped or HTML."""
    told = language.said(" ".join(text.split()))
    filled = Markup(escape(text if told is None else told, quote=False)).format(
        **{name: _isolated(value) for name, value in values.items()}
    )
    return filled if told is not None else Markup('<span lang="en" dir="ltr">{}</span>').format(filled)


def _arabic(value: object) -> bool:
    """Return whether a text holds Arabic on a page of another language."""
    return bool(ARABIC.search(str(value))) and language.spoken() != "ar"


def _isolated(value: object) -> object:
    """Return a value of a template, a text of it safe and in the language spoken."""
    return Markup(marked_up(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _direction(code: str = "") -> str:
    """Return the direction of a language; of the one spoken where none is named."""
    return language.direction(code or language.spoken())


def mark_stale(html: str, reason: str) -> str:
    """Return a report's page with the reason why it is stale on top, replacing an earlier one."""
    banner = f'<div class="notice" role="note"><strong>Stale.</strong> {escape(shown(reason))}</div>'
    return re.sub(rf"{STALE}(<div class=\"notice\".*?</div>)?", lambda _: f"{STALE}{banner}", html, count=1, flags=re.S)
