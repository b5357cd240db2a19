"""A method that may refuse, shown either way: its table, or the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis.errors import MethodRefused
from analysis.publish.display import Sentence, Table, marked_up
from analysis.publish.tables import table


def tried(
    method: Callable[..., Any], *given: Any, name: str, caption: str, columns: Mapping[str, str] | None = None
) -> Sentence | Table | Any:
    """Return what a method gives, a frame as a table, or its refusal as a sentence to show.

    Parameters
    ----------
    method : callable
        Called with `given`.
    name, caption, columns
        Of the table, as `analysis.publish.tables.table` takes them.

    Examples
    --------
    >>> from analysis.methods.compare import share
    >>> print(tried(share, 1, 0, "reports", name="none", caption="None"))
    No result, and why: 1 of 0 reports is no share: name a whole that holds the part.
    """
    try:
        found = method(*given)
    except MethodRefused as refusal:
        text = f"No result, and why: {refusal}."
        return Sentence(text, marked_up(text))
    if isinstance(found, pd.DataFrame):
        return table(found, name, caption, columns)
    return found if hasattr(found, "_repr_mimebundle_") else Sentence(str(found), marked_up(found))
