"""A Dask cluster of real processes on this machine, each with nothing but the package on its path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import psutil
from publish import tiny

import analysis
from analysis.paths import Project

HERE = Path(__file__).resolve().parents[3]
WAIT = 20.0
MANY = 24
DAYS = [str(date(2017, 3, 1) + timedelta(days=3 * number)) for number in range(MANY)]
SAMPLE = DAYS[::10]  # made here as well, to be compared
CATALOGUE = f"""[[report]]
id = "day-{{as_of}}"
notebook = "20-plain"
title = "As of {{as_of}}"
parameters = {{ place = "Mosul", as_of = {DAYS} }}
"""
CIVCAS = "from analysis.cli import main; main()"
SLEEPING = tiny.code("import time\n\ntime.sleep(100)")
FAILING = tiny.code("raise ValueError('no such row')")


def until(true: Callable[[], bool], seconds: float = WAIT) -> None:
    """Wait for something to be true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def environment(code: Path = HERE) -> dict[str, str]:
    """The environment of a process that finds the package in a folder."""
    return {**os.environ, "PYTHONPATH": str(code)}


def family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """A process and all it started."""
    leader = psutil.Process(process.pid)
    return [leader, *leader.children(recursive=True)]


class Machines:
    """A scheduler and its workers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file)]
        self.scheduler = self._start("scheduler", words, HERE)
        until(lambda: self.file.is_file() and self.file.read_text().endswith("}"))
        self.address = json.loads(self.file.read_text())["address"]

    def add(self, code: Path = HERE) -> subprocess.Popen[bytes]:
        """Start a worker and wait until the scheduler knows it."""
        name = f"worker-{len(self.workers)}"
        (self.folder / name).mkdir()
        words = [
            "worker", self.address, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "2", "--memory-limit", "0",
            "--name", name, "--local-directory", str(self.folder / name),
        ]  # fmt: skip
        worker = self._start(name, words, code)
        self.workers.append(worker)
        until(lambda: b"Starting established connection" in self.log(name))
        return worker

    def alive(self) -> list[subprocess.Popen[bytes]]:
        """The workers that run."""
        return [worker for worker in self.workers if worker.poll() is None]

    def log(self, name: str) -> bytes:
        """What a process has said."""
        return (self.folder / f"{name}.log").read_bytes()

    def kept(self, worker: int) -> dict[str, set[str]]:
        """The contents and projects that a worker keeps, by name."""
        found = (self.folder / f"worker-{worker}").glob("dask-scratch-space/*/civcas/*/*")
        kept: dict[str, set[str]] = {}
        for path in found:
            kept.setdefault(path.parent.name, set()).add(path.name)
        return kept

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker as want of power would."""
        worker.kill()
        worker.wait()

    def close(self) -> list[psutil.Process]:
        """Ask everything to end and return what had been there.

        The scheduler comes last: a worker that is asked to end while its scheduler closes may wait for ever in dask.
        """
        running = [self.scheduler] if self.scheduler.poll() is None else []
        processes = [process for started in (*self.alive(), *running) for process in family(started)]
        for started in self.alive():
            started.terminate()
        for started in self.workers:
            self._wait(started)
        self.scheduler.terminate()
        self._wait(self.scheduler)
        return processes

    def _wait(self, started: subprocess.Popen[bytes]) -> None:
        """Wait until a process has ended; kill one that waits for ever in dask, and what it started must go too."""
        try:
            started.wait(WAIT)
        except subprocess.TimeoutExpired:
            self.kill(started)

    def _start(self, name: str, words: list[str], code: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:], "--no-dashboard"]
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, cwd=self.folder, env=environment(code), stdout=log, stderr=log)


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """A cluster without workers, all of which are gone afterwards with everything that they started."""
    cluster = Machines(folder)
    try:
        yield cluster
    finally:
        _, left = psutil.wait_procs(cluster.close(), WAIT)
        assert left == []


def many(built: Project, root: Path) -> Project:
    """A project with one light notebook and two dozen reports."""
    made = tiny.project(built, root)
    made.catalogue.write_text(CATALOGUE, encoding="utf-8")
    tiny.write(made.notebooks, "30-sleeping", *tiny.plain(SLEEPING))
    tiny.write(made.notebooks, "40-failing", *tiny.plain(FAILING))
    return made


def civcas(project: Project, *words: str) -> subprocess.Popen[str]:
    """`civcas report` in a project, under way."""
    command = [sys.executable, "-c", CIVCAS, "report", "--allow-foreign", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=project.root, env=environment(), stdout=pipe, stderr=pipe, text=True)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kernels(worker: subprocess.Popen[bytes]) -> int:
    """How many processes run for reports: those that warm processes, a worker's only children, have forked."""
    return len(family(worker)) - 1 - len(psutil.Process(worker.pid).children())


def sleep(task: object) -> None:
    """A report that does not end."""
    time.sleep(100)


def place(task: object) -> tuple[str, str]:
    """Where a process runs, and where its package is."""
    return str(Path.cwd()), str(Path(analysis.__file__).parents[1])
