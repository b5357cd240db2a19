"""Which tables may feed a rate. A table whose card says that it is not a sample may not, nor may one that hangs on it.

The card is ``datapackage.json``: its key ``not_a_sample`` holds the reason. A table that refers to such a table by a
foreign key is drawn from it, and is no sample either. The rule is asked by row key, so that a view, a join or a
filtered frame cannot shake it off.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import names, raw
from analysis.errors import MethodRefused
from analysis.paths import Project, find_project

OPENS = (
    "A rate needs all records of a stated period: import a complete export with `civcas import`, or use the monthly "
    "releases, which count every report"
)


def require_sample(table: str, project: Project | None = None) -> None:
    """Refuse a table that is not a sample.

    Parameters
    ----------
    table : str
        Name of a raw or a processed table, such as ``official_monthly``.
    project : Project, optional
        Whose card is read; default the one tables are read from.

    Raises
    ------
    MethodRefused
        With the reason of the card, or because no card describes the table.
    """
    known = raw.resources(project or find_project())
    name = _raw_name(table)
    if name not in known:
        raise MethodRefused(
            f"no card describes the table {table!r}, so it cannot be told whether it is a sample: describe it in "
            "datapackage.json, with `not_a_sample` and the reason where it is none"
        )
    for held in (name, *_drawn_from(known[name])):
        if known.get(held, {}).get("not_a_sample"):
            via = "" if held == name else f" It is drawn from {held}."
            raise MethodRefused(f"{table} is not a sample.{via} {known[held]['not_a_sample']} {OPENS}")


def require_sample_rows(frame: pd.DataFrame, project: Project | None = None) -> None:
    """Refuse rows of which one comes from a table that is not a sample.

    Parameters
    ----------
    frame : DataFrame
        With ``row_key``, or with ``row_keys`` (a list in each row); other columns do not matter.
    project : Project, optional
        As in `require_sample`.

    Raises
    ------
    MethodRefused
        As `require_sample`, and when the rows do not say where they come from.
    """
    for table in tables_of(frame):
        require_sample(table, project)


def tables_of(frame: pd.DataFrame) -> list[str]:
    """Return the tables that rows come from, in alphabetical order.

    >>> tables_of(pd.DataFrame({"row_key": ["incidents:CI550", "official_monthly:12", None]}))
    ['incidents', 'official_monthly']
    """
    if "row_keys" in frame:
        keys = frame["row_keys"].explode()
    elif "row_key" in frame:
        keys = frame["row_key"]
    else:
        raise MethodRefused(
            "the rows carry no row_key, so it cannot be told whether they are a sample: keep the column"
        )
    named = list(keys.dropna())
    if not named and len(frame):
        raise MethodRefused("no row has a row_key, so it cannot be told whether they are a sample: fill the column")
    return sorted({str(key).partition(":")[0] for key in named})


def _drawn_from(resource: raw.Resource) -> list[str]:
    """Return the tables a table refers to by a foreign key."""
    return [key["reference"]["resource"] for key in resource.get("schema", {}).get("foreignKeys", [])]


def _raw_name(table: str) -> str:
    """Return the raw table behind a processed one."""
    processed = {made: name for name, (made, _) in names.SOURCES.items()} | {"statements": "public_claims"}
    return processed.get(table, table)
