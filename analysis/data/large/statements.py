"""Claims collapsed into statements as one query: the rules of `analysis.data.statements`, restated as SQL."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analysis.data.large import parquet
from analysis.data.large.engine import quoted
from analysis.data.statements import CODING, DATING


def gather(engine: duckdb.DuckDBPyConnection) -> None:
    """Gather what the rows of each relayed statement say together, from the view ``published``, into ``relayed``."""
    engine.execute(f"CREATE OR REPLACE TABLE relayed AS {RELAYED}")


def write(engine: duckdb.DuckDBPyConnection, claims: Path, path: Path) -> None:
    """Write one row per statement from the written claims and ``relayed``, sorted by publication, then statement.

    Parameters
    ----------
    engine : DuckDBPyConnection
        Where the query runs.
    claims, path : Path
        Parquet files: the processed claims, and the statements to write.
    """
    engine.execute(f"CREATE OR REPLACE VIEW claims AS FROM read_parquet({quoted(claims)})")
    parquet.write(engine, STATEMENTS, "statements", path)
    engine.execute("DROP TABLE relayed")


# What the rows of a statement say together, where it has more than its primary row. `statements._earliest`: the row
# that dates it is the first by exclusion, last and first possible day and id; `_relays`: other rows that are not
# excluded, by last day and id; `_members`: all by id. The parts of a struct are compared in their order, and a missing
# day comes after every day.
RELAYED = f"""
    SELECT statement_id,
        arg_min(
            {{{", ".join(f"'{name}': {name}" for name in DATING)}}},
            {{'excluded': excluded, 'last': last_day, 'first': first_day, 'claim_id': claim_id}}
        ) AS dated,
        list_transform(
            list_sort(list({{'last': last_day, 'claim_id': claim_id, 'read_at': read_at}})
                      FILTER (is_primary = 0 AND NOT excluded)),
            lambda relay: relay.read_at
        ) AS relays,
        list_sort(list(claim_id)) AS claim_ids
    FROM (
        SELECT *, coalesce(published_last, 'infinity') AS last_day, coalesce(published_first, 'infinity') AS first_day,
            coalesce(relayed_via, publisher_as_written) AS read_at
        FROM published WHERE statement_id IN (SELECT statement_id FROM typed WHERE is_primary = 0)
    )
    GROUP BY statement_id
"""

# A statement's coding is that of its primary row; one that was not relayed is dated by it as well. What can be made of
# the rest is made after sorting, for the sort spills to disk what memory cannot hold.
SORTED = f"""
    SELECT {", ".join(f"claims.{name}" for name in CODING)},
        {", ".join(f"if(relayed.dated IS NULL, claims.{name}, relayed.dated.{name}) AS {name}" for name in DATING)},
        claims.claim_id, relayed.relays, relayed.claim_ids
    FROM claims LEFT JOIN relayed USING (statement_id)
    WHERE claims.is_primary = 1
    ORDER BY published_last, published_first, statement_id
"""

STATEMENTS = f"""
    SELECT * EXCLUDE (claim_id, relays, claim_ids), coalesce(len(relays), 0) AS n_relays,
        coalesce(relays, []) AS relays, coalesce(claim_ids, [claim_id]) AS claim_ids,
        'statements:' || statement_id AS row_key
    FROM ({SORTED})
"""
