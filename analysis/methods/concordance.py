"""The three layers side by side for each incident: what claims said, what the monitor held, what officials conceded.

Nothing is added across layers. The tables of incidents and of single assessments are not samples: what is counted
here are the records that were seen, never a share of those that exist.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import dates
from analysis.data import asof, claims, store
from analysis.data.determinations import tables_made
from analysis.data.incidents import incident_toll
from analysis.data.keys import joined
from analysis.data.known import possible_by
from analysis.data.tolls import whole
from analysis.methods.families import span
from analysis.methods.link import graph
from analysis.methods.link.records import incident_records
from analysis.methods.link.rules import RULES
from analysis.toll import words

NAMES = {"M": "monitor only", "CM": "claims and monitor", "MO": "monitor and officials", "CMO": "all three"}
MONITOR, OFFICIALS = "airwars", "cjtf"  # whose records the second and the third layer are
LETTERS = {"claim": "C", "incident": "M", "official": "O"}


COLUMNS = [
    "incident_code", "date", "place", "grading", "monitor_lo", "monitor_hi", "monitor", "claims", "n_claims",
    "official_lo", "official_hi", "official", "seen", "gap", "reason", "row_keys",
]  # fmt: skip


def concordance(when: str, rule: str = "central", found: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row for each incident of the monitor, with what is linked to it under a rule.

    Parameters
    ----------
    when : str
        The as-of day: deaths, statements and determinations of later days are left out; what has no date counts from
        the day the tables were made. The monitor's own statements are no claims beside its records.
    rule : str
        ``strict``, ``central`` or ``lenient``.
    found : DataFrame, optional
        Edges, where they are at hand already.

    Returns
    -------
    DataFrame
        ``incident_code``, ``date``, ``place``, ``grading``, ``monitor_lo`` and ``monitor_hi`` (the monitor's summary,
        else its narrative), ``monitor``, ``claims`` (least and most said of civilians killed in the linked event),
        ``n_claims``, ``official_lo``, ``official_hi``, ``official`` (determination in words), ``seen`` (letters of
        the layers: C, M, O), ``gap`` (persons by which monitor and officials exclude each other; 0 where they
        meet, missing where one has no number), ``reason`` and ``row_keys``.
    """
    edges = graph.edges(rule) if found is None else found
    same = edges[edges["type"] == "same"]
    told = said_apart(possible_by(claims.statements(), when))
    dated = ["row_key", "published_first", "published_last", "determination"]
    rows = possible_by(store.read_table("official_assessments", dated), when).set_index("row_key")
    undated = rows["published_first"].isna().map({True: " (date not seen)", False: ""})
    assessed = rows["determination"] + undated
    incidents = _as_known(store.read_table("incidents"), when)
    links = {str(name): part for name, part in same.groupby("layers")}
    about = _grouped(links.get("claim-incident"), "right")
    found_of = _grouped(links.get("incident-official"), "left")
    said = {str(event): part for event, part in told.groupby("event_id")}
    listed = [_row(incident, about, found_of, said, assessed) for incident in incidents.to_dict("records")]
    made = pd.DataFrame(listed, columns=COLUMNS)
    counts = ["monitor_lo", "monitor_hi", "official_lo", "official_hi", "gap"]
    return made.astype({name: "Int64" for name in counts}).sort_values(["date", "incident_code"]).reset_index(drop=True)


def said_apart(told: pd.DataFrame) -> pd.DataFrame:
    """Return the statements of others than the monitor and the officials that are a party: these are layers."""
    return told[(told["family"] != "official_belligerent") & (told["publisher_id"] != MONITOR)]


def happened(first: pd.Series, when: str) -> pd.Series:
    """Return whether some dead had, or may have, died by a day; where no day was seen, by that of the tables."""
    return ~(first.fillna(tables_made()) > asof.day(when))


def _as_known(rows: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the incidents of deaths by a day, without the official positions that were certainly stated after it."""
    rows = rows[happened(dates.edges(rows["date_start"])["first"], when)]
    stated = dates.edges(rows["official_statement_date"])["first"].fillna(tables_made())
    return rows.assign(official_position=rows["official_position"].mask(stated > asof.day(when)))


def _grouped(links: pd.DataFrame | None, side: str) -> dict[str, list[dict]]:
    """Return the links of each record of one side."""
    return {} if links is None else {str(key): part.to_dict("records") for key, part in links.groupby(side)}


def _row(
    incident: dict, about: dict[str, list[dict]], found: dict[str, list[dict]], said: dict[str, pd.DataFrame],
    assessed: pd.Series,
) -> dict[str, object]:  # fmt: skip
    """Return one incident with its links."""
    key = incident["row_key"]
    claimed = about.get(key, [])
    events = [said[event] for event in (link["left"].partition(":")[2] for link in claimed) if event in said]
    spoken = pd.concat(events) if events else pd.DataFrame(columns=["row_key"])
    official = [link for link in found.get(key, []) if link["right"] in assessed.index]
    held = incident_toll(incident)
    lo, hi = held.lo, held.hi
    conceded = _official(incident, [str(assessed[link["right"]]) for link in official])
    letters = (
        [LETTERS["claim"]] * bool(len(spoken))
        + [LETTERS["incident"]]
        + [LETTERS["official"]] * bool(conceded["official"])
    )
    keys = [key, *spoken["row_key"], *(link["right"] for link in official)]
    return {
        "incident_code": incident["incident_code"], "date": incident["date_start"], "place": incident["place"],
        "grading": incident["grading"], "monitor_lo": lo, "monitor_hi": hi, "monitor": words(lo, hi),
        "claims": str(span(spoken)) if len(spoken) else "", "n_claims": len(spoken), **conceded,
        "seen": "".join(letters), "gap": distance((lo, hi), (conceded["official_lo"], conceded["official_hi"])),
        "reason": "; ".join(link["reason"] for link in (*claimed, *official)), "row_keys": keys,
    }  # fmt: skip


def _official(incident: dict, outcomes: list[str]) -> dict[str, Any]:
    """Return what officials determined: as the monitor's page shows it, and in the assessments linked to it.

    Only a credible finding has a toll. A finding of "non credible" is not a finding of no deaths, whatever number
    stands beside it.
    """
    position = incident["official_position"] if isinstance(incident["official_position"], str) else ""
    lo, hi = (_bounds(incident, "official_killed") if position == "credible" else None) or (None, None)
    told = [position] if position else outcomes
    text = "; ".join(dict.fromkeys(told)).replace("_", " ")
    number = f": {words(lo, hi)}" if lo is not None or hi is not None else ""
    return {"official_lo": lo, "official_hi": hi, "official": text + number}


def _bounds(row: dict, name: str) -> tuple[int | None, int | None] | None:
    """Return a pair of bounds, or None where neither was seen."""
    lo, hi = (whole(row[f"{name}_{end}"]) for end in ("lo", "hi"))
    return None if lo is None and hi is None else (lo, hi)


def distance(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> int | None:
    """Return the contradiction distance of two pairs of bounds in persons: 0 where they can both be right.

    >>> distance((35, 50), (11, 11)), distance((105, 141), (105, 141)), distance((5, None), (None, None))
    (24, 0, None)
    """
    if one == (None, None) or other == (None, None):
        return None
    gaps = [lo - hi for (lo, _), (_, hi) in ((one, other), (other, one)) if lo is not None and hi is not None]
    return max([*gaps, 0])


def headlines(when: str) -> pd.DataFrame:
    """Return the counts of linked records at each of the three rules.

    Returns
    -------
    DataFrame
        ``rule`` (its words), then how many incidents are linked with an event that claims speak of, how many with a
        single assessment, how many of all three layers, how many pairs only possibly, ``contradicted`` (incidents
        whose monitor and official bounds exclude each other), and ``row_keys`` (the records of all these).
    """
    rows = []
    for rule in RULES.values():
        edges = graph.edges(rule.name)
        made = concordance(when, rule.name, edges)
        same = edges[edges["type"] == "same"]
        rows.append(
            {
                "rule": f"{rule.name}: {rule.words}", "with_claims": int((made["n_claims"] > 0).sum()),
                "with_assessment": int((same["layers"] == "incident-official").sum()),
                "all_three": int((made["seen"] == "CMO").sum()), "possibly": int((edges["type"] == "possibly").sum()),
                "contradicted": int((made["gap"] > 0).sum()), "row_keys": _counted(made, edges),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _counted(made: pd.DataFrame, edges: pd.DataFrame) -> list[str]:
    """Return the records that the counts of a rule are made from: those linked, then the pairs that may be one."""
    linked = made[(made["n_claims"] > 0) | (made["seen"] == "CMO") | (made["gap"] > 0).fillna(False)]
    official = edges[(edges["type"] == "same") & (edges["layers"] == "incident-official")]
    pairs = pd.concat([official, edges[edges["type"] == "possibly"]])[["left", "right"]]
    return joined([*linked["row_keys"], pairs.to_numpy().ravel()])


def on_map(made: pd.DataFrame) -> pd.DataFrame:
    """Return the incidents as a map takes them: points with their stated precision, grouped by who saw them."""
    keys = "incidents:" + made["incident_code"]
    points = incident_records().set_index("key")[["lat", "lon", "radius_km"]].loc[list(keys)]
    columns = {
        "label": made["incident_code"], "group": made["seen"].map(NAMES),
        **{name: list(points[name]) for name in ("lat", "lon", "radius_km")}, "row_key": keys,
    }  # fmt: skip
    return pd.DataFrame(columns)


def contradicted(made: pd.DataFrame) -> pd.DataFrame:
    """Return the incidents whose monitor and official bounds exclude each other, the widest gap first."""
    return made[made["gap"].fillna(0) > 0].sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)
