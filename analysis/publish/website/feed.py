"""Findings that changed, as an Atom feed and as a page, both from ``reports/values/changes.json``.

Nothing in them comes from the clock or the machine: the same changes give the same bytes anywhere.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.website import frame
from analysis.publish.website.version import DataVersion, data_version

if TYPE_CHECKING:
    from analysis.publish.website.changes import Change

MADE_BY = tuple(f"analysis.publish.website.{name}" for name in ("atom", "changes", "feed"))
IN_FEED, ON_PAGE, FEWEST = 100, 500, 5
WEIGHT = 990_000  # bytes of the page, so that it opens quickly on a slow line


def write_feed(project: Project) -> None:
    """Write ``reports/feed.xml`` and ``reports/changes.html``, unless they are made from the same.

    Parameters
    ----------
    project : Project
        Whose findings. Where none has changed yet, both say so.

    Raises
    ------
    ReportError
        When the list of changes cannot be read; the pages there stay.
    """
    present, version = provenance.Present(project), data_version(project)
    folders = sorted(entry.name for entry in os.scandir(project.reports) if entry.is_dir() and entry.name[0] != ".")
    made_from = [short_hash(project.changes.read_bytes()) if project.changes.is_file() else "", str(version), folders]
    mark = short_hash(json.dumps([*made_from, frame.code(present, MADE_BY)]).encode())
    page, feed = project.reports / "changes.html", project.reports / "feed.xml"
    if frame.is_of(page, mark) and feed.is_file():
        return
    from analysis.publish.website.atom import atom
    from analysis.publish.website.changes import changes

    newest = sorted(reversed(changes(project)), key=lambda change: change["date"], reverse=True)
    most = ON_PAGE
    while len((html := _page(newest, most, version, mark)).encode()) >= WEIGHT and most > FEWEST:
        most //= 2
    frame.put(feed, atom(newest[: min(IN_FEED, most)], version.day if version else ""))  # each leads to its place there
    frame.put(page, html)


def _page(newest: list[Change], most: int, version: DataVersion | None, mark: str) -> str:
    """Return the page with so many of the newest changes, under their days, and how many are left out."""
    days: dict[str, list[Change]] = {}
    for change in newest[:most]:
        days.setdefault(change["date"], []).append(change)
    shown = {"days": list(days.items()), "left": max(0, len(newest) - most), "version": version, "mark": mark}
    return frame.page("changes.html", **shown)
