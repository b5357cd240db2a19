"""A method that may refuse, shown either way: its table, or the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.basis import Basis
from analysis.errors import MethodRefused
from analysis.language import reword
from analysis.publish.display import Sentence, Table, marked_up
from analysis.publish.numbers import Number
from analysis.publish.stating import bases
from analysis.publish.tables import table


def tried(
    method: Callable[..., Any],
    *given: Any,
    name: str,
    caption: str,
    columns: Mapping[str, str] | None = None,
    basis: Basis | None = None,
    as_of: str | None = None,
    rests_on: str = "",
) -> Sentence | Table | Any:
    """Return what a method gives, a frame as a table, or its refusal as a sentence to show.

    Parameters
    ----------
    method : callable
        Called with `given`.
    name, caption, columns, rests_on
        Of the table, as `analysis.publish.tables.table` takes them.
    basis, as_of
        Of what a result in words is, and as of which day; needed where the result does not say it itself.

    Examples
    --------
    >>> from analysis.methods.compare import share
    >>> print(tried(share, 1, 0, "reports", name="none", caption="None"))
    No result, and why: 1 of 0 reports is no share: name a whole that holds the part.
    """
    try:
        found = method(*given)
    except MethodRefused as refusal:
        return refused(refusal)
    if isinstance(found, pd.DataFrame):
        return table(found, name, caption, columns, rests_on=rests_on)
    return found if hasattr(found, "_repr_mimebundle_") else _said(found, basis, as_of)


def refused(why: object, what: str = "No result") -> Sentence:
    """Return a refusal as the sentence that stands in place of what was refused."""
    text = f"{what}, and why: {why}."
    return Sentence(reword(text), marked_up(text))


def _said(found: Any, basis: Basis | None, as_of: str | None) -> Sentence:
    """Return a result in words with what it is of."""
    shown = Number(0, str(found), "result in words", (), found)
    told = bases([shown], basis, as_of, needed=False)
    return Sentence(reword(str(found)), marked_up(found), " ".join(map(str, told)))
