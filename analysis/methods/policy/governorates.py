"""The UN's monthly counts of one governorate and one population: the only long monthly series in these tables.

All perpetrators, months of event, police included. They can carry a description and say nothing of who killed whom.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import store
from analysis.data.asof import standing
from analysis.data.known import known_by
from analysis.data.series import MONTH
from analysis.dates import months_between
from analysis.errors import MethodRefused, suggestion

PLACES = {"Nineveh": "ninewa_killed", "Baghdad": "baghdad_killed"}
POPULATION = "civilians_incl_police"
NEEDED = ("period", "population", "is_primary", "version", "published_first", "published_last", "excluded", "row_key")


def monthly(place: str, when: str) -> pd.DataFrame:
    """Return one governorate's months as they stood on a day, the months unseen kept as rows.

    Whether Anbar was counted does not matter for another governorate; whether police were does, so months whose
    population is not stated are left unseen.

    Returns
    -------
    DataFrame
        ``month``, ``count`` (persons killed; missing where unseen), ``series``, ``clock``, ``row_key``.

    Raises
    ------
    MethodRefused
        When the place is none of `PLACES`, or nothing was public on the day.
    """
    if place not in PLACES:
        raise MethodRefused(f"no governorate {place!r} is printed month by month. {suggestion(place, PLACES)}")
    known = known_by(store.read_table("un_monthly", [*NEEDED, PLACES[place]]), when)
    known = known[known["period"].str.fullmatch(MONTH) & ~known["excluded"]]
    rows = standing(known, ["period", "population"])
    rows = rows[rows["population"] == POPULATION].dropna(subset=PLACES[place])
    if rows.empty:
        raise MethodRefused(f"no monthly count of {place} was public on {when}: choose a later day")
    seen = pd.DataFrame({"month": rows["period"], "count": rows[PLACES[place]], "row_key": rows["row_key"]})
    calendar = pd.DataFrame({"month": months_between(seen["month"].min(), seen["month"].max())})
    found = calendar.merge(seen, on="month", how="left", validate="1:1")
    return found.assign(series=f"UN, {place}, civilians, police included", clock="event")
