"""What the page on undercount shows of the lists at hand: who holds what, the gate, and what comes of it."""

from __future__ import annotations

import pandas as pd

from analysis.basis import Basis
from analysis.errors import MethodRefused
from analysis.methods.capture import considered, ours
from analysis.publish.display import Headline, Sentence, Table
from analysis.publish.evidence import Evidence
from analysis.publish.tables import table
from analysis.publish.tried import refused

COLUMNS = {"condition": "Condition", "state": "State", "why": "Why", "opens": "What would open it"}
Held = ours.Lists | MethodRefused


def lists(when: str, rule: str) -> Held:
    """Return the lists, or the refusal that stands in their place on the page."""
    try:
        return ours.lists(when, rule)
    except MethodRefused as refusal:
        return refusal


def headline(ev: Evidence, held: Held) -> Headline:
    """Return the sentence under which the report is listed."""
    basis = Basis("strikes on at least one list", "the countries and days of the monitor's records", "event")
    if isinstance(held, MethodRefused):
        told = refused(held)
        return Headline(told.text, told.html, str(basis.read(ev.as_of)))
    asked = held.gate
    outcome = (
        "The gate is open: an estimate stands below, beside the range over models."
        if asked.is_open
        else "The gate before any estimate of what no list holds is closed, and no number is given."
    )
    records = ev.number(
        held.held.observed, held.keys, "strikes, all records linked as the same, each on at least one list"
    )
    return ev.headline("Strikes laid side by side, each on at least one list: {n}. " + outcome, basis=basis, n=records)


def seen(held: Held) -> Table | Sentence:
    """Return the table of who holds what."""
    if isinstance(held, MethodRefused):
        return refused(held)
    caption = "Strikes by the lists that hold them; what was seen, no sample"
    return table(held.seen, "lists", caption, {"layers": "Seen by", "units": "Strikes"})


def asked(held: Held) -> Table | Sentence:
    """Return the gate as a table."""
    if isinstance(held, MethodRefused):
        return refused(held)
    return table(held.asked(), "gate", "Conditions for an estimate of what no list holds", COLUMNS)


def states(held: Held) -> str:
    """Return the conditions and their states as plain text."""
    if isinstance(held, MethodRefused):
        return str(refused(held))
    return held.gate.table()[["condition", "state"]].to_string(index=False)


def estimate(held: Held) -> Table | Sentence:
    """Return the estimate with its range where the gate is open, else the refusal."""
    try:
        if isinstance(held, MethodRefused):
            raise held
        held.gate.require_open()
        found = considered.every(held.held)
        made = considered.chosen(held.held, found)
    except MethodRefused as refusal:
        return refused(refusal)
    caption = "Modelled number of incidents, seen and unseen, beside the range over models"
    rows = pd.DataFrame({"model": [made.model], "estimate": [str(made)], "row_keys": [held.keys]})
    return table(rows, "estimate", caption, {"model": "Model", "estimate": "Estimate"})
