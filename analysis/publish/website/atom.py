"""Findings that changed as an Atom feed (RFC 4287): ids from what an entry is about, days from the entry."""

from __future__ import annotations

import re
from html import escape
from uuid import uuid5
from xml.etree import ElementTree

from analysis.publish.seeing import shown
from analysis.publish.website.changes import OURS, Change

ATOM = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01"


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
        f"<li>{escape(number['rule'])}: {escape(number['before'])} is now {escape(number['after'])}</li>"
        for number in change["numbers"]
    ]
    items += [f"<li>and {change['more']} more figures</li>"] if change["more"] else []
    told += [f"<ul>{''.join(items)}</ul>"] if items else []
    told += [f"<p>Why: {escape('; '.join(change['why']))}</p>"] if change["why"] else []
    return "".join(told) or "<p>The finding changed.</p>"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """Add an element with text that XML can hold."""
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = NOT_XML.sub("\ufffd", shown(text)) or None
    return made


def _moment(day: str) -> str:
    """Return the first moment of a day, as Atom writes it."""
    return f"{day}T00:00:00Z"
