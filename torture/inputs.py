"""Bad input: every reader of data is given what people, spreadsheets, machines and attackers give it.

Each reader runs in a process of its own, under a clock and a limit of memory, so that one that hangs or dies is counted
and does not end the trial.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from torture.inputs_watch import MEMORY, SECONDS
from torture.part import HERE, Line, Part

DOSE = float(os.environ.get("TORTURE_INPUTS", "1"))  # share of the full dose
INVENTED = {
    "numbers": 60_000, "dates": 60_000, "encodings": 15_000, "raw tables": 2_000, "card": 8_000, "exclusions": 5_000,
    "places": 5_000, "ucdp": 300, "acled": 300, "ibc": 300, "airwars": 100, "build of public claims": 20,
    "build of incidents": 20, "build of events": 20, "build of overrides": 20, "build of places": 20,
}  # fmt: skip
COVERED = {"encodings": 20_000, "card": 6_000, "exclusions": 4_000, "raw tables": 1_000, "ucdp": 400}
PASTES = tuple(
    f"a million {kind} rows in {where}" for where in ("a raw table", "an export") for kind in ("sound", "wrong")
)
SPECIAL = (*PASTES, "cells", "bombs")
COMMANDS = (200, 24)
LIMIT = 1800  # seconds by the clock that one process may take, on a machine that others share
TITLES = {
    "numbers": "cells as whole numbers and decimals (importers)", "dates": "cells as dates (importers)",
    "encodings": "files on their way to UTF-8", "raw tables": "a raw table: `verify` and typed reading",
    "card": "the card of the raw tables", "exclusions": "a hand table: exclusions", "places": "a hand table: places",
    "ucdp": "UCDP exports", "acled": "ACLED exports", "ibc": "Iraq Body Count exports", "airwars": "Airwars exports",
    "cells": "named cells (NUL, direction marks, year 25, 1e308, #REF!, ten million letters ...), each where a day and "
             "a toll belong",
    "bombs": "zip and gzip bombs, rows and headers of millions of commas, quotes or line ends, ten-megabyte cells",
    **{name: name for name in PASTES},
    "commands": "`civcas verify`, `build` and `import` on spoilt files",
}  # fmt: skip
PROMISE = (
    "Every input ends in a sentence (what, where, what to do), in listed findings or rejects, or is taken with its "
    f"value as written. No other exception, nothing over {SECONDS:g} s of a processor, no process over 2 GiB, no row "
    "dropped and no number changed silently."
)


class Told(NamedTuple):
    """What a process said of its reader."""

    name: str
    told: dict[str, Any]
    way: str


def tried() -> Part:
    """Return what became of all inputs."""
    work = Path(tempfile.mkdtemp(prefix="inputs-"))
    try:
        found = [
            *(_run(work, name, "invented", "inputs_try", name, str(_dose(count))) for name, count in INVENTED.items()),
            *(_run(work, name, "sought", "inputs_cover", name, str(_dose(count))) for name, count in COVERED.items()),
            *(_run(work, name, "by name", "inputs_special", name) for name in SPECIAL),
            _run(work, "commands", "invented", "inputs_commands", *(str(_dose(count)) for count in COMMANDS)),
        ]  # fmt: skip
    finally:
        shutil.rmtree(work, ignore_errors=True)
        for left in Path("/dev/shm").glob("inputs-*"):
            shutil.rmtree(left, ignore_errors=True)
    return Part("inputs", "Bad input: tables, cards, judgements and exports", PROMISE, [_line(each) for each in found],
                _notes(found))  # fmt: skip


def _dose(count: int) -> int:
    """Return how many are tried of the full count."""
    return max(1, round(count * DOSE))


def _run(work: Path, name: str, way: str, module: str, *words: str) -> Told:
    """Return what one process said; one that hung or died broke the promise once more."""
    place = work / f"{module}.json"
    place.unlink(missing_ok=True)
    command = [sys.executable, "-m", f"torture.{module}", *words, str(place)]
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, timeout=LIMIT)
        ended, said = done.returncode, done.stderr.decode(errors="replace")[-300:]
    except subprocess.TimeoutExpired:
        ended, said = -1, f"nothing was heard for {LIMIT} s"
    told: dict[str, Any] = {"outcomes": {}, "examples": [], "slowest": 0, "peak": 0}
    if place.is_file():
        told |= json.loads(place.read_text(encoding="utf-8"))
    if ended != 0 or not place.is_file():
        last = place.with_suffix(".last")
        at = f" at {last.read_text(encoding='utf-8')}" if last.is_file() else ""
        told["outcomes"]["broke"] = told["outcomes"].get("broke", 0) + 1
        told["examples"] = [*told["examples"], f"the process ended with {ended}{at}: {said}"]
    return Told(name, told, way)


def _line(each: Told) -> Line:
    """Return the line of one reader."""
    outcomes = dict(each.told["outcomes"])
    times = sum(outcomes.values())
    broke, examples = outcomes.pop("broke", 0), list(each.told["examples"])
    if each.told["peak"] > MEMORY:
        broke, examples = broke + 1, [*examples, f"held {each.told['peak'] / 2**20:,.0f} MiB"]
    said = ", ".join(f"{count:,} {name}" for name, count in sorted(outcomes.items()))
    said += f"; slowest {each.told['slowest']:.1f} s, most memory {each.told['peak'] / 2**20:,.0f} MiB"
    title = TITLES.get(each.name, f"`build` with a spoilt table: {each.name.removeprefix('build of ')}")
    return Line(f"{title} ({each.way})", times, said, broke, examples)


def _notes(found: list[Told]) -> list[str]:
    """Return what a reader must know beside the table."""
    ways = {way: sum(sum(each.told["outcomes"].values()) for each in found if each.way == way)
            for way in ("invented", "sought", "by name")}  # fmt: skip
    return [
        f"{ways['invented']:,} inputs were invented by hypothesis with fixed seeds, {ways['sought']:,} sought by "
        f"atheris along the branches of `analysis`, {ways['by name']:,} made by hand. "
        "A second opinion, written without the readers, says of each whether it may be taken, and what its numbers "
        "are; sound files that are refused count as failed, too.",
        "Seconds are those of a processor; a file of a million rows has three minutes. The importers, and the tables "
        "that people type, are read into memory; raw claims of 16 MB and more are streamed, under the same rules.",
    ]
