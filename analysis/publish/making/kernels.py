"""Notebook kernels that start warm: forked from a process that has imported everything, one for each report.

A child of the warm process reserves its kernel before it makes anything that a fork cannot inherit; the provisioner
hands it out in place of a new interpreter.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

from analysis.publish.making.child import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

forked = False  # whether this process, or the one it was forked from, is the warm one
loaded = False  # whether that one has imported what kernels need
_reserved: list[Reserved] = []


class Reserved:
    """A forked process that waits to be told which kernel to be; looks to jupyter_client like a Popen."""

    stdin = stdout = stderr = None

    def __init__(self, notebook: Path) -> None:
        waiting, self._order = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._order)
            _wait_and_be(waiting, notebook)
        os.close(waiting)
        self.returncode: int | None = None

    def start(self, command: list[str], env: Mapping[str, str], cwd: str) -> None:
        """Tell the process its command line, environment and working folder."""
        os.write(self._order, json.dumps({"command": command, "env": dict(env), "cwd": cwd}).encode())
        os.close(self._order)

    def dismiss(self) -> None:
        """Let a process go that nobody needed."""
        os.close(self._order)
        self.wait()

    def poll(self) -> int | None:
        """Return the exit code, None while the process runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)


def reserve(notebook: Path) -> None:
    """Fork the kernel that this process will need; to be called while there is one thread and no socket."""
    _reserved.append(Reserved(notebook))


def dismiss() -> None:
    """Let go of kernels that were reserved and not used."""
    while _reserved:
        _reserved.pop().dismiss()


def _wait_and_be(orders: int, notebook: Path) -> None:
    """Be the reserved process: wait for the order, then be that kernel; end when there is no order."""
    code = 1
    try:
        end_with_parent()
        if not loaded:
            _load(notebook)
        with os.fdopen(orders, "rb") as pipe:
            told = pipe.read()
        if told:
            _be(**json.loads(told))
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _load(notebook: Path) -> None:
    """Import what a notebook needs, while the process that will run it imports its own."""
    from analysis.publish.making import warm

    if notebook.is_file():
        warm.load_kernel([notebook])
    gc.enable()


def _be(command: list[str], env: dict[str, str], cwd: str) -> None:
    """Put right what a fresh interpreter would have and a fork has not, then run the kernel until it is told to end."""
    from ipykernel.kernelapp import IPKernelApp
    from matplotlib_inline import backend_inline

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    random.seed()
    sys.modules["numpy"].random.seed()
    tempfile.tempdir = None
    sys._xoptions.clear()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = command
    app = IPKernelApp.instance()
    app.initialize(command[1:])
    sys.modules["pandas"].set_option("display.encoding", sys.stdout.encoding)
    backend_inline._enable_matplotlib_integration()  # done at import in a cold kernel, when there was no shell here
    app.start()


def take() -> Reserved | None:
    """Return the reserved kernel, once."""
    return _reserved.pop() if _reserved else None
