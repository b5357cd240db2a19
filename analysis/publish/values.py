"""Every published number of a report as data, one line each, so that a change of a finding shows as a changed line.

The file is written beside the report and, for a report of the catalogue, kept under version control.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.modules import short_hash

if TYPE_CHECKING:
    from analysis.publish.dossier import Dossier

NAME = "values.json"
NUMBER = ("id", "text", "bounds", "rule", "rows", "content")
Values = dict[str, Any]


def are_values(told: Any) -> bool:
    """Return whether something from a file is the values of a report, as far as states of them are compared.

    Parameters
    ----------
    told : object
        What the file says.

    Examples
    --------
    >>> are_values({"numbers": 5}), are_values([])
    (False, False)
    """
    made = told.get("made_from") if isinstance(told, dict) else None
    if not isinstance(made, dict) or not all(isinstance(made.get(name), dict) for name in ("data", "versions")):
        return False
    parts = {"title": str, "headline": str, "parameters": dict, "numbers": list, "tables": dict}
    if "code" not in made or not all(isinstance(told.get(name), kind) for name, kind in parts.items()):
        return False
    lines = [table.get("lines") if isinstance(table, dict) else None for table in told["tables"].values()]
    return all(map(_is_number, told["numbers"])) and all(
        isinstance(held, list) and all(map(_is_line, held)) for held in lines
    )


def _is_number(number: Any) -> bool:
    """Return whether something is one of the numbers of a report."""
    if not isinstance(number, dict) or not all(isinstance(number.get(name), str) for name in ("rule", "text")):
        return False
    rows = number.get("rows")
    return "content" in number and isinstance(rows, list) and all(isinstance(row, str) for row in rows)


def _is_line(line: Any) -> bool:
    """Return whether something is one of the lines of a table of a report."""
    if not isinstance(line, dict) or not isinstance(line.get("title"), str) or not isinstance(line.get("rows"), int):
        return False
    figures = line.get("figures")
    return "content" in line and isinstance(figures, dict) and all(isinstance(text, str) for text in figures.values())


def values(record: Mapping[str, Any], dossier: Dossier, version: str) -> Values:
    """Return the numbers of a report and what they were made from.

    Parameters
    ----------
    record : mapping
        The report's provenance, as far as it is known before its files are.
    dossier : Dossier
        What stands behind its figures.
    version : str
        Version of the data, from `analysis.data.manifest.version`.

    Returns
    -------
    dict
        ``report``, ``title``, ``notebook``, ``as_of``, ``parameters``, ``headline``, ``basis``; ``made_from``: the
        ``version`` of the data, ``data`` (a hash of what was read of each table and file), ``code`` (a hash of the
        notebook and of what its modules do), ``versions`` of libraries; ``numbers``: ``id``, ``text``, ``bounds``,
        ``rule``, ``rows``, ``content``; ``tables``: for each its ``caption``, what it ``rests_on``, and ``lines``
        (``title``, ``figures``, ``rows``, ``content``). ``content`` is a hash of what the rows say.
    """
    told = dossier.shown.evidence["numbers"]
    return {
        "report": record["report"], "title": record["title"], "notebook": record["notebook"]["name"],
        "as_of": record["as_of"], "parameters": record["parameters"], "headline": record["headline"],
        "basis": record["basis"], "made_from": {"version": version} | made_from(record),
        "numbers": [{name: number[name] for name in NUMBER} for number in told],
        "tables": {name: _table(note, dossier) for name, note in sorted(dossier.shown.behind.items())},
    }  # fmt: skip


def made_from(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report was made from: data and code by short hashes, and the versions of libraries.

    A change of a module's words (a docstring, a comment) is none here (see `analysis.modules`), nor one of a template.
    """
    marks = {name: mark.partition(":")[2] for name, mark in record["modules"].items()}
    tables = {name: _mark(columns) for name, columns in sorted(record["tables"].items())}
    code = [record["notebook"]["sha256"], sorted(marks.items())]
    return {"data": tables | dict(sorted(record["files"].items())), "code": _mark(code), "versions": record["versions"]}


def _mark(told: Any) -> str:
    """Return a short hash of anything that is JSON."""
    return short_hash(json.dumps(told, sort_keys=True).encode("utf-8"))


def _table(note: Mapping[str, Any], dossier: Dossier) -> dict[str, Any]:
    """Return a table's figures, line by line; of its rows how many there are and a hash of what they say."""
    lines = [
        {
            "title": line["title"], "figures": dict(line["figures"]), "rows": len(line["keys"]),
            "content": dossier.content(line["keys"]) if line["keys"] else "",
        }
        for line in note["behind"]
    ]  # fmt: skip
    return {"caption": note["caption"], "rests_on": note["rests_on"], "lines": lines}


def text(told: Values) -> str:
    """Return the numbers as JSON, one line for each number and each row of a table.

    >>> print(text({"report": "a", "numbers": [{"id": 1}], "tables": {}}), end="")
    {
    "report": "a",
    "numbers": [
    {"id": 1}
    ],
    "tables": {}
    }
    """
    parts = []
    for name, value in told.items():
        if name == "numbers":
            parts.append(f'"numbers": {_lines(value)}')
        elif name == "tables":
            tables = [
                f'{_json(table)}: {{"caption": {_json(held["caption"])}, "rests_on": {_json(held["rests_on"])}, '
                f'"lines": {_lines(held["lines"])}}}'
                for table, held in value.items()
            ]
            parts.append('"tables": {' + ("\n" + ",\n".join(tables) + "\n" if tables else "") + "}")
        else:
            parts.append(f"{_json(name)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(entries: list[Any]) -> str:
    """Return a JSON list with one entry on each line."""
    return "[\n" + ",\n".join(map(_json, entries)) + "\n]" if entries else "[]"


def _json(value: Any) -> str:
    """Return JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False)
