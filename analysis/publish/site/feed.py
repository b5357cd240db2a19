"""Findings that changed, as an Atom feed (RFC 4287) and as a page, both from ``reports/values/changes.json``.

Ids are made from what an entry is about, days from the entry: the same changes give the same bytes anywhere.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree

from analysis.errors import ReportError
from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.site import frame
from analysis.publish.site.version import data_version

CHANGES = "values/changes.json"
ATOM = "http://www.w3.org/2005/Atom"
OURS = UUID("5d0c1b52-6f0e-5b8e-9a53-0f2a7c0d6c11")  # the namespace of our ids
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
IN_FEED, ON_PAGE = 100, 1000
SHORT = 400  # characters of a text that is shown; the file holds it whole
NEVER = "1970-01-01"

Change = dict[str, Any]


def changes(project: Project) -> list[Change]:
    """Return what changed, oldest first; nothing where the file is missing or empty.

    Raises
    ------
    ReportError
        When the file is not what `civcas report` writes there.
    """
    path = project.reports / CHANGES
    content = path.read_bytes() if path.is_file() else b""
    if not content.strip():
        return []
    try:
        told = json.loads(content)
    except ValueError as problem:
        raise ReportError(f"reports/{CHANGES} is not JSON ({problem}): restore it from version control") from None
    if not isinstance(told, list):
        raise ReportError(f"reports/{CHANGES} holds no list of changes: restore it from version control")
    seen: Counter[tuple[str, str]] = Counter()
    return [_checked(change, place, seen, project) for place, change in enumerate(told, 1)]


def _checked(change: object, place: int, seen: Counter[tuple[str, str]], project: Project) -> Change:
    """Return one change with its id and its link, or say what it lacks."""
    where = f"reports/{CHANGES}, change {place}"
    if not isinstance(change, dict) or not isinstance(change.get("report"), str) or not change["report"]:
        raise ReportError(f"{where}: names no report; restore the file from version control")
    day, report = str(change.get("date")), change["report"]
    if not DAY.fullmatch(day):
        raise ReportError(f"{where}: {day!r} is not a day; restore the file from version control")
    seen[day, report] += 1
    number = seen[day, report]
    identity = uuid5(OURS, json.dumps([day, report, number]))
    page = f"{report}/report.html" if re.fullmatch(r"[a-z0-9][\w.-]*", report, re.ASCII) else ""
    return {
        "date": day, "report": report, "title": str(change.get("title") or report), "urn": identity.urn,
        "anchor": f"c-{identity.hex[:12]}", "link": page if page and (project.reports / page).is_file() else "",
        "why": [_short(why) for why in change.get("why") or []], "headline": _headline(change.get("headline")),
        "numbers": [_number(number) for number in change.get("numbers") or []],
    }  # fmt: skip


def _headline(told: object) -> dict[str, str] | None:
    """Return a changed headline, None where it did not change."""
    if not isinstance(told, Mapping):
        return None
    return {end: _short(told.get(end) or "") for end in ("before", "after")}


def _number(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return one changed number."""
    ends = {end: [_short(figure) for figure in told.get(end) or []] for end in ("before", "after")}
    return {"rule": _short(told.get("rule") or told.get("id") or ""), **ends}


def _short(text: object) -> str:
    """Return a text, the end of a very long one left out and marked as such."""
    whole = str(text)
    return whole if len(whole) <= SHORT else f"{whole[:SHORT].rstrip()} …"


def write_feed(project: Project) -> None:
    """Write ``reports/feed.xml`` and ``reports/changes.html``, unless they are made from the same.

    Raises
    ------
    ReportError
        When the list of changes cannot be read; the pages there stay.
    """
    told, version = changes(project), data_version(project)
    present = provenance.Present(project)
    made_from = [told, str(version), frame.code(present, ["analysis.publish.site.feed"])]
    mark = short_hash(json.dumps(made_from, sort_keys=True).encode())
    page, feed = project.reports / "changes.html", project.reports / "feed.xml"
    if frame.is_of(page, mark) and feed.is_file():
        return
    newest = told[::-1]
    days: dict[str, list[Change]] = {}
    for change in sorted(newest[:ON_PAGE], key=lambda each: each["date"], reverse=True):
        days.setdefault(change["date"], []).append(change)
    left = max(0, len(told) - ON_PAGE)
    frame.put(feed, atom(newest[:IN_FEED], version.day if version else ""))
    frame.put(page, frame.page("changes.html", days=list(days.items()), left=left, version=version, mark=mark))


def atom(newest: list[Change], day: str = "") -> str:
    """Return the feed.

    Parameters
    ----------
    newest : list of dict
        Changes as `changes` returns them, newest first.
    day : str
        When the feed was made where nothing has changed: the day of the data.

    Examples
    --------
    >>> "No published finding has changed yet." in atom([], "2026-11-24")
    True
    """
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _add(root, "id", uuid5(OURS, "changes of findings").urn)
    _add(root, "title", "civcas: findings that changed")
    told = "Every published number that is another one than before, and why."
    _add(root, "subtitle", told if newest else f"{told} No published finding has changed yet.")
    _add(root, "updated", _moment(max((each["date"] for each in newest), default=day or NEVER)))
    ElementTree.SubElement(_add(root, "author"), f"{{{ATOM}}}name").text = "The civcas project"
    _add(root, "link", rel="self", href="feed.xml", type="application/atom+xml")
    _add(root, "link", rel="alternate", href="changes.html", type="text/html")
    for change in newest:
        _entry(root, change)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _entry(root: ElementTree.Element, change: Change) -> None:
    """Add one change to the feed."""
    entry = _add(root, "entry")
    _add(entry, "id", change["urn"])
    _add(entry, "title", change["title"])
    _add(entry, "updated", _moment(change["date"]))
    _add(entry, "link", rel="alternate", href=f"changes.html#{change['anchor']}", type="text/html")
    _add(entry, "content", _content(change), type="html")


def _content(change: Change) -> str:
    """Return what changed as HTML."""
    told, headline = [], change["headline"]
    if headline:
        before, after = (escape(headline[end]) or "nothing" for end in ("before", "after"))
        told.append(f"<p>Before: {before}<br>Now: {after}</p>")
    items = [
        f"<li>{escape(number['rule'])}: {escape(', '.join(number['before'])) or 'none'} is now "
        f"{escape(', '.join(number['after'])) or 'none'}</li>"
        for number in change["numbers"]
    ]
    told += [f"<ul>{''.join(items)}</ul>"] if items else []
    told += [f"<p>Why: {escape('; '.join(change['why']))}</p>"] if change["why"] else []
    return "".join(told) or "<p>The finding changed.</p>"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """Add an element with text that XML can hold."""
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = NOT_XML.sub("\ufffd", text) or None
    return made


def _moment(day: str) -> str:
    """Return the first moment of a day, as Atom writes it."""
    return f"{day}T00:00:00Z"
