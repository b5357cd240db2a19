"""The vintages of each figure: its different printed values in the order in which they became public.

A value printed again is a copy of its vintage, also where another value stood in between. The order is taken from the
table where it states one, else from dates that do not overlap; where neither decides, the order cannot be told and no
number is given. A print without a date is placed between its neighbours where its order is known, and nowhere else.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.asof import day
from analysis.data.determinations import tables_made
from analysis.dates import day_range
from analysis.methods.revisions.prints import RUNNING, prints
from analysis.toll import words

OWN, NEIGHBOURS, NOWHERE = "its own date", "its neighbours", "not placeable"
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
    every = prints() if printed is None else printed
    placed = [_placed(part) for _, part in every.sort_values("row_key").groupby("figure", sort=True)]
    if not placed:
        return pd.DataFrame(columns=COLUMNS)
    limit = day(when)
    whole = pd.concat(placed, ignore_index=True)
    whole = whole[whole["last"].fillna(tables_made()) <= limit]
    figures = [_numbered(_collapsed(part)) for _, part in whole.groupby("figure", sort=True)]
    return pd.concat(figures, ignore_index=True)[COLUMNS] if figures else pd.DataFrame(columns=COLUMNS)


def _placed(part: pd.DataFrame) -> pd.DataFrame:
    """Return the prints of one figure with the days on which each can have become public."""
    first, last = part["published_first"].copy(), part["published_last"].copy()
    how = pd.Series(OWN, part.index, dtype="str").mask(first.isna(), NOWHERE)
    for line in part.index[first.isna() & part["declared"].notna()]:
        rank = part.loc[line, "declared"]
        later = part.loc[(part["declared"] > rank).fillna(False).astype(bool), "published_last"].min()
        earlier = part.loc[(part["declared"] < rank).fillna(False).astype(bool), "published_first"].max()
        if pd.notna(later) or pd.notna(earlier):
            first[line], last[line], how[line] = earlier, later, NEIGHBOURS
    return part.assign(first=first, last=last, placed_by=how)


def _collapsed(part: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each value of one figure, its copies behind it; a running figure also keeps months apart."""
    keys = ["lo", "hi", *(["declared"] if part["kind"].iloc[0] == RUNNING else [])]
    ordered = part.sort_values(["last", "first", "row_key"], kind="stable", na_position="last")
    rows = [_one(copies) for _, copies in ordered.groupby(keys, dropna=False, sort=False)]
    return pd.DataFrame(rows)


def _one(copies: pd.DataFrame) -> dict[str, object]:
    """Return one vintage from its copies, which stand in order of date."""
    top = copies.iloc[0]
    own = copies[copies["placed_by"] == OWN]
    dated = own if len(own) else copies
    last, end = dated["last"].min(), top["end"]
    over = pd.Timestamp(day_range(end).last) if isinstance(end, str) else pd.NaT
    lo, hi = (None if pd.isna(top[bound]) else int(top[bound]) for bound in ("lo", "hi"))
    return {
        **{name: top[name] for name in ("figure", "family", "kind", "unit", "clock", "lo", "hi", "end")},
        "said": words(lo, hi), "declared": copies["declared"].max(), "published": dated.iloc[0]["published"],
        "first": dated["first"].min(), "last": last, "placed_by": dated.iloc[0]["placed_by"], "copies": len(copies),
        "early": bool(pd.notna(over) and pd.notna(last) and last < over and top["kind"] != RUNNING),
        "row_keys": sorted(copies["row_key"]),
    }  # fmt: skip


def _numbered(found: pd.DataFrame) -> pd.DataFrame:
    """Return the vintages of one figure numbered where each is certainly before or after every other."""
    rows = found.to_dict("records")
    places = []
    for row in rows:
        earlier = [before(other, row) for other in rows if other is not row]
        later = [before(row, other) for other in rows if other is not row]
        sure = all(one or two for one, two in zip(earlier, later, strict=True))
        places.append(1 + sum(earlier) if sure else None)
    kinds = {"vintage": "Int64", "lo": "Int64", "hi": "Int64", "first": "datetime64[us]", "last": "datetime64[us]"}
    made = found.assign(vintage=pd.Series(places, found.index, dtype="Int64"), vintages=len(rows)).astype(kinds)
    return made.sort_values(["vintage", "last", "lo", "hi"], kind="stable", na_position="last")


def before(one: dict, other: dict) -> bool:
    """Return whether one vintage certainly came before another."""
    ranks = (one["declared"], other["declared"])
    if not any(pd.isna(rank) for rank in ranks) and ranks[0] != ranks[1]:
        return bool(ranks[0] < ranks[1])
    return bool(one["last"] < other["first"])  # a missing day is before nothing


def not_superseded(public: pd.DataFrame) -> pd.DataFrame:
    """Return, of some vintages of one figure, those that no other of them certainly came after."""
    rows = public.to_dict("records")
    kept = [not any(before(row, other) for other in rows if other is not row) for row in rows]
    return public[kept]


def undecided(found: pd.DataFrame) -> pd.DataFrame:
    """Return the vintages whose place in the order cannot be told."""
    return found[found["vintage"].isna()].reset_index(drop=True)
