"""Whether the raw tables are what their card says: hash, form, columns, every cell, every rule.

All failures are gathered, each with file, line, column, value and what to do; no content makes this raise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.data import raw, rules
from analysis.errors import suggestion
from analysis.paths import Project


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
        return f"{', '.join(part for part in where if part)}:{value} {self.problem}; {self.remedy}"


def _shown(value: str) -> str:
    """Return a value in quotes, cut where it is long."""
    return repr(value if len(value) <= 80 else value[:77] + "...")


def verify(project: Project) -> dict[str, list[Finding]]:
    """Check every raw table against ``data/raw/datapackage.json``.

    Returns
    -------
    dict of str to list of Finding
        For every file that is listed or found, what is wrong with it; an empty list is a sound file.

    Raises
    ------
    DataError
        When the card itself cannot be read.
    """
    known = raw.resources(project)
    report: dict[str, list[Finding]] = {}
    tables: dict[str, pd.DataFrame] = {}
    for name, resource in known.items():
        findings, table = _file(project.raw / resource["path"], resource)
        report[resource["path"]] = findings
        if table is not None:
            tables[name] = table
            report[resource["path"]] += [Finding(resource["path"], *found) for found in rules.check(table, resource)]
    for name, table in tables.items():
        found = rules.check_keys(table, known[name], tables)
        report[known[name]["path"]] += [Finding(known[name]["path"], *each) for each in found]
    for path in sorted(project.raw.glob("*.csv")):
        if path.name not in report:
            remedy = "describe it in datapackage.json or move it away"
            report[path.name] = [Finding(path.name, None, None, None, "is not listed in datapackage.json", remedy)]
    return report


def _file(path: Path, resource: raw.Resource) -> tuple[list[Finding], pd.DataFrame | None]:
    """Return what is wrong with a file's bytes and form, and its table when it can be read as one."""
    if not path.is_file():
        return [Finding(path.name, None, None, None, "is missing", "restore it from version control")], None
    content = path.read_bytes()
    findings = [Finding(path.name, *found) for found in _bytes(content, resource)]
    try:
        header, rows = raw.parse(content)
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        value = content[problem.start : problem.end].hex()
        findings.append(Finding(path.name, line, None, value, "is not UTF-8", "save the file as UTF-8"))
        return findings, None
    except csv.Error as problem:
        findings.append(
            Finding(path.name, None, None, None, f"is not comma-separated text ({problem})", "mend its quotes")
        )
        return findings, None
    expected = raw.columns(resource)
    form = [Finding(path.name, *found) for found in (*_header(header, expected), *_widths(rows, len(expected)))]
    if form:
        return findings + form, None
    table = rows if len(rows) else pd.DataFrame(columns=range(len(expected)), dtype=object)
    return findings, table.set_axis(expected, axis=1).astype("str").replace("", pd.NA).astype("str")


Found = tuple[int | None, str | None, str | None, str, str]


def _bytes(content: bytes, resource: raw.Resource) -> Iterator[Found]:
    """Yield what is wrong with the bytes: hash, line ends, NUL, byte order mark."""
    now = raw.digest(content)
    if now != resource["hash"]:
        problem = f"has the hash {now[7:19]}..., the card says {resource['hash'][7:19]}..."
        yield (
            None,
            None,
            None,
            problem,
            "restore the file from version control, or run `civcas seal` if the change is meant",
        )
    for mark, problem in ((b"\r", "a carriage return"), (b"\0", "a NUL byte"), (b"\xef\xbb\xbf", "a byte order mark")):
        at = content.find(mark)
        if at >= 0:
            line = content[:at].count(b"\n") + 1
            yield line, None, None, f"holds {problem}", "save the file as UTF-8 with LF line ends"


def _header(header: list[str], expected: list[str]) -> Iterator[Found]:
    """Yield how the header differs from the card."""
    for name in (column for column in expected if column not in header):
        yield 1, name, None, "is missing from the header", "put the column back"
    for name in (column for column in header if column not in expected):
        yield 1, None, name, "is no column of this table", f"remove or rename it. {suggestion(name, expected)}"
    if len(header) != len(set(header)):
        yield 1, None, None, "names a column twice", "keep one of them"
    elif sorted(header) == sorted(expected) and header != expected:
        yield 1, None, None, "has its columns in another order", f"write them as {', '.join(expected)}"


def _widths(rows: pd.DataFrame, expected: int) -> Iterator[Found]:
    """Yield the rows that have too many or too few cells."""
    widths = rows.notna().sum(axis=1)
    for line, width in widths[widths != expected].items():
        yield int(line), None, None, f"has {width} cells where the header has {expected}", "mend commas and quotes"  # type: ignore[call-overload]
