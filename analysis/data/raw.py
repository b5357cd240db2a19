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
from typing import Any, NamedTuple

import pandas as pd

from analysis.data import cards, reads, signs
from analysis.errors import DataError, suggestion
from analysis.paths import Project
from analysis.whole import write_whole

CARD = "datapackage.json"
INTEGER = r"-?[0-9]{1,15}"
DECIMAL = r"-?[0-9]{1,15}(\.[0-9]{1,15})?"
FORMS = {"Int64": INTEGER, "Float64": DECIMAL}
TYPES = cards.TYPES
BATCH = 20_000  # rows that are held as Python's own texts at once

Resource = dict[str, Any]


def card(project: Project) -> dict[str, Any]:
    """Return the description of the raw tables, not to be changed.

    Raises
    ------
    DataError
        When ``data/raw/datapackage.json`` is missing, or says not what the readers rely on.
    """
    content = bytes_of(project.raw / CARD)
    described = cards.parsed(content, f"data/raw/{CARD}")
    reads.file(project, project.raw / CARD, content)
    return dict(described)


def bytes_of(path: Path) -> bytes:
    """Return the content of a file of ``data``.

    Raises
    ------
    DataError
        When it is missing, is no file, or may not be read.
    """
    where = f"data/{path.parent.name}/{path.name}"
    try:
        if path.exists() and not path.is_file():
            raise DataError(f"{where} is no file: restore it from version control")
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{where} is missing: restore it from version control") from None
    except OSError as problem:
        raise DataError(f"{where} cannot be read ({problem.strerror}): let yourself read it, or restore it") from None


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


class Parsed(NamedTuple):
    """A CSV file: its header, its rows as text, and the rows that have another number of cells."""

    header: list[str]
    rows: pd.DataFrame  # a column for each position, "" where a cell is empty; the index is the line a row starts on
    odd: list[tuple[int, int]]  # line and number of cells


def parse(content: bytes, width: int) -> Parsed:
    """Return the header and the rows of a CSV file, all text.

    Parameters
    ----------
    content : bytes
        UTF-8, comma separated, with a header.
    width : int
        Cells that a row has; one that has another number is listed and not read.

    Raises
    ------
    UnicodeDecodeError, csv.Error
        When the bytes are not UTF-8, a quote is never closed, or a cell is endless.

    Examples
    --------
    >>> parsed = parse(b"a,b\\n1,\\n2\\n", 2)
    >>> parsed.rows.to_dict("index"), parsed.odd
    ({2: {0: '1', 1: ''}}, [(3, 1)])
    """
    content.decode("utf-8")
    csv.field_size_limit(signs.LONGEST)
    # Read as a stream: a file of many megabytes is held once as bytes, never as Python's texts altogether.
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""), strict=True)
    header = next(reader, [])
    parts, held, lines, odd = [], [], [], []
    line = reader.line_num + 1
    for row in reader:
        if len(row) == width:
            held.append(row)
            lines.append(line)
        elif row:
            odd.append((line, len(row)))
        line = reader.line_num + 1
        if len(held) == BATCH:
            parts.append(_frame(held, width, lines))
            held, lines = [], []
    parts.append(_frame(held, width, lines))
    return Parsed(header, pd.concat(parts) if len(parts) > 1 else parts[0], odd)


def _frame(rows: list[list[str]], width: int, lines: list[int]) -> pd.DataFrame:
    """Return rows as a frame of text."""
    return pd.DataFrame(rows, columns=range(width), index=pd.Index(lines, dtype="int64"), dtype="str")


def table(parsed: Parsed, names: list[str]) -> pd.DataFrame:
    """Return the rows with names for their columns, empty cells missing."""
    return parsed.rows.set_axis(names, axis=1).replace("", pd.NA).astype("str")


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
    path, expected = project.raw / known[name]["path"], columns(known[name])
    content = bytes_of(path)
    try:
        parsed = parse(content, len(expected))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise DataError(f"data/raw/{path.name} cannot be read ({problem}): run `civcas verify`") from None
    reads.file(project, path, content)
    if parsed.header != expected or parsed.odd:
        raise DataError(
            f"data/raw/{path.name} does not have the cells its card lists: run `civcas verify` to see where"
        )
    return table(parsed, expected), known[name], digest(content)


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
    fits = texts.str.fullmatch(FORMS[kind]).fillna(False).astype(bool) & ~texts.str.contains("\n").fillna(False)
    values = pd.to_numeric(texts.where(fits).astype(object), errors="coerce").astype("Float64")
    wrong = texts[texts.notna() & ~fits]
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
    card(project)  # refuses what cannot be sealed
    described, changed = json.loads((project.raw / CARD).read_text(encoding="utf-8")), []
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
        write_whole(project.raw / CARD, text.encode("utf-8"), lasting=True)
    return changed
