"""Readers of raw and hand tables, of their card, and the build that is fed with them, each beside the judge."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import build, hand, raw, verify
from analysis.errors import CivcasError
from analysis.paths import Project
from torture import inputs_judge as judge
from torture.inputs_watch import Broke, sentence
from torture.part import HERE

CREATED = "2026-11-24"
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
EVENTS = [
    ["event_id", "name", "kind", "day_start", "day_end", "parent", "source", "killed_min", "killed_max", "lat"],
    ["a", "Strike A", "incident", "2017-03", "2017-03-17", "", "s1", "3", "5", "36.340"],
    ["b", "ضربة", "incident", "", "2017", "a", "s2", "", "7", "-0.5"],
    ["c", 'He said "two", then, three', "period", "2016", "2016-02-29", "", "", "0", "", ""],
]
SOURCES = b"source_id,name\ns1,One\ns2,Two\n"


def field(name: str, kind: str = "string", **constraints: object) -> dict[str, object]:
    """Return the description of a column."""
    return {"name": name, "type": kind, "title": name, "description": "d", "constraints": constraints}


def described(name: str, fields: list[dict[str, object]], **more: object) -> dict[str, Any]:
    """Return the description of a table."""
    told = {"name": name, "path": f"{name}.csv", "title": "t", "description": "d", "bytes": 0, "hash": ""}
    return told | {"schema": {"fields": fields, "missingValues": [""], **more}}


CARD_EVENTS = described(
    "events",
    [
        field("event_id", required=True, unique=True), field("name", required=True),
        field("kind", enum=["incident", "period"], required=True), field("day_start", pattern=DATE),
        field("day_end", pattern=DATE), field("parent"), field("source"), field("killed_min", "integer", minimum=0),
        field("killed_max", "integer", minimum=0), field("lat", "number", minimum=-90, maximum=90),
    ],
    primaryKey=["event_id"],
    foreignKeys=[
        {"fields": ["parent"], "reference": {"resource": "", "fields": ["event_id"]}},
        {"fields": ["source"], "reference": {"resource": "sources", "fields": ["source_id"]}},
    ],
) | {"rules": [
    {"rule": "ordered", "low": "killed_min", "high": "killed_max"},
    {"rule": "ordered_dates", "low": "day_start", "high": "day_end"},
]}  # fmt: skip
CARD_SOURCES = described("sources", [field("source_id", required=True, unique=True), field("name", required=True)])
KNOWN = {"sources": {"s1", "s2"}}


def tiny_card(events: bytes) -> dict[str, Any]:
    """Return the card of the tiny project, sealed for these bytes."""
    sealed = CARD_EVENTS | {"bytes": len(events), "hash": raw.digest(events)}
    sources = CARD_SOURCES | {"bytes": len(SOURCES), "hash": raw.digest(SOURCES)}
    return {"profile": "tabular-data-package", "name": "tiny", "title": "t", "created": f"{CREATED}T00:00:00Z",
            "resources": [sealed, sources]}  # fmt: skip


def as_csv(table: list[list[str]]) -> bytes:
    """Return a table as a file."""
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows(table)
    return held.getvalue().encode()


def a_project(root: Path) -> Project:
    """Return an empty project in a folder."""
    made = Project(root)
    for folder in (made.raw, made.hand):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "reports.toml").write_text("", encoding="utf-8")
    (made.raw / "sources.csv").write_bytes(SOURCES)
    return made


class RawTable:
    """`raw.read_typed` and `verify` on one table of a tiny project."""

    def __init__(self) -> None:
        self.project = a_project(Path(tempfile.mkdtemp(prefix="inputs-")))

    def __call__(self, content: bytes) -> str:
        """Return how a table ended: accepted, listed or refused."""
        (self.project.raw / "events.csv").write_bytes(content)
        (self.project.raw / raw.CARD).write_text(json.dumps(tiny_card(content)), encoding="utf-8")
        found = verify.verify(self.project)["events.csv"]
        for finding in found[:20]:
            sentence(str(finding))
        good = judge.may_stand(content, CARD_EVENTS, KNOWN, CREATED)
        if good and found:
            raise Broke(f"a sound table is complained of: {found[0]}")
        if not good and not found:
            raise Broke("verify finds nothing where the judge does")
        self._typed(content, bool(found))
        return "listed" if found else "accepted"

    def _typed(self, content: bytes, listed: bool) -> None:
        """Read the table; what is read must be what is written, and what verify lists may be refused."""
        try:
            frame = raw.read_typed("events", self.project)
        except CivcasError as refusal:
            sentence(str(refusal))
            if not listed:
                raise Broke(f"verify finds nothing, the reader refuses: {refusal}") from None
            return
        judge.same_cells(frame, content, CARD_EVENTS["schema"]["fields"])


class Card:
    """The card of the tiny project, any JSON or none."""

    def __init__(self) -> None:
        self.project = a_project(Path(tempfile.mkdtemp(prefix="inputs-")))
        self.content = as_csv(EVENTS)
        (self.project.raw / "events.csv").write_bytes(self.content)

    def __call__(self, content: bytes) -> str:
        """Return how a card ended."""
        (self.project.raw / raw.CARD).write_bytes(content)
        found = verify.verify(self.project)
        for findings in found.values():
            for finding in findings[:5]:
                sentence(str(finding))
        for name in raw.resources(self.project):
            try:
                raw.read_typed(name, self.project)
            except CivcasError as refusal:
                sentence(str(refusal))
        try:
            json.loads(content.decode()).__getitem__("resources")
        except (ValueError, TypeError, KeyError):
            raise Broke("what is no card is taken for one") from None
        return "listed" if any(found.values()) else "accepted"


HAND = {
    "exclusions": [["table", "key", "decided_by", "decided_on", "reason"],
                   ["public_claims", "c-1", "editors", "2026-11-24", "garbled, twice"],
                   ["events", "e-1", "editors", "2026-11-24", "يحتاج"]],
    "places": [["place", "within", "as_written", "decided_by", "decided_on", "reason"],
               ["Iraq", "", "Iraq | IQ", "editors", "2026-11-24", "country"],
               ["Mosul", "Iraq", "Mosul", "editors", "2026-11", "city"]],
}  # fmt: skip


class HandTable:
    """`hand.read_hand` on one hand table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.project = a_project(Path(tempfile.mkdtemp(prefix="inputs-")))

    def __call__(self, content: bytes) -> str:
        """Return how a hand table ended."""
        (self.project.hand / f"{self.name}.csv").write_bytes(content)
        columns = hand.COLUMNS[self.name] + hand.JUDGEMENT
        good = self._may_stand(content, columns)
        try:
            frame = hand.read_hand(self.name, self.project)
        except CivcasError as refusal:
            if good:
                raise Broke(f"a sound table is refused: {refusal}") from None
            if f"{self.name}.csv" not in str(refusal):
                raise Broke(f"the refusal does not name its file: {refusal}") from None
            raise
        if not good:
            raise Broke("a hand table is taken that the judge would not take")
        judge.same_cells(frame, content, [{"name": name, "type": "string"} for name in columns])
        lines = [line for line, _ in judge.rows(content.decode())[1:]]
        if frame.index.tolist() != lines:
            raise Broke(f"rows of lines {lines} are numbered {frame.index.tolist()}")
        return "accepted"

    @staticmethod
    def _may_stand(content: bytes, columns: list[str]) -> bool:
        """Return whether the bytes are a hand table."""
        fields = [field(name, required=name in hand.JUDGEMENT) for name in columns]
        fields[columns.index("decided_on")]["constraints"] = {"required": True, "pattern": DATE}
        return judge.may_stand(content, {"schema": {"fields": fields}}, {})


class Built:
    """`build` of the project's own tables with one raw or hand table spoilt, sealed as if that were meant."""

    def __init__(self, folder: str, name: str, rows: int | None = None) -> None:
        root = Path(tempfile.mkdtemp(prefix="inputs-"))
        self.project = a_project(root)
        for part in ("raw", "hand"):
            shutil.copytree(HERE / "data" / part, root / "data" / part, dirs_exist_ok=True)
        (self.project.raw / "sources.csv").unlink()
        self.place = root / "data" / folder / f"{name}.csv"
        self.name, self.folder = name, folder

    @property
    def base(self) -> list[list[str]]:
        """The true table."""
        return [row for _, row in judge.rows((HERE / "data" / self.folder / f"{self.name}.csv").read_text("utf-8"))]

    def __call__(self, content: bytes) -> str:
        """Return how a build ended; what verify finds must not be built, what it passes must build or be refused."""
        self.place.write_bytes(content)
        if self.folder == "raw":
            raw.seal(self.project)
        found = verify.verify(self.project)
        wrong = [finding for findings in found.values() for finding in findings]
        try:
            made = build.build(self.project)
        except CivcasError as refusal:
            sentence(str(refusal))
            return "refused"
        if wrong:
            raise Broke(f"built although verify finds: {wrong[0]}")
        if self.folder == "raw":
            self._whole(content, made)
        return "accepted"

    def _whole(self, content: bytes, made: dict[str, Any]) -> None:
        """Refuse a build that lost or invented a row, or a number."""
        table = build.names.SOURCES[self.name][0]
        (_, header), *body = judge.rows(content.decode())
        frame = pd.read_parquet(self.project.processed / f"{table}.parquet")
        if len(frame) != len(body) or made["tables"][table]["rows"] != len(body):
            raise Broke(f"{len(body)} rows in the file, {len(frame)} built")
        for column in (name for name in header if re.search(r"_(min|max)$", name)):
            ours = build.names.bounds([column])[column]
            told = [None if pd.isna(value) else int(value) for value in frame[ours].tolist()]
            said = [int(row[header.index(column)]) if row[header.index(column)] else None for _, row in body]
            if told != said:
                raise Broke(f"the numbers of {column} are built otherwise than they are written")
