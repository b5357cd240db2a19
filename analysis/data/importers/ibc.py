"""Iraq Body Count exports: one incident a row, civilians killed from a reported minimum to a maximum, sources cited.

The mapping and its reasons are in docs/importing.md.
"""

from __future__ import annotations

import re
from functools import partial

import pandas as pd

from analysis.data.importers import outlets, records
from analysis.data.importers.days import days, month_number, written
from analysis.data.importers.reading import Sheet
from analysis.data.importers.records import Context, Converted, remarks, same
from analysis.data.importers.rejects import Check, Converter, Read, repeated, sift
from analysis.data.importers.values import each, ordered, text, whole

COLUMNS = [
    "IBC code", "Start date", "End date", "Time", "Location", "Target", "Weapons", "Reported minimum",
    "Reported maximum", "Sources",
]  # fmt: skip
OURS = {"IBC code": "incident_code", "Start date": "date_start", "End date": "date_end", "Location": "location",
        "Reported minimum": "killed_min", "Reported maximum": "killed_max"}  # fmt: skip
CITED = re.compile(r"(.+?) ([0-9]{1,2}) ([A-Za-z]{3,9})")
SEEN_WITHIN = 90  # days after an incident within which a source without a year is taken to be of its time
COUNTRY = "Iraq"


def convert(sheets: dict[str, Sheet], context: Context) -> Converted:
    """Return our tables from an Iraq Body Count export.

    Parameters
    ----------
    sheets : dict of str to Sheet
        ``incidents``, with the columns `COLUMNS`.
    context : Context
    """
    dated = partial(days, serial=True, not_after=context.as_of)
    spec: dict[str, Converter] = dict.fromkeys(COLUMNS, text)
    spec |= {"Start date": dated, "End date": dated}
    spec |= {"Reported minimum": whole, "Reported maximum": whole, "Sources": _sources}
    sifted = sift(sheets["incidents"], spec, ["IBC code", "Start date", "Location"], _checks)
    rows = sifted.rows.rename(columns=OURS)
    made = _records(rows, sifted.sheet.file)
    said = _said(made, rows)
    named = _cited(rows)
    cited = outlets.cited(named["outlet"], context.known)
    used = pd.concat([said["publisher_id"], cited["publisher_id"]])
    tables = {
        "monitor_incidents": made, "events": records.events(made, "ibc", COUNTRY, "Iraq Body Count incident"),
        "public_claims": said, "publishers": outlets.rows(used, context.known),
        "media_figures": records.attributions(named["incident_code"], cited, named["published"]),
    }  # fmt: skip
    places = records.spelled([(made["place"], same(COUNTRY, made.index))])
    last = records.last_day(rows["date_start"], rows["date_end"], named["published"])
    return Converted(tables, places, records.one_row(made, "ibc"), [sifted], last)


def _checks(rows: pd.DataFrame, raw: pd.DataFrame) -> list[Check]:
    """Return what fails across columns, under the names of the export."""
    ours = rows.rename(columns=OURS)
    theirs = {ours: theirs for theirs, ours in OURS.items()}
    fails = [
        ordered(ours, "killed_min", "killed_max"),
        records.days_in_order(ours),
        records.no_separator(ours, "location"),
    ]
    named = [(theirs[column], _renamed(reasons, theirs)) for column, reasons in fails]
    return [*named, repeated(rows, raw, ["IBC code"])]


def _renamed(reasons: pd.Series, theirs: dict[str, str]) -> pd.Series:
    """Return reasons with our column names replaced by those of the export."""
    for ours, name in theirs.items():
        reasons = reasons.str.replace(ours, name, regex=False)
    return reasons


def _sources(column: pd.Series) -> Read:
    """Return the cited sources as written, or why one of them is none: a day that no month has, or no name."""

    def convert(cell: str) -> tuple[str | None, str | None]:
        for source in filter(None, map(str.strip, cell.split(","))):
            day = CITED.fullmatch(source)
            # 2016 has a 29 February; whether the year of the incident has one is not asked here.
            if day and month_number(day.group(3)) and written(f"{day.group(2)} {day.group(3)} 2016")[0] is None:
                return None, f"names the source {source!r}, whose day no month has; correct it"
        return cell, None

    return each(column, convert)


def _records(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return monitor_incidents."""
    told = {"weapons as written": rows["Weapons"], "time as written": rows["Time"]}
    kept = ["incident_code", "date_start", "date_end", "killed_min", "killed_max"]
    return pd.DataFrame({
        **rows[kept], "code_seen": same("1", rows.index), "place": rows["location"],
        "governorate": records.missing(rows.index), "url": same(file, rows.index),
        "n_sources": _listed(rows["Sources"]), "note": remarks(told, rows.index),
    })  # fmt: skip


def _listed(sources: pd.Series) -> pd.Series:
    """Return how many sources each cell lists, as text; missing where it lists none."""
    return each(sources, lambda cell: (str(sum(1 for part in cell.split(",") if part.strip())), None)).values


def _said(made: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what Iraq Body Count says of the dead of each incident."""
    low, high = rows["killed_min"], rows["killed_max"]
    wording = same("range", rows.index).mask(low.eq(high).fillna(False).astype(bool), "exact")
    wording = wording.mask(high.isna(), "at_least").mask(low.isna(), "up_to").mask(low.isna() & high.isna())
    said: dict[str, pd.Series | str] = {
        "part": "all", "unit": "killed", "killed_min": low, "killed_max": high, "qualifier": wording,
        "attribution": "unclear", "evidence": "reported minimum and maximum of record " + rows["incident_code"],
    }  # fmt: skip
    return records.claims(made, "ibc", COUNTRY, said)


def _cited(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``incident_code``, ``outlet`` and ``published`` of every cited source.

    A source is printed with a day and no year: "Reuters 06 Mar". The year is that of the first such day on or after
    the incident's start; where that is more than `SEEN_WITHIN` days later, or the start is no whole day, the
    date stays missing.
    """
    named = records.exploded(rows["incident_code"], rows["Sources"], ",")
    parts = named["source"].str.extract(CITED.pattern)
    month = parts[2].map({name: month_number(name) for name in parts[2].dropna().unique()})
    start = named["incident_code"].map(rows.set_index("incident_code")["date_start"])
    start = pd.to_datetime(start.where(start.str.len() == 10), format="%Y-%m-%d")
    dated = pd.Series(pd.NaT, index=named.index, dtype="datetime64[us]")
    for later in (1, 0):
        pieces = {"year": start.dt.year + later, "month": month, "day": pd.to_numeric(parts[1])}
        day = pd.to_datetime(pd.DataFrame(pieces).astype("Float64"), errors="coerce")
        fits = (day >= start) & ((day - start).dt.days <= SEEN_WITHIN)
        dated = dated.mask(fits.fillna(False).astype(bool), day)
    outlet = parts[0].where(month.notna(), named["source"]).astype("str")
    return pd.DataFrame({"incident_code": named["incident_code"], "outlet": outlet,
                         "published": dated.dt.strftime("%Y-%m-%d").astype("str")})  # fmt: skip
