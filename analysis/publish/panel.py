"""The list of every number of a report, with its rule and its rows: where the links of the sentences lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis.publish import citing
from analysis.publish.display import EVIDENCE_TYPE, TABLE_TYPE, Bundle, link, marked_up
from analysis.publish.numbers import Number
from analysis.publish.tables import csv_text

SHOWN = 6


@dataclass(frozen=True)
class Panel:
    """Every number of a report with its rule, its as-of day and its rows."""

    numbers: tuple[Number, ...]
    as_of: str | None

    def __str__(self) -> str:
        return "\n".join(f"{n.id}. {n.text}: {n.rule} ({len(n.keys)} rows)" for n in self.numbers)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        cited = citing.cite(key for number in self.numbers for key in number.keys)
        listed = [{"id": n.id, "text": n.text, "rule": n.rule, "rows": list(n.keys)} for n in self.numbers]
        whole = {"name": "evidence", "caption": "Every number of this report and its rows", "csv": self._csv(cited)}
        html = "\n".join(_entry(number, cited) for number in self.numbers)
        note = f'<p class="table-note">All read as of {escape(self.as_of)}.</p>' if self.as_of else ""
        return {
            EVIDENCE_TYPE: {"as_of": self.as_of, "numbers": listed}, TABLE_TYPE: whole,
            "text/html": f'<div class="evidence">{note}\n{html}\n</div>', "text/plain": str(self),
        }  # fmt: skip

    def _csv(self, cited: pd.DataFrame) -> str:
        """Return one line for each number and row."""
        lines = pd.DataFrame(
            [
                {"number": n.id, "figure": n.text, "rule": n.rule, "row_key": key}
                for n in self.numbers
                for key in n.keys
            ],
            columns=["number", "figure", "rule", "row_key"],
        )
        return csv_text(lines.merge(cited, on="row_key", how="left"))


def _entry(number: Number, cited: pd.DataFrame) -> str:
    """Return one number of the panel as HTML."""
    rows = cited[cited["row_key"].isin(number.keys)] if len(number.keys) else cited.head(0)
    items = "".join(f"<li>{_row(row)}</li>" for row in rows.head(SHOWN).to_dict("records"))
    more = len(rows) - SHOWN
    rest = f'<li><a href="tables/evidence.csv">and {more} more rows</a></li>' if more > 0 else ""
    body = f"<ul>{items}{rest}</ul>" if items else "<p>No row fits the rule.</p>"
    what = f"{marked_up(number.text)} <span>{marked_up(number.rule)}</span>"
    return f'<section class="ev" id="ev-{number.id}"><p><b>{number.id}</b> {what}</p>{body}</section>'


def _row(row: Mapping[Any, Any]) -> str:
    """Return one cited row as HTML: who, when, what, the page and the key."""
    page = f" {link(row['url'], 'page')}" if row["url"] else ""
    return f"{marked_up(row['what'])}{page} <code>{escape(row['row_key'])}</code>"
