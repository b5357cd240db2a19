from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from analysis.data import codebook, raw, rules
from analysis.errors import DataError
from analysis.paths import Project, find_project


def test_every_cell_is_read_as_it_stands(copy: Project) -> None:
    for name, resource in raw.resources(copy).items():
        with (copy.raw / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        frame = raw.read_raw(name, copy)
        assert frame.fillna("").to_dict("records") == rows


def test_types_are_those_of_the_card_and_missing_stays_missing(copy: Project) -> None:
    for name, resource in raw.resources(copy).items():
        text, typed = raw.read_raw(name, copy), raw.read_typed(name, copy)
        for field in resource["schema"]["fields"]:
            assert str(typed[field["name"]].dtype) == raw.TYPES[field["type"]]
        assert (text.isna() == typed.isna()).all(axis=None)


def test_card_and_schema_name_the_same_columns(copy: Project) -> None:
    for resource in raw.resources(copy).values():
        assert list(rules.schema(resource).columns) == raw.columns(resource)


def test_every_column_has_a_meaning_and_counts_have_a_unit(copy: Project) -> None:
    for resource in raw.resources(copy).values():
        for field in resource["schema"]["fields"]:
            assert field["title"] and field["description"].endswith(".")
            limits = field.get("constraints", {})
            if field["type"] == "integer" and "enum" not in limits and field["name"] != "version":
                assert field["unit"], field["name"]


def test_frictionless_finds_the_package_valid(copy: Project) -> None:
    report = frictionless.validate(str(copy.raw / raw.CARD))
    assert report.valid, report.to_summary()


def test_tables_that_are_not_samples_are_marked(copy: Project) -> None:
    marked = {name for name, resource in raw.resources(copy).items() if "not_a_sample" in resource}
    assert marked == {"monitor_incidents", "official_assessments"}


def test_the_committed_codebook_is_the_cards() -> None:
    here = find_project()
    written = (here.root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert written == codebook.render(raw.card(here)), "run `make codebook`"


def test_a_codebook_row_survives_a_bar_in_its_text() -> None:
    column = {"name": "n", "type": "integer", "unit": "persons", "description": "a | b.", "constraints": {"minimum": 0}}
    resource = {"path": "x.csv", "title": "t", "description": "d", "schema": {"fields": [column]}}
    assert "| `n` | integer | persons | 0 or more | a \\| b. |" in codebook.render({"resources": [resource]})


@pytest.mark.parametrize("wrong", ["x", "1.5", "-3"])
def test_a_cell_of_another_type_is_refused_with_its_place(copy: Project, wrong: str) -> None:
    path = copy.raw / "exposure_monthly.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1867,", f",{wrong},"), encoding="utf-8")
    if wrong == "-3":  # a sign is read here; that it is no count is for the rules to say
        raw.seal(copy)
        assert raw.read_typed("exposure_monthly", copy)["value"].min() == -3
    else:
        with pytest.raises(DataError, match=f"exposure_monthly.csv, line 3, column value: '{wrong}' is not a number"):
            raw.read_typed("exposure_monthly", copy)


def test_unknown_missing_and_misshapen_tables_are_refused(copy: Project) -> None:
    with pytest.raises(DataError, match="Did you mean events"):
        raw.read_raw("event", copy)
    path = copy.raw / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("event_id,", "id,", 1), encoding="utf-8")
    with pytest.raises(DataError, match="does not have the cells its card lists: run `civcas verify`"):
        raw.read_raw("events", copy)
    path.unlink()
    with pytest.raises(DataError, match="events.csv is missing"):
        raw.read_raw("events", copy)


def test_an_empty_table_keeps_its_columns(copy: Project) -> None:
    path = copy.raw / "publishers.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(header + "\n", encoding="utf-8")
    raw.seal(copy)
    frame = raw.read_typed("publishers", copy)
    assert len(frame) == 0 and ",".join(frame.columns) == header


def test_the_card_is_stable_json(copy: Project) -> None:
    text = (copy.raw / raw.CARD).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert isinstance(pd.Timestamp(json.loads(text)["created"]), pd.Timestamp)


@pytest.mark.parametrize("read", [raw.read_raw, raw.read_typed])
def test_bytes_that_are_not_those_of_the_card_are_refused(copy: Project, read: Callable[..., object]) -> None:
    path = copy.raw / "exposure_monthly.csv"
    path.write_bytes(path.read_bytes().replace(b",1867,", b",1868,"))  # a figure like any other
    with pytest.raises(DataError, match=r"exposure_monthly.csv was changed .*: restore it, or run `civcas seal`"):
        read("exposure_monthly", copy)
    raw.seal(copy)
    read("exposure_monthly", copy)


def test_a_card_without_a_hash_vouches_for_nothing() -> None:
    with pytest.raises(DataError, match="import the study 'ged' anew"):
        raw.refuse_changed({"path": "a.csv"}, raw.digest(b""), Project(Path(), "ged"))


@pytest.mark.parametrize("wrong", ["inf", "1e3", " 36.1", "3_6", "36.1\n"])
def test_a_decimal_that_pandas_would_take_is_refused(copy: Project, wrong: str) -> None:
    texts = pd.Series(["36.1", wrong], index=[2, 3], dtype="str", name="lat")
    with pytest.raises(DataError, match="line 3, column lat: .* is not a number"):
        raw.number(texts, "Float64", "monitor_incidents")
    assert raw.number(texts[:1], "Float64", "monitor_incidents").tolist() == [36.1]


def test_a_folder_in_the_place_of_a_table_is_refused_and_rows_of_another_width_are_listed(copy: Project) -> None:
    (copy.raw / "events.csv").unlink()
    (copy.raw / "events.csv").mkdir()
    with pytest.raises(DataError, match="data/raw/events.csv is no file"):
        raw.read_raw("events", copy)
    parsed = raw.parse(b"a,b\n1,2\n\n3\n" + b"," * 9 + b"\n4,\n", 2)
    assert (parsed.odd, parsed.rows.index.tolist()) == ([(4, 1), (5, 10)], [2, 6])
