"""Numbers that lead to their rows: every figure in a sentence is a link to what it was made from.

A sentence is a template without digits; its numbers come from here, each with the rule it was made by and the
keys of its rows. At the end of a report the panel lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from string import Formatter
from typing import Any

import pandas as pd

from analysis.basis import Basis
from analysis.errors import ReportError
from analysis.publish import citing
from analysis.publish.display import EVIDENCE_TYPE, TABLE_TYPE, Bundle, Headline, Sentence, link, marked_up
from analysis.publish.stating import bases, refuse_bent
from analysis.publish.tables import csv_text, words

SHOWN = 6
DAYS = re.compile(r"\b(?:19|20)\d{2}(?:-\d{2}){1,2}\b", re.ASCII)
FIGURE = re.compile(r"(?<![\w-])[+~-]?\d")


@dataclass(frozen=True)
class Number:
    """A figure in words, the rule it was made by, and the keys of its rows."""

    id: int
    text: str
    rule: str
    keys: tuple[str, ...]
    value: Any = None

    def __str__(self) -> str:
        return self.text

    def html(self) -> str:
        """Return the figure as a link to its entry in the panel."""
        return f'<a class="n" href="#ev-{self.id}">{escape(self.text)}</a>'


@dataclass(frozen=True)
class Several:
    """Figures in a row, each with the words before it: "Rudaw 230; Airwars at least 440"."""

    parts: tuple[tuple[str, Number], ...]

    def __str__(self) -> str:
        return "; ".join(f"{words} {number}" for words, number in self.parts)

    def html(self) -> str:
        """Return the figures as links."""
        return "; ".join(f"{marked_up(words)} {number.html()}" for words, number in self.parts)


@dataclass
class Evidence:
    """The numbers of one notebook, in order of appearance.

    Parameters
    ----------
    as_of : str, optional
        The day the notebook reads as of; printed in the panel.

    Examples
    --------
    >>> ev = Evidence("2017-03-25")
    >>> print(ev.say("Of these, {n} are dated.", n=ev.number(3, ["statements:a"], "dated statements")))
    Of these, 3 are dated.
    """

    as_of: str | None = None
    numbers: list[Number] = field(default_factory=list)

    def number(self, value: object, keys: Iterable[str], rule: str) -> Number:
        """Return a figure with its rows.

        Parameters
        ----------
        value : object
            A count, a toll, a result, a span or a share: anything whose text is its words.
        keys : iterable of str
            Row keys; may be empty only for a count of nothing.
        rule : str
            What was counted or computed, in words.

        Raises
        ------
        ReportError
            When the rule is empty, or a figure has no rows.
        """
        rows = tuple(dict.fromkeys(keys))
        if not rule.strip():
            raise ReportError(f"the number {value} has no rule: say what was counted or computed")
        if not rows and _says_something(value):
            raise ReportError(f"the number {value} ({rule}) has no rows: pass the keys it was made from")
        made = Number(len(self.numbers) + 1, words(value), rule, rows, value)
        self.numbers.append(made)
        return made

    def count(self, frame: pd.DataFrame, rule: str) -> Number:
        """Return how many rows a frame has; the rows are the evidence.

        Parameters
        ----------
        frame : DataFrame
            With ``row_key``, or with ``row_keys`` (a list in each row).
        rule : str
            What the rows are.
        """
        return self.number(len(frame), keys_of(frame), rule)

    def spans(self, families: pd.DataFrame) -> dict[str, Number]:
        """Return, for each row of `analysis.methods.families.by_family`, what that family said, with its rows."""
        return {
            str(name): self.number(row["said"], row["row_keys"], f"least and most said by {row['family'].lower()}")
            for name, row in families.iterrows()
        }

    def each(self, frame: pd.DataFrame, name: str, said: str, rule: str) -> Several:
        """Return the figures of some rows in one list.

        Parameters
        ----------
        frame : DataFrame
            With ``row_key`` (or ``row_keys``) and the two columns named next.
        name, said : str
            Columns: the words before each figure, and the figure.
        rule : str
            What the figures are.
        """
        rows = frame.to_dict("records")
        keys = [row["row_keys"] if "row_keys" in row else [row["row_key"]] for row in rows]
        numbers = [self.number(row[said], behind, rule) for row, behind in zip(rows, keys, strict=True)]
        return Several(tuple(zip((row[name] for row in rows), numbers, strict=True)))

    def say(self, template: str, *, basis: Basis | None = None, **values: Number | Several | str) -> Sentence:
        """Return a sentence with its numbers linked, and what its findings are of.

        Parameters
        ----------
        template : str
            Words without digits, and without words that state a ratio of nothing named.
        basis : Basis, optional
            Denominator, scope and clock; needed where a figure is a share or a ratio, or holds no scope itself.
        **values : Number, Several or str
            What stands in the braces.

        Raises
        ------
        ReportError
            When the template holds a typed digit, a value is a number without rows, or a finding has no basis.
        """
        return Sentence(*self._stated(template, values, basis, needed=False))

    def headline(self, template: str, *, basis: Basis | None = None, **values: Number | Several | str) -> Headline:
        """Return the sentence under which the report is listed; it always states its basis."""
        return Headline(*self._stated(template, values, basis, needed=True))

    def _stated(
        self, template: str, values: dict[str, Number | Several | str], basis: Basis | None, needed: bool
    ) -> tuple[str, str]:
        """Return a sentence as text and as HTML, its basis behind it."""
        text, html = self._fill(template, values)
        told = bases(_numbers(values.values()), basis, self.as_of, needed)
        small = "".join(f' <small class="basis">{escape(str(one))}</small>' for one in told)
        return " ".join([text, *map(str, told)]), html + small

    def panel(self) -> Panel:
        """Return the list of all numbers with their rows; show it near the end."""
        return Panel(tuple(self.numbers), self.as_of)

    def _fill(self, template: str, values: dict[str, Number | Several | str]) -> tuple[str, str]:
        """Return a template filled as text and as HTML."""
        text, html = [], []
        for literal, name, _, _ in Formatter().parse(template):
            if re.search(r"\d", literal):
                raise ReportError(f"a digit is typed into {template!r}: pass it as a number with its rows")
            refuse_bent(literal, template)
            text.append(literal)
            html.append(escape(literal))
            if name is None:
                continue
            if name not in values:
                raise ReportError(f"{{{name}}} in {template!r} has no value: pass {name}=...")
            value = values[name]
            if not isinstance(value, (Number, Several, str)) or (isinstance(value, str) and _bare(value)):
                raise ReportError(f"{name}={value!r} is a number without rows: make it with count() or number()")
            text.append(str(value))
            html.append(marked_up(value) if isinstance(value, str) else value.html())
        return "".join(text), "".join(html)


def _numbers(values: Iterable[Number | Several | str]) -> list[Number]:
    """Return the figures among the values of a sentence."""
    parts = ([part for _, part in value.parts] if isinstance(value, Several) else [value] for value in values)
    return [value for part in parts for value in part if isinstance(value, Number)]


def _bare(text: str) -> bool:
    """Return whether a text holds a figure, days and names such as CI550 apart: it would lead to no row.

    >>> _bare("at least 230"), _bare("Mosul, 2017-03-17"), _bare("CI550")
    (True, False, False)
    """
    return bool(FIGURE.search(DAYS.sub("", text)))


def keys_of(frame: pd.DataFrame) -> list[str]:
    """Return the row keys of a frame, each once, in order."""
    if "row_keys" in frame:
        return list(dict.fromkeys(key for keys in frame["row_keys"] for key in keys))
    return list(frame["row_key"])


def _says_something(value: object) -> bool:
    """Return whether a value states a figure other than a count of nothing."""
    return bool(value) and bool(re.search(r"[1-9]", str(value)))


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
