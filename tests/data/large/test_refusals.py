from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data import schemas
from analysis.data.large import engine, refusals
from analysis.errors import DataError
from analysis.paths import Project

SPOILT = {
    "killed_lo": 9999, "killed_hi": -1, "family": "press", "url": None, "row_key": "statements:st-mj-rudaw-200-230-de",
    "n_relays": -2, "injured_lo": 5000,
}  # fmt: skip


@pytest.mark.parametrize("column", SPOILT)
def test_a_broken_rule_is_told_as_the_schema_tells_it(built: Project, tmp_path: Path, column: str) -> None:
    frame = pd.read_parquet(built.processed / "statements.parquet")
    at = frame.index[frame["injured_hi"].notna() & frame["killed_hi"].notna()][3]
    spoilt = frame.assign(**{column: frame[column].where(frame.index != at, SPOILT[column])})
    spoilt.to_parquet(tmp_path / "spoilt.parquet", index=False)
    with pytest.raises(DataError) as small:
        schemas.validate("statements", spoilt)
    with engine.connected(tmp_path) as connection, pytest.raises(DataError) as large:
        refusals.check(connection, "statements", tmp_path / "spoilt.parquet")
    assert str(large.value) == str(small.value)


@pytest.mark.parametrize("name", ["claims", "statements"])
def test_a_sound_table_is_let_pass(built: Project, tmp_path: Path, name: str) -> None:
    with engine.connected(tmp_path) as connection:
        refusals.check(connection, name, built.processed / f"{name}.parquet")


def test_every_kind_of_check_in_the_schemas_has_its_sql() -> None:
    kinds = {check.name for columns in schemas.COLUMNS.values() for rule in columns.values() for check in rule.checks}
    assert kinds == set(refusals.CHECKS)


def test_every_column_that_must_be_filled_is_asked_for_where_a_cell_is_missing() -> None:
    columns = schemas.COLUMNS["claims"]
    found = refusals.rules("claims", "claims", list(columns))
    filled = [f"{name} IS NULL" for name, rule in columns.items() if not rule.nullable]
    assert [rule for rule in found if rule.endswith("IS NULL")] == filled
