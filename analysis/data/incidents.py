"""Views of the monitor's incident records: kind, suspected actors, its own grade apart from official acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.data import store
from analysis.data.hand import read_hand
from analysis.errors import DataError, suggestion
from analysis.paths import find_project
from analysis.scope import STATUSES, Scope
from analysis.toll import Toll

KINDS = ("ordinary", "residual", "aggregate", "part")
ACTORS = {
    "US-led Coalition": "coalition", "U.S.-led Coalition": "coalition", "Iraq Government Forces": "iraqi_forces",
    "Iraqi Government Forces": "iraqi_forces", "ISIS": "isis", "Unknown": "unclear",
}  # fmt: skip


def incidents() -> pd.DataFrame:
    """Return the incident records with what must be known before they are linked or counted.

    Returns
    -------
    DataFrame
        Rows of incidents with ``kind`` (ordinary, residual, aggregate, part) and ``kind_of`` (the record it is a
        residual or part of, empty otherwise) from ``data/hand/record_kinds.csv``; ``grade``, the monitor's own (its
        word "confirmed" contains the official acceptance, and says nothing of the grade before: missing);
        ``accepted``, whether officials accepted the case.

    Raises
    ------
    DataError
        When a judged kind names a record or a kind that does not exist.
    """
    rows = store.read_table("incidents")
    judged = read_hand("record_kinds", find_project())
    _check(judged, rows)
    kinds = judged.set_index("key")
    grading = rows["grading"]
    return rows.assign(
        kind=rows["incident_code"].map(kinds["kind"]).fillna("ordinary"),
        kind_of=rows["incident_code"].map(kinds["of"]).fillna(""),
        grade=grading.mask(grading == "confirmed"),
        accepted=(grading == "confirmed") | (rows["official_position"] == "credible"),
    )


def _check(judged: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Refuse a judged kind that fits no record."""
    codes = set(rows["incident_code"])
    for line, row in judged.iterrows():
        where = f"data/hand/record_kinds.csv, line {line}"
        for code in (row["key"], *([row["of"]] if isinstance(row["of"], str) else [])):
            if code not in codes:
                raise DataError(f"{where}: no incident {code!r}. {suggestion(code, codes)[:200]}")
        if row["kind"] not in KINDS:
            raise DataError(f"{where}: {row['kind']!r} is no kind. {suggestion(row['kind'], KINDS)}")


def suspected(text: object) -> frozenset[str]:
    """Return whom a record suspects, as a set; a record that names nobody suspects nobody in particular.

    >>> sorted(suspected("US-led Coalition; Iraq Government Forces")), sorted(suspected(None))
    (['coalition', 'iraqi_forces'], ['unclear'])
    """
    if not isinstance(text, str):
        return frozenset({"unclear"})
    named = (part.strip() for part in text.split(";"))
    return frozenset(ACTORS.get(name, name.lower().replace(" ", "_")) for name in named if name)


def incident_toll(row: Mapping[Any, Any], when: str | None = None) -> Toll:
    """Return the monitor's toll of one record: its summary, else its narrative; open where neither was seen."""
    name = "killed" if not (pd.isna(row["killed_lo"]) and pd.isna(row["killed_hi"])) else "narrative_killed"
    lo, hi = (None if pd.isna(row[f"{name}_{end}"]) else int(row[f"{name}_{end}"]) for end in ("lo", "hi"))
    basis = {"killed": "the monitor's summary", "narrative_killed": "the monitor's narrative"}[name]
    days = tuple(row[edge] if isinstance(row[edge], str) else None for edge in ("date_start", "date_end"))
    status = row["grading"] if row["grading"] in STATUSES else "recorded"
    place = row["place"] if isinstance(row["place"], str) else "not stated"
    scope = Scope(
        suspected(row["suspected_attackers"]), "civilians", "killed", place, (days[0], days[1]), "event", status
    )
    return Toll(lo, hi, basis, basis, scope, when, (row["row_key"],))


def parents() -> dict[str, str]:
    """Return, for each residual or part, the row key of the record that it belongs to: never both in one sum."""
    held = incidents()
    told = held[held["kind_of"] != ""]
    return dict(zip(told["row_key"], "incidents:" + told["kind_of"], strict=True))
