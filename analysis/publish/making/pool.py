"""Tasks in processes of their own, a few at a time and within limits: a `concurrent.futures` executor.

A process that takes too long or too much is ended with all that it started, and so is everything when the pool is
left by an error or a signal.
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from analysis.errors import ReportError
from analysis.publish.making import scratch
from analysis.publish.making.child import write
from analysis.publish.making.launch import Cold, Launcher, Started, Warm, stop

LOOK = 1.0  # seconds between two looks at what a process uses
MEBIBYTE = 2**20
ROOM = 16 * MEBIBYTE  # bytes of a disk that is as good as full: a result may be as large


@dataclass(frozen=True)
class Limits:
    """What one task may use: seconds, and mebibytes of all its processes together. Zero is no limit."""

    seconds: float = 0
    mebibytes: float = 0


class LimitError(ReportError):
    """A task took longer, or more memory, than it may."""


class Lost(BrokenExecutor):
    """A process ended without a result, and not by its own doing: trying again may help."""


class Pool(ThreadPoolExecutor):
    """Runs functions in processes of their own; a thread watches over each.

    Parameters
    ----------
    workers : int
        How many run at once.
    cold : bool
        Whether each is a new interpreter rather than a fork of a process that has imported everything.
    many : bool
        Whether more than one task is to come.
    limits : Limits
        What each may use.
    where : Path, optional
        A project in which the processes start; default: that of the working folder.

    Examples
    --------
    >>> with Pool(1, cold=True) as pool:
    ...     pool.submit(len, "four").result()
    4
    """

    def __init__(
        self, workers: int = 2, *, cold: bool = False, many: bool = True, limits: Limits | None = None,
        where: Path | None = None,
    ) -> None:  # fmt: skip
        super().__init__(workers)
        self.cold, self.limits, self.where = cold, limits or Limits(), where
        scratch.sweep()
        self.folder, self._lock = scratch.make()
        self._numbers, self._guard = count(1), threading.Lock()
        self._started: set[int] = set()
        self._ending = False
        self._launcher: Launcher = Cold(where) if cold else Warm(self.folder, many, where)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:  # type: ignore[override]
        """Run a function in a process of its own; function, arguments and result must be picklable.

        The future raises what the function raises; `LimitError` when it was ended for its use of time or memory;
        `Lost` when the process was killed by somebody else.
        """
        return super().submit(self._run, function, arguments)

    def end(self) -> None:
        """End everything at once."""
        self._ending = True
        with self._guard:
            for pid in self._started:
                stop(pid)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.end()
        self.shutdown(wait=True, cancel_futures=kind is not None)
        self._launcher.close()
        scratch.remove(self.folder, self._lock)

    def _run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Run one function in a process and return what it returned."""
        number = next(self._numbers)
        task, result = self.folder / f"{number}.task", self.folder / f"{number}.result"
        write(task, (function, arguments))
        process = self._start(task, result)
        try:
            self._watch(process)
        finally:
            stop(process.pid) if process.pid else None
            with self._guard:
                self._started.discard(process.pid)
        if not result.is_file():
            self._refuse_full()
            raise Lost("its process was killed")
        succeeded, told = pickle.loads(result.read_bytes())
        task.unlink()
        result.unlink()
        if not succeeded:
            raise told
        return told

    def _refuse_full(self) -> None:
        """Say so where a result is missing because there was no room to write it."""
        if shutil.disk_usage(self.folder).free < ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder.parent))

    def _start(self, task: Path, result: Path) -> Started:
        """Start a process, after a new warm one where the last was lost."""
        with self._guard:
            if self._ending:
                raise Lost("the run was ended")
            if isinstance(self._launcher, Warm) and self._launcher.lost:
                self._launcher.close()
                self._launcher = Warm(self.folder, where=self.where)
            launcher = self._launcher
        process = launcher.start(task, result)
        with self._guard:
            self._started.add(process.pid)
            ending = self._ending
        if ending and process.pid:
            stop(process.pid)
        return process

    def _watch(self, process: Started) -> None:
        """Wait for a process; end it when it goes beyond a limit."""
        started = time.monotonic()
        while not process.wait(LOOK):
            took = time.monotonic() - started
            if self.limits.seconds and took > self.limits.seconds:
                stop(process.pid)
                raise LimitError(
                    f"it ran for more than {self.limits.seconds:g} seconds and was ended; raise --time-limit"
                )
            if self.limits.mebibytes and used(process.pid, self.limits.mebibytes) > self.limits.mebibytes:
                stop(process.pid)
                raise LimitError(f"it took more than {self.limits.mebibytes:g} MiB and was ended; raise --memory-limit")


def used(leader: int, more_than: float = 0) -> float:
    """Return the mebibytes that a process and all it started hold.

    What they share is counted once; but where even counted once for each it is not `more_than` that, the quicker sum
    is returned.
    """
    try:
        family = [psutil.Process(leader), *psutil.Process(leader).children(recursive=True)]
    except psutil.Error:
        return 0
    quick = sum(_held(process, shared=True) for process in family)
    return quick if quick <= more_than else sum(_held(process, shared=False) for process in family)


def _held(process: psutil.Process, shared: bool) -> float:
    """Return the mebibytes of one process, what it shares with others in full or in part; none when it has ended."""
    try:
        info = process.memory_info() if shared else process.memory_full_info()
    except psutil.Error:
        return 0
    return float(info.rss if shared else getattr(info, "pss", info.rss)) / MEBIBYTE
