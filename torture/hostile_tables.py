"""A copy of the project's tables with a payload in every text cell that their rules let through, sealed anew."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import hand, names, raw, signs
from analysis.data.places import SEPARATOR
from analysis.paths import Project
from torture.hostile_payloads import PAYLOADS, Payload

KEYS = {
    ("events", "event_id"): [("public_claims", "event"), ("events", "parent_event")],
    ("publishers", "publisher_id"): [
        ("public_claims", "publisher_id"), ("media_figures", "publisher_id"), ("official_statements", "publisher_id"),
        ("monitor_periods", "publisher_id"),
    ],
    ("monitor_incidents", "incident_code"): [("media_figures", "incident_code")],
    ("public_claims", "claim_id"): [], ("public_claims", "statement_id"): [],
}  # fmt: skip
PLACED = {("events", "place"), ("official_statements", "place"), ("monitor_periods", "place")}  # need a row in places
REFERRING = {place for places in KEYS.values() for place in places} | set(KEYS) | PLACED
UNIQUE = {*KEYS, ("publishers", "name")}
REFUSING = ("card", "catalogue", "parameter", "export, licence")  # where what nobody sees is refused as in a table
HAND_FREE = {
    "policy_dates": ["what"], "restated": ["figure"], "specifications": ["meaning"], "transcription_check": ["field"],
}  # fmt: skip
ALONE = ("url", "url_second")  # an address is tried by itself: beside other words it is none
SPARED = 12  # rows of a table that its keys leave as they are, so that the methods have something to hold


class Written:
    """Which payload was written where."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self.texts: dict[tuple[int, int], str] = {}

    def place(self, name: str) -> int:
        """Return the number of a place, a new one where it is not known."""
        if name not in self.places:
            self.places.append(name)
        return self.places.index(name)

    def text(self, place: str, payload: Payload) -> str:
        """Return a payload as it is written into a place, and keep what it was."""
        number = self.place(place)
        text = payload.at(number)
        table, _, column = place.partition(".")
        if table in (*names.SOURCES, *hand.COLUMNS, *REFUSING):
            lined = table in REFUSING or (table in names.SOURCES and not names.SOURCES[table][1])
            text = _let_through(text, (table, column) in UNIQUE or table in REFUSING, lined)
        self.texts[number, payload.number] = text
        return text

    def cells(self, place: str, count: int, alone: bool = False, fit: Iterable[Payload] = PAYLOADS) -> list[str]:
        """Return as many texts as there are cells, which hold every payload between them; alone, one a cell."""
        chosen = list(fit)
        if count >= len(chosen) or alone:
            shift = 17 * self.place(place)  # elsewhere another row has the same payload
            return [self.text(place, chosen[(row + shift) % len(chosen)]) for row in range(count)]
        return [" ".join(self.text(place, each) for each in chosen[row::count]) for row in range(count)]


def _let_through(text: str, is_key: bool, lined: bool) -> str:
    """Return as much of a text as a table may hold: nothing unseen, no odd blank; rows named by line keep to one."""
    kept = "".join(" " if lined and sign == "\n" else sign for sign in text)
    return "".join(sign for sign in kept if not signs.problem(f"a{sign}a", is_key)).strip()


def poison(project: Project, kept: Iterable[str]) -> Written:
    """Write payloads into the raw and hand tables of a copy of the project and seal them.

    Parameters
    ----------
    project : Project
        A copy, which is spoilt.
    kept : iterable of str
        Keys that reports name in their parameters and that therefore stay.
    """
    written = Written()
    tables = {name: _read(project.raw / told["path"]) for name, told in raw.resources(project).items()}
    hands = {name: _read(project.hand / f"{name}.csv") for name in hand.COLUMNS}
    _keys(tables, {*kept, *(cell for frame in hands.values() for cell in frame.to_numpy().ravel())}, written)
    _places(tables, hands, written, {*kept})
    named = hands["overrides"]
    _free(project, tables, written)
    for row in named.to_dict("records"):  # an override names the value that it replaces
        here = tables[row["table"]]
        key = names.SOURCES[row["table"]][1]
        line = here.index[here[key] == row["key"]] if key else [int(row["key"]) - 2]
        here.loc[line, row["column"]] = row["old"]
    _about(tables, hands)
    _judgements(tables, hands, written)
    for name, frame in tables.items():
        _write(project.raw / raw.resources(project)[name]["path"], frame)
    for name, frame in hands.items():
        _write(project.hand / f"{name}.csv", frame)
    _card(project, written)
    raw.seal(project)
    return written


def _read(path: Path) -> pd.DataFrame:
    """Return a table, all text, empty cells as empty text."""
    return pd.read_csv(path, dtype=object, keep_default_na=False, encoding="utf-8")


def _write(path: Path, frame: pd.DataFrame) -> None:
    """Write a table with every cell in quotes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows(frame.itertuples(index=False, name=None))


def _keys(tables: dict[str, pd.DataFrame], named: set[str], written: Written) -> None:
    """Give keys that nothing names by hand the name of a payload, in every table that refers to them."""
    for (table, column), others in KEYS.items():
        known = list(dict.fromkeys(tables[table][column]))
        free = [key for key in known[SPARED:] if key not in named and not any(key in each for each in named)]
        texts = written.cells(f"{table}.{column}", len(free))
        told = {key: f"{text}~{row}" for row, (key, text) in enumerate(zip(free, texts, strict=True))}
        for where, name in [(table, column), *others]:
            tables[where][name] = tables[where][name].map(lambda key, told=told: told.get(key, key))


def _places(tables: dict[str, pd.DataFrame], hands: dict[str, pd.DataFrame], written: Written, kept: set[str]) -> None:
    """Give half of the places that must be known the name of a payload, and write a row of places for each."""
    fit = [each for each in PAYLOADS if SEPARATOR not in each.text]
    for table, column in sorted(PLACED):
        whole = {row for row, kind in tables[table].get("kind", pd.Series()).items() if kind != "incident"}
        whole |= {row for row, key in tables[table].get("event_id", pd.Series()).items() if key in kept}
        rows = [row for row, text in tables[table][column].items() if text and row not in whole][1::2]
        texts = written.cells(f"{table}.{column}", len(rows), fit=fit)
        tables[table].loc[rows, column] = texts
        names = written.cells(f"places.place ({table})", len(set(texts)), fit=fit)
        more = [
            {"place": f"{name}~{row}", "within": "Iraq", "as_written": text}
            for row, (name, text) in enumerate(zip(names, dict.fromkeys(texts), strict=True))
        ]
        judged = {"decided_by": "x", "decided_on": "2026-11-25", "reason": "x"}
        hands["places"] = pd.concat([hands["places"], pd.DataFrame(more).assign(**judged)], ignore_index=True)


def _free(project: Project, tables: dict[str, pd.DataFrame], written: Written) -> None:
    """Write payloads into every column of text that has neither a list of values nor a form."""
    for name, told in raw.resources(project).items():
        for field in told["schema"]["fields"]:
            column, limits = field["name"], field.get("constraints", {})
            bound = {"enum", "pattern"} & set(limits) or field["type"] != "string" or (name, column) in REFERRING
            if not bound:
                texts = written.cells(f"{name}.{column}", len(tables[name]), column in ALONE)
                tables[name][column] = texts


def _about(tables: dict[str, pd.DataFrame], hands: dict[str, pd.DataFrame]) -> None:
    """Let the links of official acts name what these are about now."""
    about = tables["official_statements"]["about"]
    hands["official_events"]["about"] = [about[int(key) - 2] for key in hands["official_events"]["key"]]


def _judgements(tables: dict[str, pd.DataFrame], hands: dict[str, pd.DataFrame], written: Written) -> None:
    """Write payloads into who decided and why, into what hand tables say in words, and judge the poisoned keys."""
    claims = tables["public_claims"].iloc[300:305]  # which no report names
    judged = {"decided_by": "x", "decided_on": "2026-11-25", "reason": "x"}
    more = {
        "exclusions": {"table": "public_claims", "key": claims["claim_id"]},
        "overrides": {"table": "public_claims", "key": claims["claim_id"], "column": "note", "old": claims["note"],
                      "new": written.cells("overrides.new", len(claims))},
    }  # fmt: skip
    for name, columns in more.items():
        hands[name] = pd.concat([hands[name], pd.DataFrame(columns).assign(**judged)], ignore_index=True)
    for name, frame in hands.items():
        for column in ["decided_by", "reason", *HAND_FREE.get(name, [])]:
            known = list(dict.fromkeys(frame[column])) if name == "restated" else range(len(frame))
            texts = written.cells(f"{name}.{column}", len(known))
            frame[column] = frame[column].map(dict(zip(known, texts, strict=True))) if name == "restated" else texts


def _card(project: Project, written: Written) -> None:
    """Write payloads into the words of the card."""
    path = project.raw / raw.CARD
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for part in ("title", "description"):
        for resource, text in zip(
            card["resources"], written.cells(f"card.{part}", len(card["resources"])), strict=True
        ):
            resource[part] = text
    fields = [field for resource in card["resources"] for field in resource["schema"]["fields"]]
    for part in ("description", "unit"):
        for field, text in zip(fields, written.cells(f"card.field.{part}", len(fields)), strict=True):
            field[part] = text
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")


def copied(source: Project, root: Path) -> Project:
    """Return a copy of a project's tables, notebooks and catalogue that may be spoilt."""
    for folder in ("raw", "hand"):
        shutil.copytree(source.tables / folder, root / "data" / folder)
    shutil.copytree(source.notebooks, root / "notebooks")
    shutil.copy(source.catalogue, root)
    return Project(root)
