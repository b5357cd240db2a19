"""Undecided pairs for a reviewer, and the decisions read back into ``data/hand/links.csv``.

The list shows days, places and reasons, and no toll: who decides whether two records are one event must not see
whether their numbers agree.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis import cells
from analysis.data.hand import COLUMNS, JUDGEMENT, read_hand
from analysis.dates import day_range
from analysis.errors import DataError, suggestion
from analysis.methods.link.graph import TYPES, edges
from analysis.methods.link.records import records
from analysis.paths import Project
from analysis.whole import write_whole

SHOWN = ["left", "left_day", "left_place", "right", "right_day", "right_place", "reason_of_the_rule"]
ASKED = ["type", *JUDGEMENT]


def undecided(rule: str = "lenient") -> pd.DataFrame:
    """Return the pairs that are only possibly one event, with empty columns for a decision.

    Returns
    -------
    DataFrame
        Columns `SHOWN`, then `ASKED` (empty): ``type`` is one of `analysis.methods.link.graph.TYPES`.
    """
    held = records().set_index("key")
    open_pairs = edges(rule)
    open_pairs = open_pairs[open_pairs["type"] == "possibly"]
    told: dict[str, Any] = {"reason_of_the_rule": list(open_pairs["reason"])}
    for side in ("left", "right"):
        of = held.loc[open_pairs[side]]
        told |= {
            side: open_pairs[side],
            f"{side}_day": list(of["first"].dt.strftime("%Y-%m-%d")),
            f"{side}_place": list(of["name"]),
        }
    return pd.DataFrame(told).assign(**dict.fromkeys(ASKED, "")).reset_index(drop=True)[[*SHOWN, *ASKED]]


def write(path: Path) -> int:
    """Write the undecided pairs where a reviewer fills them in, and return how many there are."""
    open_pairs = undecided()
    path.write_text(cells.csv_text(open_pairs), encoding="utf-8", newline="")
    return len(open_pairs)


def read_back(path: Path, project: Project) -> int:
    """Add a reviewer's decisions to ``data/hand/links.csv`` and return how many were added.

    Rows whose ``type`` is empty are still undecided and are left alone.

    Raises
    ------
    DataError
        When the file lacks a column, a decision lacks who, when or why, a type or a record is unknown, or a pair
        is decided already; nothing is written then.
    """
    given = cells.read(path)
    for column in ("left", "right", *ASKED):
        if column not in given:
            raise DataError(
                f"{path.name} has no column {column!r}: write the list with `civcas review-links` and fill it in"
            )
    decided = given[given["type"] != ""]
    known = set(records()["key"])
    before = read_hand("links", project)
    taken = set(zip(before["left"], before["right"], strict=True))
    for line, row in decided.iterrows():
        _check(f"{path.name}, line {int(line) + 2}", row, known, taken)  # type: ignore[call-overload]
    whole = pd.concat([before, decided[[*COLUMNS["links"], *JUDGEMENT]]], ignore_index=True)
    target = project.hand / "links.csv"
    write_whole(target, whole.to_csv(index=False, lineterminator="\n").encode("utf-8"), lasting=True)
    return len(decided)


def _check(where: str, row: pd.Series, known: set[str], taken: set[tuple[str, str]]) -> None:
    """Refuse a decision that cannot stand."""
    if row["type"] not in TYPES:
        raise DataError(f"{where}: {row['type']!r} is no type of link. {suggestion(row['type'], TYPES)}")
    for column in JUDGEMENT:
        if not row[column].strip():
            raise DataError(f"{where}: {column} is empty; say who decided, when and why")
    day_range(row["decided_on"])
    for side in ("left", "right"):
        if row[side] not in known:
            raise DataError(f"{where}: no record {row[side]!r}; copy the key from the list")
    if (row["left"], row["right"]) in taken:
        raise DataError(
            f"{where}: {row['left']} and {row['right']} are decided in data/hand/links.csv; change it there"
        )
