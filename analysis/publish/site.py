"""The list of all reports: title, status, headline, link."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.plan import Plan
from analysis.publish.render import page

GROUPS = {
    "00-data-quality": "What the data hold and lack",
    "10-figures-over-time": "The families over the campaign",
    "20-one-event": "One event",
    "30-briefing": "One place and month, as known on a day",
    "40-incident-concordance": "Incidents: claims, monitor and officials joined",
    "60-coverage": "Who records what",
    "50-official-record": "The official record as a history",
}


@dataclass(frozen=True)
class Entry:
    """One report in the list."""

    id: str
    title: str
    status: str
    headline: str
    link: str
    as_of: str
    reason: str


def entries(project: Project, plans: list[Plan]) -> dict[str, list[Entry]]:
    """Return every report under its group: those of the catalogue, then one-off runs that are still there."""
    known = {plan.id for plan in plans}
    groups: dict[str, list[Entry]] = {}
    for plan in plans:
        groups.setdefault(GROUPS.get(plan.notebook, plan.notebook), []).append(_entry(project, plan))
    for saved in sorted(project.reports.glob("*/provenance.json")):
        told = _json(saved)
        if saved.parent.name not in known and {"report", "notebook", "title", "given"} <= set(told):
            plan = Plan(told["report"], told["notebook"]["name"].removesuffix(".ipynb"), told["title"], told["given"])
            groups.setdefault("Not in reports.toml", []).append(_entry(project, plan))
    return groups


def write_index(project: Project, plans: list[Plan]) -> None:
    """Write ``reports/index.html``."""
    listed = entries(project, plans)
    counts = Counter(entry.status for group in listed.values() for entry in group)
    summary = ", ".join(
        f"{counts[status]} {status}" for status in ("fresh", "stale", "failed", "missing") if counts[status]
    )
    total = sum(counts.values())
    html = page("index.html", groups=listed, summary=f"{total} report{'s' if total != 1 else ''}: {summary}.")
    project.reports.mkdir(exist_ok=True)
    partial = project.reports / ".index.partial"
    partial.write_text(html, encoding="utf-8")
    partial.replace(project.reports / "index.html")


def _entry(project: Project, plan: Plan) -> Entry:
    """Return one report with what can be said of it now."""
    told = _load(project, plan.id, "provenance.json")
    failure = _json(project.reports / "logs" / f"{plan.id}.json")
    status, reason = _status(project, plan, told, failure)
    link = f"{plan.id}/report.html" if told else ""
    return Entry(plan.id, plan.title, status, told.get("headline", ""), link, told.get("as_of") or "", reason)


def _status(project: Project, plan: Plan, told: dict[str, Any], failure: dict[str, Any]) -> tuple[str, str]:
    """Return a report's status and, unless it is fresh, the reason."""
    if failure:
        return ("stale" if told else "failed"), str(failure["problem"])
    if not told:
        return "missing", f"Make it with: civcas report {plan.id}"
    now = provenance.sources(project, plan)
    words = {"inputs": "the data", "notebook": "the notebook", "given": "its parameters", "package": "the code"}
    changed = [words[part] for part in words if told.get(part) != now[part]]
    return ("stale", f"Changed since it was made: {', '.join(changed)}.") if changed else ("fresh", "")


def _load(project: Project, name: str, file: str) -> dict[str, Any]:
    """Return a JSON file of a report, empty when it is not there."""
    return _json(project.reports / name / file)


def _json(path: Any) -> dict[str, Any]:
    """Return a JSON file, empty when it is not there or cannot be read: the report counts as not made."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
