"""Folders for what only a run under way needs: tasks, results, sockets; beside those of other programs.

Each is locked by whoever made it, so that the next run knows those that a killed one has left.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis import whole

PREFIX = "civcas-run-"
OURS = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
SOCKET_ROOM, SHORT_FOLDER = 70, "/tmp"  # the name of a socket may have 107 characters in all


@contextmanager
def lent() -> Iterator[Path]:
    """Lend a folder whose name is short enough for a socket in it, removed at the end."""
    folder, lock = make(near())
    try:
        yield folder
    finally:
        remove(folder, lock)


def near() -> str | None:
    """Return the folder in which the name of a socket is short enough; none where the usual one is."""
    return None if len(tempfile.gettempdir()) <= SOCKET_ROOM else SHORT_FOLDER


def make(inside: str | None = None) -> tuple[Path, int]:
    """Make a folder and lock it; return it and the lock, to be given to `remove`."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=inside))
        with suppress(FileNotFoundError):  # swept away before it was locked
            lock = os.open(folder, os.O_RDONLY)
            if whole.taken(lock, fcntl.LOCK_EX) and folder.is_dir():
                return folder, lock
            os.close(lock)


def remove(folder: Path, lock: int) -> None:
    """Remove a folder that was made here."""
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def sweep() -> None:
    """Remove what killed runs of the same user have left."""
    for inside in {tempfile.gettempdir(), SHORT_FOLDER}:
        with suppress(OSError), os.scandir(inside) as entries:
            for entry in entries:
                if OURS.fullmatch(entry.name) and _is_ours(entry):
                    whole.sweep(Path(entry.path))


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Return whether a folder is one that `make` made for this user."""
    with suppress(OSError):
        told = entry.stat(follow_symlinks=False)
        return stat.S_ISDIR(told.st_mode) and stat.S_IMODE(told.st_mode) == 0o700 and told.st_uid == os.getuid()
    return False
