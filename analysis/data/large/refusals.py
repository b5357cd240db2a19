"""The rules of a processed table as SQL, read from its schema; what breaks one is told by `schemas.validate`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import duckdb

from analysis.data import schemas
from analysis.data.large import parquet
from analysis.data.large.engine import quoted

TOLD = 1000  # broken rows that are told of at most


def check(engine: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Refuse a written table that breaks its schema.

    Parameters
    ----------
    engine : DuckDBPyConnection
        Where the query runs.
    name : str
        The table's name.
    path : Path
        Its Parquet file.

    Raises
    ------
    DataError
        Listing the broken rules as `schemas.validate` does: table, row key, column and value.
    """
    table = f"read_parquet({quoted(path)})"
    query = f"SELECT * FROM {table} WHERE {' OR '.join(rules(name, table, holes(engine, path)))} LIMIT {TOLD}"
    broken = engine.sql(query).to_arrow_table()
    if broken.num_rows:
        schemas.validate(name, parquet.typed(name, broken.to_pandas()))


def holes(engine: duckdb.DuckDBPyConnection, path: Path) -> set[str]:
    """Return the columns of a Parquet file that have a missing cell, or may have: its own counts are asked."""
    query = f"""
        SELECT path_in_schema FROM parquet_metadata({quoted(path)})
        GROUP BY 1 HAVING count(*) > count(stats_null_count) OR sum(stats_null_count) > 0
    """
    return {row[0] for row in engine.execute(query).fetchall()}


def rules(name: str, table: str, holed: Collection[str]) -> list[str]:
    """Return, for each rule of a schema, the condition of a row that breaks it.

    Parameters
    ----------
    name : str
        The table's name.
    table : str
        SQL of all its rows.
    holed : collection of str
        Columns with missing cells; of the others none needs to be looked at for one.

    Examples
    --------
    >>> rules("publishers", "publishers", ["name", "note"])
    ['name IS NULL', 'row_key IN (SELECT row_key FROM publishers GROUP BY 1 HAVING count(*) > 1)']
    """
    broken: list[str] = []
    for column, rule in schemas.COLUMNS[name].items():
        if not rule.nullable and column in holed:
            broken.append(f"{column} IS NULL")
        if rule.unique:
            broken.append(f"{column} IN (SELECT {column} FROM {table} GROUP BY 1 HAVING count(*) > 1)")
        for check in rule.checks:
            broken.append(CHECKS[str(check.name)](column, **check.statistics))
        if column.endswith("_lo"):
            broken.append(f"{column} > {column[:-3]}_hi")
    return broken


CHECKS: dict[str, Callable[..., str]] = {
    "greater_than_or_equal_to": lambda column, min_value: f"{column} < {min_value}",
    "isin": lambda column, allowed_values: f"{column} NOT IN ({', '.join(map(quoted, allowed_values))})",
}
