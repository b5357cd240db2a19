"""What the last build wrote about its tables and from what: read without loading a table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import DataError
from analysis.modules import Package, short_hash
from analysis.outside import parsed
from analysis.paths import Project

NAME = "manifest.json"
BUILDER = "analysis.data.build"


def read(project: Project) -> dict[str, Any]:
    """Return what the last build wrote: ``tables`` (rows, hash of each column), ``files``, ``raw``, ``hand``, ``code``.

    Raises
    ------
    DataError
        When nothing has been built yet.
    """
    path = project.processed / NAME
    if not path.is_file():
        raise DataError(_unbuilt(project))
    return _parsed(path.read_bytes())


@cache
def _parsed(content: bytes) -> dict[str, Any]:
    """Return a manifest's content, parsed once, or refuse one that is spoilt."""
    try:
        told = parsed(content)
    except ValueError:
        told = {}
    fine = isinstance(told, dict) and isinstance(told.get("tables"), dict) and isinstance(told.get("code", {}), dict)
    if not fine or not all(_described(table) for table in told["tables"].values()):
        raise DataError(f"{NAME} among the processed tables is spoilt: run `civcas build`, which writes them anew")
    return told


def _described(table: Any) -> bool:
    """Return whether a table of a manifest is told of with the hashes of its columns."""
    return isinstance(table, dict) and isinstance(table.get("columns"), dict)


def _unbuilt(project: Project) -> str:
    """Return the sentence of tables that are not built."""
    if project.study:
        return f"the study {project.study!r} is not built: run `civcas build --study {project.study}` first"
    return "data/processed is empty: run `civcas build` (or `make data`) first"


def version(project: Project) -> str:
    """Return the version of the data: a short name for the content of all processed tables, whatever made them.

    Raises
    ------
    DataError
        When nothing has been built yet.
    """
    columns = {name: told["columns"] for name, told in read(project)["tables"].items()}
    return f"data-{short_hash(json.dumps(columns, sort_keys=True).encode('utf-8'))}"


def inputs(project: Project) -> dict[str, dict[str, str]]:
    """Return what a build depends on, by part and name: files by sha256, modules by their marks."""
    package = Package()
    return {**files(project), "code": package.marks(package.closure([BUILDER]))}


def files(project: Project) -> dict[str, dict[str, str]]:
    """Return the sha256 of every raw and hand file as it is now, by part and name."""
    return {
        "raw": _hashes(project.raw, "*.csv") | _hashes(project.raw, "datapackage.json"),
        "hand": _hashes(project.hand, "*.csv"),
    }


def written(folder: Path, tables: Iterable[str]) -> dict[str, str]:
    """Return the sha256 of the file of each of some tables, by its name."""
    return {f"{name}.parquet": _sha256(folder / f"{name}.parquet") for name in sorted(tables)}


def is_current(project: Project) -> bool:
    """Return whether the processed tables come from the raw and hand files, and the code, as they are now.

    Tables that are not as they were written, one too many, or gone, come from nothing that is known.
    """
    try:
        told = read(project)
    except (DataError, ValueError):
        return False
    package = Package()
    code = told.get("code", {})
    if sorted(code) != package.closure([BUILDER]) or package.changed(code):
        return False
    now = files(project)
    if any(told.get(part) != now[part] for part in now):
        return False
    return bool(told.get("files")) and told["files"] == _hashes(project.processed, "*.parquet")


def _hashes(folder: Path, pattern: str) -> dict[str, str]:
    """Return the sha256 of each matching file of a folder, by name."""
    return {path.name: _sha256(path) for path in sorted(folder.glob(pattern))}


def _sha256(path: Path) -> str:
    """Return the sha256 of a file, which need not fit into memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
