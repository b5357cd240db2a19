from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.data import cards, rules
from analysis.errors import DataError

CARD: dict[str, Any] = {
    "created": "2026-11-24T00:00:00Z",
    "resources": [{
        "name": "events", "path": "events.csv", "title": "t", "description": "d", "hash": "sha256:" + "0" * 64,
        "rules": [{"rule": "ordered", "low": "lo", "high": "hi"}],
        "schema": {
            "fields": [{"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
                       {"name": "lo", "type": "integer", "constraints": {"minimum": 0}},
                       {"name": "hi", "type": "integer"}, {"name": "of", "type": "string"},
                       {"name": "day", "type": "string", "constraints": {"pattern": r"^\d{4}$"}}],
            "foreignKeys": [{"fields": ["of"], "reference": {"resource": "", "fields": ["id"]}}],
        },
    }],
}  # fmt: skip


def read(content: bytes) -> dict[str, Any]:
    return cards.parsed(content, "data/raw/datapackage.json")


def test_a_whole_card_is_taken_and_more_may_be_said() -> None:
    assert read(json.dumps(CARD | {"more": [1, {"a": None}]}).encode())["resources"] == CARD["resources"]


def test_every_rule_that_is_known_can_be_asked_for() -> None:
    assert set(cards.RULES) == set(rules.RULES)


def table(change: Callable[[dict[str, Any]], object]) -> bytes:
    card = copy.deepcopy(CARD)
    change(card["resources"][0])
    return json.dumps(card).encode()


FAULTS: dict[str, bytes] = {
    "nested too deeply": b"[" * 100_000,
    "is not an object": b"[]",
    "has no 'resources'": b"{}",
    "lists no resources": b'{"resources": []}',
    "'a' stands twice": b'{"a": 1, "a": 2}',
    "NaN is no number of JSON": b'{"resources": [], "x": NaN}',
    "is too large": b'{"resources": [], "x": 1e308}',
    "digits": b'{"x": ' + b"9" * 5000 + b"}",
    "is not seen or is lost": b'{"resources": [], "title": "\\ud800"}',
    "codec can't decode": b"\xff\xfe",
    "is no name of a file here": table(lambda part: part.update(path="../reports.toml")),
    "events has no 'schema'": table(lambda part: part.pop("schema")),
    "type 'Integer'. Did you mean integer": table(lambda part: part["schema"]["fields"][1].update(type="Integer")),
    "no constraint 'requred' is known. Did you mean required": table(
        lambda part: part["schema"]["fields"][0].update(constraints={"requred": True})
    ),
    "minimum is not a number": table(lambda part: part["schema"]["fields"][1].update(constraints={"minimum": "0"})),
    "is no pattern of dates": table(
        lambda part: part["schema"]["fields"][4].update(constraints={"pattern": "^(a+)+$"})
    ),
    "names no column of its table": table(lambda part: part["schema"]["foreignKeys"][0].update(fields=["no"])),
    "no table 'nowhere'": table(lambda part: part["schema"]["foreignKeys"][0]["reference"].update(resource="nowhere")),
    "no rule 'orderd'. Did you mean ordered": table(lambda part: part["rules"][0].update(rule="orderd")),
    "no column 'lowest'": table(lambda part: part["rules"][0].update(low="lowest")),
    "is no sha256": table(lambda part: part.update(hash="sha256:0")),
    "only the empty cell is missing": table(lambda part: part["schema"].update(missingValues=["", "NA"])),
    "resources, name: 'events' stands twice": json.dumps(CARD | {"resources": CARD["resources"] * 2}).encode(),
    "is not a date": json.dumps(CARD | {"created": "yesterday"}).encode(),
}


@pytest.mark.parametrize("problem", FAULTS)
def test_each_fault_has_its_sentence(problem: str) -> None:
    with pytest.raises(DataError) as refused:
        read(FAULTS[problem])
    said = str(refused.value)
    assert problem in said and said.startswith("data/raw/datapackage.json cannot be read")
    assert said.endswith("correct it or restore it from version control") and said.isprintable()
