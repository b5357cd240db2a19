"""Our own judgements: overrides, exclusions, place names, links of official acts to events.

Every row says who decided, on which day and why. Applying a judgement never edits a raw file: an override
replaces one value in memory and must name the value it replaces, so that it fails loudly when the raw table
moves under it; an exclusion keeps the row and marks it.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

import pandas as pd

from analysis.data import raw, reads, signs
from analysis.dates import YEARS, day_range
from analysis.errors import DataError, suggestion
from analysis.paths import Project

COLUMNS = {
    "dependence": ["source", "relation", "on", "event"],
    "exclusions": ["table", "key"],
    "independent_lists": ["one", "other"],
    "link_sample": ["left", "right", "same"],
    "link_second_coding": ["left", "right", "same"],
    "links": ["left", "right", "type"],
    "official_events": ["key", "about", "event"],
    "overrides": ["table", "key", "column", "old", "new"],
    "places": ["place", "within", "as_written"],
    "policy_dates": ["id", "day", "what", "kind"],
    "record_kinds": ["key", "kind", "of"],
    "restated": ["row", "figure", "version"],
    "specification_exclusions": ["headline", "choices"],
    "specifications": ["headline", "dimension", "choice", "primary", "meaning"],
    "transcription_check": ["table", "field", "wrong", "checked", "percent", "low_percent", "high_percent"],
}
JUDGEMENT = ["decided_by", "decided_on", "reason"]
PREFIX = "hand/"  # of the row keys of these tables

Tables = dict[str, pd.DataFrame]


def read_hand(name: str, project: Project) -> pd.DataFrame:
    """Return one hand table, all text, empty cells missing, indexed by line number.

    Parameters
    ----------
    name : str
        A key of `COLUMNS`.
    project : Project
        Where ``data/hand`` lies.

    Raises
    ------
    DataError
        When the file, a column, or the who, when or why of a row is missing, or it is not UTF-8, no comma-separated
        text, has rows of another width, rows that stand twice, or characters that nobody sees.
    """
    path = project.hand / f"{name}.csv"
    content = raw.bytes_of(path)
    reads.file(project, path, content)
    return _parsed(name, content).copy(deep=False)


def row_keys(name: str, frame: pd.DataFrame) -> list[str]:
    """Return the row keys of a hand table's rows, which are numbered by line: its index as `read_hand` returns it.

    >>> row_keys("links", pd.DataFrame({"left": ["a"]}, index=[2]))
    ['hand/links:2']
    """
    return [f"{PREFIX}{name}:{line}" for line in frame.index]


@cache
def _parsed(name: str, content: bytes) -> pd.DataFrame:
    """Return a hand table from its bytes, checked once for each content it has had."""
    file, expected = f"data/hand/{name}.csv", COLUMNS[name] + JUDGEMENT
    packed = signs.packed(content)
    if packed:
        raise DataError(f"{file} is {packed}: save the table as comma-separated text")
    try:
        parsed = raw.parse(content, len(expected))
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise DataError(f"{file}, line {line}: is not UTF-8; save the file as UTF-8") from None
    except csv.Error as problem:
        raise DataError(f"{file} is not comma-separated text ({problem}): mend its quotes") from None
    if b"\r" in content or parsed.header != expected:
        _refuse_form(file, content, parsed.header, expected)
    if parsed.odd:
        line, width = parsed.odd[0]
        raise DataError(f"{file}, line {line}: has {width} cells where the header has {len(expected)}; mend its commas")
    frame = raw.table(parsed, expected)
    _check_cells(frame, file)
    _check_judgements(frame, name)
    return frame


def _refuse_form(file: str, content: bytes, header: list[str], expected: list[str]) -> None:
    """Refuse line ends or a header that are not those of the table."""
    if header != expected:
        found = ", ".join(header[: 2 * len(expected)]) or "no columns"
        raise DataError(f"{file} has the columns {found}; write {', '.join(expected)}")
    line = content[: content.index(b"\r")].count(b"\n") + 1
    raise DataError(f"{file}, line {line}: holds a carriage return; save the file with LF line ends")


def _check_cells(frame: pd.DataFrame, file: str) -> None:
    """Refuse the first cell of characters that no table holds, and a row that stands twice."""
    for column in frame:
        for line, text, problem in signs.found(frame[column]):
            raise DataError(f"{file}, line {line}, column {column}: {text!r} {problem}; {signs.REMEDIES[problem]}")
    for line in frame.index[frame.duplicated()][:1]:
        raise DataError(f"{file}, line {line}: is the same row as one above; remove it")


def _check_judgements(frame: pd.DataFrame, name: str) -> None:
    """Refuse a judgement without who, when or why."""
    file = f"data/hand/{name}.csv"
    empty = frame[JUDGEMENT].isna()
    for line, row in empty[empty.any(axis=1)].head(1).iterrows():
        raise DataError(f"{file}, line {line}: {row.idxmax()} is empty; say who decided, when and why")
    for line, day in frame["decided_on"].drop_duplicates().items():
        try:
            year = day_range(day).first.year
        except DataError as problem:
            raise DataError(f"{file}, line {line}, column decided_on: {problem}") from None
        if not YEARS[0] <= year <= YEARS[1]:
            raise DataError(f"{file}, line {line}, column decided_on: no judgement is of {day!r}; correct the year")


def override(tables: Tables, overrides: pd.DataFrame) -> Tables:
    """Return the tables with each override applied.

    Parameters
    ----------
    tables : dict of DataFrame
        Raw tables indexed by their key (text).
    overrides : DataFrame
        Columns table, key, column, old, new; an empty `old` or `new` means an empty cell.

    Raises
    ------
    DataError
        When the row or column does not exist or no longer holds the old value.
    """
    changed = dict(tables)
    for line, row in overrides.iterrows():
        frame = _table(changed, row["table"], "overrides", line)
        _check_cell(frame, row, line)
        frame = frame.copy()
        frame.loc[row["key"], row["column"]] = _typed(row, frame[row["column"]].dtype, line)
        changed[row["table"]] = frame
    return changed


def _typed(row: pd.Series, kind: object, line: object) -> Any:
    """Return the new value of an override in the type of its column."""
    if str(kind) not in raw.FORMS or pd.isna(row["new"]):
        return row["new"]
    try:
        return raw.number(pd.Series([row["new"]], index=[line], dtype="str"), str(kind), "").iloc[0]
    except DataError:
        told = f"data/hand/overrides.csv, line {line}, column new: {row['new']!r} is not a number"
        raise DataError(f"{told}, which {row['column']} of {row['table']} holds; correct the cell") from None


def _check_cell(frame: pd.DataFrame, row: pd.Series, line: object) -> None:
    """Refuse an override whose row, column or old value is not there."""
    where = f"data/hand/overrides.csv, line {line}"
    if row["key"] not in frame.index:
        raise DataError(f"{where}: {row['table']} has no row {row['key']!r}; correct the key or remove the line")
    if row["column"] not in frame.columns:
        raise DataError(
            f"{where}: {row['table']} has no column {row['column']!r}. {suggestion(row['column'], frame.columns)}"
        )
    found = frame.loc[row["key"], row["column"]]
    same = pd.isna(row["old"]) if pd.isna(found) else str(found) == row["old"]
    if not same:
        raise DataError(
            f"{where}: {row['table']} row {row['key']} has {row['column']} = {found!r}, not {row['old']!r}; "
            "look at the row again and renew or remove the override"
        )


def exclude(tables: Tables, exclusions: pd.DataFrame) -> Tables:
    """Return the tables with columns ``excluded``, ``exclude_reason`` and ``exclude_source`` added.

    A row is excluded by the raw table's own ``exclude`` column or by a line of `exclusions`; the second
    wins where both speak.

    Raises
    ------
    DataError
        When a line names a table or row that does not exist.
    """
    marked = {name: _marked_by_raw(frame) for name, frame in tables.items()}
    for line, row in exclusions.iterrows():
        frame = _table(marked, row["table"], "exclusions", line)
        if row["key"] not in frame.index:
            raise DataError(
                f"data/hand/exclusions.csv, line {line}: {row['table']} has no row {row['key']!r}; "
                "correct the key or remove the line"
            )
        frame.loc[row["key"], ["excluded", "exclude_reason", "exclude_source"]] = [True, row["reason"], "hand"]
    return marked


def _marked_by_raw(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the raw table's own exclusions in the three columns."""
    reason = frame["exclude"] if "exclude" in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
    source = pd.Series("raw", index=frame.index, dtype="str").where(reason.notna())
    marks = {"excluded": reason.notna(), "exclude_reason": reason, "exclude_source": source}
    return frame.drop(columns="exclude", errors="ignore").assign(**marks)


def keys(table: str, project: Project) -> list[str]:
    """Return the keys of a raw table's rows that an override or an exclusion names."""
    told = [read_hand(name, project) for name in ("overrides", "exclusions")]
    return [key for judgements in told for key in judgements.loc[judgements["table"] == table, "key"]]


def _table(tables: Tables, name: str, file: str, line: object) -> pd.DataFrame:
    """Return a table named in a hand file, or say which exist."""
    if name not in tables:
        raise DataError(f"data/hand/{file}.csv, line {line}: no table {name!r}. {suggestion(name, tables)}")
    return tables[name]
