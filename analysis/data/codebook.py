"""The codebook: every table and column in words, written from the card so that the two cannot differ."""

from __future__ import annotations

from typing import Any

from analysis import cells

PREFACE = """# Codebook

Written by `make codebook` from `data/raw/datapackage.json`; change the card, not this page.

How to read the tables:

- An empty cell means **not seen**. It is never zero and never "none".
- A figure is a pair of bounds. "At least N" has a lower bound only, "up to N" an upper bound only. Equal bounds say
  that one number was printed, not that it is certain. There is no middle value anywhere.
- One statement may have been read on many pages. Pages are rows; what was said once is one `statement_id`. Count,
  compare and date statements, never rows.
- The family of a speaker is `family_override` where that is filled, else the family of the publisher.
- Dates have the precision they were printed with. Five clocks are kept apart: when people died (event), when an
  official body received a report (receipt), the month of its work (assessment), the publication of its finding
  (release), the publication of any other claim (report).
- Bounds are called `_min` and `_max` here and `_lo` and `_hi` in the processed tables.
"""


def render(card: dict[str, Any]) -> str:
    """Return the codebook as Markdown.

    Parameters
    ----------
    card : dict
        Content of ``data/raw/datapackage.json``.
    """
    return "\n".join([PREFACE, *(_table(resource) for resource in card["resources"])])


def _table(resource: dict[str, Any]) -> str:
    """Return the section of one table."""
    lines = [f"## {resource['path']}: {_plain(resource['title'])}", "", _plain(resource["description"]), ""]
    if "not_a_sample" in resource:
        lines += [f"**Not a sample.** {_plain(resource['not_a_sample'])}", ""]
    lines += ["| column | type | unit | allowed | meaning |", "|---|---|---|---|---|"]
    lines += [_row(field) for field in resource["schema"]["fields"]]
    return "\n".join([*lines, ""])


def _row(field: dict[str, Any]) -> str:
    """Return the row of one column."""
    must = " Always filled." if field.get("constraints", {}).get("required") else ""
    allowed = _allowed(field, "`{}`")
    cells = [f"`{field['name']}`", field["type"], field.get("unit", ""), allowed, field["description"] + must]
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Return words of the card on one line, in which nothing is HTML, a picture or a link."""
    return " ".join(text.replace("<", "&lt;").replace("[", "\\[").split())


def _allowed(field: dict[str, Any], form: str = "{}") -> str:
    """Return the values that a column may hold: those listed, or the least and most."""
    limits = field.get("constraints", {})
    allowed = ", ".join(form.format(value) for value in limits.get("enum", []))
    if not allowed and "minimum" in limits:
        return f"{limits['minimum']} to {limits['maximum']}" if "maximum" in limits else f"{limits['minimum']} or more"
    return allowed


COLUMNS = ("table", "column", "type", "unit", "allowed", "always_filled", "meaning", "missing")


def columns(card: dict[str, Any]) -> list[dict[str, str]]:
    """Return every column of every table, each with what is known of it.

    Parameters
    ----------
    card : dict
        Content of ``data/raw/datapackage.json``.

    Returns
    -------
    list of dict
        One mapping a column, with the keys of `COLUMNS`; `missing` says how a value that was not seen is written.

    Examples
    --------
    >>> field = {"name": "n", "type": "integer", "description": "How many."}
    >>> columns({"resources": [{"path": "x.csv", "schema": {"fields": [field]}}]})[0]["missing"]
    'empty cell'
    """
    return [
        {
            "table": resource["path"], "column": field["name"], "type": field["type"], "unit": field.get("unit", ""),
            "allowed": _allowed(field), "meaning": field["description"], "missing": "empty cell",
            "always_filled": "yes" if field.get("constraints", {}).get("required") else "no",
        }
        for resource in card["resources"]
        for field in resource["schema"]["fields"]
    ]  # fmt: skip


def as_csv(card: dict[str, Any]) -> str:
    """Return the codebook as CSV, one line a column of a table.

    Parameters
    ----------
    card : dict
        Content of ``data/raw/datapackage.json``.
    """
    return cells.lines_text(COLUMNS, columns(card))
