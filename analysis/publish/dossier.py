"""The pages of evidence beside a report: for each figure its value, its rule, all its rows, and the way back.

One page holds the numbers of the sentences, and one each table whose rows have keys. A row is written out once on a
page; the figures made from it link to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.data import reads, store
from analysis.paths import Project
from analysis.publish import citing, page, rows
from analysis.publish.behind import Line
from analysis.publish.display import marked_up
from analysis.publish.extract import Contents
from analysis.publish.leading import page_of, row_of
from analysis.publish.panel import PAGE, SHOWN, content

COUNTED = "what was counted or computed"


@dataclass(frozen=True)
class Entry:
    """One figure, or one row of figures: its anchor, its words, what stands behind it, and where it stands."""

    anchor: str
    label: str
    title: str
    figures: list[list[str]]  # heading and words
    keys: list[str]
    back: str
    out: list[str] = field(default_factory=list)  # rows about the same events that were kept out


@dataclass(frozen=True)
class Dossier:
    """Everything behind the figures of one report.

    Parameters
    ----------
    title : str
        The report's title.
    shown : Contents
        What its notebook shows.
    """

    title: str
    shown: Contents

    @cached_property
    def cited(self) -> pd.DataFrame:
        """Every row behind any figure, once, by key."""
        numbers = [key for told in self.shown.evidence["numbers"] for key in (*told["rows"], *told["kept_out"])]
        lines = [key for note in self.shown.behind.values() for line in note["behind"] for key in line["keys"]]
        return citing.cite([*numbers, *lines]).set_index("row_key", drop=False)

    def content(self, keys: Iterable[str]) -> str:
        """Return a short hash of what some rows say."""
        return content(self.cited.loc[list(keys)])

    def pages(self) -> dict[str, str]:
        """Return the pages, by path beside the report."""
        numbers = self.shown.evidence["numbers"]
        made = {PAGE: self._page("Every number of the sentences", [_number(told) for told in numbers])}
        for name, note in self.shown.behind.items():
            if entries := [_line(name, place, line) for place, line in enumerate(note["behind"], 1) if line["keys"]]:
                made[page_of(name)] = self._page(f"Behind the table: {note['caption']}", entries)
        return made

    def _page(self, what: str, entries: list[Entry]) -> str:
        """Return one page."""
        keys = list(dict.fromkeys(key for entry in entries for key in entry.keys))
        places = {key: place for place, key in enumerate(keys, 1)}
        out = list(dict.fromkeys(key for entry in entries for key in entry.out))
        return page.page(
            "evidence.html",
            title=self.title,
            what=what,
            as_of=self.shown.evidence["as_of"],
            entries=[self._entry(entry, places) for entry in entries],
            rows=[Markup(rows.row(told)) for told in self._told(keys)],
            out=[Markup(rows.row(told)) for told in self._told(out)],
        )

    def _told(self, keys: list[str]) -> list[dict[Any, Any]]:
        """Return cited rows in the order of some keys."""
        return self.cited.loc[keys].to_dict("records")

    def _entry(self, entry: Entry, places: dict[str, int]) -> dict[str, Any]:
        """Return one figure as its template wants it: the first rows written out, links to all of them."""
        runs = rows.spans(places[key] for key in entry.keys) if len(entry.keys) > SHOWN else []
        return {
            **vars(entry), "first": [Markup(rows.row(told)) for told in self._told(entry.keys[:SHOWN])],
            "runs": runs, "count": len(entry.keys), "kept_out": len(entry.out), "title": Markup(marked_up(entry.title)),
        }  # fmt: skip


def _number(told: dict[str, Any]) -> Entry:
    """Return a number of a sentence."""
    figures = [[COUNTED, told["rule"]]] + ([["bounds", told["bounds"]]] if told["bounds"] else [])
    back = f"../report.html#n-{told['id']}"
    return Entry(f"ev-{told['id']}", str(told["id"]), told["text"], figures, told["rows"], back, told["kept_out"])


def _line(name: str, place: int, line: Line) -> Entry:
    """Return a row of a table."""
    back = f"../report.html#{row_of(name, place)}"
    return Entry(f"row-{place}", str(place), line["title"], line["figures"], line["keys"], back)


def made(project: Project, title: str, shown: Contents) -> tuple[Dossier, dict[str, str], dict[str, Any]]:
    """Return the dossier of a report, its pages, and what was read for them.

    Parameters
    ----------
    project : Project
        Where the tables lie: the project's own, or those of the imported study that the report reads.
    title : str
        The report's title.
    shown : Contents
        What its notebook shows.

    Returns
    -------
    tuple
        The dossier, its pages by path, and ``tables`` and ``files`` as `analysis.data.reads.noted` returns them.
    """
    with store.study(project.study):
        dossier = Dossier(title, shown)
        pages = dossier.pages()
        return dossier, pages, reads.noted(project.root)
