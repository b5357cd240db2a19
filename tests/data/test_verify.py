from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data import raw, verify
from analysis.errors import DataError
from analysis.paths import Project

EVENTS = b"event_id,name,kind,day_start,day_end,parent,killed_min,killed_max,lat\n"
ROWS = b"a,Strike A,incident,2017-03,2017-03-17,,3,5,36.1\nb,Strike B,incident,,,a,,7,\n"


def field(name: str, kind: str = "string", **constraints: object) -> dict[str, object]:
    return {"name": name, "type": kind, "description": "d", "constraints": constraints}


DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
CARD = {
    "name": "events", "path": "events.csv", "title": "t", "description": "d",
    "rules": [
        {"rule": "ordered", "low": "killed_min", "high": "killed_max"},
        {"rule": "ordered_dates", "low": "day_start", "high": "day_end"},
    ],
    "schema": {
        "fields": [
            field("event_id", required=True, unique=True), field("name", required=True),
            field("kind", enum=["incident", "period"]), field("day_start", pattern=DATE),
            field("day_end", pattern=DATE),
            field("parent"), field("killed_min", "integer", minimum=0), field("killed_max", "integer", minimum=0),
            field("lat", "number", minimum=-90, maximum=90),
        ],
        "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["event_id"]}}],
    },
}  # fmt: skip


def project(root: Path, content: bytes) -> Project:
    tiny = Project(root)
    tiny.raw.mkdir(parents=True, exist_ok=True)
    (tiny.raw / "events.csv").write_bytes(content)
    card = CARD | {"hash": raw.digest(content), "bytes": len(content)}
    (tiny.raw / raw.CARD).write_text(json.dumps({"resources": [card]}), encoding="utf-8")
    return tiny


def findings(root: Path, content: bytes) -> list[verify.Finding]:
    return verify.verify(project(root, content))["events.csv"]


def test_the_raw_tables_are_what_their_card_says(copy: Project) -> None:
    report = verify.verify(copy)
    assert len(report) == 12
    assert [str(finding) for found in report.values() for finding in found] == []


def test_one_flipped_byte_is_found_and_its_file_named(copy: Project) -> None:
    path = copy.raw / "un_monthly.csv"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    report = verify.verify(copy)
    assert [name for name, found in report.items() if found] == ["un_monthly.csv"]
    assert "has the hash" in str(report["un_monthly.csv"][0]) and "civcas seal" in str(report["un_monthly.csv"][0])


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value", "problem"),
    [
        (b"36.1", b"136.1", 2, "lat", "136.1", "is above 90"),
        (b",3,5", b",-3,5", 2, "killed_min", "-3", "not a whole number"),
        (b",3,5", b",3.5,5", 2, "killed_min", "3.5", "not a whole number"),
        (b",3,5", b",1e308,5", 2, "killed_min", "1e308", "not a whole number"),
        (b",3,5", b",#REF!,5", 2, "killed_min", "#REF!", "not a whole number"),
        (b",3,5", b",9,5", 2, "killed_min", "9 > 5", "is above killed_max"),
        (b"2017-03,", b"2017-02-31,", 2, "day_start", "2017-02-31", "is no date"),
        (b"2017-03,", b"25,", 2, "day_start", "25", "is no date"),
        (b"2017-03,", b"2017-04,", 2, "day_start", "2017-04 > 2017-03-17", "is after day_end"),
        (b"incident,2017", b"incidnt,2017", 2, "kind", "incidnt", "is not an allowed value"),
        (b"\nb,", b"\na,", 3, "event_id", "a", "stands more than once"),
        (b"\nb,", b"\n,", 3, "event_id", None, "is empty"),
        (b",,,a,", b",,,z,", 3, "parent", "z", "is in no row of events.csv"),
        (b"Strike B,incident", b"Strike B", 3, None, None, "has 8 cells where the header has 9"),
        (b"Strike B,", b"Strike B,x,", 3, None, None, "has 10 cells where the header has 9"),
        (b"event_id,name", b"event_id,nmae", 1, None, "nmae", "is no column of this table"),
        (b"event_id,name", b"name,event_id", 1, None, None, "has its columns in another order"),
        (b"name,kind", b"name,name", 1, None, None, "names a column twice"),
        (b"Strike A", b"Strike\0A", 2, None, None, "holds a NUL byte"),
        (b"Strike A", b"Strike \xff", 2, None, "ff", "is not UTF-8"),
        (b"Strike B", b'"Strike B', None, None, None, "is not comma-separated text"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(
    tmp_path: Path, old: bytes, new: bytes, line: int | None, column: str | None, value: str | None, problem: str
) -> None:
    content = (EVENTS + ROWS).replace(old, new, 1)
    assert content != EVENTS + ROWS
    found = findings(tmp_path, content)
    match = [
        each
        for each in found
        if problem in each.problem and (each.line, each.column, each.value) == (line, column, value)
    ]
    assert match, [str(each) for each in found]
    assert match[0].remedy and str(match[0]).startswith("events.csv")


def test_a_row_after_a_line_break_in_a_cell_keeps_its_true_line(tmp_path: Path) -> None:
    content = (EVENTS + ROWS).replace(b"Strike A", b'"Strike\nA"').replace(b"\nb,", b"\na,")
    assert (4, "event_id") in {(each.line, each.column) for each in findings(tmp_path, content)}


def test_all_failures_come_at_once_with_the_nearest_choice(tmp_path: Path) -> None:
    content = (
        (EVENTS + ROWS).replace(b"incident,2017", b"incidnt,2017").replace(b"36.1", b"north").replace(b",7,", b",x,")
    )
    found = findings(tmp_path, content)
    assert {(each.line, each.column) for each in found} == {(2, "kind"), (2, "lat"), (3, "killed_max")}
    assert "Did you mean incident?" in next(each.remedy for each in found if each.column == "kind")


def test_missing_and_unlisted_files_are_named(copy: Project) -> None:
    (copy.raw / "events.csv").rename(copy.raw / "evnets.csv")
    report = verify.verify(copy)
    assert "is missing" in str(report["events.csv"][0])
    assert "is not listed" in str(report["evnets.csv"][0])


def test_a_broken_card_is_one_sentence(copy: Project) -> None:
    (copy.raw / raw.CARD).write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage.json cannot be read .*restore it"):
        verify.verify(copy)


def test_a_statement_with_two_primary_rows_or_a_false_precision_is_found(copy: Project) -> None:
    path = copy.raw / "public_claims.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("st-mj-us-105,0,", "st-mj-us-105,1,", 1).replace("2017-03-23,day,", "2017-03-23,month,", 1)
    path.write_text(text, encoding="utf-8")
    problems = {each.problem for each in verify.verify(copy)["public_claims.csv"]}
    assert "is not the precision of published" in problems
    assert "has 2 rows with is_primary 1" in problems


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bytes_make_it_raise(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(EVENTS + ROWS)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=6))
        content = content or bytearray(b"x")
    for finding in findings(tmp_path, bytes(content)):
        assert finding.problem and finding.remedy and str(finding)


def test_seal_writes_the_present_hash_and_nothing_else(copy: Project) -> None:
    assert raw.seal(copy) == []
    before = (copy.raw / raw.CARD).read_text(encoding="utf-8")
    path = copy.raw / "publishers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("AFP", "Afp"), encoding="utf-8")
    changed = raw.seal(copy)
    assert changed in ([], ["publishers"])
    assert verify.verify(copy)["publishers.csv"] == []
    after = (copy.raw / raw.CARD).read_text(encoding="utf-8")
    differing = [line for old, line in zip(before.splitlines(), after.splitlines(), strict=True) if old != line]
    assert all('"hash"' in line or '"bytes"' in line for line in differing)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"Strike A", "Strike\u202e A".encode(), "not seen"),
        (b"Strike A", b" Strike A", "white space"),
        (b"Strike A", "Strike\u00a0A".encode(), "no plain space"),
        (b"2017-03,", b"0025-03,", "is no date"),
        (b"2017-03,", b"2999-03,", "is no date"),
        (b",,a,,7,", b",,A,,7,", "is in no row of events.csv"),
        (b"\nb,Strike B", b"\nA,Strike B", "looks like the key of a row above"),
        (b"\nb,Strike B", "\na\u200b,Strike B".encode(), "not seen"),
    ],
)
def test_what_only_looks_sound_is_found(tmp_path: Path, old: bytes, new: bytes, problem: str) -> None:
    found = findings(tmp_path, (EVENTS + ROWS).replace(old, new, 1))
    assert any(problem in str(each) for each in found) and all(str(each).isprintable() for each in found)


def test_a_date_after_the_day_of_the_tables_is_found(tmp_path: Path) -> None:
    made = project(tmp_path, EVENTS + ROWS)
    card = json.loads((made.raw / raw.CARD).read_text(encoding="utf-8"))
    (made.raw / raw.CARD).write_text(json.dumps(card | {"created": "2017-03-16"}), encoding="utf-8")
    (found,) = verify.verify(made)["events.csv"]
    assert (found.line, found.column) == (2, "day_end") and "lies after 2017-03-16" in found.problem
    with pytest.raises(DataError, match="data/raw/events.csv, line 2, column day_end"):
        verify.refuse_unsound(made)


def test_a_row_pasted_twice_is_found_in_tables_without_a_key(copy: Project) -> None:
    path = copy.raw / "un_monthly.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    problems = [each.problem for each in verify.contents(copy)["un_monthly.csv"]]
    assert problems == ["is the same row as one above"]


def test_a_row_of_endless_commas_is_one_finding_and_costs_nothing(tmp_path: Path) -> None:
    found = findings(tmp_path, EVENTS + ROWS + b"," * 300_000 + b"\n" + ROWS.split(b"\n")[0] + b"\n")
    assert [(each.line, each.problem) for each in found] == [(4, "has 300001 cells where the header has 9")]


def test_of_very_many_findings_the_first_are_listed(tmp_path: Path) -> None:
    found = findings(tmp_path, EVENTS + b"x\n" * (verify.MOST + 5))
    assert len(found) == verify.MOST + 1 and "more than 1,000 findings" in str(found[-1])
    many = findings(tmp_path, EVENTS[:-1] + b",more" * 500 + b"\n")
    assert [each.problem for each in many[verify.TOLD :]] == [
        "has 500 columns that are none of this table", "names a column twice",
    ]  # fmt: skip


def test_a_workbook_given_for_a_table_is_said_to_be_one(tmp_path: Path) -> None:
    assert any("is a workbook or a zip archive" in str(each) for each in findings(tmp_path, b"PK\x03\x04\x14\x00"))
