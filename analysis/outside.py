"""What comes from outside and may be anything: JSON in files, refusals of the machine, text for a terminal."""

from __future__ import annotations

import errno
import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

AGAIN = "and run this again"
# What the machine refuses, by its number; {name} is the file.
REFUSALS = {
    errno.ENOSPC: "the disk is full: {name} could not be written. Make room " + AGAIN,
    errno.EDQUOT: "no more may be kept on this disk: {name} could not be written. Make room " + AGAIN,
    errno.EROFS: "{name} lies on a disk that can only be read: make it writable, or work on a copy, " + AGAIN,
    errno.EACCES: "{name} is closed to this user: change its permissions, or those of its folder, " + AGAIN,
    errno.EPERM: "{name} is closed to this user: change its permissions, or those of its folder, " + AGAIN,
    errno.EMFILE: "too many files are open for this limit: raise it, as with ulimit -n 1024, " + AGAIN,
    errno.ENFILE: "too many files are open on this machine: close other programs " + AGAIN,
    errno.EFBIG: "{name} is larger than the limit on files here: raise it, as with ulimit -f unlimited, " + AGAIN,
    errno.ENAMETOOLONG: "the name {name} is too long for this disk: shorten it, or move the project up, " + AGAIN,
    errno.ELOOP: "{name} is a symbolic link that leads back to itself: remove it " + AGAIN,
    errno.EISDIR: "{name} is a folder where a file belongs: move it away " + AGAIN,
    errno.ENOTDIR: "{name} is, or lies in, a file where a folder belongs: move it away " + AGAIN,
    errno.EEXIST: "{name} is in the way: move it away " + AGAIN,
    errno.ENOTEMPTY: "{name} is in the way: move it away " + AGAIN,
    errno.ENOENT: "{name} is gone: restore it " + AGAIN,
    errno.ENOMEM: "this machine has no more memory to give: end other programs " + AGAIN,
    errno.EAGAIN: "this machine starts no more processes: end other programs " + AGAIN,
    errno.EIO: "the disk does not read or write {name}: check it, " + AGAIN,
}
LONGEST_SHOWN = 100  # letters of a name or value in a sentence
# Characters that no name, title or value needs, and that make a terminal or a page show something else than is written.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufffe\uffff]")


def parsed(content: bytes | str) -> Any:
    """Return what some JSON says.

    Raises
    ------
    ValueError
        When it is none: cut off, of another encoding, or nested beyond all use.

    Examples
    --------
    >>> parsed(b'{"a": 1}')
    {'a': 1}
    >>> parsed("[" * 100_000)
    Traceback (most recent call last):
    ValueError: nested too deeply
    """
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def sentence(problem: OSError | MemoryError, root: Path | None = None) -> str:
    """Return in one sentence what the machine refused, at which file, and what to do.

    Parameters
    ----------
    problem : OSError or MemoryError
        As it was raised.
    root : Path, optional
        The project: files in it are named from there, others by their last two parts.

    Examples
    --------
    >>> sentence(OSError(errno.ENOSPC, "No space left", "/project/reports/index.html"), Path("/project"))
    'the disk is full: reports/index.html could not be written. Make room and run this again'
    """
    if isinstance(problem, MemoryError):
        return REFUSALS[errno.ENOMEM]
    own = problem.filename is None and problem.strerror not in (None, os.strerror(problem.errno or 0))
    if own and problem.errno == errno.ENOENT:
        return f"{seen(str(problem.strerror))}. See to it {AGAIN}"  # whoever raised it said more than its number does
    named = problem.filename if problem.filename2 is None else problem.filename2
    name = seen(_name(named, root)) if named is not None and not isinstance(named, int) else "a file"
    said = REFUSALS.get(problem.errno or 0)
    return said.format(name=name) if said else f"{name}: {problem.strerror or problem}. See to it {AGAIN}"


def _name(named: str | bytes, root: Path | None) -> str:
    """Return a file's name from the project's root, or its last two parts."""
    path = Path(named.decode("utf-8", "surrogateescape") if isinstance(named, bytes) else named)
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return "/".join(path.parts[-2:]).lstrip("/") or str(path)


def seen(text: str, keep: str = "") -> str:
    """Return text with every character that would not be seen, or would turn what is seen, written out.

    Parameters
    ----------
    text : str
        Of any origin.
    keep : str
        Characters to leave as they are, such as the ends of lines.

    Examples
    --------
    >>> seen("red \\x1b[31m, turned \\u202e")
    'red \\\\x1b[31m, turned \\\\u202e'
    """
    return UNSEEN.sub(lambda found: found[0] if found[0] in keep else ascii(found[0])[1:-1], text)


def unseen(text: str) -> str:
    """Return in words which character of a text would not be seen; empty where there is none.

    >>> unseen("a\\nb"), unseen("Mosul")
    ('U+000A (control character)', '')
    """
    found = UNSEEN.search(text)
    if not found:
        return ""
    return f"U+{ord(found[0]):04X} ({unicodedata.name(found[0], 'control character').lower()})"


def short(value: object) -> str:
    """Return a value as a sentence can quote it: as Python writes it, of a long one the beginning.

    >>> short("Mosul"), len(short("x" * 10_000))
    ("'Mosul'", 102)
    """
    try:
        text = repr(value[: LONGEST_SHOWN + 1] if isinstance(value, str) else value)
    except ValueError:  # a number of thousands of digits
        return "a number of more digits than can be written"
    return seen(text if len(text) <= LONGEST_SHOWN + 2 else f"{text[:LONGEST_SHOWN]}…'")
