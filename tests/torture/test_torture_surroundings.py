from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from analysis import language
from analysis.errors import ReportError
from analysis.paths import Project
from torture import surroundings, surroundings_fuzz, surroundings_machine, surroundings_mutants, surroundings_words
from torture.surroundings_cases import REFUSED, WORKS, Case
from torture.surroundings_fuzz import Tally
from torture.surroundings_links import NOTHING_RAN
from torture.surroundings_readers import Readers


@pytest.fixture
def readers(inside: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    monkeypatch.setattr(language, "FOLDER", language.FOLDER)
    (tmp_path / "data").symlink_to(inside.root / "data")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "reports.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = signal.signal(signal.SIGALRM, surroundings_fuzz.hang)
    yield Readers(tmp_path)
    signal.signal(signal.SIGALRM, before)
    language.catalogue.cache_clear()


@pytest.mark.parametrize("name", surroundings_fuzz.TOLD)
def test_a_small_dose_of_spoilt_input_passes(readers: Readers, name: str) -> None:
    tally = surroundings_fuzz.by_hypothesis(readers, name, 12)
    assert (tally.times, tally.failed, tally.examples) == (12, 0, [])


def test_the_same_inputs_are_chosen_every_time(readers: Readers) -> None:
    chosen = [[readers.spoilt("catalogue", Random(seed)) for seed in range(20)] for _ in range(2)]
    assert chosen[0] == chosen[1] and len(set(chosen[0])) == 20
    assert surroundings_mutants.structure([1, 2], Random(0)) != [1, 2]


def test_harm_is_counted_with_an_example(readers: Readers) -> None:
    tally = Tally()

    def crashes(data: bytes) -> bool:
        raise KeyError("inside")

    def mumbles(data: bytes) -> bool:
        raise ReportError("boom")

    def lies(data: bytes) -> bool:
        raise AssertionError("not what was written")

    def hangs(data: bytes) -> bool:
        os.kill(os.getpid(), signal.SIGALRM)
        return True

    for reader in (crashes, mumbles, lies, hangs):
        surroundings_fuzz.one(tally, reader, b"x")
    assert (tally.times, tally.taken, tally.failed, len(tally.examples)) == (4, 0, 4, surroundings_fuzz.EXAMPLES)
    assert "KeyError" in tally.examples[0] and "says too little" in tally.examples[1]
    line = surroundings_fuzz.line("catalogue", tally)
    assert (line.times, line.failed) == (4, 4) and "0 refused" in line.happened


def test_a_reader_that_takes_what_the_file_does_not_say_is_counted(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.publish.making.plan._filled", lambda where, key, text, values: text + "x")
    tally = Tally()
    surroundings_fuzz.one(tally, readers.catalogue, readers.seeds["catalogue"][:0] + b'[[report]]\nid = "a"\n'
                          b'notebook = "n"\ntitle = "A"\n')  # fmt: skip
    assert tally.failed == 1


def test_names_and_values_stay_what_they_are(readers: Readers) -> None:
    for line in (surroundings_words.shown_commands(len(surroundings_words.RUN)), surroundings_words.written_cells(60)):
        assert (line.failed, line.examples) == (0, [])


def test_a_name_that_leads_out_is_counted(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    fine = surroundings_words.kept_in_place(readers.root)
    assert (fine.failed, fine.examples) == (0, []) and fine.times > 300
    monkeypatch.setattr("analysis.publish.making.plan._slug", lambda text: text)
    assert surroundings_words.kept_in_place(readers.root).failed > 3


def test_a_value_that_becomes_code_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.publish.making.plan.quote", lambda text: text)
    assert surroundings_words.shown_commands(60).failed > 10
    monkeypatch.setattr("analysis.publish.making.opening.json.dumps", lambda value, **_: f'"{value}"')
    assert surroundings_words.written_cells(60).failed > 10


SAID = {
    "code": "2\n", "holds": "0\n", "code-again": "0\n", "stderr": "the disk is full: reports/x. Make room\n",
    "stderr-again": "", "kept": "a", "kept-then": "a", "page": "1\n", "page-then": "1\n", "strays": "",
}  # fmt: skip
FULL = Case("full", "", words=("the disk is full",))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({"code": "0\n"}, "ended with 0"),
        ({"stderr": "Traceback\nthe disk is full\n"}, "a traceback"),
        ({"stderr": "no\n"}, "does not say 'the disk is full'"),
        ({"stderr": ""}, "0 lines of refusal"),
        ({"kept-then": "b"}, "the last good reports are not as they were"),
        ({"page-then": "0\n"}, "a page is no longer whole"),
        ({"strays": "reports/.work\n"}, "left behind: reports/.work"),
        ({"holds": "1\n"}, "outside the project"),
        ({"code-again": "2\n"}, "afterwards it ended with 2"),
    ],
)
def test_a_run_that_breaks_the_promise_is_told(changed: dict[str, str], told: str) -> None:
    problems = surroundings_machine._judged(FULL, SAID | changed)
    assert (told in problems[0]) if told else problems == []


def test_a_real_run_is_judged_and_the_harm_seen(built: Project, tmp_path: Path) -> None:
    made = tmp_path / "made"
    (made / "data").mkdir(parents=True)
    (made / "reports.toml").write_text("x = [", encoding="utf-8")
    case = Case("spoilt", "", "civcas status", REFUSED, ("cannot be read",), "echo > reports.toml", "civcas --help")
    assert surroundings_machine.wrong(case, made) == []
    planted = Case("planted", "", "civcas --help; touch data/.left", REFUSED, (), "", "civcas --help")
    assert len(surroundings_machine.wrong(planted, made)) >= 2


def test_the_part_has_a_promise_and_a_line_for_every_reader() -> None:
    assert "one sentence" in surroundings.PROMISE and len(surroundings_fuzz.TOLD) == 10


def test_a_folder_called_after_the_canary_is_none_and_a_file_of_that_name_is(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    before = "mkdir ';$(touch CANARY)'"
    quiet = Case("named", before, "civcas --help", WORKS, holds=NOTHING_RAN)
    assert surroundings_machine.wrong(quiet, tmp_path / "made") == []
    ran = Case("ran", before, "civcas --help; touch CANARY", WORKS, holds=NOTHING_RAN)
    assert surroundings_machine.wrong(ran, tmp_path / "made") == ["something outside the project was touched"]
