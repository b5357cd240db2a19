"""The page of a publisher: what it said of which event, in which order, how its words changed, and whom it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.methods.families import EIGHT, is_one
from analysis.publish.addresses import anchor, publisher_page
from analysis.publish.website import wording
from analysis.publish.website.events import act
from analysis.publish.website.gathered import Gathered, text
from analysis.publish.website.sayings import Shown, kept_out

RELATIONS = {"copies": "copies", "derived_from": "rests on", "submitted_to": "submitted its lists to"}
BACK = {"copies": "is copied by", "derived_from": "is what rests on it:", "submitted_to": "received the lists of"}
FIRST, SAME, OTHER = "first word", "the same again", "other words"


def publisher(held: Gathered, row: Mapping[Any, Any]) -> Shown:
    """Return the content of one publisher's page.

    Parameters
    ----------
    held : Gathered
        All tables.
    row : mapping
        A row of the publishers table.
    """
    identity = row["publisher_id"]
    told = spoken(held, identity)
    return {
        "page": publisher_page(identity), "id": identity, "name": row["name"], "family": EIGHT[row["family"]],
        "family_code": row["family"], "kind": wording.plain(row["kind"]), "country": text(row, "country"),
        "languages": text(row, "languages").replace(";", ", "), "note": text(row, "note"), "one": is_one(identity),
        "events": told, "size": sum(len(each["sayings"]) for each in told),
        "changed": sum(each["changed"] for each in told), "rests": dependences(held, identity),
        "acts": [act(each) | {"event": _event(held, each)} for each in held.acts_of.get(identity, [])],
        "figures": figures(held, identity), "relayed": relayed(held, identity), "summary": summary(told),
    }  # fmt: skip


def summary(told: list[Shown]) -> str:
    """Return in one sentence how much a publisher said, and how often its words changed."""
    if not told:
        return "No statement of its own in the tables."
    said, changed = sum(len(each["sayings"]) for each in told), sum(each["changed"] for each in told)
    again = sum(len(each["sayings"]) > 1 for each in told)
    whole = f"{wording.counts(said, 'statement')} about {wording.counts(len(told), 'event')}"
    if not again:
        return f"{whole}{', one about each' if len(told) > 1 else ''}."
    return f"{whole}. Spoke more than once of {again}; first and later words differ on {changed or 'none'}."


def relayed(held: Gathered, publisher_id: str) -> list[Shown]:
    """Return what a publisher passed on of others: the pages that name it, by the very name it has here."""
    return [
        {
            "anchor": anchor(row["row_key"]), "when": wording.day_words(row["published"]),
            "said": wording.toll_words(row), "event": held.event(row["event_id"]),
            "speaker": held.publisher(row["publisher_id"]),
        }
        for row in held.relays_of.get(held.publisher_names[publisher_id].casefold(), [])
        if row["publisher_id"] != publisher_id
    ]  # fmt: skip


def spoken(held: Gathered, publisher_id: str) -> list[Shown]:
    """Return what a publisher said, event by event in the order of its first word on each.

    Returns
    -------
    list of dict
        The event with ``sayings`` (each with ``step``: the first word, the same again, or other words), and
        ``changed``: whether two statements that count say different things.
    """
    events: dict[str, list[Shown]] = {}
    for each in held.by_publisher.get(publisher_id, []):
        events.setdefault(each["event_id"], []).append(each)
    return [held.event(event_id) | steps(said) for event_id, said in events.items()]


def steps(said: list[Shown]) -> Shown:
    """Return statements of one speaker on one event with how each stands to the one before it.

    Statements kept out of every count are shown, and change nothing.

    >>> told = [{"said": said, "reason": "", "day": "2017"} for said in ("at least 40", "230")]
    >>> made = steps(told)
    >>> [each["step"] for each in made["sayings"]], made["changed"], made["first"], made["last"]
    (['first word', 'other words'], True, 'at least 40', '230')
    """
    made, before = [], ""
    for each in said:
        if each["reason"]:
            made.append(each | {"step": "kept out"})
            continue
        step = FIRST if not before else (SAME if each["said"] == before else OTHER)
        made.append(each | {"step": step if each["day"] or not before else f"{step}, date not seen"})
        before = each["said"]
    counted = [each["said"] for each in said if not each["reason"]]
    ends = {"first": counted[0] if counted else "", "last": counted[-1] if counted else ""}
    return {"sayings": made, "changed": len(set(counted)) > 1, **ends}


def dependences(held: Gathered, publisher_id: str) -> list[Shown]:
    """Return whom a publisher rests on and who rests on it, each for one event or for all, with the reason."""
    told = []
    for row in held.dependence.to_dict("records"):
        if publisher_id not in (row["source"], row["on"]):
            continue
        on = row["source"] == publisher_id
        verb = (RELATIONS if on else BACK).get(row["relation"], wording.plain(row["relation"]))
        told.append(
            {
                "verb": verb, "other": held.publisher(row["on"] if on else row["source"]),
                "event": held.event(row["event"]) if isinstance(row["event"], str) else None, "why": row["reason"],
                "decided": f"{row['decided_by']}, {row['decided_on']}",
            }
        )  # fmt: skip
    return told


def figures(held: Gathered, publisher_id: str) -> list[Shown]:
    """Return the figures that the monitor's records credit to a publisher."""
    return [
        {
            "anchor": anchor(row["row_key"]), "record": row["incident_code"],
            "when": wording.day_words(row["published"]), "said": _figure(row),
            "page": wording.page_of(held.record_pages.get(row["incident_code"])), "reason": kept_out(row),
        }
        for row in held.figures_of.get(publisher_id, [])
    ]  # fmt: skip


def _figure(row: Mapping[Any, Any]) -> str:
    """Return one figure credited to a publisher in words."""
    told = [wording.extra_words(row, "killed", "killed"), wording.extra_words(row, "injured", "injured")]
    return ", ".join(filter(None, told)) or "no number"


def _event(held: Gathered, row: Mapping[Any, Any]) -> Shown | None:
    """Return the event that an official act is linked to, if it is."""
    return None if pd.isna(row["event_id"]) else held.event(row["event_id"])
