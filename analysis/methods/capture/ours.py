"""The lists of this project, or of an imported study, as capture histories, with what is stated of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.data import claims, samples, store
from analysis.data.keys import behind, joined
from analysis.errors import DataError, MethodRefused
from analysis.methods import concordance, independence, three_way
from analysis.methods.capture.gate import DEPENDENCE, RECALL, Gate, Stated, gate
from analysis.methods.capture.histories import COUNT, Histories, histories
from analysis.methods.concordance import LETTERS, MONITOR, OFFICIALS
from analysis.methods.link import accuracy, graph

LISTS = dict(zip(independence.LISTS, LETTERS.values(), strict=True))


@dataclass(frozen=True)
class Lists:
    """Histories of strikes over claims, monitor and officials, the rows behind each, and what is stated of them.

    ``behind`` holds the rows of the two conditions of the gate that rest on other rows than the lists do.
    """

    seen: pd.DataFrame
    held: Histories
    stated: Stated
    behind: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def gate(self) -> Gate:
        """The gate before them, asked once."""
        return gate(self.held, self.stated)

    @property
    def keys(self) -> list[str]:
        """The rows of the lists: the records of every strike that was decided."""
        decided = self.seen[self.seen["seen"] != three_way.UNDECIDED]
        return joined(decided["row_keys"])

    def asked(self) -> pd.DataFrame:
        """Return the gate as a table, with the ``row_keys`` that each condition was judged by."""
        told = self.gate.table()
        return behind(told, (self.behind.get(name, self.keys) for name in told["condition"]))


def lists(when: str, rule: str = "central") -> Lists:
    """Return who saw which strike, as known on a day and linked under a rule.

    Parameters
    ----------
    when : str
        The as-of day.
    rule : str
        Of linkage: ``strict``, ``central`` or ``lenient``.

    Raises
    ------
    MethodRefused
        When there is no incident, or a table that the linkage needs is not there.
    """
    try:
        if store.read_table("incidents", ["row_key"]).empty:
            raise MethodRefused("there are no incidents to lay side by side: import a study with incident records")
        edges = graph.edges(rule)
        units = three_way.units(edges, concordance.concordance(when, rule, edges), when)
    except DataError as problem:
        raise MethodRefused(f"the lists cannot be laid side by side: {problem}") from None
    seen = three_way.counted(units)
    decided = seen[seen["seen"] != three_way.UNDECIDED]
    flags = {name: [int(letter in letters) for letters in decided["seen"]] for name, letter in LISTS.items()}
    held = histories(pd.DataFrame(flags | {COUNT: list(decided["units"])}))
    stated = _stated(units, rule)
    behind = {} if stated.dependence is None else {DEPENDENCE: list(stated.dependence["row_key"])}
    return Lists(seen, held, stated, behind | ({RECALL: _coded(rule)} if stated.recall else {}))


def _stated(units: pd.DataFrame, rule: str) -> Stated:
    """Return sources, dependence, recall and population of the lists."""
    keys = {key.partition(":")[2] for held in units["row_keys"] for key in held if key.startswith("events:")}
    told = concordance.said_apart(claims.statements())
    speakers = told.loc[told["event_id"].isin(keys), "publisher_id"]
    sources = {"claims": tuple(sorted(set(speakers))), "monitor": (MONITOR,), "officials": (OFFICIALS,)}
    return Stated(sources, _dependence(), independence.declared(), _recall(rule), open_because=_population(units))


def _dependence() -> pd.DataFrame | None:
    """Return the dependence table with the outlets that the monitor's records cite, or None where none was written."""
    try:
        return pd.concat([independence.dependence(), cited()], ignore_index=True)
    except DataError:
        return None


def cited() -> pd.DataFrame:
    """Return, in the form of the dependence table, the outlets that the monitor's own records name as their source.

    ``row_key`` is the first of the rows that name the outlet.
    """
    rows = store.read_table("media_figures", ["publisher_id", "row_key"]).dropna(subset="publisher_id")
    named = rows[rows["publisher_id"] != MONITOR].drop_duplicates("publisher_id").sort_values("publisher_id")
    told = {"source": MONITOR, "relation": "derived_from", "on": list(named["publisher_id"]), "event": pd.NA}
    return pd.DataFrame(told | {"row_key": list(named["row_key"])})


def _coded(rule: str) -> list[str]:
    """Return the coded pairs that the recall of a rule was measured on."""
    found = accuracy.measured()
    return joined(found.loc[found["rule"] == rule, "row_keys"])


def _recall(rule: str) -> tuple[float, float] | None:
    """Return the least and most recall of a rule, or None where it was not measured."""
    try:
        found = {row["rule"]: (row["recall_lo"], row["recall_hi"]) for row in accuracy.measured().to_dict("records")}
    except (MethodRefused, DataError):
        return None
    lo, hi = found[rule]
    return None if pd.isna(lo) or pd.isna(hi) else (float(lo), float(hi))


def _population(units: pd.DataFrame) -> str:
    """Return why the lists are not those of one closed population."""
    try:
        samples.require_sample_rows(units)
    except MethodRefused as refusal:
        return f"incidents, not persons, are listed, and {refusal}"
    return "incidents, not persons, are listed, and no one states that they are all of one place and window"
