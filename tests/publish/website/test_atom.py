from __future__ import annotations

import re
from xml.etree import ElementTree

from publish import tiny

from analysis.publish.website.atom import ATOM, atom
from analysis.publish.website.changes import Change

CHANGE: Change = {
    "date": "2026-11-25", "title": f"{tiny.SCRIPT} {tiny.ARABIC} \x01", "urn": "urn:uuid:1", "anchor": "c-1", "more": 2,
    "headline": {"before": "One <b>.", "after": ""}, "why": ["data: statements"],
    "numbers": [{"rule": "a & b", "before": "77", "after": "none", "rows": ""}],
}  # fmt: skip


def parsed(*changes: Change, day: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(atom(list(changes), day))


def test_a_feed_without_changes_is_valid_and_says_so() -> None:
    tree = parsed(day="2026-11-24")
    assert tree.tag == f"{{{ATOM}}}feed" and tree.find(f"{{{ATOM}}}entry") is None
    for name in ("id", "title", "updated"):
        [found] = tree.findall(f"{{{ATOM}}}{name}")
        assert found.text
    assert tree.findtext(f"{{{ATOM}}}updated") == "2026-11-24T00:00:00Z"
    assert "No published finding has changed yet." in (tree.findtext(f"{{{ATOM}}}subtitle") or "")
    assert tree.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name")


def test_an_entry_has_what_atom_demands_and_its_day_is_that_of_the_change() -> None:
    tree = parsed(CHANGE, CHANGE | {"date": "2026-11-20", "urn": "urn:uuid:2"})
    entries = tree.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}id") for entry in entries] == ["urn:uuid:1", "urn:uuid:2"]
    days = [entry.findtext(f"{{{ATOM}}}updated") for entry in entries]
    assert days == ["2026-11-25T00:00:00Z", "2026-11-20T00:00:00Z"] and tree.findtext(f"{{{ATOM}}}updated") == days[0]
    assert all(entry.findtext(f"{{{ATOM}}}title") and entry.findtext(f"{{{ATOM}}}content") for entry in entries)


def test_no_host_stands_in_a_feed_and_what_is_told_is_escaped_twice() -> None:
    text = atom([CHANGE])
    assert re.findall(r"https?://[^\"<]+", text) == [ATOM] and "\x01" not in text
    content = ElementTree.fromstring(text).findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or ""
    assert "One &lt;b&gt;." in content and "a &amp; b: 77 is now none" in content and "and 2 more figures" in content
