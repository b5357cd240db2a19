"""Writes the pages of events and publishers, all at once, and only when what they are made from has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.data import manifest
from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.addresses import EVENTS, PUBLISHERS
from analysis.publish.making.plan import Plan
from analysis.publish.saved import read_json
from analysis.publish.website import frame
from analysis.publish.website.version import DataVersion, data_version
from analysis.whole import clear, named, put_in_place

MADE_BY = ("analysis.publish.website.events", "analysis.publish.website.publishers", "analysis.publish.website.pages")
STAGED = ".pages"
MARK = "made.json"  # what the pages are made from
EVENT_KINDS = {
    "incident": "Strikes, by month", "offensive": "Offensives", "period": "Periods", "campaign": "The campaign",
}  # fmt: skip
NO_MONTH = "Month not stated"
_last: dict[str, dict[str, str]] = {}  # the pages made last, by what they were made from


def write_pages(project: Project, plans: list[Plan]) -> bool:
    """Write ``reports/events`` and ``reports/publishers``, unless the pages there are made from the same.

    Pages of events that are gone go with their folder. Nothing is written where no tables are built. The codebook is
    written with them, for it is made from the card of the same tables.

    Parameters
    ----------
    project : Project
        Whose tables and reports.
    plans : list of Plan
        Reports to which the pages of their events lead, where a page of theirs stands.

    Returns
    -------
    bool
        Whether pages were written.
    """
    version = data_version(project)
    if version is None:
        return False
    about = reports_about(project, plans)
    present = provenance.Present(project)
    mark = _mark(project, version, about)
    clear(project.reports / STAGED)  # of a run that was killed
    if _stands(project, present, mark):
        return False
    code = present.package.closure(MADE_BY)
    told = json.dumps({"mark": mark, "code": code, "hashes": frame.code(present, code)}, indent=1)
    if told not in _last:  # a process that makes reports again and again makes the same pages once
        _last.clear()
        _last[told] = contents(version, about)
    made = _last[told] | {f"{EVENTS}/{MARK}": told}
    try:
        _put(project, made)
    finally:
        clear(project.reports / STAGED)
    return True


def _put(project: Project, made: Mapping[str, str]) -> None:
    """Write every page beside its place, then the codebook, then put the folders there.

    The mark is in the last folder: whoever is killed before it stands leaves all to be made again.
    """
    from analysis.publish import codebook_page

    staged = project.reports / STAGED
    for name, content in made.items():
        with named(project.reports / name):
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_text(content, encoding="utf-8")
    codebook_page.write_beside(project)
    for folder in (PUBLISHERS, EVENTS):
        put_in_place(staged / folder, project.reports / folder)


def _mark(project: Project, version: DataVersion, about: Mapping[str, list[dict[str, str]]]) -> str:
    """Return a hash of what the pages are made from, code apart: tables, judgements, the reports there are."""
    hand = manifest.read(project).get("hand", {})
    return short_hash(json.dumps([str(version), hand, about], sort_keys=True).encode())


def _stands(project: Project, present: provenance.Present, mark: str) -> bool:
    """Return whether the pages there are made from the same.

    The code is that of the modules noted when they were made: it needs others only if one of these is another now.
    """
    told = read_json(project.reports / EVENTS / MARK) or {}
    if told.get("mark") != mark or not (project.reports / PUBLISHERS / "index.html").is_file():
        return False
    return bool(told.get("hashes") == frame.code(present, told.get("code", [])))


def reports_about(project: Project, plans: list[Plan]) -> dict[str, list[dict[str, str]]]:
    """Return the reports that have a page and are about an event or a place and month of the project's own tables.

    Returns
    -------
    dict
        ``event:<id>`` or ``month:<YYYY-MM>`` to reports, each with ``link``, ``title``, ``as_of``, ``place``.
    """
    found: dict[str, list[dict[str, str]]] = {}
    for plan in plans:
        told = {name: str(plan.parameters.get(name) or "") for name in ("event", "month", "place", "as_of", "study")}
        key = f"event:{told['event']}" if told["event"] else f"month:{told['month']}" if told["month"] else ""
        if key and not told["study"] and (project.reports / plan.id / "report.html").is_file():
            link = {
                "link": f"{plan.id}/report.html",
                "title": plan.title,
                "as_of": told["as_of"],
                "place": told["place"],
            }
            found.setdefault(key, []).append(link)
    return found


def contents(version: DataVersion, about: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    """Return every page of events and publishers by its name in the folder of reports.

    Parameters
    ----------
    version : DataVersion
        Which data they show.
    about : mapping
        From `reports_about`.
    """
    from analysis.data import store
    from analysis.publish.website import events, gathered, publishers

    with store.study(""):
        held = gathered.gather()
        told = [events.event(held, row) for row in held.events.to_dict("records")]
        speakers = [publishers.publisher(held, row) for row in held.publishers.to_dict("records")]
        within = _within(about)
        linked = [_reports(each, about, within) for each in told]
    made = {
        each["page"]: frame.page("event.html", event=each, reports=reports, version=version, rule=gathered.RULE)
        for each, reports in zip(told, linked, strict=True)
    }
    made |= {each["page"]: frame.page("publisher.html", publisher=each, version=version) for each in speakers}
    made[f"{EVENTS}/index.html"] = frame.page("events.html", groups=_by_kind(told), total=len(told), version=version)
    listed = _by_family(speakers)
    total = len(speakers)
    made[f"{PUBLISHERS}/index.html"] = frame.page("publishers.html", groups=listed, total=total, version=version)
    return made


def _reports(
    event: Mapping[str, Any], about: Mapping[str, list[dict[str, str]]], within: Mapping[str, set[str]]
) -> list[dict[str, str]]:
    """Return the reports about an event, and the briefings of its month on a place it lies in."""
    own = [report | {"why": "this event"} for report in about.get(f"event:{event['id']}", [])]
    month = about.get(f"month:{event['day'][:7]}", []) if event["code"] == "incident" else []
    return own + [
        report | {"why": f"{report['place']} in its month"}
        for report in month
        if event["where"] in within.get(report["place"], ())
    ]


def _within(about: Mapping[str, list[dict[str, str]]]) -> dict[str, set[str]]:
    """Return, for each place that a report is about, the places that lie in it."""
    from analysis.data import places, store

    tree = store.read_table("places", places.TREE)
    named = {report["place"] for reports in about.values() for report in reports}
    return {place: places.inside(place, tree) for place in sorted(named & set(tree["place"]))}


def _by_kind(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return events under their kind, strikes under the month in which they began, in order of time."""
    ordered = sorted(told, key=lambda event: (event["day"] or "9999", event["name"]))
    groups = []
    for kind, name in EVENT_KINDS.items():
        held = [event for event in ordered if event["code"] == kind]
        months = list(dict.fromkeys(event["day"][:7] if kind == "incident" else "" for event in held))
        parts = [_month(month, held, kind) for month in months]
        groups += [{"name": name, "parts": parts}] if held else []
    return groups


def _month(month: str, held: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """Return the events of one month, or all of a kind that no months hold."""
    from analysis.publish.website.wording import day_words

    if kind != "incident":
        return {"id": "", "name": "", "events": held}
    chosen = [event for event in held if event["day"][:7] == month]
    return {"id": f"m-{month}" if month else "", "name": day_words(month) if month else NO_MONTH, "events": chosen}


def _by_family(speakers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return publishers under their family, those that said most first."""
    from analysis.methods.families import EIGHT

    ordered = sorted(speakers, key=lambda each: (-each["size"], each["name"].casefold()))
    groups = [
        {"code": code, "name": name, "publishers": [each for each in ordered if each["family_code"] == code]}
        for code, name in EIGHT.items()
    ]
    return [group for group in groups if group["publishers"]]
