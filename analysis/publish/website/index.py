"""The list of all reports: title, status, headline, link."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.making.plan import Plan
from analysis.publish.status import Status, status
from analysis.publish.website import frame
from analysis.publish.website.version import DataVersion, data_version

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
BY_EVENT, BY_MONTH, ACROSS = "Findings by event", "Findings by month", "Findings across the campaign"
NOT_LISTED = "Not in reports.toml"
REASONS = 3  # as many are shown of why a report is stale; `civcas status` tells all
WEIGHT = 990_000  # bytes of a page, so that it opens quickly on a slow line
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
    month: str = ""


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
    month = str(told.plan.parameters.get("month") or "")
    headline, basis, as_of = (str(record.get(name) or "") for name in ("headline", "basis", "as_of"))
    return Entry(told.id, told.plan.title, told.state, headline, basis, link, as_of, _reason(told), month)


def _reason(told: Status) -> str:
    """Return why a report is not fresh, of very many reasons the first few."""
    if len(told.reasons) <= REASONS + 1:
        return told.sentence
    return f"Changed since it was made: {'; '.join(told.reasons[:REASONS])}; and {len(told.reasons) - REASONS} more."


def sections(groups: Mapping[str, list[Entry]]) -> list[dict[str, Any]]:
    """Return the groups as the page shows them: by event, by month, across the campaign, and what is in no catalogue.

    Parameters
    ----------
    groups : mapping of str to list of Entry
        From `entries`.

    Returns
    -------
    list of dict
        ``name`` and ``parts``, each with a ``name`` (empty where the section has no parts) and ``entries``.
    """
    events, months, rest = GROUPS["20-one-event"], GROUPS["30-briefing"], [*GROUPS.values()]
    across = [name for name in groups if name not in (events, months, NOT_LISTED)]
    across.sort(key=lambda name: rest.index(name) if name in rest else len(rest))
    made = [
        (BY_EVENT, [("", groups[events])] if events in groups else []),
        (BY_MONTH, _years(groups.get(months, []))),
        (ACROSS, [(name, groups[name]) for name in across]),
        (NOT_LISTED, [("", groups[NOT_LISTED])] if NOT_LISTED in groups else []),
    ]
    return [
        {"name": name, "parts": [{"name": part, "entries": held} for part, held in parts]}
        for name, parts in made
        if parts
    ]


def _years(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    """Return briefings in order of their month, under its year."""
    ordered = sorted(entries, key=lambda entry: entry.month)
    years = list(dict.fromkeys(entry.month[:4] for entry in ordered))
    return [(year, [entry for entry in ordered if entry.month[:4] == year]) for year in years]


def write_index(
    project: Project, plans: list[Plan], others: list[Plan], known: Mapping[str, Status] | None = None
) -> None:
    """Write ``reports/index.html``, unless the page there is made from the same.

    However many reports there are, the page stays below `WEIGHT`: of very many, what each finding is of and then the
    findings themselves are left to the reports, and the page says so.
    """
    present = provenance.Present(project)
    listed, version = entries(present, plans, others, known), data_version(project)
    mark = _mark(present, listed, version)
    index = project.reports / "index.html"
    if frame.is_of(index, mark):
        return
    counts = Counter(entry.status for group in listed.values() for entry in group)
    summary = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    total = sum(counts.values())
    words = f"{total} report{'s' if total != 1 else ''}: {summary}."
    values = {
        "sections": sections(listed), "summary": words, "mark": mark, "version": version,
        "states": [state for state in STATES if counts[state]], "release": present.versions["civcas"],
    }  # fmt: skip
    for fullness in (2, 1, 0):
        page = frame.page("index.html", **values, fullness=fullness)
        if len(page.encode()) < WEIGHT:
            break
    frame.put(index, page)


def _mark(present: provenance.Present, listed: Mapping[str, list[Entry]], version: DataVersion | None) -> str:
    """Return a hash of all that the index is made from."""
    shown = {group: [vars(entry) for entry in entries] for group, entries in listed.items()}
    code = frame.code(present, ["analysis.publish.website.index"])
    return short_hash(json.dumps([shown, str(version), code, present.versions["civcas"]], sort_keys=True).encode())
