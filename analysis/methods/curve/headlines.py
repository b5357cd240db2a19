"""The headlines, each computed for one specification by the functions that the other reports use.

``apart``: conceded minus alleged persons, summed as bounds over the records that show both. ``contradicted``: records
on which the two exclude each other. ``ratio``: a monitor's running total over the total conceded by the same day. The
first two are of records that are no sample: sums and counts of what was seen, never a share or an estimate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, NamedTuple

import pandas as pd

from analysis.data import asof, incidents, official
from analysis.data.tolls import statement_toll
from analysis.errors import MethodRefused
from analysis.methods import conceded, timeline
from analysis.methods.curve import findings
from analysis.methods.link import graph
from analysis.scope import Bridge
from analysis.toll import Number, Result, Toll, difference, ratio

AT_RELEASE = Bridge(
    "public on the day of release", frozenset({"status", "clock", "window"}),
    "the count the Coalition had conceded by the day of its release, set against the last total the monitor had "
    "published by then; the monitor's is the older of the two.",
)  # fmt: skip
NO_RECORDS = "no records"
LATER = "no records: the day lies after the one the report reads"
NO_END = "not defined: no number at that end"
SUSPECTS = {"coalition_named": ({"coalition"},), "coalition_or_unclear": conceded.SUSPECTS}
PLACES = {"city": ("city", "Mosul"), "governorate": ("governorate", "Nineveh"), "country": (None, "Iraq")}
GRADES = ("confirmed", "fair", "weak", "contested")  # a choice names the first so many, joined by "_"
STANDINGS = {"confirmed_fair": ("fair", "likely"), "confirmed_fair_weak_contested": ("alleged",)}
DEPENDENT = ("residual", "part")


class Outcome(NamedTuple):
    """What a specification gives: bounds (a missing one is open), or `why` there is none; its rows; its day."""

    lo: Number
    hi: Number
    n: int
    row_keys: tuple[str, ...]
    why: str = ""
    day: str = ""  # on which two totals were set beside each other


@dataclass(frozen=True)
class Material:
    """What the headlines are made from, as of a report's day; links and pairs are made once each.

    Parameters
    ----------
    when : str
        The day the report reads.
    """

    when: str
    kept: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)

    def day(self, chosen: str) -> str | None:
        """Return the day a choice of as-of means, None when it lies after the report's own."""
        if chosen == "report":
            return self.when
        return chosen if asof.day(chosen) <= asof.day(self.when) else None

    def once(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """Return what was made under a key, making it when it is asked for first."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def edges(self, rule: str) -> pd.DataFrame:
        """Return the links of a rule."""
        return self.once(("edges", rule), lambda: graph.edges(rule))

    def held(self, rule: str) -> pd.DataFrame:
        """Return the records with the findings linked under a rule."""
        return self.once(("held", rule), lambda: findings.filled(self.edges(rule)))

    def listed(self, day: str, rule: str) -> pd.DataFrame:
        """Return the records with both numbers."""
        return self.once(("listed", day, rule), lambda: findings.listed(day, self.held(rule)))

    def gaps(self, day: str, rule: str) -> pd.DataFrame:
        """Return the records with the persons that part the two sides."""
        return self.once(("gaps", day, rule), lambda: findings.gaps(day, self.edges(rule), rule, self.held(rule)))

    def totals(self, day: str, clock: str, standings: tuple[str, ...]) -> tuple[Toll, Toll, Bridge] | None:
        """Return the two totals that are set beside each other."""
        compared = self.once(("compared",), lambda: timeline.pairs(self.when).comparable)
        if clock == "report":
            return self.once(("totals", day, clock, *standings), lambda: _on_report(day, standings, compared))
        return self.once(("totals", day, clock, *standings), lambda: _on_release(day, standings))


Headline = Callable[[Mapping[str, str], Material], Outcome]


def _on_its_day(made: Callable[[Mapping[str, str], Material, str], Outcome]) -> Headline:
    """Return a headline that is computed on the day a specification chooses, and says where that lies too late."""

    @wraps(made)
    def outcome(chosen: Mapping[str, str], held: Material) -> Outcome:
        day = held.day(chosen["as_of"])
        return Outcome(None, None, 0, (), LATER) if day is None else made(chosen, held, day)

    return outcome


@_on_its_day
def apart(chosen: Mapping[str, str], held: Material, day: str) -> Outcome:
    """Return the persons conceded minus the persons alleged, summed as bounds over the records chosen.

    Parameters
    ----------
    chosen : mapping of str to str
        A choice of each dimension.
    held : Material
        What it is made from.
    day : str
        The as-of day that was chosen; filled in.
    """
    rows = narrowed(held.listed(day, chosen["linkage"]), chosen)
    if rows.empty:
        return Outcome(None, None, 0, (), NO_RECORDS)
    same = ("apart", day, chosen["linkage"], chosen["bound"], chosen["place"], *rows["incident_code"])
    return held.once(same, lambda: _summed(rows, chosen, held.once(("parents",), incidents.parents)))


def _summed(rows: pd.DataFrame, chosen: Mapping[str, str], above: Mapping[str, str]) -> Outcome:
    """Return the difference of the two sums over some records."""
    ends = {side: [one_end(toll, chosen["bound"]) for toll in rows[side]] for side in ("alleged", "conceded")}
    given = {side: pd.Series(tolls, rows.index, dtype="object") for side, tolls in ends.items()}
    alleged, found = conceded.sums(rows.assign(**given), PLACES[chosen["place"]][1], above)
    bridge = findings.SIDES if (rows["by"] == findings.LINK).any() else conceded.ONE_PAGE
    return _outcome(difference(found, alleged, bridge), len(rows))


@_on_its_day
def contradicted(chosen: Mapping[str, str], held: Material, day: str) -> Outcome:
    """Return the number of records, of those chosen, on which the bounds of the two sides exclude each other."""
    rows = narrowed(held.gaps(day, chosen["linkage"]), chosen)
    if rows.empty:
        return Outcome(None, None, 0, (), NO_RECORDS)
    count = int((rows["gap"] > 0).sum())
    keys = tuple(dict.fromkeys(key for listed in rows["row_keys"] for key in listed))
    return Outcome(count, count, len(rows), keys)


@_on_its_day
def running_ratio(chosen: Mapping[str, str], held: Material, day: str) -> Outcome:
    """Return the ratio of the monitor's last running total to the total the Coalition had conceded by the same day."""
    found = held.totals(day, chosen["clock"], STANDINGS[chosen["grades"]])
    if found is None:
        return Outcome(None, None, 0, (), NO_RECORDS)
    monitor, official_total, bridge = found
    found_ratio = ratio(one_end(monitor, chosen["bound"]), one_end(official_total, chosen["bound"]), bridge)
    return _outcome(found_ratio, 1)._replace(day=monitor.as_of or "")


HEADLINES: dict[str, Headline] = {
    "apart": apart, "contradicted": contradicted, "ratio": running_ratio,
}  # fmt: skip


def narrowed(rows: pd.DataFrame, chosen: Mapping[str, str]) -> pd.DataFrame:
    """Return the records that a specification keeps: by suspects, grade, place and kind.

    >>> rows = pd.DataFrame({"suspects": [frozenset({"coalition"})], "grading": ["fair"], "kind": ["residual"]})
    >>> chosen = {"actors": "coalition_named", "grades": "any", "place": "country", "residual": "drop"}
    >>> len(narrowed(rows, chosen))
    0
    """
    column, place = PLACES[chosen["place"]]
    keep = pd.Series([set(one) in SUSPECTS[chosen["actors"]] for one in rows["suspects"]], rows.index, dtype=bool)
    if column is not None:
        keep &= rows[column] == place
    if chosen["grades"] != "any":
        keep &= rows["grading"].isin(GRADES[: len(chosen["grades"].split("_"))])
    if chosen["residual"] == "drop":
        keep &= ~rows["kind"].isin(DEPENDENT)
    return rows[keep].sort_values("incident_code") if "incident_code" in rows else rows[keep]


def one_end(toll: Toll, bound: str) -> Toll:
    """Return a toll in which only one printed bound enters; where that bound was not printed, no number does."""
    if bound == "both":
        return toll
    value, basis = (toll.lo, toll.lo_basis) if bound == "lower" else (toll.hi, toll.hi_basis)
    return replace(toll, lo=value, hi=value, lo_basis=basis, hi_basis=basis)


def _outcome(result: Result, n: int) -> Outcome:
    """Return a difference or a ratio as an outcome."""
    if result.undefined:
        return Outcome(None, None, n, result.evidence, str(result))
    why = NO_END if result.lo is None and result.hi is None else ""
    return Outcome(result.lo, result.hi, n, result.evidence, why)


def _on_report(day: str, standings: tuple[str, ...], compared: pd.DataFrame) -> tuple[Toll, Toll, Bridge] | None:
    """Return the last of `timeline.pairs` of some standings by a day: of the day of the monitor's figure."""
    compared = compared[compared["name_b"].str[-len("YYYY-MM-DD") :] <= day]  # each pair stands as of its own day
    found = []
    for standing in standings:
        try:
            found.append(timeline.ends(compared, standing)[1])
        except MethodRefused:
            continue
    if not found:
        return None
    last = max(found, key=lambda pair: pair["day"])
    rows = timeline.campaign(last["day"])
    row = rows[rows["row_key"].isin(last["row_keys"])].iloc[-1]
    conceded_by_then = official.conceded_total(last["day"])
    assert conceded_by_then is not None  # the pair was made from it
    return statement_toll(row, last["day"]), conceded_by_then, timeline.CONCEDED_BY_THEN


def _on_release(day: str, standings: tuple[str, ...]) -> tuple[Toll, Toll, Bridge] | None:
    """Return the last total of the monitor that was public on the day of the last dated release, and the release's."""
    released = official.releases(day).dropna(subset=["killed_cumulative", "published_last"])
    if released.empty:
        return None
    when = released["published_last"].max().strftime("%Y-%m-%d")
    found = official.conceded_total(when)
    rows = timeline.campaign(when)
    rows = rows[rows["status"].isin(standings) & rows["place"].eq(found.scope.place if found else "")]
    if found is None or rows.empty:
        return None
    return statement_toll(rows.iloc[-1], when), found, AT_RELEASE
