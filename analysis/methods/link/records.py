"""What is linked: events of the claims, incidents of the monitor, determinations of officials, in one form.

A record has days, a place in words and where possible on the map with the precision stated for it, and a kind. Its
toll is not here: tolls are the result of a link and must not make it.
"""

from __future__ import annotations

import pandas as pd

from analysis import dates
from analysis.data import store
from analysis.data.incidents import incidents
from analysis.methods.link import names
from analysis.paths import find_project

RECORD = [
    "key", "layer", "first", "last", "name", "city", "inside", "country", "lat", "lon", "radius_km", "kind", "of",
    "codes",
]  # fmt: skip
# How far, in kilometres, a place may lie from its point for each precision that monitors state.
RADIUS = {
    "exact_location": 0.05, "within_1m": 0.05, "within_1m_via_coalition": 0.05, "within_100m": 0.1,
    "within_100m_via_coalition": 0.1, "landmark": 0.5, "street": 0.5, "nearby_landmark": 1.0, "neighbourhood": 1.5,
    "neighbourhood_area": 1.5, "village": 2.0, "town": 5.0, "city": 10.0, "subdistrict": 15.0, "district": 30.0,
    "province": 100.0, "governorate": 100.0,
}  # fmt: skip
COARSE = 10.0
CITIES = ("Mosul", "Raqqa", "Ramadi", "Fallujah", "Aleppo", "Tal Afar", "Hawija", "Manbij", "Tabqa", "Hama")
POINT = ("lat", "lon", "radius_km")
CODE = r"\b(CI\d{3,4}|CS\d{3,4})\b"


def records() -> pd.DataFrame:
    """Return the records of all three layers.

    Returns
    -------
    DataFrame
        Columns `RECORD`: ``key`` (row key), ``layer`` (``claim``, ``incident``, ``official``), ``first`` and ``last``
        (days of the deaths), folded ``name``, ``city`` and ``inside`` (the name without its city), ``lat``, ``lon``
        (missing where no point was stated), ``radius_km``, ``kind`` (ordinary, residual, aggregate, part), ``of``
        (the record it is a residual or part of), ``codes`` (codes of monitor records that its text prints).
    """
    return pd.concat([claim_records(), incident_records(), official_records()], ignore_index=True)


def claim_records() -> pd.DataFrame:
    """Return the events of kind incident that claims speak of; a claim is linked through the event it is about."""
    events = store.read_table("events")
    events = events[events["kind"] == "incident"]
    text = events["place_as_written"] + " " + events["name"].str.replace(CODE, "", regex=True)
    codes = events["name"].str.findall(CODE)
    return _records(events, "claim", events["date_start"], events["date_end"], text, codes=codes)


def incident_records() -> pd.DataFrame:
    """Return the monitor's incidents, with their kinds from ``data/hand/record_kinds.csv``."""
    # The project's own table holds the monitor's records for Iraq; an imported one may hold any country's.
    rows = incidents().assign(country="" if find_project().study else "IQ")
    text = rows["place"].fillna("") + " " + rows["neighbourhood"].fillna("") + " " + rows["city"].fillna("")
    made = _records(
        rows, "incident", rows["date_start"], rows["date_end"], text, codes=rows["incident_code"].map(lambda c: [c])
    )
    placed = {"lat": rows["lat"].astype("float64"), "lon": rows["lon"].astype("float64")}
    radius = rows["geo_accuracy"].map(RADIUS).fillna(COARSE)
    return made.assign(**{name: list(values) for name, values in placed.items()}, radius_km=list(radius),
                       kind=list(rows["kind"]), of=list(rows["kind_of"]))  # fmt: skip


def official_records() -> pd.DataFrame:
    """Return the visible single assessments. They are not a sample: links of them are listed, never made a rate."""
    rows = store.read_table("official_assessments")
    # What stands in brackets is the coder's remark on the release, not a second name.
    place = rows["place"].str.replace(r"\([^)]*\)", "", regex=True)
    return _records(rows, "official", rows["strike_date"], rows["strike_date"], place)


def _records(
    rows: pd.DataFrame, layer: str, start: pd.Series, end: pd.Series, text: pd.Series, codes: pd.Series | None = None
) -> pd.DataFrame:
    """Return rows in the form of records."""
    first, last = dates.edges(start.fillna(end))["first"], dates.edges(end.fillna(start))["last"]
    spelled = text.fillna("").astype("str")
    folded = [names.fold(value) for value in spelled]
    city = [_city(name) for name in folded]
    columns = {
        "key": rows["row_key"], "layer": layer, "first": first, "last": last, "name": folded, "city": city,
        "inside": names.without(folded, city), "country": rows["country"],
        "lat": float("nan"), "lon": float("nan"), "radius_km": float("nan"), "kind": "ordinary", "of": "",
        "codes": codes if codes is not None else [[] for _ in range(len(rows))],
    }  # fmt: skip
    made = pd.DataFrame(columns, columns=RECORD, index=rows.index).reset_index(drop=True)
    return made.astype(dict.fromkeys(POINT, "float64"))


FOLDED_CITIES = {names.fold(city): city for city in CITIES}


def _city(folded: str) -> str:
    """Return the folded city that a folded name holds, empty where it holds none."""
    words = set(folded.split())
    return next((city for city in FOLDED_CITIES if set(city.split()) <= words), "")
