"""What the reports of the catalogue say, kept under version control, and the list of what has changed in it.

The list is the one place of the project where a day of a run stands: it says when a finding became another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.outside import parsed
from analysis.paths import Project
from analysis.publish import kept
from analysis.publish.differing import Change, differing
from analysis.publish.values import NAME, Values, are_values
from analysis.whole import write_whole

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

    The change is noted first: whoever is killed between the two finds the old values again and notes it once.

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
        When the list of changes cannot be read: it is left as it is, and so are the values.
    """
    place = project.values / f"{identity}.json"
    told = changed(read(place), files)
    written: tuple[int, ...] = ()
    if told:
        title = json.loads(files[NAME])["title"]
        written = _note(project, {"report": identity, "title": title} | told, today)
    if NAME in files:
        _write(place, files[NAME])
    if written:  # not before the values are kept: whoever is ended between the two reads the list through again
        _written[project.changes] = written
    return told


def _note(project: Project, entry: Change, today: str) -> tuple[int, ...]:
    """Add one entry to the list of changes and return its state; one that this process wrote is not read through again.

    What a run that was killed before it had kept the values has noted is not noted twice.
    """
    place = project.changes
    dated = {"date": today or f"{datetime.now(UTC):%Y-%m-%d}"} | entry
    line = json.dumps(dated, ensure_ascii=False).encode("utf-8")
    if _state(place) == _written.get(place):
        held = place.read_bytes().removesuffix(CLOSE)
    else:
        entries = kept.changes(project)
        if _is_last(entries, entry):
            return ()
        held = OPEN + NEXT.join(json.dumps(each, ensure_ascii=False).encode("utf-8") for each in entries)
    _write(place, held + (NEXT if len(held) > len(OPEN) else b"") + line + CLOSE)
    return _state(place)


def _is_last(entries: Sequence[Any], entry: Change) -> bool:
    """Return whether the last change of a report says the same, whatever its day."""
    of_it = (each for each in reversed(entries) if isinstance(each, dict) and each.get("report") == entry["report"])
    return {name: told for name, told in next(of_it, {}).items() if name != "date"} == entry


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
    write_whole(place, content, lasting=True)
