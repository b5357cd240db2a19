"""The engine of the large path: DuckDB with a limit on its memory, spilling into a work area that is removed."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.errors import DataError
from analysis.paths import Project
from analysis.whole import locked, sweep

LARGE = 16 * 2**20  # bytes of public_claims.csv from which on it is streamed, some fifty thousand claims
MEMORY = "2000MB"  # what DuckDB may hold before it spills to disk; Python and its libraries come on top

NO_MEMORY = (
    f"the claims need more memory than can be had ({{problem}}). DuckDB takes up to {MEMORY} and spills the rest to "
    "disk: end what else holds memory here, or lift the limit that this process is under, and run this again"
)


def is_large(project: Project, threshold: int | None = None) -> bool:
    """Return whether the claims are streamed from file to file rather than held in memory.

    Parameters
    ----------
    project : Project
        Where ``public_claims.csv`` lies; one that is missing is not large.
    threshold : int, optional
        Bytes; default `LARGE`.
    """
    path = project.raw / "public_claims.csv"
    return path.is_file() and path.stat().st_size >= (LARGE if threshold is None else threshold)


FULL = os.strerror(errno.ENOSPC)  # by which the engine says that a disk is full: it gives no number


@contextmanager
def work_area(project: Project) -> Iterator[Path]:
    """Lend a folder beside the processed tables, removed at the end; those that killed runs left are removed first.

    It is locked as long as it is lent: a number of a process says nothing where each container counts its own.
    """
    project.processed.mkdir(parents=True, exist_ok=True)
    for left in project.processed.glob(".work-*"):
        sweep(left)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=project.processed) as name:
        folder = Path(name)
        with locked(folder, fcntl.LOCK_EX, DataError(f"{folder.name} is in use: run this again")):
            yield folder


@contextmanager
def connected(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a connection that holds no more than `MEMORY` and spills into the work area.

    Raises
    ------
    DataError
        When not even that much can be had, or does not suffice.
    OSError
        When there is no room on the disk.

    Examples
    --------
    >>> with connected(Path("unused")) as engine:
    ...     engine.execute("SELECT 1 + 1").fetchone()
    (2,)
    """
    try:
        with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(work)}) as engine:
            engine.execute("SET enable_progress_bar = false")
            engine.execute("SET enable_external_file_cache = false")  # files are read once; the memory is for the work
            yield engine
    except duckdb.OutOfMemoryException as problem:
        raise DataError(NO_MEMORY.format(problem=str(problem).partition("\n")[0])) from None
    except duckdb.IOException as problem:
        if FULL not in str(problem):
            raise
        raise OSError(errno.ENOSPC, FULL, str(work.parent)) from None


def lend(engine: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """Let queries of every cursor read a small frame under a name; its index is left out."""
    engine.register(f"{name}_lent", pa.Table.from_pandas(frame, preserve_index=False))
    engine.execute(f"CREATE OR REPLACE TABLE {name} AS FROM {name}_lent")
    engine.unregister(f"{name}_lent")


def quoted(text: object) -> str:
    """Return a text as SQL writes it.

    >>> quoted("Dar al-Salam's")
    "'Dar al-Salam''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"
