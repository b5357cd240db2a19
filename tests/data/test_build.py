from __future__ import annotations

import errno
import fcntl
import json
import os
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest

from analysis.data import build, hand, manifest, names, raw, schemas, store
from analysis.data.large import engine
from analysis.errors import DataError
from analysis.paths import Project


def test_every_raw_row_arrives(built: Project) -> None:
    for raw_name, (table, _) in names.SOURCES.items():
        assert len(store.read_table(table, project=built)) == len(raw.read_typed(raw_name, built)), raw_name


def test_same_inputs_same_content(built: Project, copy: Project) -> None:
    assert build.build(copy)["tables"] == manifest.read(built)["tables"]


def test_every_table_has_a_schema_and_keeps_it(built: Project) -> None:
    assert set(schemas.COLUMNS) == set(manifest.read(built)["tables"])
    for name in schemas.COLUMNS:
        frame = store.read_table(name, project=built)
        assert list(frame.columns) == list(schemas.COLUMNS[name])
        schemas.validate(name, frame)


def test_missing_stays_missing(built: Project) -> None:
    claims = raw.read_typed("public_claims", built)
    processed = store.read_table("claims", project=built)
    assert processed["killed_lo"].isna().sum() == claims["killed_min"].isna().sum()
    assert (processed["killed_lo"] == 0).sum() == (claims["killed_min"] == 0).sum()


def test_removing_an_exclusion_brings_the_statement_back(copy: Project) -> None:
    build.build(copy)
    before = store.read_table("statements", project=copy).set_index("statement_id")
    path = copy.hand / "exclusions.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "mj-twasul-3000" not in line), encoding="utf-8")
    assert not manifest.is_current(copy)
    build.build(copy)
    after = store.read_table("statements", project=copy).set_index("statement_id")
    assert before.loc["st-mj-twasul-3000", "exclude_source"] == "hand"
    changed = before.index[before["excluded"] != after["excluded"]]
    assert list(changed) == ["st-mj-twasul-3000"]


def test_removing_an_override_brings_the_printed_day_back(copy: Project) -> None:
    build.build(copy)
    before = store.read_table("statements", project=copy).set_index("statement_id")
    path = copy.hand / "overrides.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "mj-rudaw-200-230-de" not in line), encoding="utf-8")
    build.build(copy)
    after = store.read_table("statements", project=copy).set_index("statement_id")
    assert before.loc["st-mj-rudaw-200-230-de", "window_start"] == "2017-03-17"
    assert after.loc["st-mj-rudaw-200-230-de", "window_start"] == "2017-03-23"
    assert (before["window_start"].fillna("") != after["window_start"].fillna("")).sum() == 1


def test_a_link_to_an_official_act_that_moved_is_refused(copy: Project) -> None:
    path = copy.hand / "official_events.csv"
    text = path.read_text(encoding="utf-8").replace("\n4,strike on 17", "\n5,strike on 17")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"official_events.csv, line 2: row 5 of official_statements is not about"):
        build.build(copy)


def test_an_unknown_event_of_an_official_act_is_refused(copy: Project) -> None:
    path = copy.hand / "official_events.csv"
    text = path.read_text(encoding="utf-8").replace(",hatra-2015-03-13,", ",hatra-2015,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="no event 'hatra-2015' in events.csv"):
        build.build(copy)


def test_current_until_an_input_changes(copy: Project) -> None:
    assert not manifest.is_current(copy)
    build.build(copy)
    assert manifest.is_current(copy)
    path = copy.hand / "places.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("City\n", "A city\n"), encoding="utf-8")
    assert not manifest.is_current(copy)


def test_nothing_half_written_is_left(built: Project) -> None:
    assert not list(built.processed.glob("*.partial")) + list(built.processed.glob(".*.partial"))


def test_a_broken_result_is_refused_with_row_and_value(built: Project) -> None:
    frame = store.read_table("monitor_periods", project=built)
    spoiled = frame.assign(killed_lo=frame["killed_lo"].mask(frame["row_key"] == "monitor_periods:2", 999))
    with pytest.raises(DataError, match=r"monitor_periods:2.*killed_lo is above killed_hi"):
        schemas.validate("monitor_periods", spoiled)


def test_a_campaign_lends_no_window_but_an_incident_does(built: Project) -> None:
    statements = store.read_table("statements", project=built).set_index("statement_id")
    seed = statements.loc["st-seed-ara-localmedia-230"]
    assert (seed["window_start"], seed["window_basis"]) == ("2017-03-17", "event")
    campaign = statements.loc["st-cum-airwars-2463-2017-03"]
    assert pd.isna(campaign["window_start"]) and campaign["window_basis"] == "none"


def test_every_hand_row_says_who_when_and_why(built: Project) -> None:
    for name in hand.COLUMNS:
        assert hand.read_hand(name, built)[hand.JUDGEMENT].notna().all(axis=None)


@pytest.mark.parametrize("large", [False, True])
def test_a_raw_table_that_is_not_that_of_its_card_is_not_built(
    copy: Project, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LARGE", 0 if large else 2**40)
    path = copy.raw / "public_claims.csv"
    path.write_bytes(path.read_bytes().replace(b",230,", b",239,", 1))
    with pytest.raises(DataError, match=r"data/raw/public_claims.csv was changed since its hash was noted"):
        build.build(copy)
    assert not list(copy.processed.iterdir())


def test_what_is_changed_while_it_is_built_is_not_built(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assemble = build.assemble

    def beside(project: Project) -> dict[str, pd.DataFrame]:
        tables = assemble(project)
        with (project.hand / "places.csv").open("ab") as file:
            file.write(b"\n")
        return tables

    monkeypatch.setattr(build, "assemble", beside)
    with pytest.raises(DataError, match=r"data/hand/places.csv was changed while the tables were built"):
        build.build(copy)


@pytest.mark.parametrize("moved_before", range(4))
def test_tables_of_two_builds_never_stand_under_one_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved_before: int
) -> None:
    project, work, put, moved = Project(tmp_path), tmp_path / "work", Path.replace, []
    for folder, said in ((project.processed, "old"), (work, "new")):
        folder.mkdir(parents=True)
        for name in ("claims.parquet", "events.parquet", manifest.NAME):
            (folder / name).write_text(json.dumps({"said": said}), encoding="utf-8")

    def killed(path: Path, target: Path) -> Path:
        if len(moved) == moved_before:
            raise KeyboardInterrupt
        moved.append(path.name)
        return put(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt) if moved_before < 3 else nullcontext():
        build._put(work, project, {"claims": {}, "events": {}})
    told = {path.name: json.loads(path.read_text("utf-8"))["said"] for path in project.processed.iterdir()}
    assert manifest.NAME not in told or set(told.values()) == {"new"}, "the tables of one build under the other's name"
    assert (manifest.NAME in told) == (moved_before == 3)


def test_no_table_is_changed_while_reports_are_made_from_it(copy: Project) -> None:
    folder = os.open(copy.root, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_SH)
    with pytest.raises(DataError, match="reports are being made from these tables"):
        build.build(copy)
    os.close(folder)
    assert not copy.processed.exists()


def test_where_there_is_no_room_for_a_table_it_is_named(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28] No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(OSError, match="No space") as refused:
        build._written({"events": store.read_table("events", project=built)}, tmp_path / "processed" / ".work-1")
    assert refused.value.filename == str(tmp_path / "processed" / "events.parquet")
