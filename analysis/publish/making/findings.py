"""What a report says, as far as it can change: its headline and every number with its rule. And what has changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

EVIDENCE = "tables/evidence.csv"
FILES = ("provenance.json", EVIDENCE)
Findings = dict[str, Any]


def findings(files: Mapping[str, bytes]) -> Findings:
    """Return the headline and the numbers of a report.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the report by name; those that matter are its record and its evidence.

    Returns
    -------
    dict
        ``headline``, and ``numbers``: for each rule the figures made by it, in order.
    """
    record = json.loads(files.get("provenance.json", b"{}"))
    numbers: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(files.get(EVIDENCE, b"").decode("utf-8"))):
        numbers.setdefault(row["rule"], {})[row["number"]] = row["figure"]
    return {
        "headline": record.get("headline", ""),
        "numbers": {rule: list(figures.values()) for rule, figures in numbers.items()},
    }


def changed(before: Findings, after: Findings) -> Findings:
    """Return what differs between two states of one report; empty when it says the same.

    Returns
    -------
    dict
        ``headline`` with ``before`` and ``after`` where it changed; ``numbers``, a list of ``rule``, ``before`` and
        ``after``, a figure that was not there before or is not there any more being an empty list.

    Examples
    --------
    >>> before = {"headline": "", "numbers": {"dated statements": ["77"]}}
    >>> changed(before, {"headline": "", "numbers": {"dated statements": ["78"]}})
    {'numbers': [{'rule': 'dated statements', 'before': ['77'], 'after': ['78']}]}
    """
    told: Findings = {}
    if before["headline"] != after["headline"]:
        told["headline"] = {"before": before["headline"], "after": after["headline"]}
    rules = list(dict.fromkeys([*before["numbers"], *after["numbers"]]))
    pairs = [(rule, before["numbers"].get(rule, []), after["numbers"].get(rule, [])) for rule in rules]
    numbers = [{"rule": rule, "before": was, "after": now} for rule, was, now in pairs if was != now]
    return told | ({"numbers": numbers} if numbers else {})
