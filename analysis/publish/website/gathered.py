"""Everything the pages of events and publishers show, read once and laid out by event, publisher and record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.data import claims, incidents, store
from analysis.data.tolls import statement_toll
from analysis.methods import independence
from analysis.methods.families import EIGHT, is_one
from analysis.methods.link import graph
from analysis.methods.span import envelope
from analysis.publish.addresses import event_page, publisher_page
from analysis.publish.website import sayings
from analysis.publish.website.sayings import Shown

RULE = "central"


@dataclass(frozen=True)
class Gathered:
    """The tables of a project as the pages need them; made by `gather`."""

    statements: pd.DataFrame
    claims: pd.DataFrame
    events: pd.DataFrame
    publishers: pd.DataFrame
    incidents: pd.DataFrame
    assessments: pd.DataFrame
    acts: pd.DataFrame
    figures: pd.DataFrame
    links: pd.DataFrame
    dependence: pd.DataFrame

    @cached_property
    def shown(self) -> list[Shown]:
        """Every statement as it is shown, in order of publication, those kept out of counts included."""
        relays, witnesses = sayings.relays(self.claims), sayings.witnesses(self.claims)
        made = []
        for row in self.statements.to_dict("records"):
            identity = row["statement_id"]
            told = sayings.saying(row, relays.get(identity, []), witnesses.get(identity, ""))
            made.append(told | {"event_id": row["event_id"], "publisher_id": row["publisher_id"]})
        return made

    @cached_property
    def by_event(self) -> dict[str, list[Shown]]:
        """Statements as shown, by event."""
        return _by(self.shown, "event_id")

    @cached_property
    def by_publisher(self) -> dict[str, list[Shown]]:
        """Statements as shown, by publisher."""
        return _by(self.shown, "publisher_id")

    @cached_property
    def counted(self) -> dict[str, list[Shown]]:
        """The rows of statements that count, by event."""
        return _by(_rows(self.statements[~self.statements["excluded"]]), "event_id")

    @cached_property
    def acts_in_order(self) -> list[Shown]:
        """The rows of official acts, in order of date."""
        return _ordered(self.acts)

    @cached_property
    def acts_about(self) -> dict[str, list[Shown]]:
        """The rows of official acts, by the event they are linked to."""
        return _by([act for act in self.acts_in_order if isinstance(act["event_id"], str)], "event_id")

    @cached_property
    def acts_of(self) -> dict[str, list[Shown]]:
        """The rows of official acts, by their issuer."""
        return _by(self.acts_in_order, "publisher_id")

    @cached_property
    def figures_of(self) -> dict[str, list[Shown]]:
        """The rows of figures that the monitor's records credit to publishers, by publisher."""
        return _by(_ordered(self.figures), "publisher_id")

    @cached_property
    def relays_of(self) -> dict[str, list[Shown]]:
        """The rows of claims that were read by way of somebody, by the name of each who is named, in small letters."""
        held: dict[str, list[Shown]] = {}
        for row in _ordered(self.claims.dropna(subset="relayed_via")):
            for name in dict.fromkeys(part.strip().casefold() for part in row["relayed_via"].split(";")):
                held.setdefault(name, []).append(row)
        return held

    @cached_property
    def links_of(self) -> dict[str, list[Shown]]:
        """The links of events to records of other layers, by the row key of the event."""
        return _by(_rows(self.links), "left")

    @cached_property
    def records(self) -> dict[str, Shown]:
        """The rows of incidents and of official assessments, by row key."""
        rows = [*_rows(self.incidents), *_rows(self.assessments)]
        return {row["row_key"]: row for row in rows}

    @cached_property
    def record_pages(self) -> dict[str, str]:
        """The address of each of the monitor's records, by its code."""
        return dict(zip(self.incidents["incident_code"], self.incidents["url"], strict=True))

    @cached_property
    def parents(self) -> dict[str, str]:
        """The event that contains each event which is part of one."""
        told = self.events[self.events["parent_event"].notna()]
        return dict(zip(told["event_id"], told["parent_event"], strict=True))

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The events that are part of each event, by name."""
        held: dict[str, list[str]] = {}
        for child, parent in sorted(self.parents.items()):
            held.setdefault(parent, []).append(child)
        return held

    @cached_property
    def event_names(self) -> dict[str, str]:
        """The name of each event."""
        return dict(zip(self.events["event_id"], self.events["name"], strict=True))

    @cached_property
    def publisher_names(self) -> dict[str, str]:
        """The name of each publisher."""
        return dict(zip(self.publishers["publisher_id"], self.publishers["name"], strict=True))

    def event(self, event_id: str) -> Shown:
        """Return the name and the page of an event."""
        return {"name": self.event_names.get(event_id, event_id), "page": event_page(event_id)}

    def publisher(self, publisher_id: str) -> Shown:
        """Return the name and the page of a publisher."""
        return {"name": self.publisher_names.get(publisher_id, publisher_id), "page": publisher_page(publisher_id)}

    def families(self, event_id: str) -> list[Shown]:
        """Return what each family said of an event that spoke of it: counts, least and most, first and last word."""
        if event_id not in self.counted:
            return []
        held = _by(self.counted[event_id], "family")
        return [_family(family, held[family]) for family in EIGHT if family in held]


def _family(family: str, rows: list[Shown]) -> Shown:
    """Return what one family said of one event: least and most of what carries a date, as the reports say it.

    What carries none is counted apart with its own least and most, for it stands in no order and in no report's span.
    """
    days = sorted(row["published"] for row in rows if isinstance(row["published"], str))
    stated = [row for row in rows if row["unit"] == "killed" and (_is(row["killed_lo"]) or _is(row["killed_hi"]))]
    dated = [row for row in stated if not pd.isna(row["published_last"])]
    undated = [row for row in stated if pd.isna(row["published_last"])]
    return {
        "code": family, "name": EIGHT[family], "statements": len(rows), "numbered": len(stated),
        "undated": len(undated), "undated_said": str(envelope(map(statement_toll, undated))),
        "speakers": len({row["publisher_id"] for row in rows if is_one(row["publisher_id"])}),
        "said": str(envelope(map(statement_toll, dated))), "first": days[0] if days else "",
        "last": days[-1] if days else "",
    }  # fmt: skip


def _is(bound: object) -> bool:
    """Return whether a bound was stated."""
    return not pd.isna(bound)  # type: ignore[call-overload]


def _ordered(frame: pd.DataFrame) -> list[Shown]:
    """Return the rows of a frame in order of publication, those without a date last."""
    return _rows(frame.sort_values(["published_last", "row_key"], kind="stable"))


def _rows(frame: pd.DataFrame) -> list[Shown]:
    """Return the rows of a frame, each by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _by(rows: list[Shown], name: str) -> dict[str, list[Shown]]:
    """Return rows grouped by one of their parts, in their order."""
    held: dict[str, list[Shown]] = {}
    for row in rows:
        held.setdefault(row[name], []).append(row)
    return held


def gather() -> Gathered:
    """Return all that the pages show, from the tables that `analysis.paths.find_project` points at."""
    return Gathered(
        statements=claims.statements(include_excluded=True), claims=store.read_table("claims"),
        events=store.read_table("events"), publishers=store.read_table("publishers"), incidents=incidents.incidents(),
        assessments=store.read_table("official_assessments"), acts=store.read_table("official_statements"),
        figures=store.read_table("media_figures"), links=graph.edges(RULE), dependence=independence.dependence(),
    )  # fmt: skip


def text(row: Mapping[Any, Any], name: str) -> str:
    """Return a cell as text, empty where it is missing.

    >>> text({"note": None}, "note"), text({"note": "a"}, "note")
    ('', 'a')
    """
    return row[name] if isinstance(row[name], str) else ""
