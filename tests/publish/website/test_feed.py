from __future__ import annotations

import json
import re

import pytest
from publish import tiny

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.website import feed

CHANGE = {
    "date": "2026-11-25", "report": "shown", "title": f"Shown {tiny.SCRIPT} {tiny.ARABIC}", "why": ["data: statements"],
    "headline": {"before": "By 25 March, 57.", "after": "By 25 March, 58."},
    "numbers": [{"id": "1", "rule": "dated <statements>", "before": ["57"], "after": ["58"], "rows": "1 came"}],
}  # fmt: skip


def write(project: Project, *changes: dict) -> tuple[str, str]:
    """Return the feed and the page that some changes make."""
    project.values.mkdir(parents=True, exist_ok=True)
    (project.values / "changes.json").write_text(json.dumps(changes), encoding="utf-8")
    feed.write_feed(project)
    return tuple((project.reports / name).read_text(encoding="utf-8") for name in ("feed.xml", "changes.html"))  # type: ignore[return-value]


def test_before_anything_changed_both_say_so(small: Project) -> None:
    small.reports.mkdir()
    feed.write_feed(small)
    for name in ("feed.xml", "changes.html"):
        assert "No published finding has changed yet." in (small.reports / name).read_text(encoding="utf-8")


def test_the_page_is_sound_and_tells_what_the_feed_tells(small: Project) -> None:
    atom, page = write(small, CHANGE, CHANGE | {"date": "2026-11-26"})
    assert tiny.faults(page) == []
    text = " ".join(tiny.soup(page).text.split())
    assert text.index("2026-11-26") < text.index("2026-11-25")
    for words in (tiny.SCRIPT, "Before: By 25 March, 57.", "dated <statements>: 57 is now 58", "Why: data: statements"):
        assert words in text
    assert atom.count("<entry>") == 2 and "2026-11-26T00:00:00Z" in atom


def test_both_are_written_only_when_something_else_is_to_be_said(small: Project) -> None:
    first = write(small, CHANGE)
    (small.reports / "feed.xml").write_text("left alone", encoding="utf-8")
    assert write(small, CHANGE)[0] == "left alone"
    assert write(small)[0] != "left alone" and write(small, CHANGE) == first


def test_the_old_pages_stay_when_the_list_is_spoilt(small: Project) -> None:
    first = write(small, CHANGE)
    (small.values / "changes.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match="not JSON"):
        feed.write_feed(small)
    assert (small.reports / "changes.html").read_text(encoding="utf-8") == first[1]


def test_many_great_changes_are_cut_so_that_the_page_stays_light_and_the_feed_leads_to_what_is_there(
    small: Project,
) -> None:
    numbers = [{"rule": f"rule {number} " * 20, "before": ["1"], "after": ["2"]} for number in range(30)]
    atom, page = write(small, *[CHANGE | {"numbers": numbers, "headline": None}] * 300)
    assert 100_000 < len(page.encode()) < feed.WEIGHT
    shown = page.count('<section class="change"')
    assert f"The {300 - shown} changes before these" in page
    entries = re.findall(r'href="changes.html#([^"]+)"', atom)
    assert len(entries) == min(shown, 100) and all(f'id="{anchor}"' in page for anchor in entries)


def test_a_long_history_is_cut_and_says_so(small: Project) -> None:
    atom, page = write(small, *[CHANGE] * 700)
    assert len(page.encode()) < 1_000_000 and len(atom.encode()) < 1_000_000
    assert atom.count("<entry>") == feed.IN_FEED and f"The {700 - feed.ON_PAGE} changes before these" in page
