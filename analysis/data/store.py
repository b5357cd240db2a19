"""The processed tables: read by everyone, written by `build` alone, each known by the hash of its content.

Reads are remembered, so that a report can say which tables its figures came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import DataError, suggestion
from analysis.paths import Project, choose, find_project

MANIFEST = "manifest.json"
MISSING = "\x00"  # what a missing cell is hashed as: no text of a table can be it

_reads: dict[str, str] = {}


def content_hash(frame: pd.DataFrame) -> str:
    """Return the sha256 of a table's names, types and values; independent of the file format's version.

    >>> content_hash(pd.DataFrame({"a": [1]}))[:8]
    '5d9a45b1'
    """
    digest = hashlib.sha256(json.dumps([[name, str(kind)] for name, kind in frame.dtypes.items()]).encode())
    digest.update(frame.to_csv(index=False, lineterminator="\n", na_rep=MISSING).encode("utf-8"))
    return digest.hexdigest()


def manifest(project: Project) -> dict[str, Any]:
    """Return what the last build wrote about its tables and inputs.

    Raises
    ------
    DataError
        When nothing has been built yet.
    """
    path = project.processed / MANIFEST
    if not path.is_file():
        raise DataError(_unbuilt(project))
    return json.loads(path.read_text(encoding="utf-8"))


def _unbuilt(project: Project) -> str:
    """Return the sentence of tables that are not built."""
    if project.study:
        return f"the study {project.study!r} is not built: run `civcas build --study {project.study}` first"
    return "data/processed is empty: run `civcas build` (or `make data`) first"


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
    manifest(project)
    choose(name)
    forget()


def refuse_unknown(name: str, project: Project) -> None:
    """Refuse the name of a study that was not imported; an empty name stands for the project itself."""
    known = studies(project)
    if name and Project(project.root, name).study not in known:
        raise DataError(f"no study {name!r} was imported. {suggestion(name, known)} Import one with `civcas import`")


@contextmanager
def study(name: str) -> Iterator[None]:
    """Read from a study inside a ``with`` block, then again from where tables were read before."""
    before, remembered = find_project().study, dict(_reads)
    use_study(name)
    try:
        yield
    finally:
        choose(before)
        forget()
        _reads.update(remembered)


def read_table(name: str, project: Project | None = None) -> pd.DataFrame:
    """Return one processed table and remember that it was read.

    Parameters
    ----------
    name : str
        A table's name, such as ``statements``.
    project : Project, optional
        Default: the project of the working folder, with the study given to `use_study`.

    Raises
    ------
    DataError
        When nothing has been built, or no table has that name.
    """
    project = project or find_project()
    tables = manifest(project)["tables"]
    if name not in tables:
        raise DataError(f"no table {name!r}. {suggestion(name, tables)}")
    _reads[name] = tables[name]["sha256"]
    frame = _load(project.processed / f"{name}.parquet", tables[name]["sha256"]).copy()
    lists = [name for name, kind in frame.dtypes.items() if pd.api.types.is_object_dtype(kind)]
    return frame.assign(**{str(column): frame[column].map(list) for column in lists})


@cache
def _load(path: Path, sha256: str) -> pd.DataFrame:
    """Read a Parquet file once for each content it has had."""
    return pd.read_parquet(path)


def reads() -> dict[str, str]:
    """Return the content hash of every table read since the last `forget`, by name."""
    return dict(sorted(_reads.items()))


def forget() -> None:
    """Start a new list of reads."""
    _reads.clear()
