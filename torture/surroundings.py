"""Surroundings: files that are no tables, names and values that want more, and the machine a project stands on."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from torture import surroundings_fuzz as fuzz
from torture import surroundings_machine as machine
from torture import surroundings_place as place
from torture import surroundings_words as words
from torture.part import Line, Part
from torture.surroundings_links import GROUPS
from torture.surroundings_readers import Readers

HYPOTHESIS = int(os.environ.get("SURROUNDINGS_HYPOTHESIS", "2000"))  # inputs of each of the ten readers
ATHERIS = int(os.environ.get("SURROUNDINGS_ATHERIS", "1500"))  # the same
COMMANDS = int(os.environ.get("SURROUNDINGS_COMMANDS", "4000"))  # values in commands and cells
TITLE = "Surroundings: what is no table, names that want more, and the machine"
PROMISE = (
    "Whatever stands in reports.toml, a notebook, a parameter, a saved report, a catalogue of a language "
    "or the papers of a release: it is refused in one sentence that says what, where and what to do, or "
    "taken and then true to what was written. No name leads out of its folder, no value reaches a shell "
    "or a cell as code. A machine that refuses (disk, rights, limits) is told of in one sentence, the "
    "last good reports stay, nothing is left behind, nothing outside the project is touched, and the next "
    "run works once the cause is gone."
)


def tried() -> Part:
    """Try everything and return what was found."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="surroundings-") as name:
        made = Path(name) / "made"
        made.mkdir()
        place.made(made)
        said = place.civcas(made, "report", "--allow-foreign")
        if said.returncode:
            raise RuntimeError(said.stderr)
        spoilt = Path(shutil.copytree(made, Path(name) / "spoilt"))
        os.chdir(spoilt)
        try:
            with ThreadPoolExecutor(1) as beside:  # it waits for processes most of the time
                runs = beside.submit(_runs, made)
                lines = [*_inside(spoilt), *runs.result()]
        finally:
            os.chdir(here)
    times = sum(line.times for line in lines if line.tried.startswith("spoilt"))
    notes = [
        f"Spoilt inputs: {times:,}; part of them hypothesis chooses (the same ones every time), part atheris finds. "
        f"None may take more than {fuzz.SECONDS:.0f} s of processor time or {fuzz.MEBIBYTES:,} MiB; the most that was "
        f"held is {fuzz.held():,.0f} MiB.",
        "The machine's refusals are real: disks of a few KiB, read-only mounts, limits and links in a mount namespace "
        "of their own. The user is one whom no mode of a file keeps out: rights are tried by read-only mounts.",
    ]
    return Part("surroundings", TITLE, PROMISE, lines, notes)


def _runs(made: Path) -> list[Line]:
    """Return what came of real runs on a machine that refuses."""
    return [_told(machine.tried(group, cases, made)) for group, cases in GROUPS.items()]


def _told(line: Line) -> Line:
    """Say on the way what was found."""
    print(f"  {line.tried}: {line.times:,} tried, {line.failed} failed", *line.examples, sep="\n    ", flush=True)
    return line


def _inside(made: Path) -> list[Line]:
    """Return what came of inputs and values, tried inside this process where that is safe."""
    lines = [
        _told(words.kept_in_place(made)),
        _told(words.shown_commands(COMMANDS)),
        _told(words.written_cells(COMMANDS)),
    ]
    lines.append(_told(words.through_a_kernel(made.parent / "kernel")))
    lines += [_told(fuzzed(made, name, HYPOTHESIS, ATHERIS)) for name in fuzz.TOLD]
    if fuzz.held() > fuzz.MEBIBYTES:
        lines.append(Line("memory of the readers", 1, f"{fuzz.held():,.0f} MiB", 1, ["more than may be held"]))
    return lines


def fuzzed(made: Path, name: str, chosen: int, found: int) -> Line:
    """Return what came of the spoilt inputs of one reader."""
    before = signal.signal(signal.SIGALRM, fuzz.hang)
    try:
        tally = fuzz.by_hypothesis(Readers(made), name, chosen)
    finally:
        signal.signal(signal.SIGALRM, before)
    if found:
        tally.join(fuzz.by_atheris(made, name, found))
    return fuzz.line(name, tally)
