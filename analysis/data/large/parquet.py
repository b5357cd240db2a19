"""Parquet written by SQL so that pandas reads it as if it had written it: the same names, order and types."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.data import schemas
from analysis.data.large.engine import quoted

EXAMPLES = {"str": "", "bool": False, "Int64": 0, "datetime64[us]": pd.Timestamp(0), "object": [""]}


def kinds(name: str) -> dict[str, str]:
    """Return the type of each column of a processed table, as pandas calls it.

    >>> kinds("claims")["published_first"], kinds("claims")["url"]
    ('datetime64[us]', 'str')
    """
    told = {column: str(rule.dtype) for column, rule in schemas.COLUMNS[name].items()}
    shared = {"string": "str", "datetime64": "datetime64[us]"}  # pandera names the storage, or another unit, as well
    return {column: shared.get(kind.partition("[")[0], kind) for column, kind in told.items()}


def typed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows that SQL gave in the types of a processed table.

    >>> typed("claims", pd.DataFrame({"killed_lo": [1.0, None]}))["killed_lo"].dtype
    Int64Dtype()
    """
    return rows.astype({column: kind for column, kind in kinds(name).items() if column in rows})


def write(engine: duckdb.DuckDBPyConnection, query: str, name: str, path: Path) -> None:
    """Write the result of a query as a processed table, in the columns and order of its schema.

    Parameters
    ----------
    engine : DuckDBPyConnection
        Where the query runs.
    query : str
        SQL that gives every column of the table.
    name : str
        The table's name.
    path : Path
        The Parquet file to write.

    Raises
    ------
    DataError
        When the query gives other columns than the schema lists.
    """
    given = [row[0] for row in engine.execute(f"DESCRIBE {query}").fetchall()]
    schemas.validate(name, _example(name, given).head(0))
    columns = ", ".join(schemas.COLUMNS[name])
    notes = pa.Table.from_pandas(_example(name, list(schemas.COLUMNS[name])), preserve_index=False).schema.metadata
    metadata = f"KV_METADATA {{pandas: {quoted(notes[b'pandas'].decode())}}}"
    engine.execute(f"COPY (SELECT {columns} FROM ({query})) TO {quoted(path)} (FORMAT parquet, {metadata})")


def _example(name: str, columns: list[str]) -> pd.DataFrame:
    """Return one row with a value in each column; columns that the schema does not know are text."""
    told = kinds(name)
    return typed(name, pd.DataFrame({column: [EXAMPLES[told.get(column, "str")]] for column in columns}))
