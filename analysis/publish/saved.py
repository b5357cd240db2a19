"""What earlier runs left about reports, read so that a file that is spoilt is known as such and never followed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from analysis import outside

SPOILT = "its record, provenance.json, cannot be read"
TEXTS = ("report", "title")
TABLES = ("notebook", "given", "parameters", "versions", "tables", "files", "modules", "templates", "outputs")
HASHES = ("versions", "files", "modules", "templates", "outputs")  # names to texts
PATHS = ("files", "outputs")


def read_json(path: Path | str) -> dict[str, Any] | None:
    """Return a JSON object from a file; nothing where there is no file, None where it is spoilt.

    Parameters
    ----------
    path : Path or str
        The file.

    Examples
    --------
    >>> read_json("not there")
    {}
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - asked for hundreds of files, it is quicker than a Path
            told = outside.parsed(file.read())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and told else None


def record(path: Path | str) -> dict[str, Any] | None:
    """Return the record of a report; nothing where there is none, None where it is spoilt or none of ours.

    Parameters
    ----------
    path : Path or str
        Its ``provenance.json``.

    Examples
    --------
    >>> record("not there")
    {}
    """
    told = read_json(path)
    return told if not told or _is_record(told) else None


def _is_record(told: Mapping[str, Any]) -> bool:
    """Return whether a record is built as ours are, as far as it is followed; parts that lack are changes."""
    for name in TEXTS:
        if not isinstance(told.get(name, ""), str):
            return False
    tables = {name: told.get(name, {}) for name in TABLES}
    if not all(isinstance(held, dict) for held in tables.values()):
        return False
    if not all(_texts(tables[name]) for name in HASHES) or not all(_texts(held) for held in tables["tables"].values()):
        return False
    return _texts(tables["notebook"]) and all(_inside(name) for part in PATHS for name in tables[part])


def _texts(held: Any) -> bool:
    """Return whether something is names to texts."""
    return isinstance(held, dict) and all(isinstance(text, str) for text in held.values())


def _inside(name: str) -> bool:
    """Return whether the name of a file leads down from where it is looked for, and nowhere else."""
    return "\0" not in name and name[:1] != "/" and (".." not in name or ".." not in PurePosixPath(name).parts)
