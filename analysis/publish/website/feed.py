"""Findings that changed, as an Atom feed and as a page, both from ``reports/values/changes.json``.

Nothing in them comes from the clock or the machine: the same changes give the same bytes anywhere.
"""

from __future__ import annotations

import json
import os

from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.website import frame
from analysis.publish.website.version import data_version

MADE_BY = tuple(f"analysis.publish.website.{name}" for name in ("atom", "changes", "feed"))
IN_FEED, ON_PAGE = 100, 500


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
    from analysis.publish.website.changes import Change, changes

    told = changes(project)
    newest = sorted(reversed(told), key=lambda change: change["date"], reverse=True)
    days: dict[str, list[Change]] = {}
    for change in newest[:ON_PAGE]:
        days.setdefault(change["date"], []).append(change)
    shown = {"days": list(days.items()), "left": max(0, len(told) - ON_PAGE), "version": version, "mark": mark}
    frame.put(feed, atom(newest[:IN_FEED], version.day if version else ""))
    frame.put(page, frame.page("changes.html", **shown))
