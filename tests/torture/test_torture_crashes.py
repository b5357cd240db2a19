"""The trial of crashes can fail: harm that is planted is counted, and what is whole passes a small dose of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.publish.making import keeping
from analysis.publish.values import NAME
from analysis.whole import put_in_place, recover, write_whole
from torture import crashes, crashes_clock, crashes_full, crashes_kill, crashes_pairs, crashes_site
from torture.crashes_kill import Plan, phase
from torture.crashes_site import Place, listing, torn
from torture.crashes_steps import Scene, chosen, deaths

INDEX = '<a href="coverage/report.html">Coverage</a> <a href="https://example.org">out</a> <a href="#here">here</a>'


def site(folder: Path, said: str) -> Place:
    """A project as far as it is looked at, all of one state."""
    place = Place(folder)
    place.tmp.mkdir(parents=True)
    for name in (
        "reports/coverage/report.html", "reports/coverage/provenance.json", "reports/events/index.html",
        "reports/values/coverage.json", "data/processed/claims.parquet", "data/processed/manifest.json",
    ):  # fmt: skip
        write_whole(place.project.root / name, said.encode())
    write_whole(place.project.reports / "index.html", (INDEX + said).encode())
    write_whole(place.project.changes, f'[\n{{"date": "2017-03-25", "said": "{said}"}}\n]\n'.encode())
    return place


@pytest.fixture
def states(tmp_path: Path) -> tuple[Place, dict[str, str], dict[str, str]]:
    """A place as it was, with what it held then and what it shall hold."""
    old, new = site(tmp_path / "old", "old"), site(tmp_path / "new", "new")
    return old, listing(old.project.root), listing(new.project.root)


def found(states: tuple[Place, dict[str, str], dict[str, str]]) -> list[str]:
    return torn(*states)


def test_what_is_wholly_old_or_wholly_new_is_whole(states: tuple[Place, dict[str, str], dict[str, str]]) -> None:
    assert found(states) == []
    shutil.copytree(states[0].folder.with_name("new"), states[0].folder, dirs_exist_ok=True)
    assert found(states) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("reports/coverage/report.html", b"new", "neither old nor new: coverage/provenance.json differs"),
        ("reports/coverage/report.html", b"", "coverage/report.html differs"),
        ("reports/coverage/report.html", None, "the index leads to coverage/report.html, which is not there"),
        ("reports/coverage/.report.html.partial", b"", "is too much"),
        ("reports/events/index.html", b"half", "neither old nor new"),
        ("reports/index.html", b"", "neither old nor new: reports/index.html"),
        ("reports/values/coverage.json", b"{", "neither old nor new: reports/values/coverage.json"),
        ("reports/values/changes.json", b"[\n{}\n]\n", "neither old nor new: reports/values/changes.json"),
        ("data/processed/claims.parquet", b"new", "the manifest names other tables"),
        ("data/processed/claims.parquet", None, "the manifest names other tables"),
    ],
)
def test_what_is_neither_is_told(
    states: tuple[Place, dict[str, str], dict[str, str]], name: str, content: bytes | None, said: str
) -> None:
    path = states[0].project.root / name
    path.unlink() if content is None else path.write_bytes(content)
    assert any(said.split(": ")[-1] in each for each in found(states)), found(states)


def test_tables_without_a_manifest_are_not_built_and_no_harm(
    states: tuple[Place, dict[str, str], dict[str, str]],
) -> None:
    (states[0].project.processed / "manifest.json").unlink()
    (states[0].project.processed / "claims.parquet").write_bytes(b"new")
    assert found(states) == []


def test_some_changes_of_a_run_are_noted_before_others(states: tuple[Place, dict[str, str], dict[str, str]]) -> None:
    place, old, new = states
    new["reports/values/changes.json"] += "\n" + old["reports/values/changes.json"]
    assert torn(place, old, new) == []


def one(folder: Path, put: Callable[[Path], None], clear: Callable[[Path], None] = lambda where: None) -> Scene:
    """A scene that puts ``new`` in the place of ``old``, two files of one folder."""

    def lay(where: Path) -> Place:
        shutil.rmtree(where, ignore_errors=True)
        write_whole(where / "kept" / "a", b"old")
        write_whole(where / "kept" / "b", b"old")
        return Place(where)

    def act(place: Place) -> None:
        clear(place.folder)
        put(place.folder)

    def held(place: Place) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted((place.folder / "kept").glob("*"))}

    def is_torn(place: Place) -> list[str]:
        return [] if held(place) in ({"a": b"old", "b": b"old"}, {"a": b"new", "b": b"new"}) else [f"{held(place)}"]

    def unhealed(place: Place) -> list[str]:
        left = [name for name in os.listdir(place.folder) if name != "kept"]  # noqa: PTH208 - what is hidden too
        return left + ([] if held(place) == {"a": b"new", "b": b"new"} else [f"{held(place)}"])

    return Scene("new for old", lay, act, is_torn, unhealed)


def _folder(where: Path) -> None:
    for name in ("a", "b"):
        write_whole(where / ".made" / name, b"new")
    put_in_place(where / ".made", where / "kept")


def _in_the_open(where: Path) -> None:
    for name in ("a", "b"):
        (where / "kept" / name).write_bytes(b"new")


def _one_after_the_other(where: Path) -> None:
    for name in ("a", "b"):
        write_whole(where / "kept" / name, b"new")


def _aside(where: Path) -> None:
    for name in ("a", "b"):
        write_whole(where / ".made" / name, b"new")
    (where / "kept").rename(where / ".old-kept")
    (where / ".made").rename(where / "kept")


@pytest.mark.parametrize("harm", [_in_the_open, _one_after_the_other, _aside])
def test_whoever_writes_in_the_open_is_found_out(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    came = deaths(one(tmp_path, harm, recover if harm is _aside else lambda where: None), tmp_path / "x", 99, 1)
    assert came.wrong and "new for old" in came.wrong[0], came


def test_what_is_put_in_place_whole_passes_every_death(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    came = deaths(one(tmp_path, _folder), tmp_path / "x", 99, 1)
    assert came.wrong == [] and came.died > came.steps > 10, capfd.readouterr().err


def test_a_change_of_a_finding_is_noted_once_at_every_death(tmp_path: Path) -> None:
    told = {"title": "One", "numbers": [], "tables": {}, "parameters": {}}
    made_from: dict[str, object] = {"data": {}, "code": "", "versions": {}}
    files = {
        text: {NAME: json.dumps(told | {"headline": text, "made_from": made_from}).encode()} for text in ("A", "B")
    }

    def lay(where: Path) -> Place:
        shutil.rmtree(where, ignore_errors=True)
        keeping.keep(Place(where).project, "one", files["A"])
        return Place(where)

    def unhealed(place: Place) -> list[str]:
        noted = json.loads(place.project.changes.read_bytes())
        return [] if len(noted) == 1 else [f"noted {len(noted)} times"]

    def act(place: Place) -> None:
        keeping.keep(place.project, "one", files["B"])

    scene = Scene("keeping", lay, act, lambda _: [], unhealed)
    came = deaths(scene, tmp_path / "x", 99, 1)
    assert came.wrong == [] and came.died > 4


def test_moments_around_a_change_of_place_are_always_among_those_tried() -> None:
    told = ["open a", *["os.mkdir b"] * 50, "os.rename c", "os.remove d"]
    assert set(chosen(told, 3, 1)) >= {50, 51, 52} and len(chosen(told, 3, 1)) == 6 and len(chosen(told, 99, 1)) == 53


def test_a_phase_is_seen_from_what_lies_about(tmp_path: Path) -> None:
    place, runner = site(tmp_path / "x", "old"), os.getpid()
    signs = [
        ("start", place.project.root), ("warming", place.tmp / "civcas-run-abcdefgh"),
        ("execution", place.project.reports / ".work" / "one"),
        ("publishing", place.project.reports / ".work" / "one.new"), ("site", place.project.reports / ".pages"),
        ("build", place.project.processed / ".work-1-a"),
    ]  # fmt: skip
    for name, sign in signs:
        sign.mkdir(parents=True, exist_ok=True)
        assert phase(place, runner, 3) == name


def test_what_outlives_its_run_is_found_by_its_mark() -> None:
    process = subprocess.Popen(["sleep", "60"], env={**os.environ, crashes_site.MARK: "a mark of this test"})
    try:
        assert crashes_kill.others("a mark of this test") == [process.pid] and crashes_kill.others("another") == []
        assert process.pid in crashes_kill.family(os.getpid())
    finally:
        process.kill()
        process.wait()


def test_the_plan_of_a_number_is_the_same_one_again_and_all_are_drawn() -> None:
    plans = [Plan.drawn(number, 1) for number in range(300)]
    assert plans == [Plan.drawn(number, 1) for number in range(300)] != [Plan.drawn(n, 2) for n in range(300)]
    assert {plan.phase for plan in plans} == set(crashes_kill.PHASES)
    assert {plan.victim for plan in plans} == set(crashes_kill.VICTIMS)
    assert sum(plan.twice for plan in plans) > 24


def test_what_streams_found_is_counted_by_phase_and_victim_with_what_failed() -> None:
    kill = {"kind": "kill", "phase": "site", "victim": "runner", "twice": False, "seconds": 0.1, "wrong": []}
    steps = {"kind": "steps", "name": "a build", "steps": 9, "times": 7, "failed": 2, "wrong": ["step 3", "step 4"]}
    made = crashes.told(
        [kill, kill | {"twice": True, "wrong": ["run 7: half"]}, steps, {"kind": "skipped", "skipped": "x"}]
    )
    first, second = made.lines
    assert (first.tried, first.times, first.failed, first.examples) == ("kill -9, site: runner", 2, 1, ["run 7: half"])
    assert "killed too in 1" in first.happened and (second.times, second.failed) == (7, 2)
    assert made.failed == 3 and made.notes[-1] == "Not tried: x."


def test_a_second_command_that_refuses_in_many_words_or_not_at_all_is_found_out() -> None:
    pair = next(pair for pair in crashes_pairs.PAIRS if pair.says == crashes_pairs.MAKING)

    def ended(code: int, said: str) -> list[str]:
        return crashes_pairs._second(pair, subprocess.CompletedProcess([], code, "", said))

    assert ended(2, f"{crashes_pairs.MAKING} until it ends\n") == []
    assert ended(0, "") and ended(2, "Traceback\n" + crashes_pairs.MAKING) and ended(2, "no\n")


def test_rooms_begin_with_none_and_end_with_enough() -> None:
    rooms = crashes_full.rooms(40)
    assert rooms[0] == 0 and rooms[-1] == crashes_full.ENOUGH // 4 and rooms == sorted(rooms) and len(rooms) == 40


def test_the_dose_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert crashes.dose() == crashes.DOSES
    monkeypatch.setenv("CIVCAS_CRASHES", "kills=3,steps=0")
    assert crashes.dose() == crashes.DOSES | {"kills": 3, "steps": 0}


@pytest.mark.parametrize("off", [0, *crashes_clock.JUMPS])
def test_a_wrong_clock_is_seen_by_a_program_and_a_right_one_by_no_other(tmp_path: Path, off: int) -> None:
    if reason := crashes_clock.possible():
        pytest.skip(reason)
    (tmp_path / "off").write_text(crashes_clock._offset(off), encoding="utf-8")
    shown = {"LD_PRELOAD": str(crashes_clock.library(tmp_path)), "CIVCAS_CLOCK": str(tmp_path / "off")}
    told = subprocess.run(["date", "+%s"], env={**os.environ, **shown}, capture_output=True, text=True, check=True)
    assert abs(int(told.stdout) - off - time.time()) < 60
