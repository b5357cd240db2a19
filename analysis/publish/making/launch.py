"""Starting a process for a task: a fork of the warm process, or, cold, a new interpreter."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from analysis.publish.making.run import ONE_THREAD

NO_FOLDER = {"PYTHONSAFEPATH": "1"}  # of Python 3.11: no working folder among those of modules
LOG = "warm.log"  # what the warm process says, in the run's folder


class Started(Protocol):
    """A process under way: the head of a session."""

    pid: int

    def wait(self, seconds: float) -> bool:
        """Wait for the end at most so long; return whether it has come."""


class Launcher(Protocol):
    """Starts processes."""

    def start(self, task: Path, result: Path) -> Started:
        """Start a process that runs a task file."""

    def close(self) -> None:
        """Start no more."""


def stop(leader: int) -> None:
    """End a session's process group at once, if it is still there."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def surroundings(where: Path | None) -> dict[str, Any]:
    """Return how a process is started: with one thread, and so that it finds the package that runs here.

    It looks for no module in the folder it works in, nor does any kernel it starts: a file of that name there, which
    may be anybody's, would be run in place of ours or of a library. Without a folder it starts where this process is.
    """
    package = str(Path(__file__).resolve().parents[3])
    named = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]  # an empty one is the folder
    env = {**os.environ, **ONE_THREAD, **NO_FOLDER, "PYTHONPATH": os.pathsep.join([package, *named])}
    return {"env": env} | ({"cwd": where} if where else {})


class _Interpreter:
    """A new interpreter under way."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.pid = process, process.pid

    def wait(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


class Cold:
    """Starts a new interpreter for each task, in a folder when one is given."""

    def __init__(self, where: Path | None = None) -> None:
        self.surroundings = surroundings(where)

    def start(self, task: Path, result: Path) -> Started:
        """Start one."""
        words = [sys.executable, "-m", "analysis.publish.making.child", str(task), str(result), str(os.getpid())]
        with task.with_suffix(".log").open("wb") as log:  # a kernel's own output is no output of this command
            started = subprocess.Popen(
                words, start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, **self.surroundings
            )
        return _Interpreter(started)

    def close(self) -> None:
        """Nothing to close."""


class _Forked:
    """A fork under way; its pid is known once the warm process has made it."""

    def __init__(self) -> None:
        self.pid = 0
        self.known, self.ended = threading.Event(), threading.Event()

    def wait(self, seconds: float) -> bool:
        return self.ended.wait(seconds)


class Warm:
    """Starts forks of one warm process, which is started with it.

    Parameters
    ----------
    folder : Path
        The private folder of this run; the warm process removes it when whoever started it is gone.
    many : bool
        Whether more than one task is to come, so that importing everything once pays.
    where : Path, optional
        The project that the tasks are of; default: that of the working folder.
    """

    def __init__(self, folder: Path, many: bool = True, where: Path | None = None) -> None:
        ours, theirs = socket.socketpair()
        self.socket, self.channel = ours, Connection(os.dup(ours.fileno()))
        asked = [str(theirs.fileno()), str(folder), "many" if many else "one"]
        words = [sys.executable, "-Xfrozen_modules=off", "-m", "analysis.publish.making.warm", *asked]
        with (folder / LOG).open("wb") as log:
            self.process = subprocess.Popen(
                words, pass_fds=[theirs.fileno()], start_new_session=True, stdin=subprocess.DEVNULL, stderr=log,
                stdout=log, **surroundings(where),
            )  # fmt: skip
        theirs.close()
        self.lost = False
        self._numbers, self._asking = count(1), threading.Lock()
        self._forks: dict[int, _Forked] = {}  # by number
        self._by_pid: dict[int, _Forked] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, task: Path, result: Path) -> Started:
        """Ask for a fork and wait until it is there; where the warm process has died, it has ended at once."""
        fork = _Forked()
        with self._asking:
            number = next(self._numbers)
            self._forks[number] = fork
            try:
                self.channel.send((number, str(task), str(result)))
            except OSError:
                self.lost = True
        if self.lost:
            fork.known.set()
            fork.ended.set()
        fork.known.wait()
        return fork

    def close(self) -> None:
        """Let the warm process end, and what it forked with it."""
        self.socket.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the thread that listens
        self.socket.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _listen(self) -> None:
        """Hear what the warm process tells, until it is gone."""
        try:
            while True:
                word, number, told = self.channel.recv()
                if word == "started":
                    fork = self._forks.pop(number)
                    fork.pid = told
                    self._by_pid[told] = fork
                    fork.known.set()
                else:
                    self._by_pid.pop(number).ended.set()
        except (EOFError, OSError, TypeError):
            self.lost = True
        with self._asking:
            for fork in (*self._forks.values(), *self._by_pid.values()):
                fork.known.set()
                fork.ended.set()
