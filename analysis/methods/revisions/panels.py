"""As-of coverage: what share of the latest print of a figure was known on a day, as bounds and as steps.

Estimand: value known at the end of the day over the latest value, [lo / hi', hi / lo'], both of one figure. Where a
print can have been public on the day and its date does not say, both values bound the share. A total that later fell
gives a share above one; it is not clipped. Nothing lies between two prints, and nothing after the as-of day.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.data import official
from analysis.data.asof import day
from analysis.data.tolls import whole
from analysis.errors import MethodRefused
from analysis.methods.revisions.changes import UNTOLD, revised
from analysis.methods.revisions.prints import CONCEDED
from analysis.methods.revisions.vintages import not_superseded, vintages
from analysis.toll import words

NOTHING = "nothing printed yet"


def known(figure: str, days: list[str], when: str, printed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return, for some days, what was known of a figure and its share of what is known on the as-of day.

    Parameters
    ----------
    figure : str
        Name of a figure, as `analysis.methods.revisions.prints.prints` gives it.
    days : list of str
        Days to look back on; those after `when` are left out.
    when : str
        The as-of day, whose value is the denominator.
    printed : DataFrame, optional
        As `vintages` takes it.

    Returns
    -------
    DataFrame
        ``day``, ``said`` (the value known, in words), ``latest`` (the denominator in words), ``lo``, ``hi`` (the
        share; a missing end is open; both are missing before the first print), ``share`` (in words), ``row_keys`` of
        the value known and of the denominator.

    Raises
    ------
    MethodRefused
        When the figure was not printed by the as-of day, its latest place in the order cannot be told, or its lower
        bound is zero or open.
    """
    found = vintages(when, printed)
    mine = found[found["figure"] == figure]
    return _looked_at(mine, _latest(mine, figure, when), [one for one in days if day(one) <= day(when)])


def _looked_at(mine: pd.DataFrame, latest: dict[str, Any], days: list[str]) -> pd.DataFrame:
    """Return what was known on some days; see `known`."""
    rows = [_on(mine, latest, one) for one in sorted(set(days))]
    columns = ["day", "said", "latest", "lo", "hi", "share", "row_keys"]
    return pd.DataFrame(rows, columns=columns).astype({"lo": "Float64", "hi": "Float64"})


def _latest(mine: pd.DataFrame, figure: str, when: str) -> dict[str, Any]:
    """Return the vintage that stands on the as-of day, or refuse it as a denominator."""
    if mine.empty:
        raise MethodRefused(f"{figure} was not printed by {when}: choose a later as-of day")
    last = mine[mine["vintage"] == len(mine)]
    if last.empty:
        raise MethodRefused(f"which print of {figure} is the latest cannot be told: an exact date would tell")
    row = {str(name): value for name, value in last.iloc[0].items()}
    if pd.isna(row["lo"]) or not row["lo"]:
        state = "zero" if not pd.isna(row["lo"]) else "open"
        raise MethodRefused(f"the lower bound of the latest {figure} is {state}, so no share of it has an end to state")
    return row | {"hi": None} if figure == CONCEDED and _open_above(when) else row


def _open_above(when: str) -> bool:
    """Return whether a release has added deaths since the last total, without printing a new one."""
    total = official.conceded_total(when)
    return total is not None and total.hi is None


def _on(mine: pd.DataFrame, latest: dict[str, Any], when: str) -> dict[str, object]:
    """Return what was known on one day."""
    limit = day(when)
    public = mine[mine["last"] <= limit]
    possible = mine[(mine["first"] <= limit) & ~(mine["last"] <= limit)]
    rows = pd.concat([not_superseded(public), possible]) if len(public) else public
    if public.empty:
        return {"day": when, "said": NOTHING, "latest": latest["said"], "share": NOTHING, "row_keys": []}
    lo = None if rows["lo"].isna().any() else int(rows["lo"].min())
    hi = None if rows["hi"].isna().any() else int(rows["hi"].max())
    low, high = _over(lo, latest["hi"]), _over(hi, latest["lo"])
    keys = [key for keys in [*rows["row_keys"], latest["row_keys"]] for key in keys]
    return {
        "day": when, "said": words(lo, hi), "latest": words(int(latest["lo"]), whole(latest["hi"])), "lo": low,
        "hi": high, "share": in_words(low, high, 0), "row_keys": list(dict.fromkeys(keys)),
    }  # fmt: skip


def _over(part: int | None, of: Any) -> float | None:
    """Divide, an open end staying open."""
    return None if part is None or whole(of) is None else part / int(of)


def in_words(lo: float | None, hi: float | None, places: int = 1) -> str:
    """Return a share in per cent; open ends stay open.

    >>> in_words(0.157, 0.157), in_words(None, 0.8), in_words(0.157, 0.157, 0)
    ('15.7%', 'at most 80.0%', '16%')
    """
    ends = [None if end is None or pd.isna(end) else f"{100 * end:.{places}f}%" for end in (lo, hi)]
    if ends[0] is None and ends[1] is None:
        return "no bound can be given"
    if None in ends:
        return f"at least {ends[0]}" if ends[1] is None else f"at most {ends[1]}"
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def drawn(figure: str, when: str, printed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the steps of a figure's share, one row for each day from which another share was certainly known.

    Returns
    -------
    DataFrame
        ``first`` (day from which on), ``lo``, ``hi`` (share), ``said`` (the value), ``family``, ``clock``,
        ``latest`` (the denominator in words) and ``row_keys``.
    """
    found = vintages(when, printed)
    mine = found[found["figure"] == figure]
    latest = _latest(mine, figure, when)
    turns = sorted({*mine["last"].dropna(), *mine["first"].dropna()})
    rows = _looked_at(mine, latest, [str(turn.date()) for turn in turns if turn <= day(when)])
    shown = rows[rows["said"] != NOTHING]
    change = shown[["lo", "hi"]].astype("float64").fillna(-1)
    kept = shown[(change != change.shift()).any(axis=1)]
    look = mine.iloc[0]
    made = kept.assign(first=pd.to_datetime(kept["day"]), family=look["family"], clock=look["clock"])
    return made[["first", "lo", "hi", "said", "family", "clock", "latest", "row_keys"]].reset_index(drop=True)


def before(days: list[str], when: str) -> list[str]:
    """Return the days that lie before another.

    >>> before(["2017-03-25", "2018-01-01"], "2017-12-31")
    ['2017-03-25']
    """
    return [one for one in days if day(one) < day(when)]


def looked_back(figure: str, days: list[str], when: str) -> pd.DataFrame:
    """Return the days before the as-of day on which something was known of a figure.

    Parameters
    ----------
    figure, days, when
        As `known` takes them; where it refuses there are no rows.

    Returns
    -------
    DataFrame
        As `known`, with ``told``: the share and both its numbers in words.
    """
    try:
        found = known(figure, before(days, when), when)
    except MethodRefused:
        return pd.DataFrame(columns=["day", "told", "row_keys"])
    found = found[found["said"] != NOTHING].reset_index(drop=True)
    told = found["share"] + " (" + found["said"] + " of " + found["latest"] + ")"
    return found.assign(told=told.astype("str"))


def restated(found: pd.DataFrame) -> pd.DataFrame:
    """Return the closed figures printed with several values, with the share of the latest that the first print held.

    Returns
    -------
    DataFrame
        Columns of `analysis.methods.revisions.changes.revised` and ``share`` (bounds in words, or why there is none),
        ``remark`` (whether the period was not yet over at the first print), ``told`` (both prints in words, for those
        whose order is known).
    """
    changed = revised(found)
    ends = {figure: part for figure, part in found.groupby("figure", sort=False)}
    remark = changed["grew"].map({True: "first printed before the period was over", False: ""}).astype("str")
    shares = [_first_share(ends[figure]) for figure in changed["figure"]]
    told = (changed["first"] + ", later " + changed["latest"].fillna("")).astype("str")
    return changed.assign(share=pd.Series(shares, changed.index, dtype="str"), remark=remark, told=told)


def _first_share(part: pd.DataFrame) -> str:
    """Return the first over the latest print of one figure, in words."""
    if part["vintage"].isna().any():
        return UNTOLD
    one, other = (part.iloc[place].to_dict() for place in (0, -1))
    if pd.isna(other["lo"]) or not other["lo"] > 0:
        return "the latest has no lower bound above zero"
    return in_words(_over(whole(one["lo"]), other["hi"]), _over(whole(one["hi"]), other["lo"]))
