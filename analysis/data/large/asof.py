"""What was public on a day, asked of files: the parting of `analysis.data.asof`, restated as one condition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pandas as pd

from analysis.data import manifest, places
from analysis.data.asof import AsOf, day
from analysis.data.large import parquet
from analysis.data.large.engine import connected, lend, quoted, work_area
from analysis.errors import DataError, suggestion
from analysis.paths import Project, find_project

TABLES = ("claims", "statements")


@contextmanager
def reading(project: Project | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a connection that reads ``claims``, ``statements``, ``places`` and ``within`` from the processed files.

    ``within`` has a row for each place and every place inside it (itself too), as `analysis.data.places.inside` says.

    Raises
    ------
    DataError
        When nothing has been built.
    """
    project = project or find_project()
    manifest.read(project)
    with work_area(project) as work, connected(work) as engine:
        for name in (*TABLES, "places"):
            path = quoted(project.processed / f"{name}.parquet")
            engine.execute(f"CREATE VIEW {name} AS FROM read_parquet({path})")
        lend(engine, "within", _within(pd.read_parquet(project.processed / "places.parquet")))
        yield engine


def _within(named: pd.DataFrame) -> pd.DataFrame:
    """Return ``outer`` and ``inner``: each place with every place inside it."""
    pairs = [(outer, inner) for inner in named["place"] for outer in places.lineage(inner, named)]
    return pd.DataFrame(pairs, columns=["outer", "inner"], dtype="str")


def part(when: str) -> str:
    """Return the SQL that says in which part of `analysis.data.asof.AsOf` a row is on a day.

    >>> duckdb.sql(f"SELECT {part('2017-03-25')} FROM (SELECT DATE '2017-03-01' AS published_first, "
    ...            "DATE '2017-03-31' AS published_last)").fetchall()
    [('possible',)]
    """
    limit = f"TIMESTAMP {quoted(day(when).date())}"
    return f"""
        CASE WHEN published_first IS NULL THEN 'undated'
             WHEN published_last <= {limit} THEN 'known'
             WHEN published_first > {limit} THEN 'later'
             ELSE 'possible' END
    """


def counts(when: str, table: str = "statements", project: Project | None = None) -> pd.Series:
    """Return how many rows of a table are in each part on a day.

    Parameters
    ----------
    when : str
        A day, YYYY-MM-DD.
    table : {"statements", "claims"}
        Excluded rows count too, as in `analysis.data.asof.as_of` of the whole table.
    project : Project, optional
        Default: that of the working folder.

    Returns
    -------
    Series
        Rows by the names of `AsOf`; nothing in a part is 0, for it was looked at.

    Raises
    ------
    DataError
        When the day is not a day, the table has no such parts, or nothing has been built.
    """
    with reading(project) as engine:
        query = f"SELECT {part(when)}, count(*) FROM {_dated(table)} GROUP BY 1"
        found = dict(engine.execute(query).fetchall())
    return pd.Series({name: found.get(name, 0) for name in AsOf._fields}, name="rows", dtype="int64")


def rows(
    when: str, which: str = "known", table: str = "statements", place: str | None = None, project: Project | None = None
) -> pd.DataFrame:
    """Return the rows of one part on a day, in the order of the table; name a place to keep them few.

    Parameters
    ----------
    when, table, project
        As for `counts`.
    which : str
        A name of `AsOf`.
    place : str, optional
        Only rows whose place is this one or lies within it.

    Raises
    ------
    DataError
        As for `counts`, and when the part or the place is unknown.
    """
    if which not in AsOf._fields:
        raise DataError(f"{which!r} is no part of what stands on a day. {suggestion(which, AsOf._fields)}")
    with reading(project) as engine:
        here = f" AND {inside(engine, place)}" if place else ""
        query = f"SELECT * FROM {_dated(table)} WHERE {part(when)} = {quoted(which)}{here}"
        found = engine.sql(query).to_arrow_table().to_pandas()
    return parquet.typed(table, found)


def inside(engine: duckdb.DuckDBPyConnection, place: str) -> str:
    """Return the condition of a row whose place is the given one or lies within it; an unknown place is refused."""
    places.inside(place, engine.sql("SELECT place, within FROM places").to_arrow_table().to_pandas())
    return f'place IN (SELECT "inner" FROM within WHERE "outer" = {quoted(place)})'


def relays_by(when: str, project: Project | None = None) -> pd.Series:
    """Return, by statement id, how many of its relays are dated by a day; equal to `analysis.data.claims.relays_by`."""
    with reading(project) as engine:
        query = f"""
            SELECT statement_id, count(*) AS relays FROM claims
            WHERE is_primary = 0 AND NOT excluded AND {part(when)} = 'known'
            GROUP BY statement_id ORDER BY statement_id
        """
        found = engine.sql(query).to_arrow_table().to_pandas()
    return found.astype({"statement_id": "str"}).set_index("statement_id")["relays"].rename(None)


def _dated(table: str) -> str:
    """Return the name of a table that can be parted, or refuse it."""
    if table not in TABLES:
        raise DataError(f"{table!r} cannot be asked at this size. {suggestion(table, TABLES)}")
    return table
