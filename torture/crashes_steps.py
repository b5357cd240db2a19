"""Death at every step: a process that ends before its n-th change of a file, for each n, in what writes anything.

A file that is about to be written is also left empty, as a process leaves it that dies between opening and writing.
"""

from __future__ import annotations

import os
import pickle
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.publish.making.produce import EXECUTED, LOG, Product, Task
from analysis.publish.making.run import Outcome
from torture.crashes_site import Place

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "ctypes.dlsym")
AIMED = ("os.rename", "ctypes.dlsym")  # where one state gives way to another
WRITING = os.O_WRONLY | os.O_RDWR
NOTHING = -1


@dataclass(frozen=True)
class Scene:
    """Something that writes: how it is set up, done, and judged.

    Parameters
    ----------
    name : str
        In words.
    lay : callable
        Sets it up in a folder and returns the place.
    act : callable
        Does it.
    torn : callable
        Returns what is not whole, at any moment.
    unhealed : callable
        Returns what is not as it shall be once it was done again.
    known : bool
        Whether it is done once in this process, so that its forks have read and reckoned all beforehand.
    """

    name: str
    lay: Callable[[Path], Place]
    act: Callable[[Place], None]
    torn: Callable[[Place], list[str]]
    unhealed: Callable[[Place], list[str]]
    known: bool = False


@dataclass
class Deaths:
    """What came of a scene: how many steps it has, at how many it was ended, what went wrong."""

    name: str
    steps: int = 0
    died: int = 0
    wrong: list[str] = field(default_factory=list)  # one for each death that broke the promise


def deaths(scene: Scene, folder: Path, most: int, seed: int) -> Deaths:
    """End a scene before each of its steps, or before those around a change of place and `most` others."""
    found = Deaths(scene.name)
    if scene.known:
        with chdir(Path.cwd()):
            scene.act(scene.lay(folder))
    place = scene.lay(folder)
    told = _steps(scene, place)
    found.steps = len(told)
    if wrong := scene.unhealed(place):
        found.wrong.append(f"{scene.name}, not ended at all: {'; '.join(wrong[:3])}")
        return found
    for number in chosen(told, most, seed):
        for empty in (False, True) if told[number].startswith("open") else (False,):
            place = scene.lay(folder)
            wrong = _death(scene, place, number, empty)
            found.died += 1
            if wrong:
                how = "left empty at" if empty else "ended before"
                found.wrong.append(f"{scene.name}, {how} step {number} ({told[number]}): {'; '.join(wrong[:3])}")
    return found


def _death(scene: Scene, place: Place, number: int, empty: bool) -> list[str]:
    """Let it be ended before a step and done again, and return what is wrong after each."""
    ended = forked(lambda: _dying(scene, place, number, empty))
    wrong = [] if ended == -signal.SIGKILL else [f"it ended with {ended}"]
    wrong += scene.torn(place)
    if forked(lambda: scene.act(place)):
        wrong.append("it could not be done again")
    return [*wrong, *(f"done again: {each}" for each in scene.unhealed(place))]


def chosen(told: list[str], most: int, seed: int) -> list[int]:
    """Return which steps to die at: those around a change of place, and of the others `most` at random."""
    aimed = {near for at, step in enumerate(told) if step.startswith(AIMED) for near in (at - 1, at, at + 1)}
    others = [at for at in range(len(told)) if at not in aimed]
    few = random.Random(seed).sample(others, min(most, len(others)))
    return sorted({*(at for at in aimed if 0 <= at < len(told)), *few})


def _steps(scene: Scene, place: Place) -> list[str]:
    """Do it once, without a death, and return its steps."""
    listed = place.folder / "steps"

    def counted() -> None:
        with listed.open("w", encoding="utf-8") as file:
            _count(place, lambda number, step: print(step, file=file, flush=True))
            scene.act(place)

    if forked(counted):
        raise RuntimeError(f"{scene.name} cannot be done")
    told = listed.read_text(encoding="utf-8").splitlines()
    listed.unlink()
    return told


def _dying(scene: Scene, place: Place, at: int, empty: bool) -> None:
    """Do it, and die before a step."""

    def die(number: int, step: str) -> None:
        if number == at:
            if empty:
                Path(step.partition(" ")[2]).write_bytes(b"")
            os.kill(os.getpid(), signal.SIGKILL)

    _count(place, die)
    scene.act(place)


def _count(place: Place, told: Callable[[int, str], None]) -> None:
    """Call a function before every change of a file below a place, from now on and in this process."""
    seen, busy, inside = [NOTHING], [False], str(place.folder)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        step = _step(event, arguments, inside)
        if step and not busy[0]:
            seen[0] += 1
            busy[0] = True
            told(seen[0], step)
            busy[0] = False

    sys.addaudithook(hook)


def _step(event: str, arguments: tuple[Any, ...], inside: str) -> str:
    """Return a change of a file in words; empty where it is none, or is none below the place."""
    if event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & WRITING
        return f"open {path}" if writes and isinstance(path, (str, bytes)) and str(path).startswith(inside) else ""
    if event == "ctypes.dlsym":
        return f"{event} {arguments[1]}" if arguments[1] == "renameat2" else ""
    if event in CHANGES:
        named = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes)) else str(arguments[0])
        return f"{event} {named}" if named.startswith(inside) or not named.startswith("/") else ""
    return ""


def forked(act: Callable[[], object]) -> int:
    """Do something in a fork of this process and return how it ended; a traceback goes to the standard error."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Ready(Executor):
    """Has every report made already: the files of a place where they stand, or a failure."""

    def __init__(self, place: Place, failing: Iterable[str] = ()) -> None:
        self.place, self.failing = place, set(failing)

    def submit(self, function: Callable[..., Any], /, task: Task) -> Future[Any]:  # type: ignore[override]
        """Return at once what a report consists of; the folder of the task is used as a run would use it."""
        task.folder.mkdir(parents=True, exist_ok=True)
        for name in (EXECUTED, LOG):
            (task.folder / name).write_bytes(b"{}")
        made: Future[Any] = Future()
        made.set_result(pickle.loads(pickle.dumps(self._product(task.plan.id))))
        return made

    def _product(self, identity: str) -> Product:
        """Return a report as it stands, or its failure."""
        reports = self.place.project.reports
        log = (reports / "logs" / f"{identity}.log").read_bytes()
        if identity in self.failing:
            return Product(Outcome(identity, f"{identity}: a cell failed.", 3), failed=b"{}", log=log)
        folder = reports / identity
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
        return Product(Outcome(identity), files, log=log)
