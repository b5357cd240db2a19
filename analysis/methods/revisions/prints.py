"""Every printing of a figure that may be printed again: one row for each print, the figure named in words.

A *closed* figure counts a period that has an end (civilians killed in a month); two different prints of it are a
revision, unless the first was made before the period was over. A *running* figure counts up to its own day; that it
grows is no revision. Populations, coverages, places and grades that differ are different figures and are never joined.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import store
from analysis.data.hand import read_hand
from analysis.data.series import UN_COVERAGE, UN_POPULATION
from analysis.paths import find_project

CLOSED, RUNNING = "closed", "running"
CONCEDED = "Coalition: deaths conceded in all, Iraq and Syria"
COLUMNS = [
    "figure", "family", "kind", "unit", "clock", "end", "declared", "lo", "hi", "published", "published_first",
    "published_last", "row_key",
]  # fmt: skip
SHARED = ["published", "published_first", "published_last", "row_key"]
STATED = [
    "publisher_id", "publisher_name", "family", "event_id", "status", "place", "attribution", "qualifier", "unit",
    "window_end", "killed_lo", "killed_hi", "excluded", *SHARED,
]  # fmt: skip
ROUNDED = ("more_than", "about", "up_to")  # words that round; a rounded total is no vintage of the exact one
MEASURES = {
    "weapons_released": "weapons released", "sorties_with_release": "sorties with a weapon released",
    "strikes_total": "strikes in Iraq and Syria", "strikes_iraq": "strikes in Iraq",
    "strikes_syria": "strikes in Syria",
}  # fmt: skip


def prints() -> pd.DataFrame:
    """Return every print of every figure of the tables, excluded rows left out.

    Returns
    -------
    DataFrame
        ``figure`` (its name in words), ``family``, ``kind`` (``closed`` or ``running``), ``unit``, ``clock`` (of its
        publication), ``end`` (last month or day of the period counted, as text), ``declared`` (order of the prints
        where the table or the period gives one, Int64), ``lo``, ``hi`` (Int64), ``published`` as printed,
        ``published_first``, ``published_last`` and ``row_key``. A print without any number is not in it, except
        beside prints of the same figure that have one.
    """
    parts = [
        _conceded(), _open_reports(), _single(), _monitor_periods(), _monitor_running(), _un(), _weapons(), _totals(),
    ]  # fmt: skip
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    numbered = whole["lo"].notna() | whole["hi"].notna()
    return whole[numbered.groupby(whole["figure"]).transform("any")].reset_index(drop=True)


def _made(rows: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Return prints with these columns, typed."""
    frame = pd.DataFrame({name: rows[name] for name in SHARED} | columns, index=rows.index).reindex(columns=COLUMNS)
    text = ["figure", "family", "kind", "unit", "clock", "end", "published", "row_key"]
    days = {name: "datetime64[us]" for name in ("published_first", "published_last")}
    kinds = {name: "str" for name in text} | {name: "Int64" for name in ("declared", "lo", "hi")} | days
    return frame.astype(kinds).reset_index(drop=True)


def _conceded() -> pd.DataFrame:
    """Return the running total of the releases, and where the Coalition or its US command stated it elsewhere.

    A stated total that is rounded by its words, looks back to a month already passed, or lies below a total printed
    before (an older one relayed late) is no vintage. The releases' own totals are all kept, also one that falls.
    """
    monthly = store.read_table("official_monthly").rename(columns={"release_date": "published"})
    monthly = monthly[monthly["killed_cumulative"].notna()].rename(columns={"killed_cumulative": "killed"})
    said = _campaign("official_belligerent")
    said = said[(said["event_id"] == "coalition-cumulative") & said["killed_lo"].notna()]
    stated = said.assign(killed=said["killed_lo"], period=said["window_end"].str.slice(0, 7))
    stands = [_stands(row, monthly) for row in stated.to_dict("records")]
    stated = stated[pd.Series(stands, stated.index, dtype="bool")]
    rows = pd.concat([monthly[[*SHARED, "period", "killed"]], stated[[*SHARED, "period", "killed"]]], ignore_index=True)
    single = rows.dropna(subset="period").drop_duplicates(["killed", "period"]).drop_duplicates("killed", keep=False)
    one = rows["killed"].map(single.set_index("killed")["period"])
    rows = rows.assign(period=rows["period"].fillna(one))  # early releases name no month; the same total elsewhere does
    return _made(rows, figure=CONCEDED, family="official", kind=RUNNING, unit="persons", clock="release",
                 end=rows["period"], declared=_order(rows["period"]), lo=rows["killed"], hi=rows["killed"])  # fmt: skip


def _stands(row: dict, monthly: pd.DataFrame) -> bool:
    """Return whether a stated total is not below what a release had certainly printed by its day."""
    before = monthly.loc[monthly["published_last"] <= row["published_first"], "killed"]
    same = monthly.loc[monthly["period"] == row["period"], "killed"]
    return bool(row["killed"] in set(same)) or not len(before) or bool(row["killed"] >= before.max())


def _campaign(family: str) -> pd.DataFrame:
    """Return the totals of the campaign that one family stated and did not round."""
    said = store.read_table("statements", STATED)
    return said[
        ~said["excluded"] & said["event_id"].str.startswith("coalition-cumulative") & (said["family"] == family)
        & (said["unit"] == "killed") & ~said["qualifier"].isin(ROUNDED)
    ]  # fmt: skip


def _order(months: pd.Series) -> pd.Series:
    """Return months as whole numbers, missing where there is none."""
    return months.map(lambda month: pd.Period(month, "M").ordinal, na_action="ignore").astype("Int64")


def _open_reports() -> pd.DataFrame:
    """Return the reports left open by a month: as its own release printed it, then as the next one carried it over."""
    monthly = store.read_table("official_monthly").rename(columns={"release_date": "published"})
    monthly = monthly.dropna(subset="period")
    left, carried = (monthly[monthly[name].notna()] for name in ("reports_open_end", "reports_carried_over"))
    before = carried["period"].map(lambda month: str(pd.Period(month, "M") - 1)).astype("str")
    rows = pd.concat([
        left.assign(end=left["period"], declared=1, n=left["reports_open_end"]),
        carried.assign(end=before, declared=2, n=carried["reports_carried_over"]),
    ], ignore_index=True)  # fmt: skip
    return _made(rows, figure="Coalition: reports open at the end of " + rows["end"], family="official", kind=CLOSED,
                 unit="reports", clock="release", end=rows["end"], declared=rows["declared"], lo=rows["n"],
                 hi=rows["n"])  # fmt: skip


def _single() -> pd.DataFrame:
    """Return the single official figures that an editor found to be restated in another row."""
    told = read_hand("restated", find_project())
    dates = {"official_statements": "statement_date", "official_assessments": "release_date"}
    parts = []
    for table, date in dates.items():
        rows = store.read_table(table).rename(columns={date: "published"})
        ends = ("killed_lo", "killed_hi") if "killed_lo" in rows else ("killed", "killed")
        parts.append(rows.assign(lo=rows[ends[0]], hi=rows[ends[1]])[[*SHARED, "lo", "hi"]])
    rows = told.merge(pd.concat(parts), left_on="row", right_on="row_key", how="inner")
    return _made(rows, figure=rows["figure"], family="official", kind=CLOSED, unit="persons", clock="release",
                 declared=rows["version"].astype("Int64"), lo=rows["lo"], hi=rows["hi"])  # fmt: skip


def _monitor_periods() -> pd.DataFrame:
    """Return the monitors' figures of a period, one figure for each publisher, period, place and basis."""
    rows = store.read_table("monitor_periods")
    rows = rows[~rows["excluded"] & (rows["basis"] != "none")]
    named = rows["publisher_id"].map(_names()) + ": civilians killed in " + rows["period"].str.replace("/", " to ")
    figure = named + ", " + rows["place"] + ", " + rows["basis"].str.replace("_", " ")
    return _made(rows, figure=figure, family="monitor", kind=CLOSED, unit="persons", clock="report",
                 end=rows["period"].str.split("/").str[-1], declared=rows["is_primary"].astype("Int64"),
                 lo=rows["killed_lo"], hi=rows["killed_hi"])  # fmt: skip


def _monitor_running() -> pd.DataFrame:
    """Return the monitors' running totals of the campaign, by grade; one that looks back is no later vintage."""
    rows = _campaign("monitor")
    rows = rows[(rows["attribution"] == "coalition") & (rows["killed_lo"].notna() | rows["killed_hi"].notna())]
    figure = rows["publisher_name"] + ": campaign total, " + rows["place"] + ", " + rows["status"]
    rows = rows.assign(figure=figure, month=_order(rows["window_end"].str.slice(0, 7)))
    rows = rows.sort_values(["figure", "published_last", "month", "row_key"], kind="stable")
    reached = rows.groupby("figure")["month"].cummax()
    rows = rows[(rows["month"] >= reached).fillna(True).astype(bool)]
    return _made(rows, figure=rows["figure"], family="monitor", kind=RUNNING, unit="persons", clock="report",
                 end=rows["window_end"], lo=rows["killed_lo"], hi=rows["killed_hi"])  # fmt: skip


def _names() -> pd.Series:
    """Return the names of the publishers by their id."""
    return store.read_table("publishers", ["publisher_id", "name"]).set_index("publisher_id")["name"]


def _un() -> pd.DataFrame:
    """Return the UN's monthly counts, populations and coverages apart; ``version`` is their order."""
    rows = store.read_table("un_monthly")
    rows = rows[~rows["excluded"]]
    population = rows["population"].fillna("not stated")
    killed = rows["killed"].where(population != "civilians_excl_police", rows["killed_excl_police"])
    who = population.map(UN_POPULATION).fillna(population.str.replace("_", " "))
    figure = "UN: killed in " + rows["period"] + ", Iraq, " + who + ", " + rows["coverage"].map(UN_COVERAGE)
    return _made(rows, figure=figure, family="un", kind=CLOSED, unit="persons", clock="report",
                 end=rows["period"].str.split("/").str[-1], declared=rows["version"].astype("Int64"), lo=killed,
                 hi=killed)  # fmt: skip


def _weapons() -> pd.DataFrame:
    """Return the monthly weapons and strikes; the table says which print of a month was the last."""
    rows = store.read_table("exposure_monthly")
    rows = rows[~rows["excluded"]]
    what = rows["measure"].map(MEASURES).fillna(rows["measure"].str.replace("_", " "))
    return _made(rows, figure="Coalition: " + what + " in " + rows["period"], family="exposure", kind=CLOSED,
                 unit=what, clock="report", end=rows["period"], declared=rows["is_latest"].astype("Int64"),
                 lo=rows["value"], hi=rows["value"])  # fmt: skip


def _totals() -> pd.DataFrame:
    """Return weapons and strikes over longer spans; the table gives no order of the prints."""
    rows = store.read_table("exposure_totals")
    rows = rows[~rows["excluded"]]
    what = rows["measure"].map(MEASURES).fillna(rows["measure"].str.replace("_", " "))
    span = rows["period_start"] + " to " + rows["period_end"]
    return _made(rows, figure="Coalition: " + what + ", " + span, family="exposure", kind=CLOSED, unit=what,
                 clock="report", end=rows["period_end"], lo=rows["value"], hi=rows["value"])  # fmt: skip
