"""Monthly figures by series, each on its own clock, with the months that are missing kept as rows.

Nothing is spread, interpolated or joined across series: a series is one speaker, one population, one place.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import store
from analysis.data.asof import as_of, standing
from analysis.dates import months_between

MONTH = r"\d{4}-\d{2}"
MONITOR_FIGURE = ["publisher_id", "period", "country", "place", "basis"]
SEEN, UNSEEN = "figure seen", "no figure seen"


def with_calendar(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the frame with a row for every month of every series, and ``coverage`` saying which were seen.

    Parameters
    ----------
    frame : DataFrame
        Columns ``series`` and ``month`` (YYYY-MM), one row per figure.
    first, last : str
        Months, both included.

    Examples
    --------
    >>> seen = pd.DataFrame({"series": ["UN"], "month": ["2017-01"], "lo": [403]})
    >>> with_calendar(seen, "2017-01", "2017-02")["coverage"].tolist()
    ['figure seen', 'no figure seen']
    """
    months = months_between(first, last)
    wanted = pd.MultiIndex.from_product([frame["series"].unique(), months], names=["series", "month"])
    inside = frame[frame["month"].isin(months)].assign(coverage=SEEN)
    full = wanted.to_frame(index=False).merge(inside, on=["series", "month"], how="left")
    return full.assign(coverage=full["coverage"].fillna(UNSEEN))


def monitor_periods(when: str) -> pd.DataFrame:
    """Return the monitors' period figures as they stood on a day, one per publisher, period, place and basis."""
    known = as_of(store.read_table("monitor_periods"), when).known
    return standing(known[~known["excluded"]], MONITOR_FIGURE).reset_index(drop=True)


def monitor_months(when: str, publishers: list[str]) -> pd.DataFrame:
    """Return the monitors' monthly figures known on a day; months are months of event.

    Returns
    -------
    DataFrame
        ``series`` (speaker, place, basis), ``month``, ``lo``, ``hi``, ``row_key``, ``publisher_id``.
    """
    known = monitor_periods(when)
    monthly = known[known["period"].str.fullmatch(MONTH) & known["publisher_id"].isin(publishers)]
    monthly = monthly[monthly["basis"] != "none"]
    named = monthly["publisher_id"].map(
        store.read_table("publishers", ["publisher_id", "name"]).set_index("publisher_id")["name"]
    )
    series = named + ", " + monthly["place"] + ", " + monthly["basis"].str.replace("_", " ")
    columns = {"series": series, "month": monthly["period"], "lo": monthly["killed_lo"], "hi": monthly["killed_hi"]}
    frame = pd.DataFrame(columns | {key: monthly[key] for key in ("row_key", "publisher_id", "place", "basis")})
    return frame.sort_values(["series", "month", "row_key"]).reset_index(drop=True)


UN_SERIES = {
    "civilians, police included": ("killed", {"civilians_incl_police"}),
    "civilians, police left out": ("killed_excl_police", {"civilians_excl_police"}),
    "civilians, police taken off the printed count": ("killed_excl_police", {"civilians_incl_police"}),
    "population not stated": ("killed", {"not stated"}),
}
UN_POPULATION = {
    "civilians_incl_police": "civilians, police included", "civilians_excl_police": "civilians, police left out",
    "not stated": "population not stated",
}  # fmt: skip
UN_COVERAGE = {"with_anbar": "Anbar included", "without_anbar": "without Anbar", "unknown": "Anbar not stated"}


def un_months(when: str) -> pd.DataFrame:
    """Return the UN's monthly counts for Iraq as they stood on a day: all perpetrators, months of event.

    Months with different populations, or with and without Anbar, are different series.

    Returns
    -------
    DataFrame
        ``series``, ``month``, ``lo``, ``hi`` (both the printed count), ``row_key``, ``place``.
    """
    known = as_of(store.read_table("un_monthly"), when).known
    monthly = known[known["period"].str.fullmatch(MONTH) & ~known["excluded"]]
    primary = standing(monthly, ["period", "population"])
    population = primary["population"].fillna("not stated")
    parts = []
    for label, (column, populations) in UN_SERIES.items():
        rows = primary[population.isin(populations)].dropna(subset=column)
        series = "UN, Iraq, " + label + ", " + rows["coverage"].map(UN_COVERAGE)
        counts = {"lo": rows[column], "hi": rows[column], "row_key": rows["row_key"], "place": "Iraq"}
        parts.append(pd.DataFrame({"series": series, "month": rows["period"], **counts}))
    parts += [_governorate(primary[population == name], label) for name, label in UN_POPULATION.items()]
    return pd.concat(parts).sort_values(["series", "month"]).reset_index(drop=True)


def _governorate(primary: pd.DataFrame, label: str) -> pd.DataFrame:
    """Return the UN's counts of one population for Nineveh governorate, which holds Mosul and much else."""
    rows = primary.dropna(subset="ninewa_killed")
    counts = {"lo": rows["ninewa_killed"], "hi": rows["ninewa_killed"], "row_key": rows["row_key"]}
    series = f"UN, Nineveh, {label}"
    return pd.DataFrame({"series": series, "month": rows["period"], **counts, "place": "Nineveh"})
