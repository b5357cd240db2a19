"""The vintages of each figure: its different printed values in the order in which they became public.

A value printed again is a copy of its vintage, also where another value stood in between. The order is taken from the
table where it states one, else from dates that do not overlap; where neither decides, the order cannot be told and no
number is given. A print without a date is placed between its neighbours where its order is known, and nowhere else.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.data.asof import day
from analysis.data.determinations import tables_made
from analysis.data.tolls import whole
from analysis.dates import day_range
from analysis.methods.revisions.prints import RUNNING, prints
from analysis.toll import words

OWN, NEIGHBOURS, NOWHERE = "its own date", "its neighbours", "not placeable"
Row = dict[Any, Any]
COLUMNS = [
    "figure", "family", "kind", "unit", "clock", "vintage", "vintages", "said", "lo", "hi", "published", "first",
    "last", "placed_by", "copies", "early", "end", "declared", "row_keys",
]  # fmt: skip


def vintages(when: str, printed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every vintage certainly public on a day.

    Parameters
    ----------
    when : str
        The as-of day. Undated prints were public by the day the tables were made, and are left out before it unless
        a later print of the same figure was already known.
    printed : DataFrame, optional
        As `analysis.methods.revisions.prints.prints` returns it; default the tables.

    Returns
    -------
    DataFrame
        ``figure``, ``family``, ``kind``, ``unit``, ``clock``; ``vintage`` (1 is the first; missing where the order
        cannot be told) of ``vintages``; ``said`` (the value in words), ``lo``, ``hi``; ``published`` (the first date
        printed), ``first`` and ``last`` (the days on which it can have become public), ``placed_by``; ``copies`` (how
        many prints); ``early`` (printed before the period counted was over, so a partial count); ``end``;
        ``declared`` (order by the table); ``row_keys``. In order of figure and vintage.
    """
    every = (prints() if printed is None else printed).sort_values(["figure", "row_key"], kind="stable")
    limit, made = day(when), tables_made()
    found: list[Row] = []
    for _, group in groupby(every.to_dict("records"), key=itemgetter("figure")):
        public = [row for row in _placed(list(group)) if (made if pd.isna(row["last"]) else row["last"]) <= limit]
        found += _numbered(_collapsed(public))
    days = {name: "datetime64[us]" for name in ("first", "last")}
    counts = {name: "Int64" for name in ("vintage", "vintages", "lo", "hi", "copies", "declared")}
    return pd.DataFrame(found, columns=COLUMNS).astype(days | counts | {"early": "bool"})


def _placed(rows: list[Row]) -> list[Row]:
    """Return the prints of one figure with the days on which each can have become public."""
    for row in rows:
        own = not pd.isna(row["published_first"])
        row |= {"first": row["published_first"], "last": row["published_last"], "placed_by": OWN if own else NOWHERE}
        if own or pd.isna(row["declared"]):
            continue
        later = [one["published_last"] for one in rows if _ranked(row, one) and not pd.isna(one["published_last"])]
        earlier = [one["published_first"] for one in rows if _ranked(one, row) and not pd.isna(one["published_first"])]
        if later or earlier:
            row |= {"first": max(earlier, default=pd.NaT), "last": min(later, default=pd.NaT), "placed_by": NEIGHBOURS}
    return rows


def _ranked(one: Row, other: Row) -> bool:
    """Return whether the table states that one came before the other."""
    ranks = (one["declared"], other["declared"])
    return not any(pd.isna(rank) for rank in ranks) and bool(ranks[0] < ranks[1])


def _collapsed(rows: list[Row]) -> list[Row]:
    """Return one row for each value of one figure, its copies behind it; a running figure also keeps months apart."""
    values: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (*(_day(row[edge]) for edge in ("last", "first")), row["row_key"])):
        month = str(row["declared"]) if row["kind"] == RUNNING else ""
        values.setdefault((str(row["lo"]), str(row["hi"]), month), []).append(row)
    return [_one(copies) for copies in values.values()]


def _day(value: Any) -> str:
    """Return a day for sorting; a missing one stands last."""
    return "~" if pd.isna(value) else str(value)


def _one(copies: list[Row]) -> Row:
    """Return one vintage from its copies, which stand in order of date."""
    top = copies[0]
    dated = [row for row in copies if row["placed_by"] == OWN] or copies
    firsts, ranks = ([row[name] for row in rows if not pd.isna(row[name])]
                     for rows, name in ((dated, "first"), (copies, "declared")))  # fmt: skip
    last, end = dated[0]["last"], top["end"]
    over = pd.Timestamp(day_range(end).last) if isinstance(end, str) else pd.NaT
    ends = [whole(top[bound]) for bound in ("lo", "hi")]
    return {
        **{name: top[name] for name in ("figure", "family", "kind", "unit", "clock", "end")}, "lo": ends[0],
        "hi": ends[1], "said": words(*ends), "declared": max(ranks, default=None), "published": dated[0]["published"],
        "first": min(firsts, default=pd.NaT), "last": last, "placed_by": dated[0]["placed_by"], "copies": len(copies),
        "early": bool(last < over) and top["kind"] != RUNNING, "row_keys": sorted(row["row_key"] for row in copies),
    }  # fmt: skip


def _numbered(rows: list[Row]) -> list[Row]:
    """Return the vintages of one figure numbered where each is certainly before or after every other."""
    for row in rows:
        earlier, later = ([sign(one, row) for one in rows if one is not row] for sign in (before, _after))
        sure = all(one or two for one, two in zip(earlier, later, strict=True))
        row |= {"vintage": 1 + sum(earlier) if sure else None, "vintages": len(rows)}
    return sorted(rows, key=lambda row: (row["vintage"] or len(rows) + 1, _day(row["last"]), row["said"]))


def _after(one: Row, other: Row) -> bool:
    """Return whether one vintage certainly came after another."""
    return before(other, one)


def before(one: Row, other: Row) -> bool:
    """Return whether one vintage certainly came before another."""
    if _ranked(one, other) or _ranked(other, one):
        return _ranked(one, other)
    return bool(one["last"] < other["first"])  # a missing day is before nothing


def not_superseded(public: pd.DataFrame) -> pd.DataFrame:
    """Return, of some vintages of one figure, those that no other of them certainly came after."""
    rows = public.to_dict("records")
    kept = [not any(before(row, other) for other in rows if other is not row) for row in rows]
    return public[pd.Series(kept, public.index, dtype="bool")]


def undecided(found: pd.DataFrame) -> pd.DataFrame:
    """Return the vintages whose place in the order cannot be told."""
    return found[found["vintage"].isna()].reset_index(drop=True)
