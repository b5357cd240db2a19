"""Whether the raw tables are what their card says: hash, form, columns, every cell, every rule.

All failures are gathered, each with file, line, column, value and what to do; no content makes this raise.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import dates
from analysis.data import raw, rules, signs
from analysis.errors import DataError, readable, suggestion
from analysis.paths import Project

MOST = 1000  # findings of one file that somebody reads
TOLD = 10  # unknown columns that are named
SMALL = 2**20  # bytes of a file whose findings are remembered


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, and what to do about it."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = [self.file, f"line {self.line}" if self.line else "", f"column {self.column}" if self.column else ""]
        value = f" {_shown(self.value)}" if self.value is not None else ""
        return readable(f"{', '.join(part for part in where if part)}:{value} {self.problem}; {self.remedy}")


def _shown(value: str) -> str:
    """Return a value in quotes, cut where it is long."""
    return repr(value if len(value) <= 80 else value[:77] + "...")


def verify(project: Project) -> dict[str, list[Finding]]:
    """Check every raw table against ``data/raw/datapackage.json``.

    Returns
    -------
    dict of str to list of Finding
        For every file that is listed or found, what is wrong with it; an empty list is a sound file. Of very many
        findings the first `MOST` are listed, and that there are more.

    Raises
    ------
    DataError
        When the card itself cannot be read.
    """
    known = {resource["path"]: resource for resource in raw.resources(project).values()}
    report = {name: [*_seal(project.raw / name, known[name]), *found] for name, found in contents(project).items()}
    for path in sorted(project.raw.glob("*.csv")):
        if path.name not in report:
            remedy = "describe it in datapackage.json or move it away"
            report[path.name] = [Finding(path.name, None, None, None, "is not listed in datapackage.json", remedy)]
    return report


def contents(project: Project, left_out: Collection[str] = ()) -> dict[str, list[Finding]]:
    """Return what is wrong with the content of each table of the card, whatever its hash.

    Parameters
    ----------
    project : Project
        Where ``data/raw`` lies.
    left_out : collection of str
        Names of tables that are not looked at, and whose rows no key is looked for in.
    """
    card = raw.card(project)
    created = made_on(card)
    known = {name: resource for name, resource in raw.resources(project).items() if name not in left_out}
    report: dict[str, list[Finding]] = {}
    tables: dict[str, pd.DataFrame] = {}
    for name, resource in known.items():
        path = project.raw / resource["path"]
        findings, table = _file(path, resource, created)
        report[path.name] = findings
        if table is not None:
            tables[name] = table
    for name, table in tables.items():
        path = known[name]["path"]
        # An export may cite one outlet twice for one record; in tables that are typed by hand it is a slip.
        again = () if project.study else rules.twice(table)
        found = chain(rules.check_keys(table, known[name], tables), again)
        report[path] = _some(path, (*map(_plain, report[path]), *islice(found, MOST)))
    return report


def refuse_unsound(project: Project, left_out: Collection[str] = ()) -> None:
    """Refuse tables whose content breaks a rule of their card: nothing is computed from what `verify` would list.

    Raises
    ------
    DataError
        Naming the first finding and how many there are.
    """
    refuse([finding for findings in contents(project, left_out).values() for finding in findings])


def refuse(found: list[Finding]) -> None:
    """Refuse tables of which there are findings."""
    if found:
        more = f" ({len(found) - 1:,} more: run `civcas verify` to see all)" if len(found) > 1 else ""
        raise DataError(f"data/raw/{found[0]}{more}")


def made_on(card: dict[str, Any]) -> str:
    """Return the last day on which the tables can have been made, as their card says; empty where it does not.

    >>> made_on({"created": "2026-11"}), made_on({})
    ('2026-11-30', '')
    """
    return str(dates.day_range(card["created"][:10]).last) if card.get("created") else ""


Found = tuple[int | None, str | None, str | None, str, str]


def _some(file: str, found: Iterable[Found]) -> list[Finding]:
    """Return findings in one file, of very many the first."""
    listed = [Finding(file, *each) for each in islice(found, MOST + 1)]
    if len(listed) <= MOST:
        return listed
    return [*listed[:MOST], Finding(file, None, None, None, f"has more than {MOST:,} findings", "mend these first")]


def _plain(finding: Finding) -> Found:
    """Return a finding without its file."""
    return finding.line, finding.column, finding.value, finding.problem, finding.remedy


def _seal(path: Path, resource: raw.Resource) -> Iterator[Finding]:
    """Yield that a file has not the hash of its card."""
    if not path.is_file():
        return
    now, told = raw.digest_of(path), resource.get("hash", "")
    if now != told:
        problem = f"has the hash {now[7:19]}..., the card says {told[7:19] + '...' if told else 'nothing'}"
        remedy = "restore the file from version control, or run `civcas seal` if the change is meant"
        yield Finding(path.name, None, None, None, problem, remedy)


def _file(path: Path, resource: raw.Resource, created: str) -> tuple[list[Finding], pd.DataFrame | None]:
    """Return what is wrong with a file's form and cells, and its table when it can be read as one."""
    try:
        content = raw.bytes_of(path)
    except DataError as refusal:
        problem, _, remedy = str(refusal).partition(f"{path.name} ")[2].partition(": ")
        return [Finding(path.name, None, None, None, problem, remedy)], None
    if len(content) > SMALL:
        return _looked(path.name, content, resource, created)
    findings, table = _once(path.name, content, json.dumps(resource), created)
    return list(findings), table


@lru_cache(64)
def _once(name: str, content: bytes, resource: str, created: str) -> tuple[list[Finding], pd.DataFrame | None]:
    """Return what is wrong with a small file, looked through once for each content it has had."""
    return _looked(name, content, json.loads(resource), created)


def _looked(
    name: str, content: bytes, resource: raw.Resource, created: str
) -> tuple[list[Finding], pd.DataFrame | None]:
    """Return what is wrong with the content of a file, and its table when it can be read as one."""
    marks, expected = list(_marks(content)), raw.columns(resource)
    try:
        parsed = raw.parse(content, len(expected))
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        value = content[problem.start : problem.end].hex()
        return _some(name, (*marks, (line, None, value, "is not UTF-8", "save the file as UTF-8"))), None
    except csv.Error as problem:
        told = f"is not comma-separated text ({problem})"
        return _some(name, (*marks, (None, None, None, told, "mend its quotes"))), None
    form = _some(name, chain(marks, _header(parsed.header, expected), _widths(parsed.odd, len(expected))))
    if parsed.odd or parsed.header != expected:
        return form, None
    table = raw.table(parsed, expected)
    return _some(name, chain(map(_plain, form), rules.check(table, resource, created))), table


def _marks(content: bytes) -> Iterator[Found]:
    """Yield what no text of a table holds: another kind of file, carriage return, NUL, byte order mark."""
    packed = signs.packed(content)
    if packed:
        yield None, None, None, f"is {packed}", "save the table as comma-separated text"
    for mark, problem in ((b"\r", "a carriage return"), (b"\0", "a NUL byte"), (b"\xef\xbb\xbf", "a byte order mark")):
        at = content.find(mark)
        if at >= 0:
            line = content[:at].count(b"\n") + 1
            yield line, None, None, f"holds {problem}", "save the file as UTF-8 with LF line ends"


def _header(header: list[str], expected: list[str]) -> Iterator[Found]:
    """Yield how the header differs from the card."""
    there, listed = set(header), set(expected)
    for name in (column for column in expected if column not in there):
        yield 1, name, None, "is missing from the header", "put the column back"
    unknown = [column for column in header if column not in listed]
    for name in unknown[:TOLD]:
        yield 1, None, name, "is no column of this table", f"remove or rename it. {suggestion(name, expected)}"
    if len(unknown) > TOLD:
        yield 1, None, None, f"has {len(unknown):,} columns that are none of this table", "remove or rename them"
    if len(header) != len(there):
        yield 1, None, None, "names a column twice", "keep one of them"
    elif there == listed and header != expected:
        yield 1, None, None, "has its columns in another order", f"write them as {', '.join(expected)}"


def _widths(odd: list[tuple[int, int]], expected: int) -> Iterator[Found]:
    """Yield the rows that have too many or too few cells."""
    for line, width in odd:
        yield line, None, None, f"has {width} cells where the header has {expected}", "mend commas and quotes"
