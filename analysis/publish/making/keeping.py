"""What the reports of the catalogue say, kept under version control, and the list of what has changed in it.

The list is the one place of the project where a day of a run stands: it says when a finding became another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from analysis.outside import parsed
from analysis.paths import Project, write_whole
from analysis.publish import kept
from analysis.publish.differing import Change, differing
from analysis.publish.values import NAME, Values, are_values

OPEN, NEXT, CLOSE = b"[\n", b",\n", b"\n]\n"  # how the list of changes is written, a line for each
_written: dict[Path, tuple[int, ...]] = {}  # lists of changes as this process left them


def read(path: Path) -> Values:
    """Return the values of a report from a file; empty where there is none that can be read."""
    try:
        told = parsed(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if are_values(told) else {}


def changed(before: Values, files: Mapping[str, bytes]) -> Change:
    """Return what a report says now that it did not say before; empty when it says the same or is new.

    Parameters
    ----------
    before : dict
        Its values as they were, from `read`.
    files : mapping of str to bytes
        Its files now.
    """
    return differing(before, json.loads(files[NAME])) if before and NAME in files else {}


def keep(project: Project, identity: str, files: Mapping[str, bytes], today: str = "") -> Change:
    """Put the values of a report among those kept, note what has changed in them, and return it.

    Parameters
    ----------
    project : Project
        Whose values are kept.
    identity : str
        The report.
    files : mapping of str to bytes
        Its files now.
    today : str
        The day to note, YYYY-MM-DD; default the day it is, at Greenwich.

    Raises
    ------
    ReportError
        When the list of changes cannot be read: it is left as it is.
    """
    place = project.values / f"{identity}.json"
    told = changed(read(place), files)
    if NAME in files:
        _write(place, files[NAME])
    if told:
        title = json.loads(files[NAME])["title"]
        noted = {"date": today or f"{datetime.now(UTC):%Y-%m-%d}", "report": identity, "title": title}
        _note(project, noted | told)
    return told


def _note(project: Project, entry: Change) -> None:
    """Add one entry to the list of changes; a list that this process wrote itself is not read through again."""
    place = project.changes
    line = json.dumps(entry, ensure_ascii=False).encode("utf-8")
    if _state(place) == _written.get(place):
        held = place.read_bytes().removesuffix(CLOSE)
    else:
        entries = [json.dumps(each, ensure_ascii=False).encode("utf-8") for each in kept.changes(project)]
        held = OPEN + NEXT.join(entries)
    _write(place, held + (NEXT if len(held) > len(OPEN) else b"") + line + CLOSE)
    _written[place] = _state(place)


def _state(place: Path) -> tuple[int, ...]:
    """Return what tells a file from the one that stood there before; nothing where there is none."""
    try:
        told = place.stat()
    except OSError:
        return ()
    return told.st_ino, told.st_size, told.st_mtime_ns


def _write(place: Path, content: bytes) -> None:
    """Write a file whole, unless it holds the same."""
    if place.is_file() and place.read_bytes() == content:
        return
    write_whole(place, content)
