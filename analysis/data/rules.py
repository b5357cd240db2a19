"""The rules of raw tables, read from their card: types, allowed values, dates, keys, and rules across columns.

The rules inside one column are a pandera schema built from the card, so that there is one truth; those across
columns and tables are named in the card under ``rules`` and ``foreignKeys``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis import dates
from analysis.data import signs
from analysis.dates import YEARS
from analysis.errors import DataError, suggestion

Found = tuple[int | None, str | None, str | None, str, str]
Field = dict[str, Any]

WHOLE = r"[0-9]{1,15}"
HINTS, FEW = 50, 5000  # keys that the nearest is looked for, and keys that it is looked for among
DECIMAL = r"-?[0-9]{1,15}(\.[0-9]{1,15})?"


def schema(resource: dict[str, Any]) -> pa.DataFrameSchema:
    """Return the pandera schema of a raw table as text, built from its card.

    Each check's name is the sentence a user reads when it fails: problem and remedy, parted by a semicolon.
    """
    columns = {field["name"]: _column(field) for field in resource["schema"]["fields"]}
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def _column(field: Field) -> pa.Column:
    """Return one column with a check for every constraint of its field."""
    limits = field.get("constraints", {})
    checks = []
    if field["type"] == "integer":
        problem = "is not a whole number, zero or more"
        checks.append(_check(partial(_fits, pattern=WHOLE), problem, "correct it or leave it empty"))
    if field["type"] == "number":
        checks.append(_check(partial(_fits, pattern=DECIMAL), "is not a decimal number", "write it with a point"))
    for bound, name, sign in (("minimum", "below", -1), ("maximum", "above", 1)):
        if bound in limits and field["type"] != "string":
            checks.append(_limit(limits[bound], name, sign))
    if "enum" in limits:
        allowed = [str(value) for value in limits["enum"]]
        checks.append(
            _check(
                partial(pd.Series.isin, values=allowed),
                "is not an allowed value",
                f"allowed: {', '.join(allowed)}",
            )
        )
    if "pattern" in limits:
        remedy = f"write YYYY, YYYY-MM or YYYY-MM-DD of a day that exists, from {YEARS[0]} to {YEARS[1]}"
        checks.append(_check(_is_calendar, "is no date", remedy))
        checks.append(
            _check(
                partial(_fits, pattern=limits["pattern"].strip("^$")),
                "has not the form of its column",
                "see its pattern in datapackage.json",
            )
        )
    return pa.Column("str", checks, nullable=not limits.get("required", False), unique=limits.get("unique", False))


def _fits(text: pd.Series, pattern: str) -> pd.Series:
    """Return whether each text has the form of a pattern; a line end is part of none."""
    return text.str.fullmatch(pattern) & ~text.str.contains("\n", regex=False)


def _check(test: Callable[[pd.Series], pd.Series], problem: str, remedy: str) -> pa.Check:
    """Return a check whose error is the sentence a user reads."""
    return pa.Check(test, error=f"{problem}; {remedy}")


def _limit(limit: float, name: str, sign: int) -> pa.Check:
    """Return a check of numbers against a limit; texts that are no numbers are another check's."""

    def test(text: pd.Series) -> pd.Series:
        values = _numbers(text)
        return (sign * values <= sign * limit) | values.isna()

    return _check(test, f"is {name} {limit}", "correct it or leave it empty")


def _is_calendar(text: pd.Series) -> pd.Series:
    """Return whether each text is a date, or two joined by a slash, of days that exist."""
    return text.map({value: _exists(value) for value in text.unique()}).astype(bool)


def _exists(text: str) -> bool:
    """Return whether a text is a date of a likely year, or two in order."""
    try:
        spans = [dates.day_range(part) for part in text.split("/")]
    except DataError:
        return False
    likely = all(YEARS[0] <= span.first.year <= YEARS[1] for span in spans)
    return likely and len(spans) <= 2 and spans[0].first <= spans[-1].last


def _numbers(text: pd.Series) -> pd.Series:
    """Return a column of text as numbers, missing where it is none."""
    return pd.to_numeric(text.where(_fits(text, DECIMAL).fillna(False).astype(bool)).astype("float64"))


SENTENCES = {
    "not_nullable": "is empty; this column must be filled, so read the page again",
    "field_uniqueness": "stands more than once; a key names one row",
}


def check(table: pd.DataFrame, resource: dict[str, Any], created: str = "") -> Iterator[Found]:
    """Yield every cell that breaks a rule inside its column, then every row that breaks a rule across columns.

    Parameters
    ----------
    table : DataFrame
        Text, missing where empty, indexed by line number.
    resource : dict
        The table's description.
    created : str
        The day the tables were made, YYYY-MM-DD, which no date lies after; empty for no such day.
    """
    try:
        schema(resource).validate(table, lazy=True)
    except pa.errors.SchemaErrors as failure:
        cases = failure.failure_cases.sort_values(["index", "column"], kind="stable")
        for case in cases.itertuples(index=False):
            problem, _, remedy = SENTENCES.get(case.check, str(case.check)).partition("; ")
            value = None if pd.isna(case.failure_case) else str(case.failure_case)
            yield int(case.index), str(case.column), value, problem, _near(case, resource, remedy)
    yield from _written(table, resource, created)
    yield from across(table, resource)


def across(table: pd.DataFrame, resource: dict[str, Any]) -> Iterator[Found]:
    """Yield every row that breaks a rule across columns."""
    for rule in resource.get("rules", []):
        yield from RULES[rule["rule"]](table, rule)


def _written(table: pd.DataFrame, resource: dict[str, Any], created: str) -> Iterator[Found]:
    """Yield cells of characters that no table holds, keys that look alike, and later dates."""
    referring = {key["fields"][0] for key in resource["schema"].get("foreignKeys", [])}
    for field in resource["schema"]["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        is_unique = limits.get("unique", False)
        if field["type"] == "string" and not {"enum", "pattern"} & set(limits):
            for line, value, problem in signs.found(table[name], is_unique or name in referring):
                yield int(line), name, value, problem, signs.REMEDIES[problem]  # type: ignore[call-overload]
        if is_unique:
            yield from _alike(table[name])
        if "pattern" in limits and created:
            yield from _later(table[name], created)


def twice(table: pd.DataFrame) -> Iterator[Found]:
    """Yield the rows that stand above already, cell by cell: pasted twice, they would be counted twice."""
    for line in table.index[table.duplicated()]:
        yield int(line), None, None, "is the same row as one above", "remove it, or say what tells the two apart"


def _alike(keys: pd.Series) -> Iterator[Found]:
    """Yield the keys that a reader cannot tell from one above: other capitals or forms of letters."""
    folded = signs.folded(keys)
    for line, value in keys[folded.duplicated() & keys.notna() & ~keys.duplicated()].items():
        yield int(line), str(keys.name), value, "looks like the key of a row above", "give one of them another key"  # type: ignore[call-overload]


def _later(column: pd.Series, created: str) -> Iterator[Found]:
    """Yield the dates that begin after the day the tables were made."""
    begins = {
        text: str(dates.day_range(text.split("/")[0]).first) for text in column.dropna().unique() if _exists(text)
    }
    late = {text for text, day in begins.items() if day > created}
    for line, value in column[column.isin(late)].items():
        told = f"lies after {created}, the day on which the card says the tables were made"
        yield int(line), str(column.name), value, told, "correct it, or `created` in datapackage.json"  # type: ignore[call-overload]


def _near(case: Any, resource: dict[str, Any], remedy: str) -> str:
    """Return the remedy with the nearest allowed value where there is one."""
    field = next(field for field in resource["schema"]["fields"] if field["name"] == case.column)
    allowed = field.get("constraints", {}).get("enum")
    if allowed and remedy.startswith("allowed"):
        return suggestion(str(case.failure_case), map(str, allowed))
    return remedy


def _ordered(table: pd.DataFrame, rule: dict[str, str]) -> Iterator[Found]:
    """Yield rows whose lower bound is above the upper one."""
    low, high = (_numbers(table[rule[end]]) for end in ("low", "high"))
    for line in table.index[low > high]:
        value = f"{table.loc[line, rule['low']]} > {table.loc[line, rule['high']]}"
        yield int(line), rule["low"], value, f"is above {rule['high']}", "turn the bounds round or correct one"


def _ordered_dates(table: pd.DataFrame, rule: dict[str, str]) -> Iterator[Found]:
    """Yield rows whose span ends before it can have started."""
    pairs = table[[rule["low"], rule["high"]]].dropna()
    for line, (low, high) in zip(pairs.index, pairs.itertuples(index=False, name=None), strict=True):
        if _exists(low) and _exists(high) and dates.day_range(low).first > dates.day_range(high).last:
            yield (
                int(line),
                rule["low"],
                f"{low} > {high}",
                f"is after {rule['high']}",
                "turn the dates round or correct one",
            )


def _one_primary(table: pd.DataFrame, rule: dict[str, str]) -> Iterator[Found]:
    """Yield the first row of every group that has not exactly one flagged row."""
    flags = (table[rule["flag"]] == "1").groupby(table[rule["group"]]).transform("sum")
    wrong = table[flags != 1].drop_duplicates(rule["group"])
    for line, name, count in zip(wrong.index, wrong[rule["group"]], flags[wrong.index], strict=True):
        yield int(line), rule["flag"], name, f"has {count} rows with {rule['flag']} 1", "mark exactly one of its rows"


def _precision(table: pd.DataFrame, rule: dict[str, str]) -> Iterator[Found]:
    """Yield rows whose stated precision is not that of their date."""
    spelled = table[rule["date"]].str.len().map(dates.PRECISIONS)
    stated = table[rule["precision"]]
    wrong = table.index[(spelled != stated) & ~(spelled.isna() & stated.isna())]
    for line in wrong:
        yield (
            int(line),
            rule["precision"],
            str(stated[line]),
            f"is not the precision of {rule['date']}",
            "make the two agree",
        )


RULES: dict[str, Callable[[pd.DataFrame, dict[str, str]], Iterator[Found]]] = {
    "ordered": _ordered, "ordered_dates": _ordered_dates, "one_primary": _one_primary, "precision": _precision,
}  # fmt: skip


def check_keys(table: pd.DataFrame, resource: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Iterator[Found]:
    """Yield the cells that name a row which does not exist in the table they refer to."""
    for key in resource["schema"].get("foreignKeys", []):
        column, target = key["fields"][0], key["reference"]
        there = tables.get(target["resource"] or resource["name"])
        if there is None:
            continue
        known = set(there[target["fields"][0]].dropna())
        missing = table[column][table[column].notna() & ~table[column].isin(known)]
        where = f"{target['resource'] or resource['name']}.csv"
        hints: dict[str, str] = {}
        for line, value in missing.items():
            if value not in hints and len(hints) < HINTS and len(known) <= FEW:
                hints[value] = suggestion(value, known)[:200]
            yield int(line), column, value, f"is in no row of {where}", hints.get(value, "correct it or add the row")
