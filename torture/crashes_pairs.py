"""Two at once: a second command while a first one runs; one waits or refuses in a sentence, and all stays whole."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torture.crashes_kill import BELOW, PATIENCE, Known, healed, phase
from torture.crashes_site import CIVCAS, LISTED, Place, Workshop, change, lay, torn
from torture.part import HERE

EXPORT = str(HERE / "tests" / "data" / "importers" / "exports" / "ibc.csv")
IMPORT = ("import", "ibc", EXPORT, "--study", "twice", "--as-of", "2020-01-01", "--replace")
REPORT = ("report", "--keep-going")
MAKING = "another run is making reports here: wait"
READING = "reports are being made from these tables: wait"
SHOWING = "another run is printing or packing reports here: wait"
WAITING = "another run is changing the tables: waiting"
FINE = ""


@dataclass(frozen=True)
class Pair:
    """A first command, when the second begins, the second, and what it says.

    Parameters
    ----------
    first, second : tuple of str
        Words of the command line.
    when : str
        A phase of the first, as `analysis` shows it from outside, or ``printing`` and ``importing``.
    says : str
        The sentence with which the second refuses or waits; empty where both simply work.
    """

    first: tuple[str, ...]
    when: str
    second: tuple[str, ...]
    says: str

    @property
    def name(self) -> str:
        """The pair in words."""
        return f"{self.second[0]} while {self.first[0]} is at {self.when}"


PAIRS = (
    Pair(REPORT, "warming", REPORT, MAKING),
    Pair(REPORT, "execution", REPORT, MAKING),
    Pair(REPORT, "execution", ("build",), READING),
    Pair(REPORT, "execution", IMPORT, READING),
    Pair(REPORT, "execution", ("status",), FINE),
    Pair(REPORT, "execution", ("verify",), FINE),
    Pair(REPORT, "execution", ("pdf", "coverage"), MAKING),
    Pair(REPORT, "execution", ("release",), MAKING),
    Pair(("build",), "build", REPORT, WAITING),
    Pair(("build",), "build", ("build",), WAITING),
    Pair(("build",), "build", ("status",), WAITING),
    Pair(IMPORT, "importing", REPORT, WAITING),
    Pair(IMPORT, "importing", IMPORT, WAITING),
    Pair(("pdf", "coverage"), "printing", REPORT, SHOWING),
)


def tried(made: Workshop, folder: Path, known: Known, pair: Pair) -> list[str]:
    """Run a pair and return what is wrong."""
    place = lay(made.place("b" if pair.when == "printing" else "stale"), folder)
    mark = f"{os.getpid()}-pair"
    first = place.start(*pair.first, mark=mark)
    if not _come(place, first, pair.when):
        code = first.wait()
        return [f"{pair.name}: the first ended with {code} before: {place.said()[-200:]}"]
    second = place.civcas(*pair.second, mark=mark) if pair.says == FINE else _held_up(place, first, pair, mark)
    code = first.wait(PATIENCE)
    wrong = [] if not code else [f"the first ended with {code}: {place.said()[-200:]}"]
    wrong += _second(pair, second) + torn(place, known.old, known.new)
    shutil.rmtree(place.project.studies, ignore_errors=True)
    shutil.rmtree(place.project.pdf, ignore_errors=True)
    return [f"{pair.name}: {each}" for each in (*wrong, *healed(place, known, mark))]


def _held_up(place: Place, first: subprocess.Popen[str], pair: Pair, mark: str) -> subprocess.CompletedProcess[str]:
    """Run the second while the first stands still, until it refuses or says that it waits; then let the first go on."""
    said = place.folder / "second"
    os.kill(first.pid, signal.SIGSTOP)
    try:
        with said.open("w") as log:
            second = subprocess.Popen(
                [*CIVCAS, *pair.second], cwd=place.project.root, env=place.env(mark), stderr=log,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while second.poll() is None and WAITING not in said.read_text() and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        os.kill(first.pid, signal.SIGCONT)
    code = second.wait(PATIENCE)
    return subprocess.CompletedProcess(second.args, code, "", said.read_text(encoding="utf-8"))


def _second(pair: Pair, ended: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what is wrong with how the second ended."""
    wrong, refuses = [], pair.says not in (FINE, WAITING)
    if ended.returncode != (2 if refuses else 0):
        wrong.append(f"the second ended with {ended.returncode}: {ended.stderr[-200:]}")
    if pair.says not in ended.stderr or "Traceback" in ended.stderr:
        wrong.append(f"the second said {ended.stderr[-200:]!r}")
    if refuses and len(ended.stderr.strip().splitlines()) != 1:
        wrong.append(f"the second said more than a sentence: {ended.stderr[-300:]!r}")
    return wrong


def _come(place: Place, run: subprocess.Popen[str], when: str) -> bool:
    """Wait for the first command to be at a moment; return whether it came."""
    signs: dict[str, Callable[[], bool]] = {
        "importing": lambda: any(place.project.studies.glob(".*.partial")),
        "printing": lambda: _holds(run.pid, place.project.reports),
    }
    sign = signs.get(when) or (lambda: phase(place, run.pid, BELOW["kernel"]) == when)
    while run.poll() is None:
        if sign():
            return True
        time.sleep(0.002)
    return False


def _holds(pid: int, folder: Path) -> bool:
    """Return whether a process has a folder open, as one that locks it has."""
    try:
        return any(Path(entry.path).readlink() == folder for entry in os.scandir(f"/proc/{pid}/fd"))
    except OSError:
        return False


def looked_at(made: Workshop, folder: Path, known: Known) -> tuple[int, list[str]]:
    """Read the pages through ``civcas serve`` while a run renews them; return how many were read, and what was wrong.

    Every answer must be a page as it was or as it shall be; none may be missing.
    """
    place, mark = lay(made.place("stale"), folder), f"{os.getpid()}-look"
    states = [
        {name: (each.project.reports / name).read_bytes() for name in (f"{one}/report.html" for one in LISTED)}
        for each in (made.place("a"), made.place("b"))
    ]
    serving = subprocess.Popen(
        [*CIVCAS, "serve"], cwd=place.project.root, env=place.env(mark), stdout=subprocess.PIPE, text=True
    )
    address = re.match(r"\S+", serving.stdout.readline() if serving.stdout else "")
    run, read, wrong = place.start(*REPORT, mark=mark), 0, []
    while run.poll() is None and address:
        for name in states[0]:
            read += 1
            if _answer(address[0] + name) not in (states[0][name], states[1][name]):
                wrong.append(f"{name} was neither old nor new, or not there")
        time.sleep(0.001)
    serving.terminate()
    serving.wait()
    if run.returncode or not address:
        wrong.append(f"the run ended with {run.returncode}: {place.said()[-200:]}")
    return read, [*wrong, *healed(place, known, mark)]


def _answer(address: str) -> bytes:
    """Return what is answered."""
    try:
        with urllib.request.urlopen(address) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError:
        return b""


def changed_meanwhile(made: Workshop, folder: Path, known: Known) -> list[str]:
    """Change the inputs while reports are made of them; nothing made of the old may count as made of the new."""
    place, mark = lay(made.place("a"), folder), f"{os.getpid()}-meanwhile"
    run = place.start("report", "--keep-going", "--force", mark=mark)
    if not _come(place, run, "execution"):
        return ["the run ended before"]
    change(place)
    run.wait(PATIENCE)
    return [f"inputs changed during a run: {each}" for each in healed(place, known, mark)]
