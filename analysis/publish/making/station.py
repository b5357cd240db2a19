"""The pools that a worker of a cluster keeps: one for each set of limits, warm from its first report on.

A pool is kept for the next run; it closes when nobody has used it for a while, when its only run was given up, and when
the worker's process ends. It lives in a thread of its own, for its processes end with the thread that started them.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from analysis.publish.making.pool import Limits, Pool
from analysis.publish.making.produce import Task

IDLE = 600  # seconds after which a pool that nobody uses is closed
END = 5  # seconds that pools have to close when the process ends


@dataclass(frozen=True)
class Terms:
    """What every report of one run is made under.

    Parameters
    ----------
    run : str
        Tells the run from every other.
    marks : mapping of str to str
        What the machine that asks makes reports with, see `analysis.publish.making.alike.here`.
    limits : Limits
        What one report may use.
    cold : bool
        Whether every notebook starts in a new interpreter.
    """

    run: str
    marks: Mapping[str, str] = field(repr=False)
    limits: Limits
    cold: bool

    @property
    def key(self) -> tuple[Limits, bool]:
        """What runs that share a pool have in common."""
        return self.limits, self.cold


class Station(threading.Thread):
    """Holds a pool open until it is told to leave, or nobody uses it any more."""

    def __init__(self, workers: int, terms: Terms, task: Task) -> None:
        super().__init__(name="civcas-station", daemon=True)
        self.key = terms.key
        self._open = partial(Pool, workers, cold=terms.cold, limits=terms.limits, where=task.project.root)
        self.pool: Future[Pool] = Future()
        self.users: Counter[str] = Counter()  # reports under way, by run
        self.last = time.monotonic()
        self._told, self._ending = threading.Event(), False

    def run(self) -> None:
        """Open the pool, wait, close it."""
        try:
            with self._open() as pool:
                self.pool.set_result(pool)
                while not self._told.wait(IDLE) and not _forget_idle(self):
                    pass
                if self._ending:
                    pool.end()
        except Exception as problem:  # the reports that wait for the pool must hear of it
            if not self.pool.done():
                self.pool.set_exception(problem)

    def end(self) -> None:
        """End every report under way, then close the pool; returns at once."""
        self._ending = True
        self._told.set()


_stations: dict[tuple[Limits, bool], Station] = {}
_guard = threading.Lock()


def run(function: Callable[[Task], Any], task: Task, terms: Terms, workers: int) -> Any:
    """Run a function in the pool of this worker and return what it returned.

    Parameters
    ----------
    function : callable
        What makes a report of a task.
    task : Task
        Its project must lie on this machine.
    terms : Terms
        Of the run that asks.
    workers : int
        How many this worker makes at once.
    """
    with _open(task, terms, workers) as pool:
        return pool.submit(function, task).result()


def abandon(run: str) -> None:
    """End what a run has under way here, where no other run shares its pool; returns at once."""
    with _guard:
        for key, station in list(_stations.items()):
            if set(+station.users) == {run}:
                del _stations[key]
                station.end()


@contextmanager
def _open(task: Task, terms: Terms, workers: int) -> Iterator[Pool]:
    """Hold the pool for some terms, opening it when there is none."""
    with _guard:
        station = _stations.get(terms.key)
        if station is None or not station.is_alive():
            station = _stations[terms.key] = Station(workers, terms, task)
            station.start()
        station.users[terms.run] += 1
    try:
        yield station.pool.result()
    finally:
        with _guard:
            station.users[terms.run] -= 1
            station.last = time.monotonic()


def _forget_idle(station: Station) -> bool:
    """Let no new report come to a station that was idle for long; return whether it was."""
    with _guard:
        idle = not +station.users and time.monotonic() - station.last >= IDLE
        if idle:
            _stations.pop(station.key, None)
        return idle


def end() -> list[Station]:
    """End every report under way in this process and return the stations that are about to close."""
    with _guard:
        leaving = list(_stations.values())
        _stations.clear()
    for station in leaving:
        station.end()
    return leaving


@atexit.register
def _leave() -> None:
    """Close every pool before the process ends."""
    for station in end():
        station.join(END)
