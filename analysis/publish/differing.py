"""Which published numbers differ between two states of the reports, and why: data, code, parameters or libraries.

Numbers are matched by their rule, which says what was counted; a rule that made several is matched in order. The lines
of a table are matched by its name and their title. The reason is read off what both states were made from; where more
than one thing differs, each is named and none is singled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.publish.values import Values

Change = dict[str, Any]


def compare(before: Mapping[str, Values], after: Mapping[str, Values]) -> list[Change]:
    """Return what each report says otherwise; a report that is only in one state is named as new or gone.

    Parameters
    ----------
    before, after : mapping of str to dict
        The values of each report by its id, as `analysis.publish.values.values` makes them.

    Returns
    -------
    list of dict
        ``report``, ``title``, ``state`` (``new``, ``gone`` or ``changed``), ``why`` (phrases), ``headline`` (``before``
        and ``after``, where it changed), ``numbers`` and ``tables`` (``rule``, ``before``, ``after``, ``rows``).
    """
    changes = []
    for report in sorted({*before, *after}):
        if report not in before or report not in after:
            held = after.get(report) or before[report]
            state = "new" if report in after else "gone"
            changes.append({"report": report, "title": held["title"], "state": state, "why": []})
        elif said := differing(before[report], after[report]):
            changes.append({"report": report, "title": after[report]["title"], "state": "changed", **said})
    return changes


def differing(before: Values, after: Values) -> Change:
    """Return what one report says otherwise and why; empty when it says the same."""
    numbers = _numbers(_by_rule(before), _by_rule(after))
    tables = _numbers(_by_line(before), _by_line(after))
    headline = {"before": before["headline"], "after": after["headline"]}
    if not numbers and not tables and headline["before"] == headline["after"]:
        return {}
    told: Change = {"why": why(before, after)}
    if headline["before"] != headline["after"]:
        told["headline"] = headline
    return told | {"numbers": numbers, "tables": tables}


def _by_rule(held: Values) -> dict[str, list[dict[str, Any]]]:
    """Return the numbers made by each rule, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number in held["numbers"]:
        found.setdefault(number["rule"], []).append({**number, "keys": number["rows"], "count": len(number["rows"])})
    return found


def _by_line(held: Values) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of all tables by table, title and heading."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, table in held["tables"].items():
        for line in table["lines"]:
            for heading, text in line["figures"].items():
                figure = {"text": text, "keys": None, "count": line["rows"], "content": line["content"]}
                found.setdefault(f"table {name}, {line['title']}, {heading}", []).append(figure)
    return found


def _numbers(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[Change]:
    """Return the figures that differ; one that was not there before, or is not there any more, is an empty list."""
    told = []
    for rule in dict.fromkeys([*before, *after]):
        was, now = before.get(rule, []), after.get(rule, [])
        if [figure["text"] for figure in was] != [figure["text"] for figure in now]:
            pairs = [(one, other) for one, other in zip(was, now, strict=False) if one["text"] != other["text"]]
            lists = zip(*pairs, strict=True) if len(was) == len(now) else (was, now)  # of as many, those that differ
            before_it, after_it = ([figure["text"] for figure in figures] for figures in lists)
            told.append({"rule": rule, "before": before_it, "after": after_it, "rows": rows(was, now)})
    return told


def rows(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> str:
    """Return in words what became of the rows behind some figures.

    >>> rows([{"keys": ["a", "b"], "content": "x"}], [{"keys": ["b", "c", "d"], "content": "y"}])
    'of its rows, 2 came and 1 went'
    >>> rows([{"keys": ["a"], "content": "x"}], [{"keys": ["a"], "content": "x"}])
    'its rows are the same'
    """
    if not was or not now:
        return "new" if now else "no longer stated"
    if [figure["content"] for figure in was] == [figure["content"] for figure in now]:
        return "its rows are the same"
    if any(figure["keys"] is None for figure in (*was, *now)):
        counts = [sum(figure["count"] for figure in figures) for figures in (was, now)]
        return f"rows behind it: {counts[0]} became {counts[1]}" if counts[0] != counts[1] else "its rows say otherwise"
    held = [{key for figure in figures for key in figure["keys"]} for figures in (was, now)]
    came, went = len(held[1] - held[0]), len(held[0] - held[1])
    return f"of its rows, {came} came and {went} went" if came or went else "its rows say otherwise"


def why(before: Values, after: Values) -> list[str]:
    """Return what differs in what two states of a report were made from.

    Returns
    -------
    list of str
        Phrases that begin with ``parameter``, ``data``, ``code`` or ``version``.
    """
    told = [f"parameter {text}" for text in _pairs(before["parameters"], after["parameters"])]
    was, now = before["made_from"], after["made_from"]
    names = [name for name in sorted({*was["data"], *now["data"]}) if was["data"].get(name) != now["data"].get(name)]
    told += [f"data: {', '.join(names)}"] if names else []
    told += ["code: the notebook or the package does something else"] if was["code"] != now["code"] else []
    return told + [f"version of {text}" for text in _pairs(was["versions"], now["versions"])]


def _pairs(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names under which two mappings differ, with both values."""
    names = [name for name in sorted({*was, *now}) if was.get(name) != now.get(name)]
    return [f"{name}: {was.get(name, 'none')!s} became {now.get(name, 'none')!s}" for name in names]


def lines(changes: list[Change], shown: int | None = None) -> list[str]:
    """Return changes in lines to read.

    Parameters
    ----------
    changes : list of dict
        From `compare`.
    shown : int, optional
        How many figures to show of each report; default all.
    """
    told = []
    for change in changes:
        told.append(f"{change['report']}: {change['title']}")
        if change["state"] != "changed":
            told.append(f"  {change['state']}")
            continue
        told += [f"  because of {reason}" for reason in change["why"]]
        if "headline" in change:
            told += [
                f"  headline was: {change['headline']['before']}",
                f"  headline is:  {change['headline']['after']}",
            ]
        figures = [*change["numbers"], *change["tables"]]
        told += [f"  {_line(figure)}" for figure in figures[:shown]]
        told += [f"  and {len(figures) - shown} more"] if shown is not None and len(figures) > shown else []
    return told


def _line(figure: Change) -> str:
    """Return one changed figure in a line."""
    was, now = (", ".join(figure[when]) or "none" for when in ("before", "after"))
    return f"{figure['rule']}: {was} became {now} ({figure['rows']})"
