"""The card of the raw tables, from bytes: JSON that says of every column what the readers rely on, or a refusal.

A card is edited by hand, so each part that is missing, of another kind, or names what is not there has its sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from analysis.data import signs
from analysis.dates import day_range
from analysis.errors import DataError, suggestion

TYPES = {"string": "str", "integer": "Int64", "number": "Float64"}
RULES = {
    "ordered": ("low", "high"), "ordered_dates": ("low", "high"), "one_primary": ("group", "flag"),
    "precision": ("date", "precision"),
}  # the columns that each rule names  # fmt: skip
FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}\.csv")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
HASH = re.compile(r"sha256:[0-9a-f]{64}")
PATTERN = re.compile(r"\^[\\d{}()?/0-9-]+\$")  # of dates, the only texts that have a form
DEEPEST, LARGEST = 30, 10**15
KINDS: dict[str, type | tuple[type, ...]] = {
    "a text": str, "a list": list, "an object": dict, "true or false": bool, "a number": (int, float),
}  # fmt: skip

Part = dict[str, Any]


def parsed(content: bytes, file: str) -> Part:
    """Return the content of a card.

    Parameters
    ----------
    content : bytes
        UTF-8 JSON.
    file : str
        How a refusal names it.

    Raises
    ------
    DataError
        When it is not JSON, names a key twice, or a part that is relied on is missing or of another kind.
    """
    try:
        return _checked(content)
    except RecursionError:
        problem = "it is nested too deeply"
    except (ValueError, DataError) as found:
        problem = str(found)
    raise DataError(f"{file} cannot be read ({problem}): correct it or restore it from version control")


@cache
def _checked(content: bytes) -> Part:
    """Return a card that was looked through, once for each content it has had."""
    described = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    for text in _texts(described):
        if any(signs.problem(line) == signs.UNSEEN for line in {text}):
            raise DataError(f"the text {text[:40]!r} {signs.UNSEEN}")
    described = _kind(described, "it", "an object")
    tables = [
        _table(part, at) for at, part in enumerate(_kind(_get(described, "resources", "it"), "resources", "a list"))
    ]
    if not tables:
        raise DataError("it lists no resources")
    for key in ("name", "path"):
        _refuse_twice((table[key] for table in tables), f"resources, {key}")
    columns = {table["name"]: [field["name"] for field in table["schema"]["fields"]] for table in tables}
    for table in tables:
        _keys(table, columns)
        _rules(table, columns[table["name"]])
    if "created" in described:
        day_range(str(_kind(described["created"], "created", "a text"))[:10])
    for key in ("name", "title", "description", "version", "profile"):
        _kind(described.get(key, ""), key, "a text")
    _sources(described, "it")
    return described


def _once(pairs: list[tuple[str, Any]]) -> Part:
    """Return an object, unless a key stands in it twice: of two values one would be dropped silently."""
    _refuse_twice((key for key, _ in pairs), "an object")
    return dict(pairs)


def _refuse_twice(names: Iterable[str], where: str) -> None:
    """Refuse a name that stands more than once."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DataError(f"{where}: {name!r} stands twice")
        seen.add(name)


def _no_number(text: str) -> float:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise DataError(f"{text} is no number of JSON")


def _texts(node: Any, depth: int = 0) -> Iterator[str]:
    """Yield every text of a JSON value, keys too; refuse one that is nested deeply or holds an endless number."""
    if depth > DEEPEST:
        raise DataError("it is nested too deeply")
    if isinstance(node, str):
        yield node
    elif isinstance(node, (int, float)) and abs(node) > LARGEST:
        raise DataError(f"the number {str(node)[:40]} is too large")
    elif isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _texts(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, depth + 1)


def _get(holder: Part, key: str, where: str) -> Any:
    """Return a part that must be there."""
    if key not in holder:
        raise DataError(f"{where} has no {key!r}")
    return holder[key]


def _kind(value: Any, where: str, kind: str) -> Any:
    """Return a value that must be of one of `KINDS`."""
    fits = isinstance(value, KINDS[kind]) and (kind == "true or false" or not isinstance(value, bool))
    if not fits:
        raise DataError(f"{where} is not {kind}")
    return value


def _named(holder: Part, key: str, where: str, form: re.Pattern[str]) -> str:
    """Return a name that must be there and have a form."""
    name = str(_kind(_get(holder, key, where), f"{where}, {key}", "a text"))
    if not form.fullmatch(name):
        raise DataError(
            f"{where}, {key}: {name!r} is no name of a {'file here' if form is FILE else 'table or column'}"
        )
    return name


def _table(part: Any, at: int) -> Part:
    """Return the description of one table."""
    table: Part = _kind(part, f"resources, number {at + 1}", "an object")
    where = _named(table, "name", f"resources, number {at + 1}", NAME)
    _named(table, "path", where, FILE)
    for key in ("title", "description", "not_a_sample", "complete", "hash"):
        _kind(table.get(key, ""), f"{where}, {key}", "a text")
    if "hash" in table and table["hash"] and not HASH.fullmatch(table["hash"]):
        raise DataError(f"{where}, hash: {table['hash']!r} is no sha256; write it with `civcas seal`")
    _sources(table, where)
    schema = _kind(_get(table, "schema", where), f"{where}, schema", "an object")
    fields = _kind(_get(schema, "fields", where), f"{where}, fields", "a list")
    if not fields:
        raise DataError(f"{where} has no fields")
    if schema.get("missingValues", [""]) != [""]:
        raise DataError(f'{where}, missingValues: only the empty cell is missing here; write [""]')
    _refuse_twice([_field(field, where, number) for number, field in enumerate(fields, 1)], f"{where}, fields")
    return table


def _sources(holder: Part, where: str) -> None:
    """Refuse sources and licences that are no lists of objects."""
    for key in ("sources", "licenses", "contributors"):
        for each in _kind(holder.get(key, []), f"{where}, {key}", "a list"):
            _kind(each, f"{where}, {key}", "an object")


def _field(part: Any, table: str, number: int) -> str:
    """Return the name of a column whose description holds."""
    field = _kind(part, f"{table}, column {number}", "an object")
    where = f"{table}, column {_named(field, 'name', f'{table}, column {number}', NAME)}"
    kind = _get(field, "type", where)
    if not isinstance(kind, str) or kind not in TYPES:
        raise DataError(f"{where}: type {str(kind)[:40]!r}. {suggestion(str(kind)[:40], TYPES)}")
    for key in ("title", "description", "unit"):
        _kind(field.get(key, ""), f"{where}, {key}", "a text")
    limits = _kind(field.get("constraints", {}), f"{where}, constraints", "an object")
    for key, value in limits.items():
        if key not in LIMITS:
            raise DataError(f"{where}: no constraint {key!r} is known. {suggestion(key, LIMITS)}")
        LIMITS[key](value, f"{where}, {key}")
    return str(field["name"])


def _allowed(value: Any, where: str) -> None:
    """Refuse a list of allowed values that is none."""
    words = _kind(value, where, "a list")
    if not words or not all(isinstance(word, (str, int)) and not isinstance(word, bool) for word in words):
        raise DataError(f"{where} lists no words or whole numbers")
    _refuse_twice(map(str, words), where)


def _form(value: Any, where: str) -> None:
    """Refuse a pattern that is none of dates."""
    pattern = str(_kind(value, where, "a text"))
    try:
        re.compile(pattern)
    except re.error:
        raise DataError(f"{where}: {pattern!r} is no pattern") from None
    if not PATTERN.fullmatch(pattern):
        raise DataError(f"{where}: {pattern!r} is no pattern of dates, and only dates have one")


LIMITS: dict[str, Callable[[Any, str], object]] = {
    "required": lambda value, where: _kind(value, where, "true or false"),
    "unique": lambda value, where: _kind(value, where, "true or false"),
    "minimum": lambda value, where: _kind(value, where, "a number"),
    "maximum": lambda value, where: _kind(value, where, "a number"),
    "enum": _allowed, "pattern": _form,
}  # fmt: skip


def _one_column(value: Any, columns: list[str], where: str) -> None:
    """Refuse what does not name one column."""
    named = _kind(value, where, "a list")
    if len(named) != 1 or named[0] not in columns:
        raise DataError(f"{where} {str(named)[:60]} names no column of its table; name one")


def _keys(table: Part, columns: dict[str, list[str]]) -> None:
    """Refuse keys that name a table or a column which is not there."""
    name, schema = table["name"], table["schema"]
    if "primaryKey" in schema:
        _one_column(schema["primaryKey"], columns[name], f"{name}, primaryKey")
    for key in _kind(schema.get("foreignKeys", []), f"{name}, foreignKeys", "a list"):
        where = f"{name}, foreignKeys"
        _one_column(_get(_kind(key, where, "an object"), "fields", where), columns[name], where)
        target = _kind(_get(key, "reference", where), f"{where}, reference", "an object")
        there = _kind(_get(target, "resource", where), f"{where}, resource", "a text") or name
        if there not in columns:
            raise DataError(f"{where}: no table {there!r}. {suggestion(there, columns)}")
        _one_column(_get(target, "fields", where), columns[there], where)


def _rules(table: Part, columns: list[str]) -> None:
    """Refuse rules that are not known, or name columns which are not there."""
    where = f"{table['name']}, rules"
    for rule in _kind(table.get("rules", []), where, "a list"):
        name = _kind(_get(_kind(rule, where, "an object"), "rule", where), where, "a text")
        if name not in RULES:
            raise DataError(f"{where}: no rule {name!r}. {suggestion(name, RULES)}")
        for part in RULES[name]:
            column = _get(rule, part, f"{where}, {name}")
            if column not in columns:
                raise DataError(
                    f"{where}, {name}: no column {str(column)[:60]!r}. {suggestion(str(column)[:60], columns)}"
                )
