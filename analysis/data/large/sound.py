"""The rules of the card as SQL over the raw claims: rows that may break one are told by `analysis.data.rules`.

The queries find too many rows rather than too few; whether a row breaks a rule, and in which words, is decided by the
same code as for every other table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from analysis.data import raw, rules, signs, verify
from analysis.data.large import raw_claims
from analysis.data.large.engine import lend, quoted
from analysis.paths import Project

TOLD = 1000  # rows that are told of at most
UNSEEN = r"[^\p{L}\p{M}\p{N}\p{P}\p{S} \n]|\x{FFFD}"  # joiners too: `signs` says where they may stand


def check(engine: duckdb.DuckDBPyConnection, text: str, project: Project) -> None:
    """Refuse raw claims whose content breaks a rule of their card.

    Parameters
    ----------
    engine : DuckDBPyConnection
        Where the queries run.
    text : str
        SQL of all rows as text, with ``position``.
    project : Project
        Whose card and other tables are asked.

    Raises
    ------
    DataError
        In the words of `verify.refuse_unsound`.
    """
    resource, created = raw.resources(project)[raw_claims.NAME], verify.made_on(raw.card(project))
    path = project.raw / resource["path"]
    tables = {key["reference"]["resource"]: raw.read_raw(key["reference"]["resource"], project)
              for key in resource["schema"].get("foreignKeys", []) if key["reference"]["resource"]}  # fmt: skip
    broken = [*_columns(engine, text, resource, created), *_keys(engine, resource, tables), *_rules(text, resource)]
    query = f"SELECT * FROM {text} WHERE {' OR '.join(broken)} ORDER BY position LIMIT {TOLD}"
    rows = engine.sql(query).to_arrow_table().to_pandas()
    if len(rows):
        table = rows.drop(columns="position").astype("str").set_axis(_lines(path, rows["position"].tolist()))
        found = [*rules.check(table, resource, created), *rules.check_keys(table, resource, tables)]
        verify.refuse([verify.Finding(path.name, *each) for each in found])


def _columns(engine: duckdb.DuckDBPyConnection, text: str, resource: raw.Resource, created: str) -> Iterator[str]:
    """Yield the condition of a row that breaks a rule inside a column."""
    referring = {key["fields"][0] for key in resource["schema"].get("foreignKeys", [])}
    for field in resource["schema"]["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        if limits.get("required"):
            yield f"{name} IS NULL"
        if limits.get("unique"):
            folded = f"lower(nfc_normalize({name}))"
            yield f"{folded} IN (SELECT {folded} FROM {text} GROUP BY 1 HAVING count(*) > 1)"
        if field["type"] != "string":
            form = rules.WHOLE if field["type"] == "integer" else rules.DECIMAL
            yield f"NOT regexp_full_match({name}, {quoted(form)})"
            yield from (f"TRY_CAST({name} AS DOUBLE) {sign} {limits[end]}"
                        for end, sign in (("minimum", "<"), ("maximum", ">")) if end in limits)  # fmt: skip
        if "enum" in limits:
            yield f"{name} NOT IN ({', '.join(quoted(word) for word in limits['enum'])})"
        elif "pattern" in limits:
            yield from _dates(engine, text, field, created)
        elif field["type"] == "string":
            seen = UNSEEN if limits.get("unique") or name in referring else UNSEEN.replace(r"\n", r"\n\x{200C}\x{200D}")
            yield f"regexp_matches({name}, {quoted(seen)}) OR {name} != trim({name}, ' \n')"
            yield f"length({name}) > {signs.LONGEST}" + (f" OR contains({name}, '\n')" if seen == UNSEEN else "")


def _dates(engine: duckdb.DuckDBPyConnection, text: str, field: dict[str, Any], created: str) -> Iterator[str]:
    """Yield the condition of a row whose date is none, has another form, or lies after the day of the tables."""
    name = field["name"]
    spelled = engine.sql(f"SELECT DISTINCT {name} FROM {text} WHERE {name} IS NOT NULL").to_arrow_table().to_pandas()
    one = {"schema": {"fields": [{**field, "constraints": {"pattern": field["constraints"]["pattern"]}}]}}
    wrong = {value for _, _, value, _, _ in rules.check(spelled.astype("str"), one, created)}
    if wrong:
        yield f"{name} IN ({', '.join(quoted(value) for value in sorted(map(str, wrong)))})"


def _keys(engine: duckdb.DuckDBPyConnection, resource: raw.Resource, tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Yield the condition of a row that names a row which is not there."""
    for key in resource["schema"].get("foreignKeys", []):
        name, target = key["fields"][0], key["reference"]
        if target["resource"]:
            there = tables[target["resource"]][target["fields"][0]].dropna().drop_duplicates()
            lend(engine, f"known_{name}", pd.DataFrame({"key": there}))
            yield f"{name} NOT IN (SELECT key FROM known_{name})"


def _rules(text: str, resource: raw.Resource) -> Iterator[str]:
    """Yield the condition of a row that breaks a rule across columns."""
    for rule in resource.get("rules", []):
        if rule["rule"] == "ordered":
            yield f"TRY_CAST({rule['low']} AS DOUBLE) > TRY_CAST({rule['high']} AS DOUBLE)"
        elif rule["rule"] == "ordered_dates":  # text in this order may still be in order, never the other way round
            yield f"{rule['low']} > {rule['high']}"
        elif rule["rule"] == "precision":
            kinds = "CASE length({}) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' END".format(rule["date"])
            yield f"{kinds} IS DISTINCT FROM {rule['precision']}"
        elif rule["rule"] == "one_primary":
            group = rule["group"]
            yield f"""{group} IN (SELECT {group} FROM {text} GROUP BY 1
                      HAVING count(*) FILTER ({rule["flag"]} = '1') != 1)"""


def _lines(path: Path, positions: list[int]) -> list[int]:
    """Return the lines on which rows start, in one reading of the file."""
    wanted, last = set(positions), max(positions)
    starts = islice(raw_claims.rows(path), 1, last + 2)
    return [line for position, (line, _) in enumerate(starts) if position in wanted]
