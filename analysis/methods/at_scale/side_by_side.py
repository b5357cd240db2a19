"""Families beside each other where they count the same dead, over files: the rules of `within.paired` and `compare`.

Only numbers of civilians killed that one source answers for are looked at, within one event, and only where actors,
place and window are the same; the status may differ, as under `analysis.methods.compare.STANDING`. Nothing averages.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.large import parquet
from analysis.data.large.asof import inside, reading
from analysis.data.large.engine import quoted
from analysis.data.schemas import FAMILIES
from analysis.errors import MethodRefused
from analysis.methods.at_scale.spoken import IS_ONE, NUMBERED, lend_known
from analysis.methods.within import paired as paired_in_memory
from analysis.paths import Project

MOST = 20_000  # statements of which every pair is still listed one by one
SCOPE = "event_name, place, actors, window_first, window_last"


def side_by_side(
    when: str, place: str | None = None, month: str | None = None, project: Project | None = None
) -> pd.DataFrame:
    """Return, for each scope, the spans of every two families beside each other, with the bounds of their ratio.

    Parameters
    ----------
    when : str
        The as-of day, YYYY-MM-DD.
    place : str, optional
        Only scopes at this place and those within it; default: every place.
    month : str, optional
        Only windows that lie in this month, YYYY-MM; default: those of every month.
    project : Project, optional
        Default: that of the working folder.

    Returns
    -------
    DataFrame
        The scope: ``place``, ``month``, ``about`` (the event), ``actors``, ``window_first``, ``window_last``. For each
        side ``family``, ``statements``, ``lo`` and ``hi``: the smallest lower and the largest upper bound, missing as
        soon as one is missing. ``ratio_lo`` and ``ratio_hi`` are [lo_a / hi_b, hi_a / lo_b]; a pair whose ``lo_b`` is
        0 or missing, or whose ratio has no bound, is left out.

    Raises
    ------
    DataError
        When the day is not a day, the place is unknown, or nothing has been built.
    """
    with reading(project) as engine:
        lend_known(engine, when)
        here = inside(engine, place) if place else "true"
        then = f"strftime(month, '%Y-%m') = {quoted(month)}" if month else "true"
        engine.execute(f"CREATE VIEW single AS {SINGLE} AND {here} AND {then}")
        engine.execute(f"CREATE TEMP TABLE spans AS {SPANS}")
        found = engine.sql(PAIRS).to_arrow_table().to_pandas()
    texts = dict.fromkeys(["place", "month", "about", "actors", "family_a", "family_b"], "str")
    counts = dict.fromkeys(["lo_a", "hi_a", "lo_b", "hi_b"], "Int64") | dict.fromkeys(
        ["ratio_lo", "ratio_hi"], "Float64"
    )
    return found.astype(texts | counts)


def paired(when: str, place: str, month: str, project: Project | None = None) -> pd.DataFrame:
    """Return every pair of statements of a place and month, as `analysis.methods.within.paired` does.

    SQL picks the statements that have another family's beside them; the small function pairs these.

    Parameters
    ----------
    when, place, month, project
        As for `side_by_side`.

    Raises
    ------
    MethodRefused
        When there are more than `MOST` such statements.
    DataError
        As for `side_by_side`.
    """
    with reading(project) as engine:
        lend_known(engine, when)
        then = f"strftime(month, '%Y-%m') = {quoted(month)}"
        engine.execute(f"CREATE VIEW single AS {SINGLE} AND {inside(engine, place)} AND {then}")
        few = engine.sql(f"{BESIDE} LIMIT {MOST + 1}").to_arrow_table().to_pandas()
    if len(few) > MOST:
        raise MethodRefused(
            f"more than {MOST:,} statements stand beside each other in {place}, {month}: name a place within it, or "
            "take the spans of side_by_side"
        )
    return paired_in_memory(parquet.typed("statements", few.drop(columns=["actors", "month"])), when)


# `families.single`, and of `Scope` what can differ between two of them: actors as a set, and a window with both ends
SINGLE = f"""
    SELECT *, array_to_string(list_sort(list_distinct(string_split(attribution, ';'))), ';') AS actors
    FROM known
    WHERE {NUMBERED} AND {IS_ONE} AND month IS NOT NULL
"""

# the hull of what a family said: open as soon as one of its statements is
SPANS = f"""
    SELECT {SCOPE}, month, family, count(*) AS statements,
        if(count(*) = count(killed_lo), min(killed_lo), NULL) AS lo,
        if(count(*) = count(killed_hi), max(killed_hi), NULL) AS hi
    FROM single GROUP BY {SCOPE}, month, family
"""

# `toll.ratio` in the order of the families; a pair without any bound is not comparable, as in `compare.side_by_side`
PAIRS = f"""
    SELECT place, strftime(a.month, '%Y-%m') AS month, event_name AS about, actors, window_first, window_last,
        a.family AS family_a, a.statements AS statements_a, a.lo AS lo_a, a.hi AS hi_a,
        b.family AS family_b, b.statements AS statements_b, b.lo AS lo_b, b.hi AS hi_b,
        a.lo / b.hi AS ratio_lo, a.hi / b.lo AS ratio_hi
    FROM spans AS a JOIN spans AS b USING ({SCOPE})
    WHERE list_position({FAMILIES}, a.family) < list_position({FAMILIES}, b.family)
        AND b.lo > 0 AND (ratio_lo IS NOT NULL OR ratio_hi IS NOT NULL)
    ORDER BY place, month, about, actors, window_first, window_last,
        list_position({FAMILIES}, a.family), list_position({FAMILIES}, b.family)
"""

BESIDE = f"""
    SELECT * FROM single
    WHERE ({SCOPE}) IN (SELECT ({SCOPE}) FROM single GROUP BY {SCOPE} HAVING count(DISTINCT family) > 1)
    ORDER BY published_last, published_first, statement_id
"""
