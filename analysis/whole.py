"""Files and folders that are there as they were or as they shall be, whenever whoever writes them is ended.

The promise is about the end of a process, at any moment and of any kind, and of all processes at once. A power cut may
besides leave files empty that the system had not yet brought to the disk: only what is written to last is safe from it.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import CivcasError

PARTIAL = ".{}.partial"  # what a file or folder is called until it is whole
OLD = ".old-"  # what a folder is called that gives way, where two cannot change places at once
HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


@contextmanager
def locked(folder: Path, kind: int, refusal: CivcasError, shared: CivcasError | None = None) -> Iterator[None]:
    """Hold a folder, alone or with others, until the end of a block or of the process, however that ends.

    Parameters
    ----------
    folder : Path
        It must be there. Where its file system knows no locks, nobody is kept out.
    kind : int
        ``fcntl.LOCK_EX`` or ``fcntl.LOCK_SH``.
    refusal : CivcasError
        Raised when somebody is in the way.
    shared : CivcasError, optional
        Raised instead when those who are in the way only look.
    """
    number = os.open(folder, os.O_RDONLY)
    try:
        if not taken(number, kind):
            raise shared if shared and taken(number, fcntl.LOCK_SH) else refusal
        yield
    finally:
        os.close(number)


def taken(number: int, kind: int) -> bool:
    """Lock what is open unless somebody is in the way, and return whether nobody is."""
    try:
        fcntl.flock(number, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def sweep(folder: Path) -> None:
    """Remove a folder that a process held while it worked there, unless one still does or that cannot be told."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(number)


def partial_of(place: Path) -> Path:
    """Return where a file or folder is made before it takes its place.

    >>> partial_of(Path("reports/index.html")).name
    '.index.html.partial'
    """
    return place.with_name(PARTIAL.format(place.name))


def write_whole(path: Path, content: bytes, lasting: bool = False) -> None:
    """Write a file so that it is there as it was, or as it shall be; two who write at once do so in turn.

    A link in its place is replaced, not followed. Where it cannot be written, such as on a full disk, nothing is left
    beside it.

    Parameters
    ----------
    path : Path
        The file; its folder is made where there is none.
    content : bytes
        All that it shall hold.
    lasting : bool
        Whether it must outlast a power cut, which takes time: for what people wrote and no command makes again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_of(path)
    with named(path), _mine(partial) as number:
        try:
            with os.fdopen(os.dup(number), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(number) if lasting else None
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let a refusal of the machine say which file it is about; it says so itself only where a file is opened."""
    try:
        yield
    except OSError as problem:
        problem.filename, problem.filename2 = str(path), None
        raise


@contextmanager
def _mine(partial: Path) -> Iterator[int]:
    """Hold an empty file that nobody else writes, in the place of what a killed process may have left there."""
    while True:
        clear(partial) if partial.is_symlink() or partial.is_dir() else None
        number = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(number, fcntl.LOCK_EX)
            if _is(partial, number):
                os.ftruncate(number, 0)
                yield number
                return
        finally:
            os.close(number)


def _is(path: Path, number: int) -> bool:
    """Return whether a path still leads to an open file, and not to none or another."""
    try:
        return os.path.samestat(path.stat(), os.fstat(number))
    except FileNotFoundError:
        return False


def put_in_place(new: Path, place: Path) -> None:
    """Put a whole folder in place of another, which is there until that moment.

    Both change places at once where the system can do so; elsewhere the other waits as ``.old-<name>`` until the new
    one stands, and `recover` puts it back after a crash between the two.
    """
    there, old = place.exists() or place.is_symlink(), place.with_name(f"{OLD}{place.name}")
    clear(old)
    if there and _exchanged(new, place):
        clear(new)
        return
    if there:
        place.rename(old)
    new.rename(place)
    clear(old)


def clear(path: Path) -> None:
    """Remove a file, or a folder with all it holds as far as it goes; of a link only the link."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places at once; return whether they did, which not every system can."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0


def recover(folder: Path, name: str = "*") -> None:
    """Put right what a killed process left in a folder; to be called by whoever may write there, alone.

    A folder that was set aside goes back to its place where none stands; what was never finished goes.

    Parameters
    ----------
    folder : Path
        It may be missing.
    name : str
        What is looked at: one name, for a folder that is not ours alone.
    """
    for old in folder.glob(f"{OLD}{name}"):
        place = old.with_name(old.name.removeprefix(OLD))
        clear(old) if place.exists() else old.rename(place)
    for partial in folder.glob(PARTIAL.format(name)):
        clear(partial)
