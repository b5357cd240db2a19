"""A figure of a sentence: its words, the rule it was made by, and the keys of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis.language import joint, reword
from analysis.methods.span import Said
from analysis.publish.display import marked_up
from analysis.toll import Result, Toll


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

    @property
    def spoken(self) -> str:
        """The figure in the language spoken."""
        return reword(self.text)

    def html(self) -> str:
        """Return the figure as a link to its entry in the panel; on paper the entry's number stands behind it."""
        return f'<a class="n" href="#ev-{self.id}" data-n="{self.id}">{marked_up(self.text)}</a>'


@dataclass(frozen=True)
class Several:
    """Figures in a row, each with the words before it: "Rudaw 230; Airwars at least 440"."""

    parts: tuple[tuple[str, Number], ...]

    def __str__(self) -> str:
        return "; ".join(f"{words} {number}" for words, number in self.parts)

    @property
    def spoken(self) -> str:
        """The figures in the language spoken."""
        return joint("; ").join(f"{reword(words)} {number.spoken}" for words, number in self.parts)

    def html(self) -> str:
        """Return the figures as links."""
        return joint("; ").join(f"{marked_up(words)} {number.html()}" for words, number in self.parts)


Value = Number | Several | str  # what may stand in the braces of a template


def numbers_of(values: Iterable[Value]) -> list[Number]:
    """Return the figures among the values of a sentence."""
    parts = ([part for _, part in value.parts] if isinstance(value, Several) else [value] for value in values)
    return [value for part in parts for value in part if isinstance(value, Number)]


def ends(value: Any) -> str:
    """Return what a figure's two ends are and rest on, in words; empty for a plain count or words.

    >>> from analysis.scope import Scope
    >>> at = Scope("coalition", "civilians", "killed", "Mosul", ("2017", "2017"), "event", "alleged")
    >>> ends(Toll(440, None, "said as at least", "not stated", at))
    'lower bound 440 (said as at least); upper bound open (not stated)'
    """
    if isinstance(value, Toll):
        low, high = ("open" if end is None else f"{end:,}" for end in (value.lo, value.hi))
        return f"lower bound {low} ({value.lo_basis}); upper bound {high} ({value.hi_basis})"
    if isinstance(value, Result):
        return f"from {value.left} and {value.right}" if value.left is not None and value.right is not None else ""
    if isinstance(value, Said) and value.n > 1:
        return (
            f"over {value.n} figures: {value.n_open_above} open above, {value.n_open_below} open below; "
            "least and most said, no estimate"
        )
    return ""
