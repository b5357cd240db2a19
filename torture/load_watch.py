"""A command watched from outside while it runs: what it and all that it started hold, counted again and again."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

MARKER = "CIVCAS_TORTURE"  # an environment variable that every process of a watched command inherits
DONE = re.compile(rb"^ *\d+ of \d+  ", re.M)  # what civcas says of each report that is done
LONGEST = 2**20  # bytes that a command says between two looks
PAUSE = 2.0  # seconds between two looks
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Look:
    """What there was at one moment.

    Parameters
    ----------
    seconds : float
        Since the start.
    done : int
        Reports that were done.
    cpu_s : float
        Processor seconds used so far by all processes, ended ones included.
    own_s : float
        Of these, what the command and its first child used themselves: they last, and nobody else's work is in it.
    busy : float
        The load average of the machine, on which others may be at work.
    tree_mib, runner_mib, warm_mib : float
        Memory (PSS: what processes share is counted once) of all, of the command, of its first child.
    processes, kernels, threads : int
        All processes and threads; kernels are the children of the children of the first child.
    descriptors, sockets : int
        Open in the command and its first child, which last as long as the run.
    temporary, working : int
        Files and folders in the temporary folders; folders in which reports are worked on.
    """

    seconds: float
    done: int
    cpu_s: float
    own_s: float
    busy: float
    tree_mib: float
    runner_mib: float
    warm_mib: float
    processes: int
    kernels: int
    threads: int
    descriptors: int
    sockets: int
    temporary: int
    working: int


@dataclass
class Watched:
    """How a command went, and what was there while it did."""

    marker: str
    code: int = 0
    wall_s: float = 0
    cpu_s: float = 0
    said: str = ""
    errors: str = ""
    looks: list[Look] = field(default_factory=list)

    @property
    def peak_mib(self) -> float:
        """The most memory that the whole tree held at a look."""
        return max((look.tree_mib for look in self.looks), default=0)


class Watcher:
    """Looks at a running command until it ends.

    Parameters
    ----------
    process : psutil.Process
        The command.
    errors : int
        Descriptor of the file that it says its progress to.
    temporary : sequence of Path
        Folders in which everything is counted.
    working : Path
        A folder whose entries are counted.
    """

    def __init__(self, process: psutil.Process, errors: int, temporary: Sequence[Path], working: Path) -> None:
        self.process, self.errors, self.temporary, self.working = process, errors, temporary, working
        self.began = time.perf_counter()
        self.done, self.read, self.cpu_s, self.own_s = 0, 0, 0.0, 0.0  # a process that has ended takes nothing back
        self.looks: list[Look] = []

    def heed(self) -> None:
        """Read on in what the command says, and count the reports that are done."""
        said = os.pread(self.errors, LONGEST, self.read)
        whole = said[: said.rfind(b"\n") + 1]
        self.read += len(whole)
        self.done += len(DONE.findall(whole))

    def watch(self, over: threading.Event, pause: float = PAUSE) -> None:
        """Look, and again after a pause, until told that it is over."""
        while not over.wait(pause):
            self.look()

    def look(self) -> None:
        """Look once; nothing is noted where the command has ended meanwhile."""
        self.heed()
        try:
            children = self.process.children(recursive=True)
            first = [child for child in children if child.ppid() == self.process.pid][:1]
            lasting, everyone = [self.process, *first], [self.process, *children]
            parents = {child.pid: child.ppid() for child in children}
            forks = {pid for pid, parent in parents.items() if first and parent == first[0].pid}
            held = {each.pid: _mib(each) for each in everyone}
            self.cpu_s = max(self.cpu_s, sum(_cpu(each) for each in everyone))
            self.own_s = max(self.own_s, sum(_cpu(each, alone=True) for each in lasting))
            self.looks.append(
                Look(
                    time.perf_counter() - self.began, self.done, self.cpu_s,
                    self.own_s, os.getloadavg()[0], sum(held.values()),
                    held[self.process.pid], held[first[0].pid] if first else 0, len(everyone),
                    sum(parent in forks for parent in parents.values()), sum(_threads(each) for each in everyone),
                    sum(len(_open(each)) for each in lasting),
                    sum(name.startswith("socket:") for each in lasting for name in _open(each)),
                    sum(1 for folder in self.temporary for _ in folder.rglob("*")), len(_names(self.working)),
                )
            )  # fmt: skip
        except (psutil.Error, OSError):
            return


def run(
    words: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    temporary: Sequence[Path],
    working: Path,
    pause: float = PAUSE,
) -> Watched:
    """Run a command to its end under a marker of its own and return how it went.

    Parameters
    ----------
    words : sequence of str
        The command.
    cwd : Path
        Where.
    env : mapping
        Its environment; the marker is added.
    temporary : sequence of Path
        Folders in which everything is counted at each look.
    working : Path
        A folder whose entries are counted.
    pause : float
        Seconds between two looks; 0 is no look at all.
    """
    marker = uuid.uuid4().hex
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:  # a pipe would wait for what is left
        surroundings = {**env, MARKER: marker}
        process = subprocess.Popen(
            words, cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
        )
        watcher = Watcher(psutil.Process(process.pid), errors.fileno(), temporary, working)
        over = threading.Event()
        thread = threading.Thread(target=watcher.watch, args=(over, pause))
        if pause:
            thread.start()
        code = process.wait()
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        over.set()
        if pause:
            thread.join()
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Watched(marker, code, wall, cpu, _whole(out), _whole(errors), watcher.looks)


def _whole(file: IO[bytes]) -> str:
    """Return all that was written to a file that is still open."""
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def left(marker: str) -> list[int]:
    """Return the processes that still carry a marker, this one apart."""
    sign = f"{MARKER}={marker}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                surroundings = (entry / "environ").read_bytes()
            except OSError:
                continue
            if sign in surroundings.split(b"\0"):
                found.append(int(entry.name))
    return found


def sockets_under(folder: Path) -> list[str]:
    """Return the names of the Unix sockets of this machine that lie in a folder."""
    table = Path("/proc/net/unix")
    lines = table.read_text(errors="replace").splitlines() if table.is_file() else []
    return [line.split()[-1] for line in lines if str(folder) in line]


def _cpu(process: psutil.Process, alone: bool = False) -> float:
    """Return the processor seconds of a process and, unless it alone is asked for, of those it has waited for."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0
    return times.user + times.system + (0 if alone else times.children_user + times.children_system)


def _mib(process: psutil.Process) -> float:
    """Return the mebibytes that a process holds, its share of what it shares with others."""
    try:
        info = process.memory_full_info()
    except psutil.Error:
        return 0
    return float(getattr(info, "pss", info.rss)) / MEBIBYTE


def _threads(process: psutil.Process) -> int:
    """Return how many threads a process has, none when it has ended."""
    try:
        return process.num_threads()
    except psutil.Error:
        return 0


def _open(process: psutil.Process) -> list[str]:
    """Return what the descriptors of a process stand for."""
    folder = Path(f"/proc/{process.pid}/fd")
    found = []
    for name in _names(folder):
        try:
            found.append(str((folder / name).readlink()))
        except OSError:
            continue
    return found


def _names(folder: Path) -> list[str]:
    """Return the names in a folder, none where it is gone."""
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
