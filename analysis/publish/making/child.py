"""One task in a process of its own: a function and its arguments from a file, its result into another.

The process is the head of a session, so that it and everything it starts can be stopped together.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.whole import write_whole

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def write(path: Path, content: Any) -> None:
    """Write an object to a file that is there whole or not at all."""
    write_whole(path, pickle.dumps(content))


def run(task: Path, result: Path) -> None:
    """Run the function a task file names and write what it returned, or the error it ended with."""
    function: Callable[..., Any]
    tempfile.tempdir = str(task.parent)  # whatever is left there goes with the run
    try:
        function, arguments = pickle.loads(task.read_bytes())
        told = (True, function(*arguments))
    except Exception as problem:  # whatever went wrong belongs to whoever asked, not to this process
        told = (False, problem)
    try:
        write(result, told)
    except Exception as problem:
        write(result, (False, TypeError(f"what a task came to cannot be sent: {problem}")))


def end_with_parent() -> None:
    """Let the kernel of the system end this process when the one that started it ends, whatever ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def main() -> None:
    """Run one task in a fresh interpreter: ``python -m analysis.publish.making.child TASK RESULT PARENT``."""
    end_with_parent()
    task, result, parent = sys.argv[1:]
    if os.getppid() == int(parent):
        run(Path(task), Path(result))


if __name__ == "__main__":
    main()
