"""Rows that are not taken, each cell with file, line, column, value and reason; in = accepted + rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis.data import signs
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.data.importers.reading import Sheet

COLUMNS = ["file", "line", "column", "value", "reason"]
LONGEST = 10_000  # letters of a cell; several may be joined in one of ours


class Read(NamedTuple):
    """A column after conversion: its values as text, and for each cell that was not taken the reason."""

    values: pd.Series
    reasons: pd.Series


Converter = Callable[[pd.Series], Read]
Check = tuple[str, pd.Series]  # a column, and the reason of each row that fails (missing where it does not)
Checks = Callable[[pd.DataFrame, pd.DataFrame], list[Check]]


class Sifted(NamedTuple):
    """The rows of one file, parted."""

    rows: pd.DataFrame  # accepted, converted, indexed by line
    rejects: pd.DataFrame  # columns `COLUMNS`; a row stands once for each of its failing cells
    n_in: int
    sheet: Sheet

    @property
    def counts(self) -> dict[str, int]:
        """Rows in, accepted and rejected."""
        return {"in": self.n_in, "accepted": len(self.rows), "rejected": self.rejects["line"].nunique()}

    @property
    def reasons(self) -> dict[tuple[str, str], int]:
        """Cells that were not taken, by column and reason, the most frequent first."""
        told = self.rejects.assign(column=self.rejects["column"].fillna(""))
        counted = told.value_counts(["column", "reason"]).rename("cells").reset_index()
        columns = (counted[name].tolist() for name in ("column", "reason", "cells"))
        return {(column, reason): cells for column, reason, cells in zip(*columns, strict=True)}


def listed(
    file: str, lines: pd.Index, reasons: pd.Series, column: str = "", values: pd.Series | None = None
) -> pd.DataFrame:
    """Return the entries of ``rejects.csv`` for some lines of a file.

    >>> listed("a.csv", pd.Index([3]), pd.Series(["is empty; fill it"], index=[3]), "code")["column"].tolist()
    ['code']
    """
    shown = pd.Series(pd.NA, index=lines, dtype="str") if values is None else values
    told = {"file": file, "line": lines, "column": column, "value": shown.array, "reason": reasons.array}
    return pd.DataFrame(told, columns=COLUMNS).astype({name: "str" for name in COLUMNS if name != "line"})


def none() -> pd.DataFrame:
    """Return a list without entries."""
    return listed("", pd.Index([], dtype="int64"), pd.Series([], dtype="str"))


def because(index: pd.Index, *cases: tuple[pd.Series, str]) -> pd.Series:
    """Return the reason of each row: that of the first case that holds, missing where none does.

    >>> because(pd.Index([2, 3]), (pd.Series([False, True], index=[2, 3]), "is empty")).tolist()
    [nan, 'is empty']
    """
    reasons = pd.Series(pd.NA, index=index, dtype="str")
    for holds, reason in reversed(cases):
        reasons = reasons.mask(holds, reason)
    return reasons


def sift(
    sheet: Sheet,
    spec: Mapping[str, Converter],
    required: Iterable[str] = (),
    checks: Checks = lambda rows, raw: [],
) -> Sifted:
    """Part the rows of a sheet: converted where every cell fits, else listed.

    Parameters
    ----------
    sheet : Sheet
        Rows as they were read.
    spec : mapping of str to callable
        The converter of every column.
    required : iterable of str
        Columns that may not be empty.
    checks : callable
        Given the converted rows and the rows as read, the failures across columns.

    Raises
    ------
    DataError
        When a row was lost, which would be a fault of this program.
    """
    raw, found = sheet.rows, [sheet.rejects]
    read = {column: convert(raw[column]) for column, convert in spec.items()}
    converted = pd.DataFrame({column: told.values for column, told in read.items()}, index=raw.index)
    fails: list[Check] = [(column, told.reasons) for column, told in read.items()]
    fails += [(column, because(raw.index, (raw[column].isna(), EMPTY))) for column in required]
    fails += [(str(column), _unseen(raw[column])) for column in raw]
    fails += checks(converted, raw)
    bad = pd.Series(False, index=raw.index)
    for column, reasons in fails:
        here = reasons.notna()
        if here.any():
            bad |= here
            values = raw.loc[here, column]
            found.append(listed(sheet.file, raw.index[here], reasons[here], column, values))
    rejects = pd.concat(found, ignore_index=True).drop_duplicates().sort_values("line", kind="stable")
    sifted = Sifted(converted[~bad], rejects.reset_index(drop=True), sheet.n_in, sheet)
    return _whole(sifted)


EMPTY = "is empty; this column must be filled"


def _whole(sifted: Sifted) -> Sifted:
    """Return the parted rows after counting them."""
    counts = sifted.counts
    if counts["in"] != counts["accepted"] + counts["rejected"]:
        raise DataError(f"{sifted.sheet.file}: rows were lost ({counts}); report this with the file's header")
    return sifted


def _unseen(column: pd.Series) -> pd.Series:
    """Return why each cell holds characters that no table may hold, missing where it holds none."""
    reasons = pd.Series(pd.NA, index=column.index, dtype="str")
    told: dict[Any, str] = {at: f"{problem}; {signs.REMEDIES[problem]}" for at, _, problem in signs.found(column)}
    long = column.index[column.str.len().gt(LONGEST).fillna(False).astype(bool)]
    told |= dict.fromkeys(long, f"is longer than {LONGEST:,} characters; shorten it")
    if told:
        reasons = pd.Series(told, dtype="str").reindex(column.index).astype("str")
    return reasons


def repeated(rows: pd.DataFrame, raw: pd.DataFrame, keys: list[str]) -> Check:
    """Return the rows whose key stands more than once: a second equal row, or every row where they differ.

    Parameters
    ----------
    rows : DataFrame
        Converted: ``007`` and ``7`` are one key, as are keys that only differ in capitals or forms of letters.
    raw : DataFrame
        As read.
    keys : list of str
        The columns that together name a row.
    """
    known = rows[keys].notna().all(axis=1)
    named = rows[keys].apply(signs.folded).groupby(keys, dropna=False).ngroup()
    again = raw.duplicated(keep="first")
    rivals = named[~again & known].duplicated(keep=False).reindex(raw.index, fill_value=False)
    rivals |= again & named.isin(named[rivals])
    name = " and ".join(keys)
    joined = rows[keys[0]].str.contains(f"[{''.join(sorted(signs.JOINERS))}\n]").fillna(False).astype(bool)
    return keys[0], because(
        raw.index,
        (joined, "holds a joiner, which nobody sees in a key; type the cell anew"),
        (rivals & known, f"another row has the same {name} and other content; keep one of them"),
        (again & known, "the same row stands above; it is taken once"),
    )
