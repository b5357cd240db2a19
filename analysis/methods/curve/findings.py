"""The monitor's records with the number that officials conceded on each, under a linkage rule and as of a day.

The number is the one on the record's own page. Where the page shows no position, it is that of the single assessment
linked to the record under the rule; a page that says "non credible" or "open" is never overruled by a link.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.data import asof, incidents, store
from analysis.data.tolls import whole
from analysis.methods import conceded, concordance
from analysis.methods.compare import merge
from analysis.scope import Bridge
from analysis.toll import Toll

LINKED = Bridge(
    "finding linked to the record", frozenset({"status", "actors", "window"}),
    "the finding is linked to the record by days and place under the rule named, and taken to speak of one strike.",
)  # fmt: skip
PAGE, LINK = "page", "link"
SIDES = merge([conceded.ONE_PAGE, LINKED])


def filled(edges: pd.DataFrame) -> pd.DataFrame:
    """Return the incident records, those without a position filled with the credible finding linked to them.

    Parameters
    ----------
    edges : DataFrame
        From `analysis.methods.link.graph.edges`.

    Returns
    -------
    DataFrame
        As `analysis.data.incidents.incidents`, with ``finding`` (row key of the assessment, empty where the page speaks
        for itself).
    """
    held = incidents.incidents()
    same = edges[(edges["layers"] == "incident-official") & (edges["type"] == "same")]
    found = store.read_table("official_assessments").set_index("row_key")
    found = found[(found["determination"] == "credible") & found["killed"].notna()]
    linked = same[same["right"].isin(found.index)].sort_values(["left", "right"]).drop_duplicates("left")
    by = dict(zip(linked["left"], linked["right"], strict=True))
    silent = held["official_position"].isna() & held["row_key"].isin(by)
    key = held["row_key"].map(by).where(silent)
    told = held.assign(finding=key.fillna("").astype("str"))
    told["official_position"] = held["official_position"].mask(silent, "credible")
    told["official_statement_date"] = held["official_statement_date"].mask(silent, key.map(found["release_date"]))
    for end in ("official_killed_lo", "official_killed_hi"):
        told[end] = held[end].mask(silent, key.map(found["killed"]).astype("Int64"))
    return told


def listed(when: str, held: pd.DataFrame) -> pd.DataFrame:
    """Return the records that show both numbers by a day, as `analysis.methods.conceded.pairs` compares them.

    Parameters
    ----------
    when : str
        The as-of day; a finding without a date counts only from the day the tables were made.
    held : DataFrame
        From `filled`.

    Returns
    -------
    DataFrame
        Columns of `pairs`, ``conceded`` citing the finding where it was linked, with ``by`` (``page`` or ``link``),
        and ``city``, ``governorate``, ``grading``, ``suspects`` of the record.
    """
    compared = conceded.pairs(when, held)[0]
    rows = held.set_index("incident_code").loc[list(compared["incident_code"])]
    finding = list(rows["finding"])
    cited = [_cited(toll, key) for toll, key in zip(compared["conceded"], finding, strict=True)]
    told = compared.assign(
        conceded=pd.Series(cited, compared.index, dtype="object"), by=[LINK if key else PAGE for key in finding],
        suspects=list(rows["suspected_attackers"].map(incidents.suspected)),
    )  # fmt: skip
    return told.assign(**{name: list(rows[name]) for name in ("city", "governorate", "grading")})


def _cited(toll: Toll, finding: str) -> Toll:
    """Return a conceded toll that cites the finding it was read in."""
    return replace(toll, evidence=(*toll.evidence, finding)) if finding else toll


def gaps(when: str, edges: pd.DataFrame, rule: str, held: pd.DataFrame) -> pd.DataFrame:
    """Return the records of the concordance on which both sides state a number, with the persons that part them.

    Parameters
    ----------
    when : str
        The as-of day; a linked finding without a date is kept on any day. Strikes of a later day, or of one that was
        not seen, are left out.
    edges, rule
        The links and the rule they were made by.
    held : DataFrame
        From `filled`.

    Returns
    -------
    DataFrame
        ``incident_code``, ``kind``, ``city``, ``governorate``, ``grading``, ``suspects``, ``gap``, ``row_keys``.
    """
    made = concordance.concordance(when, rule, edges).set_index("incident_code")
    made = made[(made["date"] <= when).fillna(False).astype(bool)]
    rows = held.set_index("incident_code").loc[list(made.index)]
    linked = (rows["finding"] != "") & ~_later(rows["finding"], when)
    ends = [made[f"official_{end}"].mask(linked, rows[f"official_killed_{end}"]) for end in ("lo", "hi")]
    tolls = zip(made["monitor_lo"], made["monitor_hi"], *ends, strict=True)
    whole_ends = ([whole(end) for end in four] for four in tolls)
    parted = [concordance.distance((lo, hi), (other_lo, other_hi)) for lo, hi, other_lo, other_hi in whole_ends]
    keys = [
        list(dict.fromkeys([*old, *([finding] if used else [])]))
        for old, finding, used in zip(made["row_keys"].map(lambda keys: keys[:1]), rows["finding"], linked, strict=True)
    ]
    told = rows[["kind", "city", "governorate", "grading"]].assign(
        suspects=rows["suspected_attackers"].map(incidents.suspected),
        gap=pd.array(parted, dtype="Int64"), row_keys=pd.Series(keys, rows.index, dtype="object"),
    )  # fmt: skip
    return told[told["gap"].notna()].reset_index()


def _later(finding: pd.Series, when: str) -> pd.Series:
    """Return whether the finding of each record was certainly published after a day."""
    dated = store.read_table("official_assessments", ["row_key", "published_first"]).set_index("row_key")
    return finding.map(dated["published_first"]) > asof.day(when)
