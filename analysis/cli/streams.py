"""The streams of a command: there even where they were closed, and able to carry every letter."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from analysis.errors import ReportError

ENOUGH, PLENTY = 128, 1024  # open files: without so many no kernel starts; what machines commonly allow
GONE = 141  # as a shell calls a command that its reader left: 128 and the number of SIGPIPE


def made_ready() -> None:
    """Open what was closed of the three streams, and let those for output write out what they have no letter for.

    Whatever is opened first would take the place of a closed stream, and be written to in its name.
    """
    opened = os.open(os.devnull, os.O_RDWR)
    while opened <= 2:
        os.set_inheritable(opened, True)
        opened = os.dup(opened)
    os.close(opened)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def may_open_many() -> None:
    """Raise the limit on open files as far as this user may, for a run opens some for each report under way.

    Raises
    ------
    ReportError
        When even then it is too low to make one.
    """
    import resource

    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < ENOUGH:
        raise ReportError(
            f"only {most} files may be open at once, and reports need {ENOUGH}: raise the limit, as with "
            f"ulimit -n {PLENTY}, and run this again"
        )
    if least != resource.RLIM_INFINITY and least < PLENTY:
        wanted = PLENTY if most == resource.RLIM_INFINITY else min(PLENTY, most)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def carries_all(stream: object) -> bool:
    """Return whether a stream has every letter: what programs read there need not be written in ASCII."""
    return str(getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")


@contextmanager
def told_all() -> Iterator[None]:
    """End quietly where nobody reads any more what a command says."""
    stdout = sys.stdout
    try:
        try:
            yield
        except SystemExit as end:
            if sys.stdout is not stdout and end.code == 1:  # typer has hushed it, and ends as if the command had failed
                raise BrokenPipeError from None
            raise
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(GONE)
