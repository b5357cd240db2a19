"""Findings that changed, read from the list that `civcas report` keeps, each with an id that stays its own."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from analysis import outside
from analysis.errors import ReportError
from analysis.outside import short
from analysis.paths import Project
from analysis.publish import kept

OURS = UUID("5d0c1b52-6f0e-5b8e-9a53-0f2a7c0d6c11")  # the namespace of our ids
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PAGE = re.compile(r"[a-z0-9][\w.-]{0,199}", re.ASCII)  # what can be the folder of a report
FIGURES = 30  # of one change, so that no page grows without end
SHORT = 400  # characters of a text that is shown; the file holds it whole

Change = dict[str, Any]


def changes(project: Project) -> list[Change]:
    """Return what changed, oldest first; nothing where the file is missing or empty.

    Raises
    ------
    ReportError
        When the file is not what `civcas report` writes there.
    """
    where = project.changes.relative_to(project.root).as_posix()
    told = kept.changes(project)
    seen: Counter[tuple[str, str]] = Counter()
    try:
        return [_checked(change, place, seen, project) for place, change in enumerate(told, 1)]
    except (TypeError, AttributeError) as problem:
        raise ReportError(
            f"{where}: {outside.seen(str(problem)[:SHORT])}; restore the file from version control"
        ) from None


def _checked(change: object, place: int, seen: Counter[tuple[str, str]], project: Project) -> Change:
    """Return one change with its id and its link, or say what it lacks."""
    where = f"{project.changes.relative_to(project.root).as_posix()}, change {place}"
    if not isinstance(change, dict) or not isinstance(change.get("report"), str) or not change["report"]:
        raise ReportError(f"{where}: names no report; restore the file from version control")
    day, report = str(change.get("date")), change["report"]
    if not _is_day(day):
        raise ReportError(f"{where}: {short(day)} is not a day; restore the file from version control")
    seen[day, report] += 1
    identity = uuid5(OURS, json.dumps([day, report, seen[day, report]]))
    numbers = [_number(told) for told in (*(change.get("numbers") or []), *(change.get("tables") or []))]
    page = f"{report}/report.html" if PAGE.fullmatch(report) else ""
    return {
        "date": day, "report": report, "title": str(change.get("title") or report), "urn": identity.urn,
        "anchor": f"c-{identity.hex[:12]}", "link": page if page and (project.reports / page).is_file() else "",
        "why": [_short(why) for why in change.get("why") or []], "headline": _headline(change.get("headline")),
        "numbers": numbers[:FIGURES], "more": max(0, len(numbers) - FIGURES),
    }  # fmt: skip


def _is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar, YYYY-MM-DD."""
    try:
        return bool(DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _headline(told: object) -> dict[str, str] | None:
    """Return a changed headline, None where it did not change."""
    if not isinstance(told, Mapping):
        return None
    return {end: _short(told.get(end) or "") for end in ("before", "after")}


def _number(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return one changed number."""
    ends = {end: _short(", ".join(map(str, told.get(end) or [])) or "none") for end in ("before", "after")}
    return {"rule": _short(told.get("rule") or told.get("id") or ""), "rows": _short(told.get("rows") or ""), **ends}


def _short(text: object) -> str:
    """Return a text, the end of a very long one left out and marked as such."""
    whole = str(text)
    return whole if len(whole) <= SHORT else f"{whole[:SHORT].rstrip()} …"
