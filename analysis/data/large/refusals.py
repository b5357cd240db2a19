"""The rules of a processed table as SQL, read from its schema; what breaks one is told by `schemas.validate`."""

from __future__ import annotations

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
    broken = engine.sql(f"SELECT * FROM {table} WHERE {' OR '.join(rules(name, table))} LIMIT {TOLD}").to_arrow_table()
    if broken.num_rows:
        schemas.validate(name, parquet.typed(name, broken.to_pandas()))


def rules(name: str, table: str) -> list[str]:
    """Return, for each rule of a schema, the condition of a row that breaks it; `table` is the SQL of all rows.

    >>> rules("publishers", "publishers")[:2]
    ['publisher_id IS NULL', 'name IS NULL']
    """
    broken: list[str] = []
    for column, rule in schemas.COLUMNS[name].items():
        if not rule.nullable:
            broken.append(f"{column} IS NULL")
        if rule.unique:
            broken.append(f"{column} IN (SELECT {column} FROM {table} GROUP BY 1 HAVING count(*) > 1)")
        for check in rule.checks:
            broken.append(CHECKS[check.name](column, **check.statistics))
        if column.endswith("_lo"):
            broken.append(f"{column} > {column[:-3]}_hi")
    return broken


CHECKS = {
    "greater_than_or_equal_to": lambda column, min_value: f"{column} < {min_value}",
    "isin": lambda column, allowed_values: f"{column} NOT IN ({', '.join(map(quoted, allowed_values))})",
}
