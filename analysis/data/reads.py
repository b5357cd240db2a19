"""What has been read since the last `forget`: columns of processed tables, and hand or raw files.

A report is made again only when something on this list, or the code that read it, has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.data import manifest
from analysis.modules import short_hash
from analysis.paths import Project

_tables: dict[str, set[str]] = {}
_files: dict[str, str] = {}


def table(project: Project, name: str, columns: Iterable[str]) -> None:
    """Note that columns of a processed table were read."""
    key = f"{project.study}/{name}" if project.study else name
    _tables.setdefault(key, set()).update(columns)


def file(project: Project, path: Path, content: bytes) -> None:
    """Note that a raw or hand file was read."""
    _files[path.relative_to(project.root).as_posix()] = short_hash(content)


def noted(root: Path) -> dict[str, Any]:
    """Return everything read, by content.

    Returns
    -------
    dict
        ``tables``: for each table (``study/table`` in an imported study) the hash of every column read;
        ``files``: for each file its hash.
    """
    tables = {key: columns_now(root, key, names) for key, names in sorted(_tables.items())}
    return {"tables": tables, "files": dict(sorted(_files.items()))}


def columns_now(root: Path, key: str, columns: Iterable[str]) -> dict[str, str]:
    """Return the hashes that some columns of a table have now; a column that is no longer there has none.

    Raises
    ------
    DataError
        When the tables are not built.
    """
    study, _, name = key.rpartition("/")
    told = manifest.read(Project(root, study))["tables"].get(name, {"columns": {}})
    return {column: told["columns"].get(column, "") for column in sorted(columns)}


def file_now(root: Path, name: str) -> str:
    """Return the hash a file has now, empty when it is gone."""
    path = root / name
    return short_hash(path.read_bytes()) if path.is_file() else ""


def forget() -> None:
    """Start a new list."""
    _tables.clear()
    _files.clear()


def remembered() -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return a copy of the list, for `restore`."""
    return {key: set(columns) for key, columns in _tables.items()}, dict(_files)


def restore(kept: tuple[dict[str, set[str]], dict[str, str]]) -> None:
    """Go back to a list that was remembered."""
    forget()
    _tables.update(kept[0])
    _files.update(kept[1])
