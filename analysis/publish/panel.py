"""The list of every number of a report, with its rule and its rows: where the links of the sentences lead."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.modules import short_hash
from analysis.publish import citing, rows
from analysis.publish.display import EVIDENCE_TYPE, TABLE_TYPE, Bundle, marked_up
from analysis.publish.numbers import Number, ends
from analysis.publish.tables import csv_text

SHOWN = 6
PAGE = "evidence/numbers.html"  # where all rows of all numbers are, written with the report


@dataclass(frozen=True)
class Panel:
    """Every number of a report with its rule, its as-of day and its rows."""

    numbers: tuple[Number, ...]
    as_of: str | None

    def __str__(self) -> str:
        return "\n".join(f"{n.id}. {n.text}: {n.rule} ({len(n.keys)} rows)" for n in self.numbers)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        cited = citing.cite(key for number in self.numbers for key in number.keys).set_index("row_key", drop=False)
        out = citing.kept_out(cited["row_key"], self.as_of)
        listed = [_data(number, cited, out) for number in self.numbers]
        whole = {"name": "evidence", "caption": "Every number of this report and its rows", "csv": self._csv(cited)}
        html = "\n".join(entry(told, cited) for told in listed)
        day = marked_up(f"All read as of {self.as_of}.")
        note = f'<p class="table-note">{day}</p>' if self.as_of else ""
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
        return csv_text(lines.merge(cited.reset_index(drop=True), on="row_key", how="left"))


def _data(number: Number, cited: pd.DataFrame, out: pd.DataFrame) -> Bundle:
    """Return a number as data: words, bounds, rule, rows, a hash of what these say, and what was kept out."""
    held = cited.loc[list(number.keys)]
    events = set(held["event_id"]) - {""}
    return {
        "id": number.id, "text": number.text, "bounds": ends(number.value), "rule": number.rule,
        "rows": list(number.keys), "content": content(held),
        "kept_out": list(out.loc[out["event_id"].isin(events), "row_key"]),
    }  # fmt: skip


def content(cited: pd.DataFrame) -> str:
    """Return a short hash of what some cited rows say, so that a change in a cell of them can be seen."""
    return short_hash(cited.to_csv(index=False).encode("utf-8"))


def entry(told: Bundle, cited: pd.DataFrame, shown: int | None = SHOWN) -> str:
    """Return one number with its value, its rule and its rows as HTML.

    Parameters
    ----------
    told : dict
        The number, as the panel tells it: ``id``, ``text``, ``bounds``, ``rule``, ``rows``, ``kept_out``.
    cited : DataFrame
        From `analysis.publish.citing.cite`, indexed by ``row_key``.
    shown : int, optional
        How many rows to show before the rest is left to the page of all rows; None shows all.
    """
    first = told["rows"][:shown]
    more = len(told["rows"]) - len(first)
    others = marked_up(f"and {more} more rows")
    rest = f'<li><a href="{PAGE}#ev-{told["id"]}">{others}</a></li>' if more else ""
    body = f"<ul>{rows.items(cited.loc[first])}{rest}</ul>" if first else f"<p>{marked_up('No row fits the rule.')}</p>"
    what = f"{marked_up(told['text'])} <span>{marked_up(told['rule'])}</span>"
    bounds = f" <small>{marked_up(told['bounds'])}</small>" if told["bounds"] else ""
    return (
        f'<section class="ev" id="ev-{told["id"]}"><p><b>{told["id"]}</b> {what}{bounds}</p>{body}'
        f"{_kept_out(told, shown)}</section>"
    )


def _kept_out(told: Bundle, shown: int | None) -> str:
    """Return how many rows about the same events were kept out of the count."""
    count = len(told["kept_out"])
    if not count:
        return ""
    where = f"{PAGE if shown else ''}#kept-out"
    words = f"{count} statement{'s about the same events' if count != 1 else ' about the same event'}, with the reason"
    return f'<p class="out">{marked_up("Kept out:")} <a href="{where}">{marked_up(words)}</a></p>'
