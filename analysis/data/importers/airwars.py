"""Airwars exports: incidents, the sources each cites, and the official statements filed under them.

The mapping and its reasons are in docs/importing.md.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from analysis.data.importers import outlets, records
from analysis.data.importers.days import days
from analysis.data.importers.reading import Sheet
from analysis.data.importers.records import Context, Converted, remarks, same
from analysis.data.importers.rejects import Check, Checks, Converter, Sifted, because, repeated, sift
from analysis.data.importers.values import as_set, decimal, one_of, ordered, points, several_of, text, whole

GRADES = {name: name.lower() for name in ("Confirmed", "Fair", "Weak", "Contested", "Discounted")}
# Ours where it says the same or less; an accuracy that is coarser than a city is missing, never sharpened.
ACCURACY = {
    "exact_location": "exact_location", "exact_location_other": "exact_location",
    "exact_location_coalition": "within_1m_via_coalition", "within_1m_via_coalition": "within_1m_via_coalition",
    "within_1m": "within_100m", "within_100m": "within_100m", "within_100m_via_coalition": "within_100m_via_coalition",
    "nearby_landmark": "landmark", "landmark": "landmark", "street": "neighbourhood",
    "neighbourhood_area": "neighbourhood", "neighbourhood": "neighbourhood", "village": "village", "town": "town",
    "city": "city", "subdistrict": "", "district": "", "province_governorate": "",
}  # fmt: skip
POSITIONS = {
    "credible": "credible", "non_credible": "non_credible", "not_yet_assessed": "not_yet_assessed",
    "open_incident": "open", "duplicate": "",
}  # fmt: skip
REASONS = {
    "no_coalition_strikes": "no_strikes_in_area", "insufficient_information": "insufficient_information",
    "insufficient_evidence": "no_civilian_harm_seen", "other": "",
}  # fmt: skip
ACCEPTED_BECAUSE = (
    "no_reason_given", "other", "entered_target_area", "killed_by_strike_blast", "killed_by_secondary_explosion",
    "unseen_at_time_of_engagement", "inside_target_vehicle", "killed_in_adjacent_structure",
)  # fmt: skip
BOUNDS = ("killed", "children_killed", "women_killed", "injured", "official_killed", "official_injured")
CONCEDED = [f"official_{harm}_{end}" for harm in ("killed", "injured") for end in ("min", "max")]
FILED = "The export files the statement under this record"
COLUMNS = {
    "incidents": [
        "incident_code", "airwars_id", "date_start", "date_end", "location", "region", "governorate", "country", "lat",
        "lon", "geo_accuracy", *(f"{bound}_{end}" for bound in BOUNDS[:4] for end in ("min", "max")), "grading",
        "strike_status", "strike_type", "belligerents", "n_sources", "published", "modified", "official_assessment",
        "official_reason_non_credible", "official_reason_credible", *CONCEDED, "url",
    ],
    "sources": [
        "incident_code", "airwars_id", "n", "outlet", "language", "platform", "source_date", "url", "archive_url",
    ],
    "official_statements": [
        "incident_code", "airwars_id", "n", "statement_date", "reported_via", "determination", "killed", "injured",
        "text_length", "url",
    ],
}  # fmt: skip
CODED: dict[str, Converter] = {
    "grading": one_of(GRADES), "geo_accuracy": one_of(ACCURACY.keys()), "official_assessment": one_of(POSITIONS.keys()),
    "official_reason_non_credible": several_of(REASONS), "official_reason_credible": several_of(ACCEPTED_BECAUSE),
    "determination": one_of(["credible", "non_credible", "duplicate"]), "belligerents": as_set, "lat": decimal,
    "lon": decimal, "text_length": whole, "n_sources": whole, "n": whole, "killed": whole, "injured": whole,
    "airwars_id": whole, **{f"{bound}_{end}": whole for bound in BOUNDS for end in ("min", "max")},
}  # fmt: skip
DATED = {"date_start": True, "date_end": True, "published": True, "modified": True, "statement_date": True,
         "source_date": False}  # whether five digits are a spreadsheet's day count  # fmt: skip


def convert(sheets: dict[str, Sheet], context: Context) -> Converted:
    """Return our tables from the three sheets of an Airwars export.

    Parameters
    ----------
    sheets : dict of str to Sheet
        ``incidents``, ``sources`` and ``official_statements``, each with its columns in `COLUMNS`.
    context : Context
    """
    context = replace(context, as_of=context.as_of or _last_change(sheets["incidents"].rows))
    incidents = _sift(sheets, "incidents", ["incident_code", "location", "country", "url"], context, _incident_checks)
    known = incidents.rows["incident_code"]
    checks = partial(_child_checks, known=set(known), all_codes=set(sheets["incidents"].rows["incident_code"].dropna()))
    sources = _sift(sheets, "sources", ["incident_code", "n", "outlet"], context, checks)
    needed = ["incident_code", "n", "determination"]
    statements = _sift(sheets, "official_statements", needed, context, checks)
    cited = outlets.cited(sources.rows["outlet"], context.known)
    acts = _assessments(statements, incidents.rows)
    tables = {
        "monitor_incidents": _incidents(incidents.rows, statements.rows),
        "media_figures": records.attributions(sources.rows["incident_code"], cited, sources.rows["source_date"]),
        "publishers": outlets.rows(cited["publisher_id"], context.known, sources.rows["language"]),
        "official_assessments": acts,
    }
    places = records.spelled([(incidents.rows["location"], incidents.rows["country"])])
    parted = [incidents, sources, statements]
    return Converted(tables, places, _links(statements.rows), parted, context.as_of)


def _last_change(rows: pd.DataFrame) -> str:
    """Return the day a record was last changed or published: no record can know of a later one."""
    return records.last_day(*(days(rows[name], serial=True).values for name in ("published", "modified")))


def _sift(sheets: dict[str, Sheet], name: str, required: list[str], context: Context, checks: Checks) -> Sifted:
    """Return one sheet parted by the rules of its columns."""
    dated = {column: partial(days, serial=serial, not_after=context.as_of) for column, serial in DATED.items()}
    spec = {column: (CODED | dated).get(column, text) for column in COLUMNS[name]}
    return sift(sheets[name], spec, required, checks)


def _incident_checks(rows: pd.DataFrame, raw: pd.DataFrame) -> list[Check]:
    """Return what fails across the columns of incidents."""
    bounds = [ordered(rows, f"{bound}_min", f"{bound}_max") for bound in BOUNDS]
    across = [
        records.days_in_order(rows),
        records.no_separator(rows, "location"),
        repeated(rows, raw, ["incident_code"]),
    ]
    return [*bounds, *across, *points(rows, raw, rows["country"])]


def _child_checks(rows: pd.DataFrame, raw: pd.DataFrame, known: set[str], all_codes: set[str]) -> list[Check]:
    """Return what fails across sources or statements: their record, and their number within it."""
    code = raw["incident_code"]
    lost = because(
        raw.index,
        (code.notna() & ~code.isin(all_codes), "is the code of no row of the incidents"),
        (code.notna() & ~code.isin(known), "belongs to a record that was itself rejected"),
    )
    return [("incident_code", lost), repeated(rows, raw, ["incident_code", "n"])]


def _incidents(rows: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return monitor_incidents."""
    position, coded = rows["official_assessment"], rows["official_reason_non_credible"]
    conceded = position.eq("credible").fillna(False).astype(bool)
    kept = ["incident_code", "date_start", "date_end", "governorate", "lat", "lon", "grading", "n_sources", "url"]
    bounds = [f"{bound}_{end}" for bound in BOUNDS[:4] for end in ("min", "max")]
    return pd.DataFrame({
        **rows[kept + bounds], "code_seen": same("1", rows.index), "place": rows["location"], "city": rows["region"],
        "geo_accuracy": _coded(rows["geo_accuracy"], ACCURACY), "suspected_attackers": rows["belligerents"],
        "official_position": _coded(position, POSITIONS), "official_reason": _coded(coded, REASONS),
        **{column: rows[column].where(conceded) for column in CONCEDED},
        "official_statement_date": _decided(rows, statements), "note": _note(rows, conceded),
    })  # fmt: skip


def _coded(column: pd.Series, ours: dict[str, str]) -> pd.Series:
    """Return our word for each of theirs, missing where we have none."""
    return column.map({theirs: word for theirs, word in ours.items() if word}).astype("str")


def _note(rows: pd.DataFrame, conceded: pd.Series) -> pd.Series:
    """Return in words what has no column of its own, and what was mapped to a coarser word or to none."""
    coarse = {theirs for theirs, word in ACCURACY.items() if theirs != word}
    told = {
        "strike status": rows["strike_status"], "strike type": rows["strike_type"],
        "reason for acceptance": rows["official_reason_credible"],
        "accuracy as exported": rows["geo_accuracy"].where(rows["geo_accuracy"].isin(coarse)),
        "position as exported": rows["official_assessment"].where(rows["official_assessment"].eq("duplicate")),
        "reason as exported": rows["official_reason_non_credible"].where(
            _coded(rows["official_reason_non_credible"], REASONS).isna()
        ),
        **{f"{column} without acceptance": rows[column].where(~conceded) for column in CONCEDED},
        "record published": rows["published"], "record changed": rows["modified"],
    }  # fmt: skip
    return remarks(told, rows.index)


def _decided(rows: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """Return for each record the day of its latest statement that determines what is now its position."""
    dated = statements.dropna(subset="statement_date").sort_values("statement_date", kind="stable")
    latest = dated.drop_duplicates(["incident_code", "determination"], keep="last")
    by_both = latest.set_index(latest["incident_code"] + "|" + latest["determination"])["statement_date"]
    return (rows["incident_code"] + "|" + rows["official_assessment"]).map(by_both).astype("str")


def _assessments(statements: Sifted, incidents: pd.DataFrame) -> pd.DataFrame:
    """Return official_assessments; place and country are those of the record the statement is filed under."""
    rows, record = statements.rows, incidents.set_index("incident_code")
    place, country = (rows["incident_code"].map(record[name]).astype("str") for name in ("location", "country"))
    ours = country.where(country.isin(["Iraq", "Syria"]))
    return pd.DataFrame({
        "release_date": rows["statement_date"], "place": place, "country": ours,
        "reported_via": rows["reported_via"], "determination": rows["determination"], "killed": rows["killed"],
        "injured": rows["injured"], "url": rows["url"].fillna(statements.sheet.file),
    })  # fmt: skip


def _links(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the link of each statement to its record; an assessment is named by its line in our table."""
    lines = pd.Series(range(2, len(statements) + 2), index=statements.index).astype("str")
    left, right = "incidents:" + statements["incident_code"], "official_assessments:" + lines
    return pd.DataFrame({"left": left, "right": right, "type": "same", "reason": FILED}, columns=records.LINK).astype(
        "str"
    )
