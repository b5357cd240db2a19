"""The processed tables: read by everyone, written by `build` alone, each column known by the hash of its content.

Reads are noted, so that a report can say which columns its figures came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.data import fingerprint, manifest, reads
from analysis.errors import DataError, suggestion
from analysis.paths import Project, choose, find_project

SMALL = 2**24  # bytes of a file that is read whole before anybody asks


def column_hashes(frame: pd.DataFrame) -> dict[str, str]:
    """Return the hash of each column's name, type and values; independent of the format of any file.

    >>> list(column_hashes(pd.DataFrame({"a": [1], "b": [None]})))
    ['a', 'b']
    """
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return fingerprint.of_batches(table.column_names, [table])


def studies(project: Project | None = None) -> list[str]:
    """Return the names of the imported studies, in alphabetical order."""
    folder = (project or find_project()).studies
    return sorted(path.name for path in folder.glob("[a-z0-9]*") if path.is_dir())


def use_study(name: str) -> None:
    """Read every table that follows from an imported study, or with an empty name from the project itself.

    Parameters
    ----------
    name : str
        A folder of ``studies/``; also what the reports of a notebook are given as its ``study`` parameter.

    Raises
    ------
    DataError
        When no such study was imported (the nearest name is given), or it is not built.
    """
    project = Project(find_project().root, name)
    refuse_unknown(name, project)
    manifest.read(project)
    choose(name)
    reads.forget()


def refuse_unknown(name: str, project: Project) -> None:
    """Refuse the name of a study that was not imported; an empty name stands for the project itself."""
    known = studies(project)
    if name and Project(project.root, name).study not in known:
        raise DataError(f"no study {name!r} was imported. {suggestion(name, known)} Import one with `civcas import`")


@contextmanager
def study(name: str) -> Iterator[None]:
    """Read from a study inside a ``with`` block, then again from where tables were read before."""
    before, remembered = find_project().study, reads.remembered()
    use_study(name)
    try:
        yield
    finally:
        choose(before)
        reads.restore(remembered)


def columns(name: str) -> list[str]:
    """Return the names of a processed table's columns, in alphabetical order."""
    return sorted(manifest.read(find_project())["tables"][name]["columns"])


def read_table(name: str, columns: Sequence[str] | None = None, project: Project | None = None) -> pd.DataFrame:
    """Return a processed table, or some of its columns, and note what was read.

    A report depends on the columns it was given, so those who need few should ask for few.

    Parameters
    ----------
    name : str
        A table's name, such as ``statements``.
    columns : sequence of str, optional
        The columns wanted, in this order; default: all.
    project : Project, optional
        Default: the project of the working folder, with the study given to `use_study`.

    Raises
    ------
    DataError
        When nothing has been built, or no table or column has that name.
    """
    project = project or find_project()
    tables = manifest.read(project)["tables"]
    if name not in tables:
        raise DataError(f"no table {name!r}. {suggestion(name, tables)}")
    known = tables[name]["columns"]
    for column in columns or ():
        if column not in known:
            raise DataError(f"the table {name!r} has no column {column!r}. {suggestion(column, known)}")
    reads.table(project, name, known if columns is None else columns)
    whole = _load(project.processed / f"{name}.parquet", tuple(sorted(known.items())))
    frame = whole.copy(deep=False) if columns is None else whole[list(columns)]
    lists = [name for name, kind in frame.dtypes.items() if pd.api.types.is_object_dtype(kind)]
    return frame.assign(**{str(column): frame[column].map(list) for column in lists})


def preload(project: Project) -> None:
    """Read every small table before it is asked for; what is asked for later is noted as ever.

    To be called by a process from which others are forked: reading starts no thread.
    """
    for name, told in manifest.read(project)["tables"].items():
        path = project.processed / f"{name}.parquet"
        if path.stat().st_size <= SMALL:
            _load(path, tuple(sorted(told["columns"].items())))


@cache
def _load(path: Path, version: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Read a Parquet file once for each content it has had; `version` is the hash of each column as it was built."""
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            table = file.read(use_threads=False)
        now = fingerprint.of_batches(table.column_names, [table])
    except (OSError, pa.ArrowException) as problem:
        first = str(problem).partition("\n")[0]
        raise DataError(f"data/processed/{path.name} cannot be read ({first}): run `civcas build`") from None
    if tuple(sorted(now.items())) != version:
        raise DataError(f"data/processed/{path.name} is not as it was built: run `civcas build`")
    return table.to_pandas(use_threads=False)
