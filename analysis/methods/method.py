"""What a method claims: its estimand, what it assumes, what would break it, where it comes from.

Each module of a method holds one `Method`, and each page on which the method speaks shows it at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import DataError


@dataclass(frozen=True)
class Method:
    """A method as a reviewer asks about it.

    Parameters
    ----------
    title : str
        Name of the method.
    estimand : str
        What it would tell if its assumptions held: of whom, where, when, as of when.
    assumptions, breaks, references : sequence of str
        At least one each: what it takes for given, what would break it and how that would show, and where it was
        published (authors, year, what was taken from there).
    modules : sequence of str
        Modules that compute it, such as ``analysis.methods.timing``; what they import is counted in.

    Raises
    ------
    DataError
        When a part is empty.

    Examples
    --------
    >>> Method("Ratio", "a over b", ["one scope"], ["unequal scopes"], ["Moore 1966"], ["analysis.toll"]).title
    'Ratio'
    """

    title: str
    estimand: str
    assumptions: Sequence[str]
    breaks: Sequence[str]
    references: Sequence[str]
    modules: Sequence[str]

    def __post_init__(self) -> None:
        for name in ("title", "estimand", "assumptions", "breaks", "references", "modules"):
            if not getattr(self, name):
                raise DataError(f"the method {self.title!r} states no {name}: say it, or do not offer the method")
