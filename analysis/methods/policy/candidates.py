"""The dates at which a change may be looked for: declared in ``data/hand/policy_dates.csv`` before anything was run.

A date that is not declared is refused, and the whole table is shown with the hash of its content, so that a reader
sees which dates were fixed and that none was chosen by its result.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis.data.hand import COLUMNS, read_hand, row_keys
from analysis.dates import day_range
from analysis.errors import DataError, MethodRefused, suggestion
from analysis.modules import short_hash
from analysis.paths import Project, find_project

KINDS = {
    "candidate": "Change of policy", "battle": "Battle", "reporting_format": "Change of reporting",
    "placebo": "Placebo",
}  # fmt: skip
NAME = "policy_dates"


class Change(NamedTuple):
    """A declared date: its identity, its partial date, what happened, and its kind (a key of `KINDS`)."""

    id: str
    day: str
    what: str
    kind: str

    @property
    def mixed(self) -> tuple[str, ...]:
        """Months that hold days of both sides, or may: they stand on neither.

        >>> Change("a", "2016-12", "", "candidate").mixed, Change("b", "2016-12-01", "", "placebo").mixed
        (('2016-12',), ())
        """
        first, last = day_range(self.day)
        if first == last and first.day == 1:
            return ()
        return tuple(str(month) for month in pd.period_range(first, last, freq="M"))

    @property
    def origin(self) -> pd.Period:
        """The month from which time is counted: the last that is not wholly after the change.

        >>> str(Change("b", "2016-12-01", "", "placebo").origin)
        '2016-11'
        """
        return pd.Period(self.mixed[-1], "M") if self.mixed else pd.Period(day_range(self.day).first, "M") - 1


def declared() -> pd.DataFrame:
    """Return the declared dates, in order of their days: ``id``, ``day``, ``what``, ``kind``, who, when, why.

    ``row_key`` is the line of the hand table.

    Raises
    ------
    DataError
        When a kind is none, or an identity stands twice.
    """
    frame = read_hand(NAME, Project(find_project().root))
    for line, row in frame.iterrows():
        if row["kind"] not in KINDS:
            raise DataError(f"data/hand/{NAME}.csv, line {line}: {row['kind']!r}. {suggestion(row['kind'], KINDS)}")
        day_range(row["day"])
    if frame["id"].duplicated().any():
        twice = frame.loc[frame["id"].duplicated(), "id"].iloc[0]
        raise DataError(f"data/hand/{NAME}.csv: {twice!r} stands twice; give each date an identity of its own")
    keyed = frame.assign(row_key=row_keys(NAME, frame))
    return keyed.sort_values(["day", "id"]).reset_index(drop=True)


def change(name: str, frame: pd.DataFrame | None = None) -> Change:
    """Return one declared date.

    Raises
    ------
    MethodRefused
        When the date is not declared.
    """
    held = declared() if frame is None else frame
    row = held[held["id"] == name]
    if row.empty:
        raise MethodRefused(
            f"{name!r} is not a declared date: a date chosen after looking proves nothing, so declare it in "
            f"data/hand/{NAME}.csv with who, when and why. {suggestion(name, held['id'])}"
        )
    return changes(row)[0]


def changes(frame: pd.DataFrame | None = None) -> list[Change]:
    """Return every declared date, in order of their days."""
    held = declared() if frame is None else frame
    return [Change(*map(str, row)) for row in held[list(Change._fields)].itertuples(index=False, name=None)]


def content_hash(frame: pd.DataFrame) -> str:
    """Return the hash of the declared dates; the order of the rows does not change it."""
    lines = sorted("\t".join(map(str, row)) for row in frame[COLUMNS[NAME]].itertuples(index=False, name=None))
    return short_hash("\n".join(lines).encode())


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the declared dates with their kind in words."""
    return frame.assign(kind=frame["kind"].map(KINDS))


def marks(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the declared days to draw as lines, lettered in order; placebos are left out.

    A date known to the month stands on its first day, which the label says; one known to the year is not drawn.
    """
    kept = [one for one in changes(frame) if one.kind != "placebo" and len(one.day) > len("YYYY")]
    return [
        (str(day_range(one.day).first), f"{letter} {one.what}{' (month)' if len(one.day) == 7 else ''}")
        for letter, one in zip("abcdefghijklmnopqrstuvwxyz", kept, strict=False)
    ]
