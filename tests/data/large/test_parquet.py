from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data import schemas
from analysis.data.large import engine, parquet
from analysis.errors import DataError
from analysis.paths import Project


@pytest.mark.parametrize("name", ["claims", "statements"])
def test_a_table_written_by_sql_is_read_in_the_same_types(built: Project, tmp_path: Path, name: str) -> None:
    there = built.processed / f"{name}.parquet"
    with engine.connected(tmp_path) as connection:
        parquet.write(connection, f"SELECT * FROM {engine.quoted(there)}", name, tmp_path / "again.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "again.parquet"), pd.read_parquet(there))


@pytest.mark.parametrize("name", ["claims", "statements"])
def test_kinds_are_those_of_the_built_tables(built: Project, name: str) -> None:
    frame = pd.read_parquet(built.processed / f"{name}.parquet")
    assert {column: str(kind) for column, kind in frame.dtypes.items()} == parquet.kinds(name)


@pytest.mark.parametrize("query", ["SELECT * EXCLUDE (url) FROM there", "SELECT *, 1 AS more FROM there"])
def test_other_columns_than_the_schema_lists_are_refused(built: Project, tmp_path: Path, query: str) -> None:
    with engine.connected(tmp_path) as connection:
        connection.execute(f"CREATE VIEW there AS FROM {engine.quoted(built.processed / 'claims.parquet')}")
        with pytest.raises(DataError, match="claims, whole table"):
            parquet.write(connection, query, "claims", tmp_path / "again.parquet")
    assert set(schemas.COLUMNS["claims"]) and not (tmp_path / "again.parquet").exists()
