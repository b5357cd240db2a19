"""The pages of evidence beside a report: for each figure its value, its rule, all its rows, and the way back.

One page holds the numbers of the sentences, and one each table whose rows have keys. A row is written out once on a
page; the figures made from it link to it. A page holds as many rows as keep it light: the others are left to the CSV
file beside the report, which holds the key of every row, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

REPORTS = "../../"  # from a page of evidence to the folder of reports
COUNTED = "what was counted or computed"
ROOM = 800_000  # bytes of rows on one page: a page stays under a megabyte


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
class Subject:
    """What a page is about: its words, how to read its figures, and where the keys of all rows are."""

    what: str
    how: str
    data: str


NUMBERS = Subject(
    "Every number of the sentences", "Each figure with the rule it was made by and its rows", "../tables/evidence.csv"
)


@dataclass
class Room:
    """The bytes that are left for rows on a page."""

    left: int = ROOM

    def fit(self, rows_told: Iterable[str]) -> list[Markup]:
        """Return the first of some rows, as many as there is room for.

        >>> room = Room(7)
        >>> len(room.fit(["four", "four"])), len(room.fit(["x"]))
        (1, 0)
        """
        kept: list[Markup] = []
        for html in rows_told:
            self.left -= len(html.encode("utf-8"))
            if self.left < 0:
                break
            kept.append(Markup(html))
        return kept


@dataclass(frozen=True)
class Dossier:
    """Everything behind the figures of one report.

    Parameters
    ----------
    title : str
        The report's title.
    shown : Contents
        What its notebook shows.
    reports : str
        The way from a page of evidence to the folder of reports, where every event and publisher has a page; empty
        for an imported study, whose events have none.
    """

    title: str
    shown: Contents
    reports: str = ""

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
        made = {PAGE: self._page(NUMBERS, [_number(told) for told in numbers])}
        for name, note in self.shown.behind.items():
            if entries := [
                self._line(name, place, line) for place, line in enumerate(note["behind"], 1) if line["keys"]
            ]:
                made[page_of(name)] = self._page(_table(name, note), entries)
        return made

    @cached_property
    def _out(self) -> pd.DataFrame:
        """Every statement kept out of the counts of the events that the figures speak of."""
        return citing.kept_out(self.cited["row_key"], self.shown.evidence["as_of"])

    def _line(self, name: str, place: int, line: Line) -> Entry:
        """Return a row of a table; where it counts several rows, with what was kept out about the same events.

        A line that counts what was kept out as well leaves nothing out.
        """
        back, keys, out = f"../report.html#{row_of(name, place)}", line["keys"], self._out
        held = self.cited.loc[keys]
        counts = len(keys) > 1 and not held["kept_out"].any()
        events = set(held["event_id"]) - {""} if counts else set()
        aside = list(out.loc[out["event_id"].isin(events) & ~out["row_key"].isin(keys), "row_key"])
        return Entry(f"row-{place}", str(place), line["title"], line["figures"], keys, back, aside)

    def _page(self, subject: Subject, entries: list[Entry]) -> str:
        """Return one page."""
        room = Room()
        keys = list(dict.fromkeys(key for entry in entries for key in entry.keys))
        places = {key: place for place, key in enumerate(keys, 1)}
        out = self._rows(dict.fromkeys(key for entry in entries for key in entry.out))
        told = [self._entry(entry, places, room) for entry in entries]
        aside = room.fit(out)
        listed = room.fit(self._rows(keys))
        return page.page(
            "evidence.html", title=self.title, subject=subject, as_of=self.shown.evidence["as_of"], entries=told,
            rows=listed, listed=len(listed), whole=len(keys), out=aside,
        )  # fmt: skip

    def _rows(self, keys: Iterable[str]) -> Iterator[str]:
        """Yield cited rows as HTML in the order of some keys."""
        told: list[dict[Any, Any]] = self._all.loc[list(keys)].to_dict("records")
        return (rows.row(each, self.reports) for each in told)

    @cached_property
    def _all(self) -> pd.DataFrame:
        """What is cited and what was kept out, each row once, by key."""
        both = pd.concat([self.cited, self._out]).drop_duplicates("row_key")
        return both.set_index("row_key", drop=False)

    def _entry(self, entry: Entry, places: dict[str, int], room: Room) -> dict[str, Any]:
        """Return one figure as its template wants it: the first rows written out, links to all of them."""
        first = room.fit(self._rows(entry.keys[:SHOWN]))
        runs = rows.spans(places[key] for key in entry.keys) if len(entry.keys) > len(first) else []
        return {
            **vars(entry), "first": first, "runs": runs, "count": len(entry.keys), "kept_out": len(entry.out),
            "title": Markup(marked_up(entry.title)),
        }  # fmt: skip


def _number(told: dict[str, Any]) -> Entry:
    """Return a number of a sentence."""
    figures = [[COUNTED, told["rule"]]] + ([["bounds", told["bounds"]]] if told["bounds"] else [])
    back = f"../report.html#n-{told['id']}"
    return Entry(f"ev-{told['id']}", str(told["id"]), told["text"], figures, told["rows"], back, told["kept_out"])


def _table(name: str, note: Mapping[str, Any]) -> Subject:
    """Return what the page of a table is about."""
    rests_on = f". The table rests on: {note['rests_on']}" if note["rests_on"] else ""
    how = f"Each line of the table with its figures and the rows they were made from{rests_on}"
    return Subject(f"Behind the table: {note['caption']}", how, f"../tables/{name}.csv")


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
        dossier = Dossier(title, shown, "" if project.study else REPORTS)
        pages = dossier.pages()
        return dossier, pages, reads.noted(project.root)
