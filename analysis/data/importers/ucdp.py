"""UCDP GED exports: one event a row, all deaths in low, best and high, civilians apart.

``best`` is not a bound and no midpoint: it is kept in words. The mapping and its reasons are in docs/importing.md.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.data.importers import outlets, records
from analysis.data.importers.days import days
from analysis.data.importers.reading import Sheet
from analysis.data.importers.records import Context, Converted, remarks, same
from analysis.data.importers.rejects import Check, Converter, repeated, sift
from analysis.data.importers.values import as_set, decimal, one_of, ordered, points, text, whole

COLUMNS = [
    "id", "date_start", "date_end", "date_prec", "latitude", "longitude", "where_prec", "side_a", "side_b", "best",
    "high", "low", "deaths_civilians", "source_article",
]  # fmt: skip
REQUIRED = ["id", "date_start", "date_end", "date_prec", "latitude", "longitude", "where_prec", "side_a", "low", "high"]
CIVILIANS = "Civilians"  # side_b of one-sided violence: all its dead are civilians and side_a killed them
AREA = ["4", "5", "6", "7"]  # the point stands for a province, a line, a country or a sea
KILLERS = {
    "IS": "isis", "Islamic State": "isis", "Government of Iraq": "iraqi_forces",
    "Government of United States of America": "coalition",
}  # fmt: skip


def convert(sheets: dict[str, Sheet], context: Context) -> Converted:
    """Return our tables from a UCDP GED export.

    Parameters
    ----------
    sheets : dict of str to Sheet
        ``events``, with the columns `COLUMNS`.
    context : Context
    """
    dated = partial(days, serial=True, not_after=context.as_of)
    counts = ("id", "best", "high", "low", "deaths_civilians")
    spec: dict[str, Converter] = dict.fromkeys(COLUMNS, text) | dict.fromkeys(counts, whole)
    spec |= {"date_start": dated, "date_end": dated, "latitude": decimal, "longitude": decimal,
             "date_prec": one_of("12345"), "where_prec": one_of("1234567")}  # fmt: skip
    checks = partial(_checks, country=context.country)
    sifted = sift(sheets["events"], spec, REQUIRED, checks)
    rows = sifted.rows
    made = _records(rows, sifted.sheet.file)
    said = pd.concat([_all_dead(made, rows, context), _civilians(made, rows, context)], ignore_index=True)
    tables = {
        "monitor_incidents": made, "events": records.events(made, "ucdp", context.country, "UCDP event"),
        "public_claims": said, "publishers": outlets.rows(said["publisher_id"], context.known),
    }  # fmt: skip
    places = records.spelled([(made["place"], same(context.country, made.index))])
    last = records.last_day(made["date_start"], made["date_end"])
    return Converted(tables, places, records.one_row(made, "ucdp"), [sifted], last)


def _checks(rows: pd.DataFrame, raw: pd.DataFrame, country: str) -> list[Check]:
    """Return what fails across columns."""
    bounds = [ordered(rows, *pair) for pair in (("low", "best"), ("best", "high"), ("low", "high"))]
    everywhere = same(country, rows.index)
    return [*bounds, ordered(rows, "deaths_civilians", "high"), records.days_in_order(rows),
            repeated(rows, raw, ["id"]), *points(rows, raw, everywhere, ("latitude", "longitude"))]  # fmt: skip


def _records(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return monitor_incidents: its bounds count civilians, so they are filled for one-sided violence alone."""
    area, one_sided = rows["where_prec"].isin(AREA), rows["side_b"].eq(CIVILIANS).fillna(False).astype(bool)
    months, years = rows["date_prec"].eq("4"), rows["date_prec"].eq("5")
    spot = rows["latitude"] + ", " + rows["longitude"]
    parties = (rows["side_a"] + ";" + rows["side_b"].fillna("")).where(~one_sided, rows["side_a"])
    told = {name: rows[name] for name in ("best", "low", "high", "deaths_civilians", "where_prec", "date_prec")}
    return pd.DataFrame({
        "incident_code": rows["id"], "code_seen": same("1", rows.index),
        **{name: records.to_month(rows[name], months, years) for name in ("date_start", "date_end")},
        "place": ("near " + spot).mask(area, "area around " + spot),
        "lat": rows["latitude"].mask(area), "lon": rows["longitude"].mask(area),
        "governorate": records.missing(rows.index),
        "geo_accuracy": same("town", rows.index).where(rows["where_prec"].eq("1")),
        "killed_min": rows["low"].where(one_sided), "killed_max": rows["high"].where(one_sided),
        "suspected_attackers": as_set(parties).values, "url": same(file, rows.index),
        "note": remarks(told, rows.index),
    })  # fmt: skip


def _all_dead(made: pd.DataFrame, rows: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the claim about all dead of each event: low to high, fighters included unless it is one-sided."""
    one_sided = rows["side_b"].eq(CIVILIANS).fillna(False).astype(bool)
    said: dict[str, pd.Series | str] = {
        "part": "all", "unit": same("killed_incl_combatants", rows.index).mask(one_sided, "killed"),
        "killed_min": rows["low"], "killed_max": rows["high"],
        "qualifier": same("range", rows.index).mask(rows["low"].eq(rows["high"]), "exact"),
        "attribution": _killer(rows, one_sided), "evidence": "low, best and high of the export: " + made["note"],
    }  # fmt: skip
    return records.claims(made, "ucdp", context.country, said)


def _civilians(made: pd.DataFrame, rows: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the claim about civilians of each two-sided event that counts some; 0 is no claim that none died."""
    counted = ~rows["deaths_civilians"].fillna("0").eq("0") & ~rows["side_b"].eq(CIVILIANS).fillna(False).astype(bool)
    told, kept = rows[counted], made[counted]
    said: dict[str, pd.Series | str] = {
        "part": "civilians", "unit": "killed", "killed_min": told["deaths_civilians"],
        "killed_max": told["deaths_civilians"], "qualifier": "about", "attribution": "unclear",
        "evidence": "deaths_civilians of the export, a best estimate: " + kept["note"],
    }  # fmt: skip
    return records.claims(kept, "ucdp", context.country, said)


def _killer(rows: pd.DataFrame, one_sided: pd.Series) -> pd.Series:
    """Return whom the row holds responsible: side_a of one-sided violence where it is listed, else unclear."""
    return rows["side_a"].map(KILLERS).astype("str").where(one_sided).fillna("unclear")
