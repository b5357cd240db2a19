"""The raw tables, read exactly as they were transcribed: every row, empty stays missing, nothing guessed.

``data/raw/datapackage.json`` is the one description of every file and column; reading, verifying and the
codebook all follow it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reads
from analysis.errors import DataError, suggestion
from analysis.paths import Project

CARD = "datapackage.json"
INTEGER = r"-?[0-9]{1,15}"
TYPES = {"string": "str", "integer": "Int64", "number": "Float64"}

Resource = dict[str, Any]


def card(project: Project) -> dict[str, Any]:
    """Return the description of the raw tables.

    Raises
    ------
    DataError
        When ``data/raw/datapackage.json`` is missing or is not JSON with resources.
    """
    path = project.raw / CARD
    try:
        content = path.read_bytes()
        described = json.loads(content.decode("utf-8"))
        described["resources"][0]["schema"]["fields"]
    except FileNotFoundError:
        raise DataError(f"data/raw/{CARD} is missing: restore it from version control") from None
    except (ValueError, KeyError, IndexError, TypeError) as problem:
        raise DataError(f"data/raw/{CARD} cannot be read ({problem}): restore it from version control") from None
    reads.file(project, path, content)
    return dict(described)


def resources(project: Project) -> dict[str, Resource]:
    """Return the description of each raw table, by name."""
    return {resource["name"]: resource for resource in card(project)["resources"]}


def columns(resource: Resource) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [field["name"] for field in resource["schema"]["fields"]]


def digest(content: bytes) -> str:
    """Return the hash of a file's content as the card writes it.

    >>> digest(b"")[:13]
    'sha256:e3b0c4'
    """
    return "sha256:" + hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return `digest` of a file, which need not fit into memory."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def parse(content: bytes) -> tuple[list[str], pd.DataFrame]:
    """Return the header and the rows of a CSV file, all text.

    Parameters
    ----------
    content : bytes
        UTF-8, comma separated, with a header.

    Returns
    -------
    header : list of str
    rows : DataFrame
        One column per cell position (0, 1, ...), as many as the longest row has; the index is the line on
        which each row starts. Cells a row does not have are None, empty cells are "".

    Raises
    ------
    UnicodeDecodeError, csv.Error
        When the bytes are not UTF-8, or a quote is never closed.
    """
    reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    header = next(reader, [])
    rows: list[list[str | None]] = []
    starts, line = [], reader.line_num + 1
    for row in reader:
        if row:
            rows.append([*row])
            starts.append(line)
        line = reader.line_num + 1
    longest = max(map(len, rows), default=0)
    padded = [row + [None] * (longest - len(row)) for row in rows]
    return header, pd.DataFrame(padded, index=pd.Index(starts, dtype="int64"), dtype=object)


def read_raw(name: str, project: Project) -> pd.DataFrame:
    """Return one raw table, every column text, empty cells missing, indexed by line number.

    The bytes that are parsed are those whose hash is compared with the card's.

    Parameters
    ----------
    name : str
        File name without ``.csv``.
    project : Project
        Where ``data/raw`` lies.

    Raises
    ------
    DataError
        When the table is unknown or missing, its columns are not those of the card, or nor are its bytes.
    """
    frame, resource, now = _read(name, project)
    refuse_changed(resource, now, project)
    return frame


def _read(name: str, project: Project) -> tuple[pd.DataFrame, Resource, str]:
    """Return a raw table as `read_raw` does, with its description and the hash of the bytes that it was read from."""
    known = resources(project)
    if name not in known:
        raise DataError(f"no raw table {name!r}. {suggestion(name, known)}")
    path = project.raw / known[name]["path"]
    try:
        content = path.read_bytes()
        header, rows = parse(content)
    except FileNotFoundError:
        raise DataError(f"data/raw/{path.name} is missing: restore it from version control") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise DataError(f"data/raw/{path.name} cannot be read ({problem}): run `civcas verify`") from None
    reads.file(project, path, content)
    expected = columns(known[name])
    if header != expected or (len(rows) and rows.shape[1] != len(expected)) or rows.isna().any(axis=None):
        raise DataError(
            f"data/raw/{path.name} does not have the cells its card lists: run `civcas verify` to see where"
        )
    table = rows if len(rows) else pd.DataFrame(columns=range(len(expected)), dtype=object)
    frame = table.set_axis(expected, axis=1).astype("str").replace("", pd.NA).astype("str")
    return frame, known[name], digest(content)


def refuse_changed(resource: Resource, now: str, project: Project) -> None:
    """Refuse a raw table whose bytes are not those that its card describes.

    Parameters
    ----------
    resource : dict
        Its description.
    now : str
        `digest` of its bytes.
    project : Project
        Where it lies, for the advice.

    Raises
    ------
    DataError
        When they differ, or the card does not say.
    """
    if now != resource.get("hash"):
        meant = f"import the study {project.study!r} anew" if project.study else "run `civcas seal` if it is meant"
        raise DataError(
            f"data/raw/{resource['path']} was changed since its hash was noted in {CARD}: restore it, or {meant}"
        )


def read_typed(name: str, project: Project) -> pd.DataFrame:
    """Return one raw table with whole numbers as Int64, decimals as Float64, everything else text.

    Raises
    ------
    DataError
        As `read_raw`, and when a cell is not of its column's type.
    """
    frame, resource, now = _read(name, project)
    for field in resource["schema"]["fields"]:
        column = field["name"]
        if field["type"] != "string":
            frame[column] = number(frame[column], TYPES[field["type"]], name)
    refuse_changed(resource, now, project)  # last, for a cell that is wrong is told more exactly
    return frame


def number(texts: pd.Series, kind: str, name: str) -> pd.Series:
    """Return a column of numbers.

    Raises
    ------
    DataError
        Naming the first cell of the raw table `name` that is none, with its line.
    """
    values = pd.to_numeric(texts.astype(object), errors="coerce").astype("Float64")
    wrong = texts[texts.notna() & values.isna()]
    if kind == "Int64":
        wrong = texts[texts.notna() & ~texts.str.fullmatch(INTEGER).fillna(True).astype(bool)]
    if len(wrong):
        line, value = wrong.index[0], wrong.iloc[0]
        raise DataError(
            f"data/raw/{name}.csv, line {line}, column {texts.name}: {value!r} is not a number; correct the cell"
        )
    return values.astype(kind)  # type: ignore[call-overload]


def seal(project: Project) -> list[str]:
    """Write the present hash and size of every raw table into the card, and return the names that changed.

    To be run only when a change of the raw tables is meant.
    """
    described, changed = card(project), []
    for resource in described["resources"]:
        path = project.raw / resource["path"]
        if not path.is_file():
            raise DataError(f"data/raw/{path.name} is missing: restore it before sealing")
        now = {"hash": digest_of(path), "bytes": path.stat().st_size}
        if any(resource.get(key) != value for key, value in now.items()):
            resource.update(now)
            changed.append(resource["name"])
    if changed:
        text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
        Path(project.raw / CARD).write_text(text, encoding="utf-8")
    return changed
