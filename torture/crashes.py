"""Crashes: kill -9 at any moment, death before each change of a file, two commands at once, full disks, wrong clocks.

Everything is done to a small copy of the project whose reports are known before and after a change. Half of the work is
done by each of two processes, in a mount namespace of its own where root can have one: /tmp and /dev/shm are then
nobody else's, so that whatever is left there is seen.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from torture.part import HERE, Line, Part

SEED = 2017
STREAMS = 2
DOSES = {"kills": 300, "steps": 60, "pairs": 4, "rooms": 40, "clocks": 2}
SHOWN = 5
PROMISE = (
    "Whatever is killed, whenever: every published report is whole, old or new; tables and manifest agree; the next "
    "run puts all right without anybody's help; no process and no temporary file is left. Of two commands at once one "
    "waits or refuses in a sentence. A full disk is named and the last good reports stay. The clock has no effect."
)
ALONE = ["unshare", "--mount", "--propagation", "private", "sh", "-c"]
NAMESPACE = 'mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /dev/shm && exec "$@"'


def dose() -> dict[str, int]:
    """Return how much of each is done: `DOSES`, or what the environment says: ``CIVCAS_CRASHES=kills=3,steps=1``."""
    given = dict(pair.split("=") for pair in os.environ.get("CIVCAS_CRASHES", "").split(",") if pair)
    return DOSES | {name: int(count) for name, count in given.items()}


def tried() -> Part:
    """Do it all, in two streams, and return what was found."""
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"{number}.jsonl" for number in range(STREAMS)]
        running = [_stream(number, file) for number, file in enumerate(files)]
        codes = [each.wait() for each in running]
        if any(codes):
            raise RuntimeError(f"a stream ended with {codes}")
        found = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return told(found)


def _stream(number: int, file: Path) -> subprocess.Popen[bytes]:
    """Start the half of the work that has a number."""
    with file.open("wb") as out:
        words = [sys.executable, "-m", "torture.crashes_stream", str(number), json.dumps(dose())]
        alone = os.geteuid() == 0 and shutil.which("unshare") is not None and not HERE.is_relative_to("/tmp")
        env = {**os.environ, "CIVCAS_TORTURE_ALONE": "1" if alone else "0"}
        return subprocess.Popen([*ALONE, NAMESPACE, "sh", *words] if alone else words, cwd=HERE, stdout=out, env=env)


def told(found: list[dict[str, Any]]) -> Part:
    """Return the part from what the streams wrote, a line for each thing done."""
    by = {kind: [each for each in found if each["kind"] == kind] for kind in ("kill", "steps", "pair", "room", "clock")}
    skipped = sorted({each["skipped"] for each in found if each["kind"] == "skipped"})
    lines = [
        *_kills(by["kill"]),
        *(
            _line(f"death before each change of a file: {name}", each, _steps(each))
            for name, each in _named(by["steps"])
        ),
        *(_line(f"two at once: {name}", each, each[0]["happened"]) for name, each in _named(by["pair"])),
        *(_line(f"a full disk: {name}", each, _rooms(each)) for name, each in _named(by["room"])),
        *(_line(f"the clock: {name}", each, "same bytes, all fresh") for name, each in _named(by["clock"])),
    ]
    return Part(
        "crashes", "Crashes", PROMISE, lines, [*_notes(by["kill"]), *(f"Not tried: {each}." for each in skipped)]
    )


def _named(found: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what was found by its name, in the order of names."""
    by: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        by.setdefault(each["name"], []).append(each)
    return sorted(by.items())


def _line(name: str, found: list[dict[str, Any]], happened: str) -> Line:
    """Return the line of some things of one kind."""
    wrong = [each for each in found if each["wrong"]]
    failed = sum(each.get("failed", 1) for each in wrong)
    examples = [text for each in wrong for text in each["wrong"][:2]][:SHOWN]
    return Line(name, sum(each.get("times", 1) for each in found), happened, failed, examples)


def _kills(found: list[dict[str, Any]]) -> list[Line]:
    """Return a line for each phase and victim of what was killed."""
    lines = []
    named = [each | {"name": f"kill -9, {each['phase']}: {each['victim']}"} for each in found]
    for name, each in _named(named):
        twice = sum(one["twice"] for one in each)
        again = f"; the run that heals was killed too in {twice}" if twice else ""
        lines.append(_line(name, each, f"whole, healed by the next run{again}"))
    return lines


def _steps(found: list[dict[str, Any]]) -> str:
    """Return what happened to something that was ended at its steps."""
    return f"whole and healed; it changes a file {max(each['steps'] for each in found):,} times"


def _rooms(found: list[dict[str, Any]]) -> str:
    """Return what happened on disks of many sizes."""
    counts = Counter(each["state"] for each in found)
    return f"full and said so: {counts['full']}; enough room: {counts['enough']}"


def _notes(kills: list[dict[str, Any]]) -> list[str]:
    """Return what a reader must know beside the table."""
    ends = sorted(each["seconds"] for each in kills if each["seconds"])
    took = f" The longest took {ends[-1]:.1f} s, half of them less than {ends[len(ends) // 2]:.2f} s." if ends else ""
    return [
        f"After a runner was killed, all that it had started ended by itself.{took} What lay in TMPDIR then, a folder "
        "of the run, was removed by the next run; where it was all killed at once, nobody else could remove it.",
        "A phase is what could be seen from outside in the moment of the kill; at *ended before* the run was over.",
        "Promised is the end of processes, not the loss of power: only values, changes, the catalogue, seals and links "
        "that were decided are written through to the disk.",
    ]
