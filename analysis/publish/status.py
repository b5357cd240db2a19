"""Whether each report is fresh, stale, failed or missing, and why, without loading a table or a notebook engine."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from analysis.paths import Project
from analysis.publish import provenance, saved
from analysis.publish.making.plan import LONGEST, NOTEBOOK, Plan

LOGS = "logs"
FAILED = "the last attempt failed: "
PARTS = {"report", "notebook", "title", "given"}  # without these a record cannot be followed


@dataclass(frozen=True)
class Status:
    """What can be said of one report now; `state` is ``fresh``, ``stale``, ``failed`` or ``missing``."""

    plan: Plan
    state: str
    reasons: tuple[str, ...]
    told: dict[str, Any] = field(default_factory=dict, repr=False)  # the record of the page that stands, if one does

    @property
    def id(self) -> str:
        """The report's id."""
        return self.plan.id

    @property
    def sentence(self) -> str:
        """Why the report is not fresh, empty where it is."""
        if self.state == "missing":
            spoilt = f"{saved.SPOILT[0].upper()}{saved.SPOILT[1:]}. " if saved.SPOILT in self.reasons else ""
            return f"{spoilt}Make it with: {self.plan.command}"
        if self.reasons and self.reasons[0].startswith(FAILED):
            return f"{self.reasons[0][0].upper()}{self.reasons[0][1:]}"
        return f"Changed since it was made: {'; '.join(self.reasons)}." if self.reasons else ""


def statuses(project: Project, plans: list[Plan]) -> list[Status]:
    """Return the status of each report, in the order given; what they share is looked at once."""
    present = provenance.Present(project)
    return [status(present, plan) for plan in plans]


def status(present: provenance.Present, plan: Plan) -> Status:
    """Return the status of one report.

    A report whose last attempt failed is stale while a good page stands and failed where there is none: the next run
    tries again.
    """
    told = saved.record(f"{present.reports}/{plan.id}/provenance.json")
    failure = saved.read_json(f"{present.reports}/{LOGS}/{plan.id}.json")
    state, reasons = _state(present, plan, told, failure)
    return Status(plan, state, reasons, told or {})


def _state(
    present: provenance.Present, plan: Plan, told: dict[str, Any] | None, failure: dict[str, Any] | None
) -> tuple[str, tuple[str, ...]]:
    """Return a report's state and, unless it is fresh, the reasons."""
    if failure is None:
        return ("stale" if told else "failed"), (f"{FAILED}its note, {LOGS}/{plan.id}.json, cannot be read",)
    if failure:
        return ("stale" if told else "failed"), (f"{FAILED}{failure.get('problem')}",)
    if told is None:
        return "missing", (saved.SPOILT,)
    if not told:
        return "missing", ("it was never made",)
    if not whole(f"{present.reports}/{plan.id}", told):
        return "stale", ("a file of it is gone",)
    changed = provenance.changes(present, plan, told)
    return ("stale", tuple(changed)) if changed else ("fresh", ())


def whole(folder: str, told: dict[str, Any]) -> bool:
    """Return whether a report's page and the files its record lists are there."""
    listed = ["report.html", *told.get("outputs", {})]
    parts = {name.rpartition("/")[0] for name in listed}
    there = {f"{part}/{name}" if part else name for part in parts for name in _names(f"{folder}/{part}")}
    return there.issuperset(listed)


def _names(folder: str) -> list[str]:
    """Return the names of the files in a folder, none where it is gone."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - asked for hundreds of folders, it is twice as fast as a Path
    except OSError:
        return []


def one_offs(project: Project, plans: list[Plan]) -> list[Plan]:
    """Return the plans of reports that are there without being in the catalogue: made once with ``-p``."""
    known = {plan.id for plan in plans}
    found = []
    for place in sorted(project.reports.glob("*/provenance.json")):
        identity = place.parent.name
        if identity not in known:
            told = saved.record(place) or {}
            if set(told) >= PARTS and told["report"] == identity:
                notebook = told["notebook"].get("name", "").removesuffix(".ipynb")
                overrides = told.get("overrides", {})
                if len(notebook) <= LONGEST and NOTEBOOK.fullmatch(notebook) and isinstance(overrides, dict):
                    found.append(Plan(identity, notebook, told["title"], told["given"], overrides))
    return found
