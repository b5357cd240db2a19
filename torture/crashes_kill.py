"""One crash: start a run, kill something at a moment, look at what is left, let the next run heal it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from torture.crashes_site import MARK, Place, Workshop, dead, differences, disagreement, lay, listing, torn

PATIENCE = 180  # seconds that an uninterrupted run may take on a machine with much else to do
END = 10.0  # seconds in which everything must have ended after whoever started it was killed
LOOK = 0.002
PHASES = ("start", "build", "warming", "execution", "rendering", "publishing", "site")
VICTIMS = ("runner", "warm process", "worker", "kernel", "all at once")
BELOW = {"warm process": 1, "worker": 2, "kernel": 3}  # how many generations below the runner


@dataclass(frozen=True)
class Plan:
    """What is to be done to one run."""

    number: int
    phase: str
    victim: str
    words: tuple[str, ...]
    empty: bool  # whether no report was there before
    twice: bool  # whether the run that heals is killed too

    @classmethod
    def drawn(cls, number: int, seed: int) -> Plan:
        """Return the plan of a number; the same one for the same seed."""
        chance = random.Random(f"{seed}-{number}")
        phase, victim = PHASES[number % len(PHASES)], chance.choice(VICTIMS)
        if phase in ("start", "build", "site"):
            victim = chance.choice(("runner", "all at once"))
        elif phase == "warming":
            victim = chance.choice(("runner", "warm process", "all at once"))
        words = ["report", "--keep-going"]
        if chance.random() < 0.15 and victim != "warm process":
            words.append("--cold")
        if chance.random() < 0.2:
            words += ["--workers", "1"]
        return cls(number, phase, victim, tuple(words), chance.random() < 0.15, chance.random() < 0.15)

    @property
    def below(self) -> int:
        """How many generations the victim is below the runner."""
        return BELOW.get(self.victim, 0) - ("--cold" in self.words and self.victim in ("worker", "kernel"))

    @property
    def deepest(self) -> int:
        """How many generations a kernel is below the runner."""
        return BELOW["kernel"] - ("--cold" in self.words)


@dataclass
class Crash:
    """What came of it; `wrong` holds every way in which the promise was broken."""

    number: int
    aimed: str
    victim: str
    phase: str = ""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0  # until everything had ended by itself
    left: list[str] = field(default_factory=list)  # what lay about before the next run


def crash(made: Workshop, folder: Path, plan: Plan, seed: int, known: Known) -> Crash:
    """Do what a plan says in a folder and return what came of it."""
    chance = random.Random(f"{seed}-{plan.number}-moment")
    place = lay(made.place("stale"), folder)
    if plan.empty:
        for each in place.project.reports.iterdir():
            shutil.rmtree(each) if each.is_dir() and each.name != "values" else None
            each.unlink() if each.is_file() else None
    found = Crash(plan.number, plan.phase, plan.victim)
    old = {name: mark for name, mark in known.old.items() if not plan.empty or not _made(name)}
    mark = f"{os.getpid()}-{plan.number}"
    _strike(place, plan, chance, mark, found)
    found.wrong += [f"after the crash: {each}" for each in torn(place, old, known.new)]
    found.left = sorted(set(listing(place.tmp)) | {each for each in listing(place.project.root) if _passing(each)})
    if plan.twice:
        again = Crash(plan.number, "any", "all at once")
        _strike(
            place, Plan(plan.number, chance.choice(PHASES), again.victim, plan.words, False, False), chance, mark, again
        )
        found.wrong += [f"at the second blow: {each}" for each in (*again.wrong, *torn(place, old, known.new))]
    found.wrong += [f"after the next run: {each}" for each in healed(place, known, mark)]
    return found


@dataclass(frozen=True)
class Known:
    """What uninterrupted runs leave: the project before and after, the home and the folder for temporary files."""

    old: dict[str, str]
    new: dict[str, str]
    home: dict[str, str]

    @classmethod
    def of(cls, made: Workshop) -> Known:
        """Look at both states."""
        a, b = made.place("a"), made.place("b")
        return cls(listing(a.project.root), listing(b.project.root), listing(b.home))


def _made(name: str) -> bool:
    """Return whether a file is made by a run and is no kept value."""
    return name.startswith("reports/") and not name.startswith("reports/values")


def _passing(name: str) -> bool:
    """Return whether a file is one that only a run under way has."""
    return any(part in name for part in ("/.work", ".partial", "/.old-", "/.pages"))


def _strike(place: Place, plan: Plan, chance: random.Random, mark: str, found: Crash) -> None:
    """Start a run, kill the victim at its moment, and wait for the end of what is left."""
    run = place.start(*plan.words, mark=mark)
    pids = _aim(place, run, plan, chance)
    found.phase = phase(place, run.pid, plan.deepest) if pids else "ended before"
    for pid in pids:
        _kill(pid)
    struck = time.monotonic()
    if run.pid in pids:
        run.wait()
        while others(mark) and time.monotonic() - struck < END:
            time.sleep(0.01)
    else:
        _ends(run, found)
    found.seconds = time.monotonic() - struck if run.pid in pids else 0
    for pid in others(mark):
        found.wrong.append(f"{' '.join(_words(pid))[-120:]} outlived its run")
        _kill(pid)


def _ends(run: subprocess.Popen[str], found: Crash) -> None:
    """Let a run whose helper was killed end, and look at how it ended."""
    try:
        code = run.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        found.wrong.append("the run did not end")
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return
    if code and found.phase != "ended before":
        found.wrong.append(f"the run ended with {code} though trying again would have helped")


def _aim(place: Place, run: subprocess.Popen[str], plan: Plan, chance: random.Random) -> list[int]:
    """Wait for the phase and for the victim, then a little longer, and return whom to kill."""
    end = time.monotonic() + PATIENCE
    _wait(lambda: phase(place, run.pid, plan.deepest) == plan.phase, run, end)
    time.sleep(chance.choice((0, 0, 0.003, 0.02, 0.1, 0.5)) * chance.random())
    if plan.victim == "all at once":
        return family(run.pid)[::-1] if run.poll() is None else []
    while run.poll() is None and time.monotonic() < end:
        there = generations(run.pid)
        if len(there) > plan.below and there[plan.below]:
            return [chance.choice(there[plan.below])]
        time.sleep(LOOK)
    return []


def _wait(come: Callable[[], bool], run: subprocess.Popen[str], end: float) -> None:
    """Wait for a condition while a run lasts."""
    while run.poll() is None and not come() and time.monotonic() < end:
        time.sleep(LOOK)


def phase(place: Place, runner: int, deepest: int) -> str:
    """Return what a run is at, seen from what lies about."""
    reports = place.project.reports
    if any(place.project.processed.glob(".work-*")):
        return "build"
    work = sorted(reports.glob(".work/*")) if reports.is_dir() else []
    if (reports / ".pages").is_dir() or any(reports.glob(".*.partial")):
        return "site"
    if any(path.is_dir() for path in reports.glob(".work/**/*.new")) or any(reports.glob(".old-*")):
        return "publishing"
    if work:
        there = [len(generation) for generation in generations(runner)]
        workers, kernels = (there[at] if len(there) > at else 0 for at in (deepest - 1, deepest))
        ran = any(reports.glob(".work/**/executed.ipynb"))
        return "rendering" if ran and kernels < workers else "execution"
    return "warming" if any(place.tmp.glob("civcas-run-*")) else "start"


def generations(leader: int) -> list[list[int]]:
    """Return a process, its children, theirs, and so on."""
    found = [[leader]]
    while below := [child for pid in found[-1] for child in _children(pid)]:
        found.append(below)
    return found


def family(leader: int) -> list[int]:
    """Return a process and all below it, the oldest first."""
    return [pid for generation in generations(leader) for pid in generation]


def _children(pid: int) -> list[int]:
    """Return the children of a process, whichever of its threads started them."""
    found: list[int] = []
    try:
        for thread in os.scandir(f"/proc/{pid}/task"):
            found += [int(child) for child in Path(thread.path, "children").read_text().split()]
    except OSError:
        return found
    return found


def others(mark: str) -> list[int]:
    """Return every process whose environment has the mark, those that have ended and were not waited for left out."""
    found, sought = [], f"{MARK}={mark}".encode()
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if sought in Path(entry.path, "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def _words(pid: int) -> list[str]:
    """Return the command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ["a process"]


def _kill(pid: int) -> None:
    """Kill a process that may be gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def healed(place: Place, known: Known, mark: str) -> list[str]:
    """Run again and return everything that is not as if nothing had happened."""
    ran = place.civcas("report", "--keep-going", mark=mark)
    if ran.returncode:
        return [f"the next run ended with {ran.returncode}: {ran.stderr[-300:]}"]
    left = [f"{name} is left in TMPDIR" for name in listing(place.tmp)]
    home = [f"in HOME {each}" for each in differences(known.home, listing(place.home)) if "history.sqlite" not in each]
    running = [f"{' '.join(_words(pid))[-120:]} still runs" for pid in others(mark)]
    outside = [f"{path} is left" for shared in ("/dev/shm", "/tmp") for path in _strays(Path(shared), place)]
    return [
        *differences(known.new, listing(place.project.root)), *dead(place), *disagreement(place),
        *left, *home, *running, *outside,
    ]  # fmt: skip


def _strays(folder: Path, place: Place) -> list[str]:
    """Return what lies in a shared folder that is this stream's alone; nothing where others may use it too."""
    if os.environ.get("CIVCAS_TORTURE_ALONE") != "1" or not folder.is_dir():
        return []
    ours = place.folder.relative_to(folder).parts[0] if place.folder.is_relative_to(folder) else ""
    return [f"{folder}/{name}" for name in sorted(path.name for path in folder.iterdir()) if name != ours]


def told(found: Crash) -> dict[str, Any]:
    """Return what came of a crash, to be written down."""
    return asdict(found)
