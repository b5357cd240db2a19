"""Place by month as known on a day: what each family said, over files; the rules are those of `families.by_family`."""

from __future__ import annotations

import pandas as pd

from analysis.data.large.asof import inside, reading
from analysis.methods.at_scale.spoken import GROUP, IS_ONE, NUMBERED, lend_known
from analysis.methods.families import NAMES
from analysis.paths import Project

COLUMNS = ["place", "month", "group", "family", "statements", "with_number", "speakers", "said"]


def monthly(when: str, place: str | None = None, project: Project | None = None) -> pd.DataFrame:
    """Return, for each place, month and family, how many spoke by a day and the span of what they said.

    Parameters
    ----------
    when : str
        The as-of day, YYYY-MM-DD.
    place : str, optional
        Only this place and those within it; default: every place.
    project : Project, optional
        Default: that of the working folder.

    Returns
    -------
    DataFrame
        ``place`` (everything within it counts as the place), ``month`` (in which the whole window lies), ``group`` (a
        key of `analysis.methods.families.NAMES`) and ``family``, then ``statements``, ``with_number``, ``speakers``
        and ``said`` as `analysis.methods.families.by_family` gives them. A family that said nothing has no row.

    Raises
    ------
    DataError
        When the day is not a day, the place is unknown, or nothing has been built.
    """
    with reading(project) as engine:
        lend_known(engine, when)
        here = f"WHERE {inside(engine, place)}" if place else ""
        found = engine.sql(f"{MONTHLY} {here} {ORDER}").to_arrow_table().to_pandas()
    found = found.astype({"place": "str", "month": "str", "group": "str", "said": "str"})
    return found.assign(family=found["group"].map(NAMES).astype("str"))[COLUMNS]


# Each statement that states a number has a lowest and a highest one, as it was printed: `span._printed`. Among equal
# numbers the plain one comes first as the least and last as the most, then the words decide: `span.envelope`. A number
# and the rank of its words are kept as one whole number, for that is what an engine compares fastest.
LEAST, MOST = ["", "at least ", "at most "], ["at least ", "at most ", ""]
TOLD = f"""
    SELECT place, month, {GROUP} AS "group", publisher_id, {NUMBERED} AS numbered,
        CASE WHEN killed_lo IS NULL THEN 'at most ' WHEN killed_hi IS NULL THEN 'at least ' ELSE '' END AS words,
        3 * coalesce(killed_lo, killed_hi) + list_position({LEAST}, words) - 1 AS low,
        3 * coalesce(killed_hi, killed_lo) + list_position({MOST}, words) - 1 AS high
    FROM known WHERE month IS NOT NULL
"""

# first by speaker, so that little is left to be repeated for every place that holds another
BY_SPEAKER = f"""
    SELECT place, month, "group", publisher_id, count(*) AS statements, count_if(numbered) AS with_number,
        min(low) FILTER (numbered) AS low, max(high) FILTER (numbered) AS high
    FROM ({TOLD}) GROUP BY ALL
"""

BY_PLACE = f"""
    SELECT within.outer AS place, month, "group", sum(statements)::BIGINT AS statements,
        sum(with_number)::BIGINT AS with_number, count(DISTINCT publisher_id) FILTER ({IS_ONE}) AS speakers,
        min(low) AS low, max(high) AS high
    FROM ({BY_SPEAKER}) AS spoken JOIN within ON within.inner = spoken.place
    GROUP BY 1, 2, 3
"""

# `families._family` and `span.Said`: one number as its bounds, several as a span
MONTHLY = f"""
    SELECT place, strftime(month, '%Y-%m') AS month, "group", statements, with_number, speakers,
        CASE WHEN with_number = 0 THEN 'no number' WHEN least = most THEN least
             WHEN with_number = 1 THEN least || ' to ' || most
             ELSE 'from ' || least || ' to ' || most END AS said
    FROM (
        SELECT *, {LEAST}[low % 3 + 1] || format('{{:,}}', low // 3) AS least,
            {MOST}[high % 3 + 1] || format('{{:,}}', high // 3) AS most
        FROM ({BY_PLACE})
    )
"""
ORDER = f'ORDER BY place, month, list_position({list(NAMES)}, "group")'
