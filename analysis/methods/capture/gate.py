"""The gate before any estimate: conditions one by one, each met or not, why, and what would open it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from analysis.errors import MethodRefused
from analysis.methods import independence
from analysis.methods.capture import considered
from analysis.methods.capture.histories import Histories

LEAST_LISTS = 3
MET, NOT_MET, NOT_REACHED = "met", "not met", "not reached"
DEPENDENCE, RECALL = "a dependence table that allows it", "recall of the linkage stated"
Sources = Mapping[str, tuple[str, ...]]
Pair = frozenset[str]


@dataclass(frozen=True)
class Condition:
    """One condition of the gate: its name, its state, why, and what would open it (empty where it is met)."""

    name: str
    state: str
    why: str
    opens: str = ""


@dataclass(frozen=True)
class Gate:
    """The conditions in the order they are asked."""

    conditions: tuple[Condition, ...]

    @property
    def is_open(self) -> bool:
        """Whether every condition is met."""
        return all(one.state == MET for one in self.conditions)

    def table(self) -> pd.DataFrame:
        """Return ``condition``, ``state``, ``why``, ``opens``."""
        rows = [(one.name, one.state, one.why, one.opens) for one in self.conditions]
        return pd.DataFrame(rows, columns=["condition", "state", "why", "opens"])

    def require_open(self) -> None:
        """Refuse, naming the first condition that is not met and what would open it.

        Raises
        ------
        MethodRefused
            When the gate is closed.
        """
        for one in self.conditions:
            if one.state != MET:
                raise MethodRefused(f"no estimate of what no list holds: {one.name}: {one.why}; to open: {one.opens}")


@dataclass(frozen=True)
class Stated:
    """What is stated of some lists beside their counts.

    Parameters
    ----------
    sources : mapping of str to tuple of str
        Publishers behind each list.
    dependence : DataFrame or None
        The dependence table; None where none was written.
    declared : mapping
        Pairs of lists declared independent, each with the reason.
    recall : tuple of float, optional
        Least and most recall of the linkage that made the histories.
    closed : str, optional
        Why the population is closed and the lists are complete as lists; empty where that cannot be said.
    open_because : str
        Why it cannot be said.
    """

    sources: Sources
    dependence: pd.DataFrame | None = None
    declared: Mapping[Pair, str] | None = None
    recall: tuple[float, float] | None = None
    closed: str = ""
    open_because: str = "nothing states that the lists cover one closed population"


def gate(held: Histories, stated: Stated) -> Gate:
    """Return the gate for some lists.

    The models are asked last and only where all else is met: a number that may not be shown is not computed.
    """
    asked = [_lists(held), _dependence(held, stated), _own(held), _recall(stated), _population(stated)]
    first = [one.state for one in asked]
    return Gate((*asked, *(_models(held) if set(first) == {MET} else _unasked())))


def _lists(held: Histories) -> Condition:
    """Ask for three lists."""
    count = len(held.lists)
    name, why = "at least three lists", f"{count} lists: {', '.join(held.lists)}"
    if count < LEAST_LISTS:
        return Condition(name, NOT_MET, why, "a third list, drawn up apart from the others")
    return Condition(name, MET, why)


def _dependence(held: Histories, stated: Stated) -> Condition:
    """Ask the dependence table, then for a declaration of each pair it does not forbid."""
    name = DEPENDENCE
    if stated.dependence is None:
        return Condition(name, NOT_MET, "no dependence table was written for these lists",
                         "a dependence table of these sources, each pair with its reason")  # fmt: skip
    table, pairs = stated.dependence, list(combinations(held.lists, 2))
    told = {Pair(pair): ties(stated.sources, *pair, table) for pair in pairs}
    declared = dict(stated.declared or {})
    bound = [
        f"{one} and {other} ({_few(told[Pair((one, other))])})" for one, other in pairs if told[Pair((one, other))]
    ]
    silent = [f"{one} and {other}" for one, other in pairs
              if Pair((one, other)) not in declared and not told[Pair((one, other))]]  # fmt: skip
    if bound:
        return Condition(name, NOT_MET, f"the table ties {'; '.join(bound)}",
                         "lists drawn up without knowledge of one another")  # fmt: skip
    if silent:
        return Condition(name, NOT_MET, f"not declared independent: {'; '.join(silent)}",
                         "a declaration for each pair, with its reason")  # fmt: skip
    return Condition(name, MET, "; ".join(dict.fromkeys(declared.values())))


def _few(reasons: list[str], shown: int = 2) -> str:
    """Return the first of some reasons, and how many more there are."""
    more = len(reasons) - shown
    return ", ".join(reasons[:shown]) + (f", and {more} more" if more > 0 else "")


def ties(sources: Sources, one: str, other: str, table: pd.DataFrame) -> list[str]:
    """Return what ties two lists: publishers of both, and rows of the dependence table between them, in words."""
    left, right = sorted(set(sources.get(one, ()))), sorted(set(sources.get(other, ())))
    shared = [f"{name} speaks in both" for name in left if name in right]
    pairs = sorted({(min(a, b), max(a, b)) for a in left for b in right if a != b})
    tied = [pair for pair in pairs if not independence.may_agree(*pair, table)]
    rows = [
        f"{row.source} {str(row.relation).replace('_', ' ')} {row.on}"
        + (f" for {row.event}" if isinstance(row.event, str) else "")
        for row in table.sort_values(["event", "source", "on"], na_position="first").itertuples()
        if tuple(sorted((str(row.source), str(row.on)))) in tied
    ]
    return [*rows, *shared]


def _own(held: Histories) -> Condition:
    """Ask that each list was drawn up apart: it holds records that no other list holds."""
    name = "each list has records of its own"
    lacking = [one for one in held.lists if held.alone(one) == 0]
    if lacking:
        return Condition(name, NOT_MET, f"no record is seen by {' or by '.join(lacking)} alone",
                         "lists gathered apart and then linked, with the records that the others lack")  # fmt: skip
    return Condition(name, MET, "every list holds records that no other holds")


def _recall(stated: Stated) -> Condition:
    """Ask for the recall of the linkage: a missed link makes two records of one."""
    name = RECALL
    if stated.recall is None:
        return Condition(name, NOT_MET, "the recall of the linkage is not known",
                         "pairs coded by hand, unlinked ones among them")  # fmt: skip
    lo, hi = stated.recall
    return Condition(name, MET, f"recall between {lo:.2f} and {hi:.2f}; a missed link makes two records of one")


def _population(stated: Stated) -> Condition:
    """Ask for one closed population."""
    name = "one closed population"
    if stated.closed:
        return Condition(name, MET, stated.closed)
    return Condition(name, NOT_MET, stated.open_because, "complete lists of one place, window, actor and status")


def _models(held: Histories) -> tuple[Condition, Condition]:
    """Ask the models whether they say anything finite, and not too far beyond what was observed."""
    names = ("a finite, unique estimate", "not more than ten times what was observed")
    more = "more records shared between the lists"
    found = considered.every(held)
    good = int((found["verdict"] == "ok").sum())
    if not good:
        return (Condition(names[0], NOT_MET, f"none of {len(found)} models gives one", more),
                Condition(names[1], NOT_REACHED, "there is no estimate", more))  # fmt: skip
    finite = Condition(names[0], MET, f"{good} of {len(found)} models give one")
    try:
        considered.chosen(held, found)
    except MethodRefused as refusal:
        return finite, Condition(names[1], NOT_MET, str(refusal), more)
    return finite, Condition(names[1], MET, "the model with the least BIC stays below")


def _unasked() -> tuple[Condition, Condition]:
    """Return the conditions of the models where they were not asked."""
    why, opens = "not asked while a condition above is not met", "the conditions above"
    return (Condition("a finite, unique estimate", NOT_REACHED, why, opens),
            Condition("not more than ten times what was observed", NOT_REACHED, why, opens))  # fmt: skip
