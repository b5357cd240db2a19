"""The raw claims as a Parquet file of text, with the refusals of `analysis.data.raw` told in its own words.

A claim is known by its position, counted from zero; its line in the file is looked up only to be told.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pandas as pd

from analysis.data import raw
from analysis.data.large.engine import lend, quoted
from analysis.errors import DataError
from analysis.paths import Project

NAME = "public_claims"


def read(engine: duckdb.DuckDBPyConnection, project: Project, work: Path) -> str:
    """Turn the raw claims into a Parquet file of text and return the SQL that reads it, with ``position``.

    Raises
    ------
    DataError
        When the file has not the cells of its card, is no UTF-8 or no CSV. What is in the cells is asked by `sound`.
    """
    resource = raw.resources(project)[NAME]
    path, names = project.raw / resource["path"], raw.columns(resource)
    spec = "{" + ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names) + "}"
    copied = work / "raw_claims.parquet"
    try:
        if next(rows(path), (1, []))[1] != names:
            raise _form(path)
        engine.execute(f"""
            COPY (
                SELECT * FROM read_csv({quoted(path)}, columns = {spec}, auto_detect = false, header = true,
                                       delim = ',', quote = '"', escape = '"', nullstr = '', strict_mode = true)
            ) TO {quoted(copied)} (FORMAT parquet, COMPRESSION lz4_raw)
        """)
    except duckdb.OutOfMemoryException:  # that is no fault of the file
        raise
    except (duckdb.Error, UnicodeDecodeError, csv.Error) as problem:
        raise _unreadable(path, len(names), problem) from None
    text = (
        f"(SELECT * RENAME (file_row_number AS position) FROM read_parquet({quoted(copied)}, file_row_number = true))"
    )
    return text


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the header and each row with the line it starts on, as `analysis.data.raw.parse` reads them.

    Raises
    ------
    UnicodeDecodeError, csv.Error
        When the bytes are not UTF-8, or a quote is never closed.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        line = 1
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1


def line_of(path: Path, position: int) -> int:
    """Return the line on which the row at a position (the first has 0) starts."""
    return next(islice(rows(path), position + 1, None))[0]


def _form(path: Path) -> DataError:
    """Return the refusal of a table whose rows do not have the cells of its card."""
    return DataError(f"data/raw/{path.name} does not have the cells its card lists: run `civcas verify` to see where")


def _unreadable(path: Path, width: int, problem: Exception) -> DataError:
    """Return why a file could not be read, in the words of the small path: its own reader goes through the file."""
    try:
        if any(len(row) != width for _, row in rows(path)):
            return _form(path)
    except (UnicodeDecodeError, csv.Error) as found:
        return DataError(f"data/raw/{path.name} cannot be read ({found}): run `civcas verify`")
    first = str(problem).splitlines()[0]
    return DataError(f"data/raw/{path.name} cannot be read ({first}): run `civcas verify`")


def named(engine: duckdb.DuckDBPyConnection, text: str, keys: list[str], project: Project) -> pd.DataFrame:
    """Return the rows with some claim ids, typed as `analysis.data.raw.read_typed` types them, with ``position``."""
    lend(engine, "keys", pd.DataFrame({"claim_id": pd.Series(keys, dtype="str")}))
    query = f"SELECT * FROM {text} WHERE claim_id IN (SELECT claim_id FROM keys) ORDER BY position"
    found = engine.sql(query).to_arrow_table().to_pandas()
    for field in raw.resources(project)[NAME]["schema"]["fields"]:
        if field["type"] != "string":
            name = field["name"]
            found[name] = raw.number(found[name].astype("str"), raw.TYPES[field["type"]], NAME)
    return found
