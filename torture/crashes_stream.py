"""One half of the work on crashes: ``python -m torture.crashes_stream NUMBER DOSE``; prints a line of JSON for each."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from torture import crashes_clock, crashes_full, crashes_pairs
from torture.crashes import SEED, STREAMS
from torture.crashes_kill import Known, Plan, crash
from torture.crashes_scenes import scenes
from torture.crashes_site import Workshop, workshop
from torture.crashes_steps import deaths

Found = dict[str, Any]


def done(number: int, dose: dict[str, int], folder: Path) -> Iterator[Found]:
    """Yield what came of each thing that this stream does."""
    made = workshop(folder / "made")
    known = Known.of(made)
    where = folder / "run"
    yield from _pairs(
        made, known, where, range(number, dose["pairs"] * len(crashes_pairs.PAIRS), STREAMS), dose["pairs"]
    )
    yield from _rooms(made, known, where, range(number, dose["rooms"], STREAMS), dose["rooms"])
    yield from _clocks(made, known, where, number, dose["clocks"])
    yield from _steps(made, known, folder, number, dose["steps"])
    yield from _kills(made, known, where, range(number, dose["kills"], STREAMS))


def _kills(made: Workshop, known: Known, where: Path, numbers: range) -> Iterator[Found]:
    """Kill."""
    for number in numbers:
        plan = Plan.drawn(number, SEED)
        came = crash(made, where, plan, SEED, known)
        yield {
            "kind": "kill", "number": number, "phase": came.phase, "victim": came.victim, "twice": plan.twice,
            "aimed": came.aimed, "words": plan.words, "empty": plan.empty, "seconds": came.seconds,
            "left": len(came.left), "wrong": [f"run {number}: {each}" for each in came.wrong],
        }  # fmt: skip


def _steps(made: Workshop, known: Known, folder: Path, number: int, most: int) -> Iterator[Found]:
    """End at every step."""
    if not most:
        return
    for scene in scenes(made, known, folder / "scenes")[number::STREAMS]:
        came = deaths(scene, folder / "step", most, SEED)
        yield {
            "kind": "steps", "name": came.name, "steps": came.steps, "times": came.died, "failed": len(came.wrong),
            "wrong": came.wrong,
        }  # fmt: skip


def _pairs(made: Workshop, known: Known, where: Path, numbers: range, times: int) -> Iterator[Found]:
    """Run two at once; the inputs change, and pages are read, during a run too."""
    pairs = crashes_pairs.PAIRS
    for number in numbers:
        pair = pairs[number % len(pairs)]
        what = "both do their work" if pair.says == crashes_pairs.FINE else f"it says: {pair.says}"
        yield _pair(pair.name, what, crashes_pairs.tried(made, where, known, pair))
    for _ in range(numbers.start, times, STREAMS):
        read, wrong = crashes_pairs.looked_at(made, where, known)
        yield _pair("pages read through serve while report renews them", "each answer whole, old or new", wrong, read)
        wrong = crashes_pairs.changed_meanwhile(made, where, known)
        yield _pair("tables and titles changed while report is at execution", "the next run makes up for it", wrong)


def _pair(name: str, happened: str, wrong: list[str], times: int = 1) -> Found:
    """Return what came of two at once."""
    return {"kind": "pair", "name": name, "happened": happened, "wrong": wrong, "times": times, "failed": len(wrong)}


def _rooms(made: Workshop, known: Known, where: Path, numbers: range, count: int) -> Iterator[Found]:
    """Fill the disk."""
    if numbers and (reason := crashes_full.possible()):
        yield {"kind": "skipped", "skipped": f"full disks, for {reason}"}
        return
    rooms = crashes_full.rooms(count)
    for number in numbers:
        words = ("build",) if number % 8 == 7 else ("report", "--keep-going", *(["--cold"] if number % 8 == 3 else []))
        state, wrong = crashes_full.tried(made, where, known, rooms[number], words)
        told = [f"{rooms[number]:,} bytes of room: {each}" for each in wrong]
        yield {"kind": "room", "name": f"civcas {words[0]}", "state": state, "wrong": told}


def _clocks(made: Workshop, known: Known, where: Path, number: int, times: int) -> Iterator[Found]:
    """Let the clock jump, and give files other days."""
    if number == 0 and times:
        for years in (-10, 10):
            name = f"every file {abs(years)} years {'older' if years < 0 else 'newer'}"
            yield {"kind": "clock", "name": name, "wrong": crashes_clock.dated(made, where, known, years)}
    if times and (reason := crashes_clock.possible()):
        yield {"kind": "skipped", "skipped": f"clocks that jump, for {reason}"}
        return
    for clock in (crashes_clock.CLOCKS * times)[number::STREAMS]:
        yield {"kind": "clock", "name": clock.name, "wrong": crashes_clock.jumped(made, where, known, clock)}


def main() -> None:
    """Do one half and say of each thing what came of it."""
    number, dose = int(sys.argv[1]), json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="crashes-") as name:
        for found in done(number, dose, Path(name)):
            print(json.dumps(found), flush=True)
            if found.get("wrong"):
                print(*found["wrong"], sep="\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
