"""The rules of the card as SQL over the raw claims: rows that may break one are told by `analysis.data.rules`.

The queries find too many rows rather than too few; whether a row breaks a rule, and in which words, is decided by the
same code as for every other table.
"""

from __future__ import annotations

import codecs
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
UNSEEN = r"[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|\x{FFFD}"
JOINED = r"[^\p{L}\p{M}\p{N}\p{P}\p{S} \n\x{200C}\x{200D}]|\x{FFFD}"  # what may stand in a cell that is no key
PRINTED = bytes(range(0x20, 0x7F)) + b"\n"  # the plain ones of every file
BLOCK = 1 << 24  # bytes that are looked at together


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
    broken = [
        *_columns(engine, text, resource, created, is_plain(path)),
        *_keys(engine, resource, tables),
        *_rules(text, resource),
    ]
    query = f"SELECT * FROM {text} WHERE {' OR '.join(broken)} ORDER BY position LIMIT {TOLD}"
    rows = engine.sql(query).to_arrow_table().to_pandas()
    if len(rows):
        table = rows.drop(columns="position").astype("str").set_axis(_lines(path, rows["position"].tolist()))
        found = [*rules.check(table, resource, created), *rules.check_keys(table, resource, tables)]
        verify.refuse([verify.Finding(path.name, *each) for each in found])


def _columns(
    engine: duckdb.DuckDBPyConnection, text: str, resource: raw.Resource, created: str, are_plain: bool
) -> Iterator[str]:
    """Yield the condition of a row that breaks a rule inside a column; in a plain file only ends of cells are asked."""
    referring = {key["fields"][0] for key in resource["schema"].get("foreignKeys", [])}
    for field in resource["schema"]["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        if limits.get("required"):
            yield f"{name} IS NULL"
        if limits.get("unique"):
            folded = name if are_plain else f"nfc_normalize({name})"
            yield f"lower({folded}) IN (SELECT lower({folded}) FROM {text} GROUP BY 1 HAVING count(*) > 1)"
        if field["type"] != "string" or {"enum", "pattern"} & set(limits):
            yield from _listed(engine, text, field, created)
            continue
        is_key = limits.get("unique") or name in referring
        yield " OR ".join(f"{name} LIKE {quoted(edge)}" for edge in (" %", "% ", "\n%", "%\n"))
        yield f"strlen({name}) > {signs.LONGEST}" + (f" OR contains({name}, '\n')" if is_key else "")
        if not are_plain:
            yield f"regexp_matches({name}, {quoted(UNSEEN if is_key else JOINED)})"


def _listed(engine: duckdb.DuckDBPyConnection, text: str, field: dict[str, Any], created: str) -> Iterator[str]:
    """Yield the condition of a row whose number, word or date is none: its few distinct values are asked."""
    name = field["name"]
    spelled = engine.sql(f"SELECT DISTINCT {name} FROM {text} WHERE {name} IS NOT NULL").to_arrow_table().to_pandas()
    limits = {key: value for key, value in field.get("constraints", {}).items() if key not in ("required", "unique")}
    one = {"schema": {"fields": [{**field, "constraints": limits}]}}
    wrong = {str(value) for _, _, value, _, _ in rules.check(spelled.astype("str"), one, created)}
    if wrong:
        yield f"{name} IN ({', '.join(map(quoted, sorted(wrong)))})"


def is_plain(path: Path) -> bool:
    """Return whether no character of a file is one that `signs` might not let pass, whatever cell it stands in."""
    rest: set[str] = set()
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            rest.update(decoder.decode(block.translate(None, PRINTED)))
    return all(signs.problem(f"a{sign}a", is_key=True) == "" for sign in rest)


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
