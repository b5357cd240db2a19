"""The revision ledger: which figures were printed for the first time, changed or taken back, and by how much.

The size of a change is how far each bound moved, in persons or weapons; a bound that was printed on one side only is
added or dropped and has no size. A figure that grew because it counts further (a running one, or one first printed
before its period was over) is not called revised. *Withdrawn* is a figure whose later vintage prints no number; one
that is merely not printed again, or that this project sets aside, is not withdrawn by its speaker.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data import official
from analysis.data.asof import day
from analysis.data.keys import joined
from analysis.methods.audit import audit
from analysis.methods.revisions.prints import RUNNING
from analysis.methods.revisions.vintages import not_superseded, vintages

UP, DOWN, BOTH, ADDED, DROPPED, SAME = "up", "down", "both ways", "bound added", "bound dropped", "no change"
UNTOLD, UNSURE = "order cannot be told", "cannot be told"
FAMILIES = {
    "official": "Coalition and US department", "monitor": "Monitors", "un": "United Nations",
    "exposure": "Weapons and strikes",
}  # fmt: skip
STEP = [
    "figure", "family", "kind", "unit", "was", "now", "lo_moved", "hi_moved", "direction", "grew", "published",
    "row_keys",
]  # fmt: skip


def steps(found: pd.DataFrame) -> pd.DataFrame:
    """Return every step from one vintage to the next whose order is certain.

    Parameters
    ----------
    found : DataFrame
        From `analysis.methods.revisions.vintages.vintages`.

    Returns
    -------
    DataFrame
        ``figure``, ``family``, ``kind``, ``unit``; ``was`` and ``now`` (in words); ``lo_moved``, ``hi_moved`` (Int64,
        later minus earlier; missing where either print lacks the bound); ``direction``; ``grew`` (whether the later
        print counts further than the earlier one); ``published`` of the later one; ``row_keys`` of both.
    """
    numbered = found[found["vintage"].notna()].sort_values(["figure", "vintage"])
    rows = [
        _step(one, other)
        for _, part in numbered.groupby("figure", sort=True)
        for one, other in zip(part.to_dict("records")[:-1], part.to_dict("records")[1:], strict=True)
        if other["vintage"] == one["vintage"] + 1
    ]
    return pd.DataFrame(rows, columns=STEP).astype({"lo_moved": "Int64", "hi_moved": "Int64", "grew": "bool"})


def _step(one: dict[Any, Any], other: dict[Any, Any]) -> dict[str, object]:
    """Return the step between two vintages of one figure."""
    moved = {f"{end}_moved": _moved(one[end], other[end]) for end in ("lo", "hi")}
    return {
        **{name: other[name] for name in ("figure", "family", "kind", "unit", "published")},
        "was": one["said"], "now": other["said"], **moved, "direction": direction(one, other),
        "grew": bool(one["early"] or other["kind"] == RUNNING), "row_keys": [*one["row_keys"], *other["row_keys"]],
    }  # fmt: skip


def _moved(was: Any, now: Any) -> int | None:
    """Return how far a bound moved, None where one print lacks it."""
    return None if pd.isna(was) or pd.isna(now) else int(now) - int(was)


def direction(one: dict[Any, Any], other: dict[Any, Any]) -> str:
    """Return which way the bounds of a figure moved.

    >>> direction({"lo": 448, "hi": 448}, {"lo": 780, "hi": 780})
    'up'
    >>> direction({"lo": 433, "hi": None}, {"lo": 433, "hi": 643})
    'bound added'
    >>> direction({"lo": 499, "hi": 499}, {"lo": None, "hi": 800})
    'bound dropped'
    """
    if _above(other["lo"], one["hi"]):
        return UP
    if _above(one["lo"], other["hi"]):
        return DOWN
    ends = [[not pd.isna(row[end]) for end in ("lo", "hi")] for row in (one, other)]
    if ends[0] != ends[1]:
        return ADDED if sum(ends[1]) > sum(ends[0]) else DROPPED if sum(ends[1]) < sum(ends[0]) else UNSURE
    moved = [move for end in ("lo", "hi") if (move := _moved(one[end], other[end]))]
    if not moved:
        return SAME
    return UP if min(moved) > 0 else DOWN if max(moved) < 0 else BOTH


def _above(low: Any, high: Any) -> bool:
    """Return whether a lower bound lies above an upper bound, both known."""
    return not pd.isna(low) and not pd.isna(high) and bool(low > high)


def revised(found: pd.DataFrame) -> pd.DataFrame:
    """Return the closed figures printed with more than one value, first against latest print.

    Returns
    -------
    DataFrame
        ``figure``, ``family``, ``unit``, ``vintages`` (count), ``first`` and ``latest`` (in words; where their order
        cannot be told, all values in ``first``), ``lo_moved``, ``hi_moved``, ``direction``, ``grew``, ``row_keys``.
    """
    several = found[(found["kind"] != RUNNING) & (found["vintages"] > 1)]
    return pd.DataFrame(
        [_revised(part) for _, part in several.groupby("figure", sort=True)],
        columns=["figure", "family", "unit", "vintages", "first", "latest", "lo_moved", "hi_moved", "direction", "grew",
                 "row_keys"],
    ).astype({"lo_moved": "Int64", "hi_moved": "Int64", "grew": "bool"})  # fmt: skip


def _revised(part: pd.DataFrame) -> dict[str, object]:
    """Return one restated figure from all its vintages."""
    rows = part.to_dict("records")
    keys = [key for row in rows for key in row["row_keys"]]
    base = {**{name: rows[0][name] for name in ("figure", "family", "unit", "vintages")}, "row_keys": keys}
    if part["vintage"].isna().any():
        values = "; ".join(row["said"] for row in sorted(rows, key=lambda row: row["said"]))
        return base | {"first": values, "latest": None, "direction": UNTOLD, "grew": False}
    one, other = rows[0], rows[-1]
    moved = {f"{end}_moved": _moved(one[end], other[end]) for end in ("lo", "hi")}
    return base | moved | {
        "first": one["said"], "latest": other["said"], "direction": direction(one, other), "grew": one["early"],
    }  # fmt: skip


def by_family(found: pd.DataFrame) -> pd.DataFrame:
    """Return, for each family of closed figures, how many were printed again, how many differently, and which way.

    Returns
    -------
    DataFrame
        ``who``, ``figures``, ``again`` (more than one print), ``differently`` (more than one value), then of these
        ``up``, ``down``, ``other`` (a bound added or dropped, both ways, order not told) and ``grew`` (of those that
        went up: first printed before the period was over); counts of figures. ``row_keys`` of those revised, then
        of all the others.
    """
    closed, changed = found[found["kind"] != RUNNING], revised(found)
    rows = []
    for family, who in FAMILIES.items():
        mine, part = closed[closed["family"] == family], changed[changed["family"] == family]
        up, down = (part["direction"] == way for way in (UP, DOWN))
        rows.append(
            {
                "who": who, "figures": mine["figure"].nunique(),
                "again": int((mine.groupby("figure")["copies"].sum() > 1).sum()), "differently": len(part),
                "up": int(up.sum()), "down": int(down.sum()), "other": int((~up & ~down).sum()),
                "grew": int(part["grew"].sum()), "row_keys": joined([*part["row_keys"], *mine["row_keys"]]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def standing(found: pd.DataFrame) -> pd.DataFrame:
    """Return the last vintage of each figure; one whose last place cannot be told has its values in words only."""
    rows = [_standing(part) for _, part in found.groupby("figure", sort=True)]
    return pd.DataFrame(rows, columns=list(found.columns))


def _standing(part: pd.DataFrame) -> dict[Any, Any]:
    """Return the last vintage of one figure, or all values that can be it where that cannot be told."""
    last = part[part["vintage"] == len(part)]
    if len(last):
        return last.iloc[0].to_dict()
    part = not_superseded(part)
    keys = [key for keys in part["row_keys"] for key in keys]
    untold = {"said": "; ".join(sorted(part["said"])), "lo": None, "hi": None, "vintage": None, "row_keys": keys}
    return part.iloc[-1].to_dict() | untold


def ledger(earlier: str, later: str, printed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what became of every figure between two as-of days.

    Parameters
    ----------
    earlier, later : str
        Days. Nothing that became public after the second is read: an earlier day that lies after it is taken as it.
    printed : DataFrame, optional
        As `vintages` takes it.

    Returns
    -------
    DataFrame
        ``change``: ``new``, ``changed``, ``grew``, ``withdrawn``, or ``cannot be told`` where the latest print has no
        place in the order or can have been public on the first day already; figures that stayed are left out. Then
        ``figure``, ``family``, ``unit``, ``was``, ``now``, ``lo_moved``, ``hi_moved``, ``row_keys``.
    """
    before, after = (standing(vintages(when, printed)) for when in (min(earlier, later), later))
    old = {row["figure"]: row for row in before.to_dict("records")}
    limit = day(min(earlier, later))
    rows = [_entry(old.get(row["figure"]), row, limit) for row in after.to_dict("records")]
    made = pd.DataFrame([row for row in rows if row["change"] != SAME], columns=[
        "change", "figure", "family", "unit", "was", "now", "lo_moved", "hi_moved", "row_keys"])  # fmt: skip
    return made.astype({"lo_moved": "Int64", "hi_moved": "Int64"})


def _entry(was: dict[Any, Any] | None, now: dict[Any, Any], limit: pd.Timestamp) -> dict[str, object]:
    """Return the line of one figure; what can have been public on the first day already cannot be told."""
    base = {name: now[name] for name in ("figure", "family", "unit", "row_keys")} | {"now": now["said"]}
    loose = not now["first"] > limit  # a missing day is after nothing
    if was is None:
        return base | {"change": UNSURE if loose else "new", "was": None}
    moved = {f"{end}_moved": _moved(was[end], now[end]) for end in ("lo", "hi")}
    base |= moved | {"was": was["said"], "row_keys": list(dict.fromkeys([*was["row_keys"], *now["row_keys"]]))}
    if was["said"] == now["said"]:
        return base | {"change": SAME}
    if loose or pd.isna(was["vintage"]) or pd.isna(now["vintage"]):
        return base | {"change": UNSURE}
    if pd.isna(now["lo"]) and pd.isna(now["hi"]):
        return base | {"change": "withdrawn"}
    return base | {"change": "grew" if was["early"] or now["kind"] == RUNNING else "changed"}


def amended(when: str) -> pd.DataFrame:
    """Return the steps of the conceded total that the deaths printed for the month do not explain.

    Returns
    -------
    DataFrame
        ``period``, ``release_date``, ``printed``, ``implied``, ``difference`` (persons; below zero: taken back, and
        across unseen months the least that was), ``check``, ``row_key``, ``row_keys`` (of both totals).
    """
    flags = audit(official.releases(when))
    kept = flags[flags["column"] == "killed_cumulative"]
    columns = ["period", "release_date", "printed", "implied", "difference", "check", "row_key", "row_keys"]
    return kept[columns].sort_values("period", kind="stable").reset_index(drop=True)
