from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest
import streaming

from analysis.data import asof, claims, store
from analysis.data.large.asof import reading
from analysis.methods import families
from analysis.methods.at_scale import spoken
from analysis.paths import Project


@pytest.fixture
def engine(either: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading() as connection:
        yield connection


def keys(engine: duckdb.DuckDBPyConnection, condition: str) -> set[str]:
    return {row[0] for row in engine.execute(f"SELECT row_key FROM statements WHERE {condition}").fetchall()}


def test_numbered_is_the_small_function(engine: duckdb.DuckDBPyConnection) -> None:
    assert keys(engine, spoken.NUMBERED) == set(families.numbered(store.read_table("statements"))["row_key"])


def test_one_source_and_group_are_the_small_functions(engine: duckdb.DuckDBPyConnection) -> None:
    query = f"SELECT publisher_id, family, {spoken.IS_ONE}, {spoken.GROUP} FROM statements GROUP BY ALL"
    for publisher, family, is_one, group in engine.execute(query).fetchall():
        assert is_one == families.is_one(publisher) and group == families.group_of(family)


def test_a_month_is_that_in_which_the_whole_window_lies(engine: duckdb.DuckDBPyConnection) -> None:
    told = dict(engine.execute(f"SELECT row_key, strftime({spoken.MONTH}, '%Y-%m') FROM statements").fetchall())
    frame = store.read_table("statements")
    inside: dict[str, str] = {}
    for month in sorted(set(told.values()) - {None}):
        chosen = claims.in_month(frame, month)
        inside |= dict.fromkeys(chosen.loc[chosen["fit"] == "inside", "row_key"], month)
    assert {key: month for key, month in told.items() if month} == inside


def test_known_is_what_counts_and_was_public(engine: duckdb.DuckDBPyConnection) -> None:
    spoken.lend_known(engine, streaming.DAY)
    found = {row[0] for row in engine.execute("SELECT row_key FROM known").fetchall()}
    assert found == set(asof.as_of(claims.statements(), streaming.DAY).known["row_key"])
    assert isinstance(store.read_table("statements"), pd.DataFrame)
