"""A second opinion, written without the readers: what a file says, and whether a table may be taken as it stands."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from datetime import date
from typing import Any

from torture.inputs_watch import Broke

LONGEST_CELL = 100_000  # letters
JOINERS = "\u200c\u200d"
YEARS = (1900, 2100)
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Rows = list[tuple[int, list[str]]]  # the line a row starts on, and its cells


def rows(text: str) -> Rows:
    """Return the rows of a comma-separated text, header first; raises csv.Error where it is none."""
    found: Rows = []
    line, before = 1, csv.field_size_limit(sys.maxsize)  # the judge reads what the readers refuse
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for row in reader:
            if row:
                found.append((line, row))
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(before)
    return found


def clean(cell: str, is_key: bool = False) -> bool:
    """Return whether a cell holds only signs that a reader sees, without space at its ends."""
    if cell != cell.strip() or len(cell) > LONGEST_CELL:
        return False
    for sign in cell:
        kind = unicodedata.category(sign)
        if (sign == "\n" and not is_key) or (sign in JOINERS and not is_key) or sign == " ":
            continue
        if kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs") or sign == "\ufffd":
            return False
    return True


def span(text: str) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """Return the first and last day an ISO date of any precision can mean, or None."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not match:
        return None
    year, month, day = int(match[1]), match[2] and int(match[2]), match[3] and int(match[3])
    if not YEARS[0] <= year <= YEARS[1] or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return (year, 1, 1), (year, 12, 31)
    leap = month == 2 and ((year % 4 == 0 and year % 100 != 0) or year % 400 == 0)
    last = DAYS[month - 1] + leap
    if day is not None and not 1 <= day <= last:
        return None
    return ((year, month, day), (year, month, day)) if day is not None else ((year, month, 1), (year, month, last))


def is_date(text: str, created: str = "") -> bool:
    """Return whether a text is a date, or two in order joined by a slash, none after the day the table was made."""
    spans = [span(part) for part in text.split("/")]
    if len(spans) > 2 or any(each is None for each in spans):
        return False
    known = [each for each in spans if each]
    if created and any(f"{each[0][0]:04d}-{each[0][1]:02d}-{each[0][2]:02d}" > created for each in known):
        return False
    return len(known) == 1 or known[0][0] <= known[1][1]


def fits(cell: str, field: dict[str, Any], created: str) -> bool:
    """Return whether a cell may stand in its column."""
    limits = field.get("constraints", {})
    if cell == "":
        return not limits.get("required", False)
    form = {"integer": r"[0-9]{1,15}", "number": r"-?[0-9]{1,15}(\.[0-9]{1,15})?"}.get(field["type"])
    if form and not re.fullmatch(form, cell, re.ASCII):
        return False
    if form and not limits.get("minimum", -(10**30)) <= float(cell) <= limits.get("maximum", 10**30):
        return False
    if "enum" in limits and cell not in map(str, limits["enum"]):
        return False
    return "pattern" not in limits or is_date(cell, created)


def folded(cell: str) -> str:
    """Return a key without what looks alike."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cell).casefold())


def may_stand(content: bytes, resource: dict[str, Any], known: dict[str, set[str]], created: str = "") -> bool:
    """Return whether the bytes are a table that keeps every rule of its card."""
    if b"\r" in content or content.startswith(b"\xef\xbb\xbf"):
        return False
    try:
        (_, header), *body = rows(content.decode()) or [(1, [])]
    except (UnicodeDecodeError, csv.Error):
        return False
    fields = resource["schema"]["fields"]
    if header != [field["name"] for field in fields]:
        return False
    keys = {key["fields"][0]: key["reference"] for key in resource["schema"].get("foreignKeys", [])}
    for position, field in enumerate(fields):
        name, limits = field["name"], field.get("constraints", {})
        if any(len(row) != len(fields) for _, row in body):
            return False
        column = [row[position] for _, row in body]
        is_key = bool(limits.get("unique")) or name in keys
        if not all(clean(cell, is_key) and fits(cell, field, created) for cell in column):
            return False
        filled = [folded(cell) for cell in column if cell]
        if limits.get("unique") and len(filled) != len(set(filled)):
            return False
        if name in keys:
            there = known.get(keys[name]["resource"]) or {row[0] for _, row in body}
            if any(cell and cell not in there for cell in column):
                return False
    bodies = [tuple(row) for _, row in body]
    return len(bodies) == len(set(bodies)) and all(_in_order(row, header, resource) for _, row in body)


def _in_order(row: list[str], header: list[str], resource: dict[str, Any]) -> bool:
    """Return whether the bounds and days of a row are in order."""
    for rule in resource.get("rules", []):
        low, high = (row[header.index(rule[end])] for end in ("low", "high"))
        if not low or not high:
            continue
        if rule["rule"] == "ordered" and int(low) > int(high):
            return False
        first, last = span(low), span(high)
        if rule["rule"] == "ordered_dates" and (first is None or last is None or first[0] > last[1]):
            return False
    return True


def same_cells(frame: Any, content: bytes, fields: list[dict[str, Any]]) -> None:
    """Refuse a frame whose cells are not what the file says, or that has another number of rows."""
    body = rows(content.decode())[1:]
    if len(frame) != len(body):
        raise Broke(f"{len(body)} rows in the file, {len(frame)} in the frame")
    for position, field in enumerate(fields):
        for (line, row), value in zip(body, frame[field["name"]].tolist(), strict=True):
            cell = row[position]
            missing = not isinstance(value, str) and str(value) in ("None", "<NA>", "nan")
            if missing != (cell == "") or (not missing and not same(value, cell, field["type"])):
                raise Broke(f"line {line}, {field['name']}: {cell!r} was read as {value!r}")


def same(value: Any, cell: str, kind: str) -> bool:
    """Return whether a value is what its cell says, to the last digit a number has."""
    if kind == "string":
        return bool(value == cell)
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell, re.ASCII):
        return False
    return int(value) == int(cell) if kind == "integer" else float(value) == float(cell)


def is_day(text: str) -> bool:
    """Return whether a text is a whole day."""
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False
