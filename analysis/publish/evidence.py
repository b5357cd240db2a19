"""Numbers that lead to their rows: every figure in a sentence is a link to what it was made from.

A sentence is a template without digits; its numbers come from here, each with the rule it was made by and the
keys of its rows. At the end of a report the panel lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from string import Formatter

import pandas as pd

from analysis import language
from analysis.basis import Basis
from analysis.errors import ReportError
from analysis.methods.relative import Relative
from analysis.publish.asking import check_notebook
from analysis.publish.display import Headline, Sentence, marked_up
from analysis.publish.numbers import Number, Several, Value, numbers_of
from analysis.publish.panel import Panel
from analysis.publish.stating import bases, refuse_bent
from analysis.publish.tables import words

DAYS = re.compile(r"\b(?:19|20)\d{2}(?:-\d{2}){1,2}\b", re.ASCII)
FIGURE = re.compile(r"(?<![\w-])[+~-]?\d")


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
    _wordings: dict[frozenset[tuple[str, ...]], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse, in a notebook, parameters that do not fit, before a number is made from them."""
        check_notebook()

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
            When the rule is empty, a figure has no rows, or two counts that were said to lie so far below each other
            shall now lie so far above: one ratio, in two wordings that readers mix.
        """
        if isinstance(value, Relative):
            self._refuse_other_wording(value)
        rows = tuple(dict.fromkeys(keys))
        if not rule.strip():
            raise ReportError(f"the number {value} has no rule: say what was counted or computed")
        if not rows and _says_something(value):
            raise ReportError(f"the number {value} ({rule}) has no rows: pass the keys it was made from")
        made = Number(len(self.numbers) + 1, words(value), rule, rows, value)
        self.numbers.append(made)
        return made

    def _refuse_other_wording(self, value: Relative) -> None:
        """Refuse the second wording of a ratio that this report states already."""
        used = self._wordings.setdefault(value.pair, value.wording)
        if used != value.wording:
            raise ReportError(
                f"{value}: this report words the ratio of the two as {used!r} already; say it one way, or print "
                f"both counts"
            )

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
            str(name): self.number(row["said"], row["said_keys"], f"least and most said by {row['family'].lower()}")
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

    def say(self, template: str, *, basis: Basis | None = None, **values: Value) -> Sentence:
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

    def headline(self, template: str, *, basis: Basis | None = None, **values: Value) -> Headline:
        """Return the sentence under which the report is listed; it always states its basis."""
        return Headline(*self._stated(template, values, basis, needed=True))

    def _stated(
        self, template: str, values: dict[str, Value], basis: Basis | None, needed: bool
    ) -> tuple[str, str, str]:
        """Return a sentence as text and as HTML, and what it is of."""
        text, html = self._fill(template, values)
        told = bases(numbers_of(values.values()), basis, self.as_of, needed)
        return text, html, " ".join(map(str, told))

    def panel(self) -> Panel:
        """Return the list of all numbers with their rows; show it near the end."""
        return Panel(tuple(self.numbers), self.as_of)

    def _fill(self, template: str, values: dict[str, Value]) -> tuple[str, str]:
        """Return a template filled as text and as HTML, in the language spoken; the English one is what is checked."""
        for literal, name, _, _ in Formatter().parse(template):
            if re.search(r"\d", literal):
                raise ReportError(f"a digit is typed into {template!r}: pass it as a number with its rows")
            refuse_bent(literal, template)
            if name is None:
                continue
            if name not in values:
                raise ReportError(f"{{{name}}} in {template!r} has no value: pass {name}=...")
            value = values[name]
            if not isinstance(value, (Number, Several, str)) or (isinstance(value, str) and _bare(value)):
                raise ReportError(f"{name}={value!r} is a number without rows: make it with count() or number()")
        said = language.said(template)
        if said is not None:
            return _spoken(said, values)
        before = language.speak(language.ENGLISH)  # a sentence is in one language, its figures too
        try:
            text, html = _spoken(template, values)
        finally:
            language.speak(before)
        return text, f'<span lang="en" dir="ltr">{html}</span>'


def _spoken(template: str, values: dict[str, Value]) -> tuple[str, str]:
    """Return a template filled as text and as HTML, its values in the language spoken."""
    text, html = [], []
    for literal, name, _, _ in Formatter().parse(template):
        text.append(literal)
        html.append(escape(literal))
        if name is not None:
            value = values[name]
            text.append(language.reword(value) if isinstance(value, str) else value.spoken)
            html.append(marked_up(value) if isinstance(value, str) else value.html())
    return "".join(text), "".join(html)


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
