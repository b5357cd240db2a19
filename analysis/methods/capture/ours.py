"""The lists of this project, or of an imported study, as capture histories, with what is stated of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data import claims, samples, store
from analysis.errors import DataError, MethodRefused
from analysis.methods import concordance, independence
from analysis.methods.capture.gate import Stated
from analysis.methods.capture.histories import COUNT, Histories, histories
from analysis.methods.link import accuracy

LISTS = {"claims": "C", "monitor": "M", "officials": "O"}


@dataclass(frozen=True)
class Lists:
    """Histories of incidents over claims, monitor and officials, the rows behind each, and what is stated of them."""

    seen: pd.DataFrame
    held: Histories
    stated: Stated


def lists(when: str, rule: str = "central") -> Lists:
    """Return who saw which incident, as known on a day and linked under a rule.

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
        made = concordance.concordance(when, rule)
    except DataError as problem:
        raise MethodRefused(f"the lists cannot be laid side by side: {problem}") from None
    seen = concordance.seen_by(made)
    flags = {name: [int(letter in letters) for letters in seen["seen"]] for name, letter in LISTS.items()}
    held = histories(pd.DataFrame(flags | {COUNT: seen["incidents"]}))
    return Lists(seen, held, _stated(made, rule))


def _stated(made: pd.DataFrame, rule: str) -> Stated:
    """Return sources, dependence, recall and population of the lists."""
    keys = {key for row in made["row_keys"] for key in row}
    told = claims.statements()
    speakers = told.loc[told["row_key"].isin(keys), "publisher_id"]
    sources = {"claims": tuple(sorted(set(speakers))), "monitor": ("airwars",), "officials": ("cjtf",)}
    return Stated(sources, _dependence(), recall=_recall(rule), open_because=_population(made))


def _dependence() -> pd.DataFrame | None:
    """Return the dependence table, or None where none was written."""
    try:
        return independence.dependence()
    except DataError:
        return None


def _recall(rule: str) -> tuple[float, float] | None:
    """Return the least and most recall of a rule, or None where it was not measured."""
    try:
        found = {row["rule"]: (row["recall_lo"], row["recall_hi"]) for row in accuracy.measured().to_dict("records")}
    except (MethodRefused, DataError):
        return None
    lo, hi = found[rule]
    return None if pd.isna(lo) or pd.isna(hi) else (float(lo), float(hi))


def _population(made: pd.DataFrame) -> str:
    """Return why the lists are not those of one closed population."""
    rows = pd.DataFrame({"row_key": [keys[0] for keys in made["row_keys"]]})
    try:
        samples.require_sample_rows(rows)
    except MethodRefused as refusal:
        return f"incidents, not persons, are listed, and {refusal}"
    return "incidents, not persons, are listed, and no one states that they are all of one place and window"
