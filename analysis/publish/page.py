"""Our templates: escaping everything by default, the style inside each page, nothing from outside."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from analysis.publish.display import ARABIC, marked_up

STALE = "<!-- stale -->"  # where a report's page says that it is stale
SKIP = '<a class="skip" href="#main">Skip to the text</a>'  # before all else, seen when the keyboard reaches it


@cache
def environment() -> jinja2.Environment:
    """Return the templates, refusing names that are not set."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("analysis.publish"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["words"] = lambda value: Markup(marked_up(value))
    made.filters["language"] = lambda value: Markup(' lang="ar"') if ARABIC.search(str(value)) else ""
    return made


def page(template: str, **values: Any) -> str:
    """Return a page made from one of our templates; its first link leads past what every page begins with."""
    style = files("analysis.publish").joinpath("templates", "style.css").read_text(encoding="utf-8")
    made = environment().get_template(template).render(style=Markup(style), **values)
    return made.replace("<body>", f"<body>\n{SKIP}", 1).replace("<main>", '<main id="main" tabindex="-1">', 1)


def mark_stale(html: str, reason: str) -> str:
    """Return a report's page with the reason why it is stale on top, replacing an earlier one."""
    banner = f'<div class="notice" role="note"><strong>Stale.</strong> {escape(reason)}</div>'
    return re.sub(rf"{STALE}(<div class=\"notice\".*?</div>)?", lambda _: f"{STALE}{banner}", html, count=1, flags=re.S)
