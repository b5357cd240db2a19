"""From the history of cases to spells: how many days each was under way, as bounds, and how it ended.

A date known only to a month makes a spell with two ends; a date never printed makes one as wide as what is known of it.
The spells of the visible cases may be listed; whether they may feed an incidence is for `analysis.methods.timing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import pandas as pd

from analysis import dates
from analysis.data.asof import day
from analysis.data.cases import by_case, in_order

COLUMNS = [
    "case", "place", "start", "end", "precision", "entry", "earliest", "latest", "outcome", "days", "row_keys",
]  # fmt: skip


class Spells(NamedTuple):
    """Spells of cases, and the cases that have none, with ``why``."""

    cases: pd.DataFrame
    left_out: pd.DataFrame


def spells(events: pd.DataFrame, when: str, origin: Literal["deaths", "receipt"] = "deaths") -> Spells:
    """Return how long each case was under way from its origin to its first determination, or to the as-of day.

    Parameters
    ----------
    events : DataFrame
        From `analysis.data.determinations.history`.
    when : str
        The as-of day; a case not determined by then is open.
    origin : {"deaths", "receipt"}
        The day counted from. From the deaths, a case comes under observation at its receipt where that day was
        printed; from the receipt, cases whose receipt was never printed have no spell.

    Returns
    -------
    Spells
        ``cases``: ``case``, ``place``, ``start`` (date as printed), ``end`` (date of the determination as printed),
        ``precision`` of the end, ``entry`` (days; missing where from the origin on), ``earliest`` and ``latest`` (days,
        bounds of the time), ``outcome`` (missing where open), ``days`` (the bounds in words), ``row_keys``.
        ``left_out``: ``case``, ``why``, ``row_keys``.
    """
    single = events[events["case"].str.contains(":")]
    gathered = by_case(in_order(single), "case")
    found = [_spell(case, group, day(when), origin) for (case,), group in gathered.items()]
    cases = pd.DataFrame([row for row in found if "why" not in row], columns=COLUMNS)
    out = pd.DataFrame([row for row in found if "why" in row], columns=["case", "why", "row_keys"])
    return Spells(cases.astype({name: "Int64" for name in ("entry", "earliest", "latest")}), out)


def _spell(case: str, group: list[dict[str, Any]], limit: pd.Timestamp, origin: str) -> dict[str, object]:
    """Return the spell of one case, or why it has none."""
    keys = list(dict.fromkeys(key for event in group for key in event["row_keys"]))
    base: dict[str, object] = {"case": case, "place": group[0]["place"], "row_keys": keys}
    from_receipt = origin == "receipt"
    deaths = _printed(event["deaths"] for event in group)
    received = _printed(event["date"] for event in group if event["kind"] == "received")
    if (start := received if from_receipt else deaths) is None:
        return base | {"why": "day of receipt never printed" if from_receipt else "date of the deaths not known"}
    zero, reached = _days(start), _days(received) if received else None
    if zero[1] > limit:
        return base | {"why": "its origin is not certainly before the as-of day"}
    end = next((event for event in group if event["kind"] == "determined"), None)
    if end is not None and end["first"] > limit:
        end = None
    if end is not None and end["last"] > limit:
        return base | {"why": "cannot be told whether it was determined by the as-of day"}
    first, last = (limit, limit) if end is None else (zero[0] if pd.isna(end["first"]) else end["first"], end["last"])
    if last < zero[0]:
        return base | {"why": "determined before its origin, as printed"}
    low, high = max((first - zero[1]).days, 0), (last - zero[0]).days
    late = None if from_receipt or reached is None else (reached[0] - zero[0]).days
    return base | {
        "start": start, "end": None if end is None else end["date"],
        "precision": None if end is None else end["precision"], "entry": late if late and late > 0 else None,
        "earliest": low, "latest": high, "outcome": None if end is None else end["outcome"],
        "days": f"{low:,}" if low == high else f"{low:,} to {high:,}",
    }  # fmt: skip


def _printed(texts: Iterable[object]) -> str | None:
    """Return the first date that was printed, None where none was."""
    return next((text for text in texts if isinstance(text, str)), None)


def _days(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last day a date can mean."""
    first, last = dates.day_range(text)
    return pd.Timestamp(first), pd.Timestamp(last)


def listed(found: Spells) -> pd.DataFrame:
    """Return the ended cases whose determination was dated, longest first: rows to read, from which no rate follows."""
    cases = found.cases
    dated = cases[cases["outcome"].notna() & cases["end"].notna()]
    ordered = dated.sort_values(["latest", "case"], ascending=[False, True]).reset_index(drop=True)
    return ordered.assign(outcome=ordered["outcome"].astype("str").str.replace("_", "-"))
