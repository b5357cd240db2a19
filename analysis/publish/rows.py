"""Cited rows as HTML: who, when, what, the page, how sure, and whether it was kept out of the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.publish.addresses import address_of
from analysis.publish.display import link, marked_up


def row(told: Mapping[Any, Any], reports: str = "") -> str:
    """Return one cited row as HTML.

    Parameters
    ----------
    told : mapping
        A row of `analysis.publish.citing.cite`.
    reports : str
        The way to the folder of reports, such as ``../../``: the row then leads to its place on the page of its event
        or publisher. Empty where there are no such pages.

    Examples
    --------
    >>> row({"what": "Rudaw, killed 230", "url": "", "row_key": "statements:a", "judged": "", "kept_out": ""})
    'Rudaw, killed 230 <code>statements:a</code>'
    """
    page = f" {link(told['url'], 'page')}" if told["url"] else ""
    place = address_of(told["row_key"], told.get("event_id")) if reports else ""
    ledger = f' <a href="{escape(reports + place)}">in the ledger</a>' if place else ""
    judged = f" <small>{marked_up(told['judged'])}</small>" if told["judged"] else ""
    out = f" <strong>{marked_up(told['kept_out'])}</strong>" if told["kept_out"] else ""
    return f"{marked_up(told['what'])}{page}{ledger} <code>{escape(told['row_key'])}</code>{judged}{out}"


def items(cited: pd.DataFrame) -> str:
    """Return cited rows as the items of a list."""
    return "".join(f"<li>{row(told)}</li>" for told in cited.to_dict("records"))


def spans(places: Iterable[int]) -> list[tuple[int, int]]:
    """Return whole numbers as runs without a gap, in order.

    >>> spans([3, 1, 2, 7])
    [(1, 3), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
