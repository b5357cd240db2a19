"""What SQL needs to know of families, numbers and sources, read from `analysis.methods.families`."""

from __future__ import annotations

import duckdb

from analysis.data.large.asof import part
from analysis.data.large.engine import quoted
from analysis.methods.families import GATHERED, SHOWN

# `families.numbered`: a number is put on the civilians killed
NUMBERED = "unit = 'killed' AND (killed_lo IS NOT NULL OR killed_hi IS NOT NULL)"
# `claims.in_month`: the first day of the month in which the whole window lies, if it lies in one
MONTH = "if(last_day(window_first) = last_day(window_last), last_day(window_first), NULL)"


def listed(words: tuple[str, ...]) -> str:
    """Return words as SQL lists them.

    >>> listed(("a", "b"))
    "('a', 'b')"
    """
    return f"({', '.join(map(quoted, words))})"


# `families.group_of` and `families.is_one`
GROUP = f"if(family IN {listed(SHOWN)}, family, 'others')"
IS_ONE = f"(publisher_id NOT IN {listed(GATHERED)} AND NOT starts_with(publisher_id, 'unnamed'))"


def lend_known(engine: duckdb.DuckDBPyConnection, when: str) -> None:
    """Let queries read ``known``: the statements that count and were certainly public by a day, with their month."""
    engine.execute(f"""
        CREATE VIEW known AS SELECT *, {MONTH} AS month FROM statements WHERE NOT excluded AND {part(when)} = 'known'
    """)
