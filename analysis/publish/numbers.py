"""A figure of a sentence: its words, the rule it was made by, and the keys of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.publish.display import marked_up


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


Value = Number | Several | str  # what may stand in the braces of a template


def numbers_of(values: Iterable[Value]) -> list[Number]:
    """Return the figures among the values of a sentence."""
    parts = ([part for _, part in value.parts] if isinstance(value, Several) else [value] for value in values)
    return [value for part in parts for value in part if isinstance(value, Number)]
