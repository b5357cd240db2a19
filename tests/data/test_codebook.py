from __future__ import annotations

import csv
from typing import Any

import pytest

from analysis.cells import plain
from analysis.data import codebook, raw
from analysis.paths import find_project

HERE = find_project()
CARD = raw.card(HERE)
PAGE = codebook.render(CARD)
SECTIONS = dict(zip((part.split(".csv")[0] for part in PAGE.split("\n## ")[1:]), PAGE.split("\n## ")[1:], strict=True))

resources = pytest.mark.parametrize("resource", CARD["resources"], ids=[each["name"] for each in CARD["resources"]])


def cells(name: str) -> dict[str, list[str]]:
    rows = [line for line in SECTIONS[name].splitlines() if line.startswith("| `")]
    found = [[cell.strip() for cell in row.replace("\\|", "\0").strip("|").split(" | ")] for row in rows]
    return {row[0].strip("`"): row for row in found}


def test_the_page_in_docs_is_the_one_made_from_the_card() -> None:
    assert (HERE.root / "docs" / "codebook.md").read_text(encoding="utf-8") == PAGE, "run `make codebook`"


def test_it_is_made_from_the_card_alone() -> None:
    assert codebook.render(CARD) == PAGE
    assert codebook.render(CARD | {"resources": []}) == codebook.PREFACE


def test_tables_stand_in_the_cards_order() -> None:
    assert list(SECTIONS) == [resource["name"] for resource in CARD["resources"]]


@resources
def test_every_column_has_a_row_with_its_type_unit_and_meaning(resource: dict[str, Any]) -> None:
    rows = cells(resource["name"])
    assert list(rows) == raw.columns(resource)
    for field in resource["schema"]["fields"]:
        _, kind, unit, allowed, meaning = rows[field["name"]]
        limits = field.get("constraints", {})
        assert (kind, unit) == (field["type"], field.get("unit", ""))
        assert meaning.startswith(field["description"].replace("|", "\0"))
        assert meaning.endswith("Always filled.") == bool(limits.get("required"))
        assert all(f"`{value}`" in allowed for value in limits.get("enum", []))


@resources
def test_a_table_that_is_no_sample_says_so_and_no_other_does(resource: dict[str, Any]) -> None:
    assert ("**Not a sample.**" in SECTIONS[resource["name"]]) == ("not_a_sample" in resource)
    assert resource.get("not_a_sample", "") in SECTIONS[resource["name"]]
    assert resource["title"] in SECTIONS[resource["name"]] and resource["description"] in SECTIONS[resource["name"]]


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({"minimum": 0}, "0 or more"),
        ({"minimum": -90, "maximum": 90}, "-90 to 90"),
        ({"enum": [0, 1]}, "`0`, `1`"),
        ({"minimum": 0, "enum": ["a"]}, "`a`"),
        ({}, ""),
    ],
)
def test_what_is_allowed_is_said(limits: dict[str, object], allowed: str) -> None:
    column = {"name": "n", "type": "integer", "description": "a | b.", "constraints": limits}
    resource = {"path": "x.csv", "title": "t", "description": "d", "schema": {"fields": [column]}}
    row = codebook.render({"resources": [resource]}).splitlines()[-1]
    assert row == f"| `n` | integer |  | {allowed} | a \\| b. |"


def test_the_csv_holds_every_column_once_and_what_the_page_says() -> None:
    read = list(csv.DictReader(codebook.as_csv(CARD).splitlines()))
    named = [(f"{each['path']}", field) for each in CARD["resources"] for field in raw.columns(each)]
    assert [(row["table"], row["column"]) for row in read] == named and len(set(named)) == len(named)
    for row in read:
        _, kind, unit, allowed, meaning = cells(row["table"].removesuffix(".csv"))[row["column"]]
        assert (row["type"], row["unit"], plain(row["allowed"])) == (kind, unit, allowed.replace("`", ""))
        assert (row["always_filled"] == "yes") == meaning.endswith("Always filled.")
        assert row["missing"] == "empty cell"


def test_words_of_a_card_become_no_html() -> None:
    field = {"name": "n", "type": "string", "description": "<script>\n![x](y)", "unit": "<b>"}
    resource = {"path": "x.csv", "title": "<i>", "description": "a\n<img>", "schema": {"fields": [field]}}
    made = codebook.render({"resources": [resource]}).removeprefix(codebook.PREFACE)
    assert "<" not in made and "!\\[x](y)" in made
