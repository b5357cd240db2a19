"""ACLED exports: one event a row, one number of dead, fighters included.

A number of 0 means that no dead were reported or nothing was known: it is missing here, not zero. The mapping and its
reasons are in docs/importing.md.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pandas as pd

from analysis.data.importers import outlets, records
from analysis.data.importers.days import LATER, days
from analysis.data.importers.reading import Sheet
from analysis.data.importers.records import Context, Converted, remarks, same
from analysis.data.importers.rejects import Check, Converter, Read, because, repeated, sift
from analysis.data.importers.values import as_set, decimal, each, one_of, points, text, whole
from analysis.dates import YEARS

COLUMNS = [
    "event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "actor2", "civilian_targeting", "admin1",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "fatalities", "timestamp",
]  # fmt: skip
REQUIRED = ["event_id_cnty", "event_date", "time_precision", "event_type", "location", "geo_precision"]
SECONDS = re.compile(r"[0-9]{1,10}")
TARGETED = "Civilian targeting"
EPOCH = datetime(1970, 1, 1)
WEEK = pd.Timedelta(days=6)  # the coded day may be any day of the week it happened in
KILLERS = {
    "Islamic State (Iraq)": "isis", "Islamic State (Syria)": "isis", "Islamic State": "isis",
    "Global Coalition Against Daesh": "coalition",
}  # fmt: skip


def convert(sheets: dict[str, Sheet], context: Context) -> Converted:
    """Return our tables from an ACLED export.

    Parameters
    ----------
    sheets : dict of str to Sheet
        ``events``, with the columns `COLUMNS`.
    context : Context
    """
    spec: dict[str, Converter] = dict.fromkeys(COLUMNS, text)
    spec |= {"fatalities": whole, "latitude": decimal, "longitude": decimal}
    spec |= {"event_date": partial(days, serial=True, not_after=context.as_of), "time_precision": one_of("123"),
             "geo_precision": one_of("123"), "civilian_targeting": one_of([TARGETED])}  # fmt: skip
    spec["timestamp"] = partial(_seconds, not_after=context.as_of)
    sifted = sift(sheets["events"], spec, REQUIRED, partial(_checks, country=context.country))
    rows = sifted.rows
    changed = _day_of(rows["timestamp"])
    last = context.as_of or records.last_day(rows["event_date"], changed)
    made = _records(rows, sifted.sheet.file, last)
    said = _said(made, rows, context)
    named = records.exploded(rows["event_id_cnty"], rows["source"], ";")
    cited = outlets.cited(named["source"], context.known)
    used = pd.concat([said["publisher_id"], cited["publisher_id"]])
    tables = {
        "monitor_incidents": made, "events": records.events(made, "acled", context.country, "ACLED event"),
        "public_claims": said, "media_figures": records.attributions(named["incident_code"], cited),
        "publishers": outlets.rows(used, context.known),
    }  # fmt: skip
    places = records.spelled([(made["place"], same(context.country, made.index))])
    return Converted(tables, places, records.one_row(made, "acled"), [sifted], last)


def _day_of(seconds: pd.Series) -> pd.Series:
    """Return the day of each count of seconds since 1970."""
    return pd.to_datetime(pd.to_numeric(seconds), unit="s").dt.strftime("%Y-%m-%d").astype("str")


def _seconds(column: pd.Series, not_after: str = "") -> Read:
    """Return the time of the last change: seconds since 1970, of a likely year and no day after the import."""

    def convert(text: str) -> tuple[str | None, str | None]:
        if not SECONDS.fullmatch(text):
            return None, "is no count of seconds since 1970; correct it"
        day = str(EPOCH + timedelta(seconds=int(text)))[:10]
        if int(day[:4]) > YEARS[1]:
            return None, f"lies after the year {YEARS[1]}; correct it"
        return (None, LATER) if not_after and day > not_after else (text, None)

    return each(column, convert)


def _checks(rows: pd.DataFrame, raw: pd.DataFrame, country: str) -> list[Check]:
    """Return what fails across columns."""
    everywhere = same(country, rows.index)
    partial_day = rows["event_date"].notna() & (rows["event_date"].str.len() != 10)
    whole_day = ("event_date", because(rows.index, (partial_day, "is no whole day; write YYYY-MM-DD")))
    return [whole_day, repeated(rows, raw, ["event_id_cnty"]), records.no_separator(rows, "location"),
            *points(rows, raw, everywhere, ("latitude", "longitude"))]  # fmt: skip


def _records(rows: pd.DataFrame, file: str, last: str) -> pd.DataFrame:
    """Return monitor_incidents; no bounds, for the one number counts fighters too, and no end after the last day."""
    week, month = rows["time_precision"].eq("2"), rows["time_precision"].eq("3")
    day = pd.to_datetime(rows["event_date"].where(rows["event_date"].str.len() == 10))
    edges = {name: (day + shift).dt.strftime("%Y-%m-%d").astype("str").where(week, rows["event_date"])
             for name, shift in (("date_start", -WEEK), ("date_end", WEEK))}  # fmt: skip
    edges["date_end"] = edges["date_end"].mask(week & (edges["date_end"] > last).fillna(False).astype(bool), last)
    region = rows["geo_precision"].eq("3")
    spot = rows["geo_precision"].eq("1") & rows["latitude"].notna()
    told = {name: rows[name] for name in ("event_type", "civilian_targeting", "fatalities", "time_precision",
                                          "geo_precision", "source_scale")}  # fmt: skip
    return pd.DataFrame({
        "incident_code": rows["event_id_cnty"], "code_seen": same("1", rows.index),
        **{name: records.to_month(edge, month, month & False) for name, edge in edges.items()},
        "place": rows["location"], "governorate": rows["admin1"],
        "lat": rows["latitude"].mask(region), "lon": rows["longitude"].mask(region),
        "geo_accuracy": same("town", rows.index).where(spot),
        "suspected_attackers": as_set(_actors(rows)).values, "url": same(file, rows.index),
        "note": remarks(told, rows.index),
    })  # fmt: skip


def _actors(rows: pd.DataFrame) -> pd.Series:
    """Return the actors that are not civilians, joined by semicolons."""
    armed = [rows[name].mask(rows[name].str.startswith("Civilians").fillna(False).astype(bool)).fillna("")
             for name in ("actor1", "actor2")]  # fmt: skip
    return (armed[0] + ";" + armed[1]).replace(";", pd.NA).astype("str")


def _said(made: pd.DataFrame, rows: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return what ACLED says of the dead of each event."""
    number = rows["fatalities"].mask(rows["fatalities"].eq("0"))
    targeted = rows["civilian_targeting"].eq(TARGETED).fillna(False).astype(bool)
    said: dict[str, pd.Series | str] = {
        "part": "all", "unit": "killed_incl_combatants", "killed_min": number, "killed_max": number,
        "qualifier": same("about", rows.index).where(number.notna()),
        "attribution": rows["actor1"].map(KILLERS).astype("str").where(targeted).fillna("unclear"),
        "evidence": "fatalities of the export: " + made["note"],
    }  # fmt: skip
    return records.claims(made, "acled", context.country, said)
