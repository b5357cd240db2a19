"""Who changes the tables, and who needs them to stay as they are: one lock on the project's folder, for all its tables.

It leaves no file behind and is gone with whoever holds it, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.data import manifest
from analysis.errors import DataError
from analysis.paths import Project
from analysis.whole import taken

WAITING = "another run is changing the tables: waiting until it is done"
READ = "reports are being made from these tables: wait until that run ends, then run this again"
TRIES = 3  # times to build what somebody changes all the while
_held: dict[str, int] = {}  # by root: the folder that this process has locked
_guard = threading.RLock()


@contextmanager
def changing(project: Project) -> Iterator[None]:
    """Hold the tables of a project and of its studies to change them; whoever else changes them is waited for.

    Raises
    ------
    DataError
        When reports are being made from them.
    """
    with _guard, _folder(project) as folder:
        if folder is not None and not taken(folder, fcntl.LOCK_EX):
            if taken(folder, fcntl.LOCK_SH):
                raise DataError(READ)
            _wait(folder, fcntl.LOCK_EX)
        yield


@contextmanager
def reading(project: Project) -> Iterator[None]:
    """Hold the tables of a project and of its studies as they are; whoever changes them is waited for."""
    with _guard, _folder(project) as folder:
        if folder is not None and not taken(folder, fcntl.LOCK_SH):
            _wait(folder, fcntl.LOCK_SH)
        yield


@contextmanager
def built(project: Project) -> Iterator[None]:
    """Hold tables that are built from their inputs as they are now, building them first where they are not.

    Raises
    ------
    DataError
        When they cannot be built.
    """
    for _ in range(TRIES):
        with reading(project):
            if manifest.is_current(project):
                yield
                return
        ensure(project)
    with reading(project):
        yield


def ensure(project: Project) -> bool:
    """Build the tables where they are missing or older than their inputs; return whether they were.

    Raises
    ------
    DataError
        When they cannot be built, or reports are being made from them.
    """
    if manifest.is_current(project):
        return False
    from analysis.data import build

    with changing(project):
        if manifest.is_current(project):  # made so by another run, while this one waited
            return False
        build.build(project)
    return True


@contextmanager
def _folder(project: Project) -> Iterator[int | None]:
    """Open the folder that is locked; none where this process has it already."""
    key = str(project.root.resolve())
    if key in _held:
        yield None
        return
    folder = os.open(key, os.O_RDONLY)
    _held[key] = folder
    try:
        yield folder
    finally:
        del _held[key]
        os.close(folder)


def _wait(folder: int, kind: int) -> None:
    """Say so, and wait for a lock."""
    print(WAITING, file=sys.stderr, flush=True)
    fcntl.flock(folder, kind)
