"""The card of the raw tables: complete, true to the files, and of one mind with the processed tables."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import frictionless
import pytest

from analysis.data import hand, names, raw, schemas, store
from analysis.paths import Project, find_project

HERE = find_project()
CARD = json.loads((HERE.raw / raw.CARD).read_text(encoding="utf-8"))
RESOURCES = CARD["resources"]
ENDS = {"_min": "_lo", "_max": "_hi"}

resources = pytest.mark.parametrize("resource", RESOURCES, ids=[resource["name"] for resource in RESOURCES])


def arrived(column: str) -> str:
    return column[:-4] + ENDS[column[-4:]] if column[-4:] in ENDS else column


def faults(card: dict[str, Any]) -> list[object]:
    return list(frictionless.Package.metadata_validate(card))


def test_the_card_is_a_valid_data_package_and_a_spoiled_one_is_not() -> None:
    assert faults(CARD) == []
    assert faults(CARD | {"licenses": "CC-BY-4.0"})
    assert faults(CARD | {"resources": [{name: value for name, value in RESOURCES[0].items() if name != "path"}]})


def test_the_package_says_what_it_is_from_whom_and_under_which_licence() -> None:
    assert CARD["title"] and CARD["description"] and CARD["sources"] and CARD["contributors"]
    assert [licence["name"] for licence in CARD["licenses"]] == ["CC-BY-4.0"]


def test_it_describes_the_twelve_tables_that_are_built_and_no_other_file() -> None:
    assert {resource["name"] for resource in RESOURCES} == set(names.SOURCES)
    assert {path.name for path in HERE.raw.iterdir()} == {resource["path"] for resource in RESOURCES} | {raw.CARD}
    assert len(RESOURCES) == 12


@resources
def test_every_table_says_what_it_is_and_under_which_licence(resource: dict[str, Any]) -> None:
    assert resource["title"] and resource["description"].endswith(".")
    assert resource["path"] == f"{resource['name']}.csv"
    assert (resource["encoding"], resource["mediatype"]) == ("utf-8", "text/csv")
    assert [licence["name"] for licence in resource["licenses"]] == [licence["name"] for licence in CARD["licenses"]]
    assert "not seen" in resource["description"]  # what an empty cell means


@resources
def test_every_file_is_the_one_that_was_sealed(resource: dict[str, Any]) -> None:
    content = (HERE.raw / resource["path"]).read_bytes()
    assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert resource["bytes"] == len(content)
    assert b"\r" not in content and content.endswith(b"\n")


@resources
def test_every_column_is_described_once_and_typed(resource: dict[str, Any]) -> None:
    fields = resource["schema"]["fields"]
    assert len({field["name"] for field in fields}) == len(fields)
    for field in fields:
        assert field["title"] and len(field["description"]) > 3, field["name"]
        assert field["type"] in raw.TYPES, field["name"]


@resources
def test_keys_lead_to_columns_that_exist_and_are_unique(resource: dict[str, Any]) -> None:
    by_name = {each["name"]: {f["name"]: f for f in each["schema"]["fields"]} for each in RESOURCES}
    for key in resource["schema"].get("foreignKeys", []):
        target = by_name[key["reference"]["resource"] or resource["name"]][key["reference"]["fields"][0]]
        assert set(key["fields"]) <= set(by_name[resource["name"]])
        assert target["constraints"]["unique"] and target["constraints"]["required"]
    primary = resource["schema"].get("primaryKey", [])
    assert ([names.SOURCES[resource["name"]][1]] if primary else []) == primary


@resources
def test_every_pair_of_bounds_has_its_rule(resource: dict[str, Any]) -> None:
    names = [field["name"] for field in resource["schema"]["fields"]]
    pairs = {(name, name[:-4] + "_max") for name in names if name.endswith("_min")}
    assert {(rule["low"], rule["high"]) for rule in resource.get("rules", []) if rule["rule"] == "ordered"} == pairs
    assert all(high in names for _, high in pairs)


@resources
def test_a_column_that_arrives_keeps_its_name_and_type(built: Project, resource: dict[str, Any]) -> None:
    table = names.SOURCES[resource["name"]][0]
    columns, frame = schemas.COLUMNS[table], store.read_table(table, project=built)
    moved = {"exclude", "event", "scope", "period_start", "period_end"} if table == "claims" else {"exclude"}
    for field in resource["schema"]["fields"]:
        name = arrived(field["name"])
        if name not in columns:
            assert field["name"] in moved, field["name"]
            continue
        assert str(frame[name].dtype) == raw.TYPES[field["type"]], field["name"]
        assert columns[name].nullable or frame[name].notna().all()


@resources
def test_a_column_that_arrives_keeps_its_cells_but_for_our_overrides(built: Project, resource: dict[str, Any]) -> None:
    table, key = names.SOURCES[resource["name"]]
    before, after = raw.read_typed(resource["name"], built), store.read_table(table, project=built)
    keys = [str(value) for value in (before[key] if key else before.index)]
    named = hand.read_hand("overrides", built).query("table == @resource['name']")
    overridden = set(zip(named["key"], named["column"], strict=True))
    for field in (field["name"] for field in resource["schema"]["fields"]):
        if (name := arrived(field)) not in after or field in ("place", "event"):
            continue
        cells = (column.astype(object).where(column.notna(), None) for column in (before[field], after[name]))
        changed = {(key, field) for key, old, new in zip(keys, *cells, strict=True) if old != new}
        assert changed == {cell for cell in overridden if cell[1] == field}
