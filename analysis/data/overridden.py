"""What an override writes must keep the rules of the card, as what it replaces had to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.data import rules
from analysis.errors import DataError

Resource = dict[str, Any]


def check(
    tables: dict[str, pd.DataFrame], overrides: pd.DataFrame, resources: dict[str, Resource], created: str = ""
) -> None:
    """Refuse tables in which an override has put a value that its column or row may not hold.

    Parameters
    ----------
    tables : dict of DataFrame
        Typed raw tables with the overrides applied, indexed by their key (text).
    overrides : DataFrame
        Columns table, key and column, indexed by line.
    resources : dict of dict
        The description of each table.
    created : str
        The day the tables were made; see `rules.check`.

    Raises
    ------
    DataError
        Naming table, row, column and value of the first.
    """
    for name, told in overrides.groupby("table", sort=True):
        frame = tables[str(name)]
        texts = frame.astype("object").map(_text).astype("str")
        numbered = texts.set_axis(range(len(texts)), axis=0)
        for at, column, value, problem, remedy in _found(numbered, texts.index, told, resources[str(name)], created):
            row = f"data/hand/overrides.csv: with its overrides, {name} row {texts.index[at]!r}"
            raise DataError(f"{row} has {column} = {value!r}, which {problem}; {remedy}")


def _text(value: Any) -> Any:
    """Return a cell as its file would write it."""
    return None if pd.isna(value) else str(value)


def _found(
    texts: pd.DataFrame, keys: pd.Index, told: pd.DataFrame, resource: Resource, created: str
) -> Iterator[tuple[int, str | None, str | None, str, str]]:
    """Yield what breaks a rule: in the columns that were overridden, in their rows; across columns, in every row.

    Of streamed claims only the rows that are named are here, which is enough for every rule inside a row.
    """
    columns = list(dict.fromkeys(told["column"]))
    fields = [field for field in resource["schema"]["fields"] if field["name"] in columns]
    part = {"schema": {"fields": fields, "foreignKeys": resource["schema"].get("foreignKeys", [])}}
    changed = texts.loc[keys.isin(list(told["key"])), [field["name"] for field in fields]]
    touched = {"rules": [rule for rule in resource.get("rules", []) if set(columns) & set(rule.values())]}
    for at, column, value, problem, remedy in (*rules.check(changed, part, created), *rules.across(texts, touched)):
        yield int(at or 0), column, value, problem, remedy
