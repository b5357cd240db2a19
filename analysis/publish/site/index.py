"""The list of all reports: title, status, headline, link."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.making.plan import Plan
from analysis.publish.status import Status, status

GROUPS = {
    "00-data-quality": "What the data hold and lack",
    "10-figures-over-time": "The families over the campaign",
    "20-one-event": "One event",
    "30-briefing": "One place and month, as known on a day",
    "40-incident-concordance": "Incidents: claims, monitor and officials joined",
    "60-coverage": "Who records what",
    "50-official-record": "The official record as a history",
    "70-revisions": "How figures were revised",
    "80-policy-change": "Before and after a change of policy",
    "90-undercount": "What no list holds",
    "95-specification-curve": "How much the choices decide",
}
NOT_LISTED = "Not in reports.toml"
STATES = ("fresh", "stale", "failed", "missing")


@dataclass(frozen=True)
class Entry:
    """One report in the list."""

    id: str
    title: str
    status: str
    headline: str
    basis: str
    link: str
    as_of: str
    reason: str


def entries(
    present: provenance.Present, plans: list[Plan], others: list[Plan], known: Mapping[str, Status] | None = None
) -> dict[str, list[Entry]]:
    """Return every report under its group.

    Parameters
    ----------
    present : Present
        What reports would be made from now.
    plans, others : list of Plan
        The reports of the catalogue, and those that are there without being in it.
    known : mapping of str to Status, optional
        Statuses that were looked up a moment ago.
    """
    groups: dict[str, list[Entry]] = {}
    for plan in (*plans, *others):
        group = NOT_LISTED if plan in others else GROUPS.get(plan.notebook, plan.notebook)
        groups.setdefault(group, []).append(_entry((known or {}).get(plan.id) or status(present, plan)))
    return groups


def _entry(told: Status) -> Entry:
    """Return one report with what can be said of it now."""
    record, link = told.told, f"{told.id}/report.html" if told.told else ""
    headline, basis, as_of = (str(record.get(name) or "") for name in ("headline", "basis", "as_of"))
    return Entry(told.id, told.plan.title, told.state, headline, basis, link, as_of, told.sentence)


def write_index(
    project: Project, plans: list[Plan], others: list[Plan], known: Mapping[str, Status] | None = None
) -> None:
    """Write ``reports/index.html``, unless the page there is made from the same."""
    present = provenance.Present(project)
    listed = entries(present, plans, others, known)
    mark = _mark(present, listed)
    index = project.reports / "index.html"
    if index.is_file() and f"<!-- {mark} -->" in index.read_text(encoding="utf-8"):
        return
    from analysis.publish.page import page

    counts = Counter(entry.status for group in listed.values() for entry in group)
    summary = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    total = sum(counts.values())
    words = f"{total} report{'s' if total != 1 else ''}: {summary}."
    project.reports.mkdir(exist_ok=True)
    partial = project.reports / ".index.partial"
    partial.write_text(page("index.html", groups=listed, summary=words, mark=mark), encoding="utf-8")
    partial.replace(index)


def _mark(present: provenance.Present, listed: Mapping[str, list[Entry]]) -> str:
    """Return a hash of all that the index is made from."""
    code = present.package.marks(["analysis.publish.page", "analysis.publish.site"])
    shown = {group: [vars(entry) for entry in entries] for group, entries in listed.items()}
    return short_hash(json.dumps([shown, present.templates, code], sort_keys=True).encode())
