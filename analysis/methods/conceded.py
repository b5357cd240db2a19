"""Deaths conceded against deaths alleged, record by record, and how far each record moves the sums.

A record is compared when the monitor's page shows both a number of its own and a number conceded. Nothing is divided
across records unless these are a sample: the visible ones are not. A residual or a part never stands in one sum with
the record it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.data import incidents
from analysis.data.asof import day
from analysis.data.determinations import tables_made
from analysis.data.keys import joined
from analysis.data.samples import require_sample_rows
from analysis.data.tolls import whole
from analysis.dates import edges
from analysis.errors import MethodRefused, TollError
from analysis.scope import Bridge, Scope
from analysis.toll import Result, Toll, difference, ratio, total

ONE_PAGE = Bridge(
    "position on the record's own page", frozenset({"status", "actors", "window"}),
    "the official position is read on the page of the record it answers, so both speak of one strike; they differ in "
    "how far the deaths are accepted, and the page does not always show whom the monitor suspects or the last day.",
)  # fmt: skip
ADDED_UP = Bridge(
    "records added up", frozenset({"place", "status", "actors", "window"}),
    "each record is a strike of its own at a place of its own, in the window from the first day of the first record to "
    "the last day printed; kinds of records decide which may stand in one sum.",
)  # fmt: skip
SUSPECTS = ({"coalition"}, {"unclear"}, {"coalition", "unclear"})  # whom a record may suspect to be compared
REPEATED = "both sides print the same numbers: the record may repeat the finding"
NONE = "none: all records"
BY_THEN = "the position was not certainly public by the day"


def pairs(when: str, held: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the records compared, and those with a number conceded that cannot be.

    Parameters
    ----------
    when : str
        The as-of day. A position without a date counts only from the day on which the tables were made, a position
        dated to a month from the end of it.
    held : DataFrame, optional
        Incident records; default all of `analysis.data.incidents.incidents`.

    Returns
    -------
    compared : DataFrame
        ``incident_code``, ``kind``, ``place``, ``date``, ``alleged`` and ``conceded`` (tolls), ``difference`` and
        ``ratio`` (conceded over alleged, as bounds), ``bridge``, ``caution``, ``row_keys``.
    refused : DataFrame
        ``incident_code``, ``alleged``, ``conceded``, ``why``, ``row_keys``.
    """
    rows = incidents.incidents() if held is None else held
    rows = rows[
        (rows["official_position"] == "credible")
        & rows[["official_killed_lo", "official_killed_hi"]].notna().any(axis=1)
    ]
    late = _late(rows, when)
    found = [_pair(row, when, known) for row, known in zip(rows.to_dict("records"), ~late, strict=True)]
    compared = pd.DataFrame([row for row in found if "why" not in row], columns=COMPARED)
    refused = pd.DataFrame([row for row in found if "why" in row], columns=REFUSED)
    return compared, refused


COMPARED = [
    "incident_code", "kind", "place", "date", "alleged", "conceded", "difference", "ratio", "bridge", "caution",
    "row_keys",
]  # fmt: skip
REFUSED = ["incident_code", "alleged", "conceded", "why", "row_keys"]


def _late(rows: pd.DataFrame, when: str) -> pd.Series:
    """Return whether each position was not certainly public by a day."""
    return ~(edges(rows["official_statement_date"])["last"].fillna(tables_made()) <= day(when))


def conceded_toll(row: Mapping[Any, Any], when: str | None = None) -> Toll:
    """Return what officials conceded on a record, in the scope of the record, with their standing and actor."""
    lo, hi = (whole(row[f"official_killed_{end}"]) for end in ("lo", "hi"))
    basis = "conceded, as shown on the monitor's page"
    scope = replace(incidents.incident_toll(row).scope, status="admitted", actors=frozenset({"coalition"}))
    return Toll(lo, hi, basis, basis, scope, when, (row["row_key"],))


def _pair(row: Mapping[Any, Any], when: str, known: bool) -> dict[str, object]:
    """Return one record compared, or why it cannot be."""
    alleged, conceded = incidents.incident_toll(row, when), conceded_toll(row, when)
    base = {
        "incident_code": row["incident_code"],
        "alleged": alleged,
        "conceded": conceded,
        "row_keys": [row["row_key"]],
    }
    if not known:
        return base | {"why": BY_THEN}
    if alleged.lo is None and alleged.hi is None:
        return base | {"why": "the monitor's number was not seen"}
    if alleged.scope.window[0] is None:
        return base | {"why": "the day of the deaths was not seen"}
    if set(alleged.scope.actors) not in SUSPECTS:
        return base | {"why": f"the record suspects {alleged.scope.words('actors')}"}
    apart, over = difference(conceded, alleged, ONE_PAGE), ratio(conceded, alleged, ONE_PAGE)
    repeated = (alleged.lo, alleged.hi) == (conceded.lo, conceded.hi)
    return base | {"kind": row["kind"], "place": row["place"], "date": row["date_start"], "difference": apart,
                   "ratio": over, "bridge": ONE_PAGE.name, "caution": REPEATED if repeated else ""}  # fmt: skip


def sums(compared: pd.DataFrame, place: str = "Iraq", above: Mapping[str, str] | None = None) -> tuple[Toll, Toll]:
    """Return the deaths alleged and the deaths conceded over some records, as sums of bounds.

    Parameters
    ----------
    compared : DataFrame
        From `pairs`.
    place : str
        What the sum is called to count in.
    above : mapping of str to str, optional
        What each residual or part belongs to, where it is at hand already; default `analysis.data.incidents.parents`.

    Raises
    ------
    MethodRefused
        When there is no record.
    DoubleCountError
        When a residual or a part stands beside the record it belongs to.
    """
    if compared.empty:
        raise MethodRefused(
            "no record shows both a number alleged and a number conceded by then: set as_of to a later day"
        )
    alleged, conceded = (list(compared[name]) for name in ("alleged", "conceded"))
    windows = [edge for toll in alleged for edge in toll.scope.window if edge is not None]
    span = (min(windows), max(windows))
    above = incidents.parents() if above is None else above
    scope = Scope(frozenset({"coalition"}), "civilians", "killed", place, span, "event", "recorded")
    return (
        total(alleged, scope=scope, bridge=ADDED_UP, parents=above),
        total(conceded, scope=replace(scope, status="admitted"), bridge=ADDED_UP, parents=above),
    )


def influence(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the two sums without each record in turn: how much one record carries.

    Returns
    -------
    DataFrame
        ``without`` (the record left out; first a row with none left out), ``alleged`` and ``conceded`` (sums without
        it, in words), ``of_alleged`` and ``of_conceded`` (what it holds itself, in words), ``row_keys`` (of the record,
        then of those summed); the heaviest record first.

    Raises
    ------
    MethodRefused
        When there are fewer than two records.
    """
    if len(compared) < 2:
        raise MethodRefused("leaving one record out needs at least two: set as_of to a later day")
    rows = []
    for index, row in compared.iterrows():
        alleged, conceded = sums(compared.drop(index=index))
        rows.append(
            {
                "without": row["incident_code"], "alleged": str(alleged), "conceded": str(conceded),
                "of_alleged": str(row["alleged"]), "of_conceded": str(row["conceded"]),
                "row_keys": joined([row["row_keys"], *compared["row_keys"]]),
                "weight": max(row["alleged"].hi or 0, row["conceded"].hi or 0),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows).sort_values(["weight", "without"], ascending=[False, True]).drop(columns="weight")
    alleged, conceded = sums(compared)
    whole = {"without": NONE, "alleged": str(alleged), "conceded": str(conceded), "of_alleged": "", "of_conceded": ""}
    first = pd.DataFrame([whole | {"row_keys": list(alleged.evidence)}])
    return pd.concat([first, frame], ignore_index=True)


def conceded_over_alleged(compared: pd.DataFrame) -> Result:
    """Return the ratio of the two sums, for records that are a sample.

    Raises
    ------
    MethodRefused
        When they are not: the ratio of a visible part is a rate of what happened to be visible.
    TollError
        When there is nothing to divide.
    """
    require_sample_rows(compared)
    alleged, conceded = sums(compared)
    if alleged.lo is None and alleged.hi is None:
        raise TollError("no record states a number alleged: there is nothing to divide by")
    return ratio(conceded, alleged, ADDED_UP)
