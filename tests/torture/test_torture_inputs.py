"""The trial by bad input counts what it should: a small dose passes, and planted harm is seen."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from analysis.data.importers import values
from analysis.errors import DataError
from torture import inputs, inputs_bad, inputs_imports, inputs_judge, inputs_raw, inputs_try, inputs_watch
from torture.inputs_watch import Broke, Tally


@pytest.mark.parametrize(
    ("name", "dose"), [("numbers", 400), ("dates", 400), ("encodings", 40), ("card", 40), ("exclusions", 40)]
)
def test_a_small_dose_passes_and_not_by_refusing_everything(name: str, dose: int) -> None:
    tally = inputs_try.run(name, dose)
    assert tally.examples == [] and "broke" not in tally.outcomes
    assert tally.times == dose and tally.outcomes["accepted"] and tally.outcomes["refused"]


def test_a_dose_is_the_same_each_time() -> None:
    assert inputs_try.run("encodings", 15).outcomes == inputs_try.run("encodings", 15).outcomes


def read(outcome: Any) -> Any:
    def reading(given: object) -> str:
        if isinstance(outcome, BaseException):
            raise outcome
        return str(outcome)

    return reading


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [
        ("accepted", "accepted"), (DataError("events.csv is missing: restore it"), "refused"),
        (DataError(""), "broke"), (DataError("no way out"), "broke"), (DataError("Traceback; see below"), "broke"),
        (ValueError("x"), "broke"), (MemoryError(), "broke"), (Broke("silently changed"), "broke"),
    ],
)  # fmt: skip
def test_each_outcome_is_counted(outcome: Any, counted: str) -> None:
    tally = Tally("r")
    inputs_watch.tried(tally, read(outcome), b"given")
    assert dict(tally.outcomes) == {counted: 1} and bool(tally.examples) == (counted == "broke")


def test_what_hangs_is_ended_and_counted() -> None:
    def hang(given: object) -> str:
        while True:
            time.sleep(0) if time.process_time() else None

    tally = Tally("r")
    inputs_watch.tried(tally, hang, b"", seconds=0.05)
    assert tally.outcomes["broke"] == 1 and "took more than 0.05 s" in tally.examples[0]


def test_a_number_that_is_changed_silently_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs_imports, "whole", lambda column: values.each(column, lambda text: ("12", None)))
    with pytest.raises(Broke, match="was read as the number 12, not nan"):
        inputs_imports.numbers(["１２"])


def test_a_sound_table_that_is_complained_of_and_a_bad_one_that_is_passed_are_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, sound = inputs_raw.RawTable(), inputs_raw.as_csv(inputs_raw.EVENTS)
    assert reader(sound) == "accepted" and reader(sound.replace(b",3,5,", b",3.5,5,")) == "listed"
    monkeypatch.setattr(inputs_judge, "may_stand", lambda *given: False)
    with pytest.raises(Broke, match="verify finds nothing where the judge does"):
        reader(sound)
    monkeypatch.setattr(inputs_judge, "may_stand", lambda *given: True)
    with pytest.raises(Broke, match="a sound table is complained of"):
        reader(sound.replace(b",3,5,", b",3.5,5,"))


def test_a_row_that_is_dropped_is_seen() -> None:
    content = inputs_raw.as_csv(inputs_raw.EVENTS)
    with pytest.raises(Broke, match="3 rows in the file, 0 in the frame"):
        inputs_judge.same_cells([], content, [])


def test_a_process_that_dies_breaks_the_promise(tmp_path: Path) -> None:
    line = inputs._line(inputs._run(tmp_path, "nothing", "invented", "no_such_module", "1"))
    assert line.failed == 1 and "the process ended with 1" in line.examples[0]


def test_memory_above_the_limit_breaks_the_promise() -> None:
    told = {"outcomes": {"accepted": 3}, "examples": [], "slowest": 0.1, "peak": inputs.MEMORY + 1}
    line = inputs._line(inputs.Told("card", told, "invented"))
    assert (line.times, line.failed) == (3, 1) and "held 2,048 MiB" in line.examples[0]


def test_spoilt_files_are_spoilt_and_cards_are_mostly_json() -> None:
    assert inputs_bad._harmed([["a"], ["1"]], [("twice", 0, 0, "")]) == [["a"], ["1"], ["1"]]
    assert inputs_bad._bytes_harmed(b"ab", [("truncate", 1, b"")]) == b"a"
    card = inputs_bad._card_harmed({"a": [1]}, [("set", 0, "\ud800")])
    assert json.loads(card) == {"a": "\ud800"}
