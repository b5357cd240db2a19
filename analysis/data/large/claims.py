"""The processed claims as one query over the raw ones: the rules of `analysis.data.build`, restated as SQL.

What is small is not restated but computed by the small path's own functions and joined: the rows that a hand table
names, the day edges of dates, the canonical places. Tests hold the two paths to the same content.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pandas as pd

from analysis import dates
from analysis.data import hand, names, places, raw
from analysis.data.large import parquet
from analysis.data.large.engine import lend, quoted
from analysis.data.large.raw_claims import NAME
from analysis.paths import Project

Engine = duckdb.DuckDBPyConnection
Tables = dict[str, pd.DataFrame]


def lend_views(engine: Engine, text: str, judged: pd.DataFrame, tables: Tables, project: Project) -> None:
    """Let queries read ``dated``: the processed claims with their ``position``, computed as they are read.

    ``published`` is the part of it that needs no other table: what a page says itself, and its days.

    Parameters
    ----------
    engine : DuckDBPyConnection
        Where the queries run.
    text : str
        SQL of the raw claims as text, with ``position``.
    judged : DataFrame
        The few rows that hand tables name, after `hand.override` and `hand.exclude`, with ``position``.
    tables : dict of DataFrame
        Processed ``publishers``, ``events`` and ``places``.
    project : Project
        Whose card describes the raw claims.

    Raises
    ------
    DataError
        When a place is unknown, or a date is none.
    """
    for name, frame in {"judged": judged, "publishers": tables["publishers"], "events": tables["events"]}.items():
        lend(engine, name, frame)
    fields = raw.resources(project)[NAME]["schema"]["fields"]
    overrides = hand.read_hand("overrides", project)
    overridden = set(overrides.loc[overrides["table"] == NAME, "column"])
    engine.execute(f"CREATE OR REPLACE VIEW typed AS {typed(fields, overridden, text)}")
    _lend_countries(engine, tables["places"])
    _lend_days(engine, "published", "typed")
    engine.execute(f"CREATE OR REPLACE VIEW published AS {PUBLISHED}")
    engine.execute(f"CREATE OR REPLACE VIEW spoken AS {SPOKEN}")
    engine.execute(f"CREATE OR REPLACE VIEW windowed AS {WINDOWED}")
    for column in ("window_start", "window_end"):
        _lend_days(engine, column, "windowed")
    engine.execute(f"CREATE OR REPLACE VIEW dated AS {DATED}")


def write(engine: Engine, text: str, path: Path) -> None:
    """Write the processed claims, in the order of the raw ones, from the views of `lend_views`.

    Raises
    ------
    DataError
        When the columns are not those of the schema.
    """
    engine.execute("SET threads = 1")  # several threads write what a join gives in any order
    parquet.write(engine, "SELECT * EXCLUDE (position) FROM dated", "claims", path)
    engine.execute("RESET threads")
    if not _in_order(engine, text, path):  # nothing promises the order of a join, so it is looked at
        parquet.write(engine, "SELECT * EXCLUDE (position) FROM dated ORDER BY position", "claims", path)


def typed(fields: list[raw.Resource], overridden: Collection[str], text: str) -> str:
    """Return the SQL of the raw claims with numbers as numbers, judged rows as judged, and processed names.

    >>> print(typed([{"name": "killed_min", "type": "integer"}, {"name": "url", "type": "string"}], ["url"], "raw"))
    SELECT raw.position, 'claims:' || raw.claim_id AS row_key,
        raw.killed_min::BIGINT AS killed_lo,
        CASE WHEN judged.position IS NULL THEN raw.url ELSE judged.url END AS url,
        coalesce(judged.excluded, raw.exclude IS NOT NULL) AS excluded,
        CASE WHEN judged.position IS NULL THEN raw.exclude ELSE judged.exclude_reason END AS exclude_reason,
        CASE WHEN judged.position IS NULL THEN if(raw.exclude IS NULL, NULL, 'raw')
             ELSE judged.exclude_source END AS exclude_source
    FROM raw AS raw LEFT JOIN judged USING (position)
    """
    called = names.bounds(field["name"] for field in fields) | names.CLAIMS
    lines = ["SELECT raw.position, 'claims:' || raw.claim_id AS row_key,"]
    for field in (field for field in fields if field["name"] != "exclude"):
        name = field["name"]
        value = f"raw.{name}::BIGINT" if field["type"] == "integer" else f"raw.{name}"
        if name in overridden:
            value = f"CASE WHEN judged.position IS NULL THEN {value} ELSE judged.{name} END"
        lines.append(f"    {value} AS {called.get(name, name)},")
    return "\n".join([*lines, MARKED, f"FROM {text} AS raw LEFT JOIN judged USING (position)"])


# `hand.exclude`: a row is kept out by its own column, or by the hand table, which wins
MARKED = """
    coalesce(judged.excluded, raw.exclude IS NOT NULL) AS excluded,
    CASE WHEN judged.position IS NULL THEN raw.exclude ELSE judged.exclude_reason END AS exclude_reason,
    CASE WHEN judged.position IS NULL THEN if(raw.exclude IS NULL, NULL, 'raw')
         ELSE judged.exclude_source END AS exclude_source
""".strip("\n")

# the days that the date of a page can mean, from `dates.edges`
PUBLISHED = """
    SELECT typed.*, published_days.first AS published_first, published_days.last AS published_last
    FROM typed LEFT JOIN published_days ON published_days.text = typed.published
"""

# `build._claims` and `build._claim_place`: speaker and family, event, and the place the claim counts in
SPOKEN = """
    SELECT published.*, publishers.name AS publisher_name, publishers.kind AS publisher_kind,
        coalesce(published.family_override, publishers.family) AS family,
        events.name AS event_name, events.kind AS event_kind, events.date_start, events.date_end,
        if(events.place IN (SELECT place FROM countries), countries.place, events.place) AS place
    FROM published
    LEFT JOIN publishers USING (publisher_id)
    LEFT JOIN events USING (event_id)
    LEFT JOIN countries ON countries.text = published.country
"""

# `build._windows`: a claim states its window, or an incident lends its own, or there is none
WINDOWED = """
    SELECT * EXCLUDE (period_start, period_end, date_start, date_end, lent),
        if(lent, date_start, period_start) AS window_start,
        if(lent, date_end, period_end) AS window_end,
        CASE WHEN period_start IS NOT NULL OR period_end IS NOT NULL THEN 'stated'
             WHEN lent AND (date_start IS NOT NULL OR date_end IS NOT NULL) THEN 'event'
             ELSE 'none' END AS window_basis
    FROM (
        SELECT *, coalesce(event_kind = 'incident', false) AND period_start IS NULL AND period_end IS NULL AS lent
        FROM spoken
    )
"""

# the days between which the window lies, from `dates.edges`
DATED = """
    SELECT windowed.*, window_start_days.first AS window_first, window_end_days.last AS window_last
    FROM windowed
    LEFT JOIN window_start_days ON window_start_days.text = windowed.window_start
    LEFT JOIN window_end_days ON window_end_days.text = windowed.window_end
"""


def _lend_countries(engine: Engine, named: pd.DataFrame) -> None:
    """Let queries read the canonical place of each country that claims write."""
    texts = _distinct(engine, "country", "typed")
    lend(engine, "countries", pd.DataFrame({"text": texts, "place": places.canonical(texts, named, NAME)}))


def _lend_days(engine: Engine, column: str, table: str) -> None:
    """Let queries read the first and last day that each text of a column of dates can mean."""
    texts = _distinct(engine, column, table)
    lend(engine, f"{column}_days", dates.edges(texts).assign(text=texts))


def _distinct(engine: Engine, column: str, table: str) -> pd.Series:
    """Return every text of a column once, in the order in which they come."""
    query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY min(position)"
    return pd.Series([row[0] for row in engine.execute(query).fetchall()], dtype="str")


def _in_order(engine: Engine, text: str, path: Path) -> bool:
    """Return whether the written claims are all there, in the order of the raw ones."""
    pairs = f"(SELECT claim_id FROM {text}) AS raw POSITIONAL JOIN (SELECT row_key FROM {quoted(path)}) AS written"
    query = f"SELECT count(*) FROM {pairs} WHERE 'claims:' || raw.claim_id IS DISTINCT FROM written.row_key"
    return engine.execute(query).fetchall() == [(0,)]
