"""The page of an event: its claims as a ledger, what officials did, the records joined to it, what it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.data.incidents import incident_toll
from analysis.data.official import act_toll
from analysis.publish.addresses import anchor, event_page, publisher_page
from analysis.publish.website import wording
from analysis.publish.website.gathered import Gathered, text
from analysis.publish.website.sayings import Shown, by_year, kept_out

KINDS = {
    "incident": "one strike or a cluster of strikes", "offensive": "an offensive", "campaign": "the campaign",
    "period": "a period",
}  # fmt: skip
DETERMINED = {"credible": "found credible", "non_credible": "found not credible", "duplicate": "a duplicate"}


def event(held: Gathered, row: Mapping[Any, Any]) -> Shown:
    """Return the content of one event's page.

    Parameters
    ----------
    held : Gathered
        All tables.
    row : mapping
        A row of the events table.
    """
    identity = row["event_id"]
    shown = held.by_event.get(identity, [])
    return {
        "page": event_page(identity), "id": identity, "name": row["name"], "kind": KINDS[row["kind"]],
        "code": row["kind"], "days": wording.span_words(text(row, "date_start"), text(row, "date_end")),
        "day": text(row, "date_start"), "place": row["place_as_written"], "where": row["place"],
        "governorate": text(row, "governorate"),
        "caution": text(row, "caution"), "summary": summary(shown), "families": held.families(identity),
        "ledger": by_year(shown), "size": len(shown), **_official(held, identity), "records": records(held, identity),
        "tree": tree(held, identity),
    }  # fmt: skip


def summary(shown: list[Shown]) -> str:
    """Return in one sentence how much was said, of which how much is dated, relayed and kept out."""
    if not shown:
        return "The tables hold no statement about this event alone."
    speakers = len({each["publisher_id"] for each in shown})
    whole = f"{wording.counts(len(shown), 'statement')} by {wording.counts(speakers, 'publisher')}"
    parts = [
        (sum(bool(each["relays"]) for each in shown), "read on more than one page"),
        (sum(not each["day"] for each in shown), "not dated on any page seen"),
        (sum(bool(each["reason"]) for each in shown), "kept out of every count"),
    ]
    told = [f"{number:,} {words}" for number, words in parts if number]
    return f"{whole}.{' Of these: ' if told else ''}{'; '.join(told)}{'.' if told else ''}"


def _official(held: Gathered, event_id: str) -> dict[str, list[Shown]]:
    """Return the acts of officials about an event, and the determinations linked to it."""
    linked = linked_to(held, event_id, "official_assessments")
    return {
        "acts": [act(row) for row in held.acts_about.get(event_id, [])],
        "determinations": [_assessment(held.records[link["key"]], link) for link in linked],
    }


def act(row: Mapping[Any, Any]) -> Shown:
    """Return one official act as it is shown."""
    stated = act_toll(row)
    return {
        "anchor": anchor(row["row_key"]), "key": row["row_key"], "day": text(row, "statement_date"),
        "when": wording.day_words(row["statement_date"]), "issuer": row["issuer_as_written"],
        "page_of_issuer": publisher_page(row["publisher_id"]), "about": row["about"],
        "standing": wording.STANDING[row["status"]], "account": row["evidence"], "confidence": row["confidence"],
        "said": "" if stated.lo is None and stated.hi is None else f"{stated} killed",
        "page": wording.page_of(row["url"]), "reason": kept_out(row),
    }  # fmt: skip


def linked_to(held: Gathered, event_id: str, table: str) -> list[Shown]:
    """Return the links of an event to rows of a table: key, type in words, reason, who or which rule decided."""
    links = held.links_of.get(f"events:{event_id}", [])
    order = {name: place for place, name in enumerate(wording.LINKS)}
    told = [
        {"key": row["right"], "type": row["type"], "words": wording.LINKS[row["type"]], "why": row["reason"],
         "decided": row["decided"]}
        for row in links
        if row["right"].startswith(f"{table}:") and row["right"] in held.records
    ]  # fmt: skip
    return sorted(told, key=lambda link: (order[link["type"]], link["key"]))


def _assessment(row: Mapping[Any, Any], link: Shown) -> Shown:
    """Return one determination linked to an event; only a credible finding has a toll."""
    killed = "" if pd.isna(row["killed"]) or row["determination"] != "credible" else f"{int(row['killed']):,} killed"
    return {
        "anchor": anchor(row["row_key"]), "key": row["row_key"], "link": link, "place": row["place"],
        "when": wording.day_words(row["release_date"]), "deaths": wording.day_words(row["strike_date"]),
        "found": DETERMINED.get(row["determination"], wording.plain(row["determination"])), "said": killed,
        "why": text(row, "reason"), "page": wording.page_of(row["url"]), "reason": kept_out(row),
    }  # fmt: skip


def records(held: Gathered, event_id: str) -> list[Shown]:
    """Return the monitor's records linked to an event, each with the link and what the record says."""
    return [record(held.records[link["key"]]) | {"link": link} for link in linked_to(held, event_id, "incidents")]


def record(row: Mapping[Any, Any]) -> Shown:
    """Return one record of the monitor as it is shown."""
    position = text(row, "official_position")
    conceded = wording.extra_words(row, "official_killed", "conceded") if position == "credible" else ""
    return {
        "anchor": anchor(row["row_key"]), "key": row["row_key"], "code": row["incident_code"],
        "when": wording.span_words(text(row, "date_start"), text(row, "date_end")), "place": text(row, "place"),
        "said": f"{incident_toll(row)} killed", "grading": text(row, "grading"), "kind": row["kind"],
        "kind_of": row["kind_of"], "position": wording.plain(position), "conceded": conceded,
        "attackers": text(row, "suspected_attackers"), "page": wording.page_of(row["url"]), "note": text(row, "note"),
        "reason": kept_out(row),
    }  # fmt: skip


def tree(held: Gathered, event_id: str) -> list[Shown]:
    """Return an event with what contains it and what is part of it, with how many statements speak of each alone.

    From the widest to the narrowest, as `analysis.data.claims.event_tree`; nothing where it stands alone.
    """
    above: list[str] = []
    step = held.parents.get(event_id)
    while step:
        above.insert(0, step)
        step = held.parents.get(step)
    below = _parts(held, event_id)
    named = [*((name, "contains it") for name in above), (event_id, "the event"), *((n, "part of it") for n in below)]
    return [
        held.event(name) | {"relation": relation, "statements": len(held.by_event.get(name, []))}
        for name, relation in named
        if above or below
    ]


def _parts(held: Gathered, event_id: str) -> list[str]:
    """Return the parts of an event and their parts, by name within each level."""
    return [name for child in held.children.get(event_id, []) for name in (child, *_parts(held, child))]
