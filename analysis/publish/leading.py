"""From a figure on a page to its rows: figures of tables become links, and each figure has a way back.

A table marks its figures with the place of their row (`analysis.publish.tables`); here, where the page is made, the
marks become links to the page of that table's evidence.
"""

from __future__ import annotations

import re

FOLDER = "evidence"
MARKED = re.compile(r'<span data-row="(\d+)">(.*?)</span>(?=</t[hd]>)', re.S)
NUMBER = re.compile(r'<a class="n" href="#ev-(\d+)"')


def page_of(name: str) -> str:
    """Return where the evidence of a table is, beside the report.

    >>> page_of("families")
    'evidence/families.html'
    """
    return f"{FOLDER}/{name}.html"


def row_of(name: str, place: int | str) -> str:
    """Return the anchor of a table's row in the report."""
    return f"r-{name}-{place}"


def linked(html: str, name: str) -> str:
    """Return a table's HTML with its marked figures as links to their rows; the first of a row can be returned to.

    Parameters
    ----------
    html : str
        From `analysis.publish.tables.table`.
    name : str
        The table's name.

    Examples
    --------
    >>> linked('<td><span data-row="1">230</span></td>', "said")
    '<td><a class="n" id="r-said-1" href="evidence/said.html#row-1">230</a></td>'
    """
    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        place = found[1]
        anchor = "" if place in seen else f' id="{row_of(name, place)}"'
        seen.add(place)
        return f'<a class="n"{anchor} href="{page_of(name)}#row-{place}">{found[2]}</a>'

    return MARKED.sub(link, html)


class Returns:
    """Gives each number of a page an anchor where it first stands, so that its evidence can lead back."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def anchored(self, html: str) -> str:
        """Return HTML with an anchor at the first link to each number not met before.

        >>> Returns().anchored('<a class="n" href="#ev-1" data-n="1">230</a>')
        '<a class="n" id="n-1" href="#ev-1" data-n="1">230</a>'
        """
        return NUMBER.sub(self._anchor, html)

    def _anchor(self, found: re.Match[str]) -> str:
        """Return one link, with an anchor where it is the first."""
        if found[1] in self.seen:
            return found[0]
        self.seen.add(found[1])
        return f'<a class="n" id="n-{found[1]}" href="#ev-{found[1]}"'
