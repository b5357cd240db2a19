"""Three declared rules for calling a pair one event, strict to lenient; every headline is shown at all three."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis.errors import ParameterError, suggestion


class Rule(NamedTuple):
    """The least that each part must say."""

    name: str
    days: int
    place: float
    exact: bool
    words: str


RULES = {
    rule.name: rule
    for rule in (
        Rule("strict", 0, 3.0, True, "the same day, and points or names that agree"),
        Rule("central", 1, 2.0, True, "at most a day apart, and points or names that nearly agree"),
        Rule("lenient", 3, 1.0, False, "at most three days apart or a month that fits, and at least the same city"),
    )
}


def rule(name: str) -> Rule:
    """Return a declared rule.

    >>> rule("central").days
    1

    Raises
    ------
    ParameterError
        When there is no such rule.
    """
    if name not in RULES:
        raise ParameterError(f"no linkage rule {name!r}. {suggestion(name, RULES)}")
    return RULES[name]


def accepted(pairs: pd.DataFrame, chosen: Rule) -> pd.Series:
    """Return which candidate pairs a rule lets through; a printed code is let through by every rule."""
    enough = (pairs["gap_days"] <= chosen.days) & (pairs["place_part"] >= chosen.place)
    enough &= pairs["exact_days"] | (not chosen.exact)
    return enough | (pairs["code_part"] > 0)
