"""The families over the campaign, each on its own clock and scope, and the few pairs that may be compared.

Nothing is joined across series or spread over days: a month without a figure stays a month without a figure.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import asof, claims, official, series, store
from analysis.data.keys import behind, joined
from analysis.data.tolls import monitor_toll, statement_toll, un_toll
from analysis.dates import day_range, months_between
from analysis.errors import MethodRefused
from analysis.methods.audit import audit
from analysis.methods.compare import SideBySide, side_by_side
from analysis.methods.families import numbered
from analysis.methods.relative import Relative, below
from analysis.scope import Bridge
from analysis.toll import Entry

ENOUGH = 3  # figures a series needs to have a panel; all are in the tables

CONCEDED_BY_THEN = Bridge(
    "conceded by that day",
    frozenset({"status", "clock", "window"}),
    "the count the Coalition had conceded by the day of the monitor's figure (printed as 'at least', and exact as a "
    "count of concessions), set against what the monitor held likely or alleged by then; deaths not yet assessed are "
    "in one and cannot be in the other.",
)
BRIDGED = ("alleged", "fair", "likely")  # the standings that the bridge speaks of


def releases_drawn(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the campaign total of each official release as a bound "at least N", placed on the day of release.

    Returns
    -------
    DataFrame
        As `analysis.publish.plots.bounds` takes it, with ``row_key``.
    """
    shown = _within(official.releases(when).dropna(subset="killed_cumulative"), first, last)
    return _frame(shown, "Coalition: deaths conceded in all", "official_belligerent", "release",
                  lo=shown["killed_cumulative"], hi=pd.Series(pd.NA, shown.index, dtype="Int64"))  # fmt: skip


def vintages(when: str) -> pd.DataFrame:
    """Return every release in order with what it printed, and what the audit says of it.

    Returns
    -------
    DataFrame
        Columns of official_monthly with ``flag``: the audit's sentences, empty where it had nothing to say.
    """
    known = official.releases(when)
    found = audit(known)
    flags = found.groupby("row_key")["sentence"].agg("; ".join)
    behind_flags = found.groupby("row_key")["row_keys"].agg(joined).to_dict()
    told = known.assign(flag=known["row_key"].map(flags).fillna("").astype("str"))
    return behind(told, ([key, *behind_flags.get(key, [])] for key in known["row_key"]))


def assessed_drawn(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the newly conceded deaths by month of assessment, months without a release kept as missing.

    A count that was not printed is missing, not zero.
    """
    known = official.releases(when).dropna(subset="period")
    monthly = pd.DataFrame(
        {
            "series": "Coalition: deaths newly conceded", "month": known["period"], "lo": known["killed_this_report"],
            "hi": known["killed_this_report"], "row_key": known["row_key"],
        }
    )  # fmt: skip
    return _monthly(monthly, "official_belligerent", "assessment", first, last)


def monitors_drawn(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the monitors' monthly bands, a panel for each series with enough figures."""
    monthly = series.monitor_months(when, ["airwars", "snhr", "sohr"])
    return _monthly(monthly, "monitor", "event", first, last)


def un_drawn(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the UN's monthly counts of all perpetrators, a panel for each population and coverage."""
    return _monthly(series.un_months(when), "un", "event", first, last)


def running_drawn(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the monitors' running totals for the Coalition's campaign, by grade, on the day they were published."""
    totals = _within(campaign(when), first, last)
    panel = totals["publisher_name"] + ": " + totals["status"] + ", " + totals["place"]
    return _frame(totals, panel, totals["family"], "report", totals["killed_lo"], totals["killed_hi"])


def local_drawn(when: str, first: str, last: str) -> pd.DataFrame:
    """Return what local media said of single events, on the day it was published; they state no campaign totals."""
    known = asof.as_of(claims.statements(), when).known
    shown = _within(numbered(known[known["family"] == "local_media"]), first, last)
    return _frame(shown, "Local media: single events", "local_media", "report", shown["killed_lo"], shown["killed_hi"])


def pairs(when: str) -> SideBySide:
    """Return each running total of a monitor against what the Coalition had conceded by the same day.

    Parameters
    ----------
    when : str
        The as-of day.

    Returns
    -------
    SideBySide
        ``comparable`` holds the pairs of one place, actors and victims that the bridge speaks of, with the bounds of
        their ratio; ``refused`` the others with the fields that differ, and the totals whose day is not known: what
        had been conceded by that day cannot be told.
    """
    found = [_pair(row) for row in campaign(when).to_dict("records")]
    compared = [pair.comparable for pair in found if pair is not None and len(pair.comparable)]
    refused = [pair.refused for pair in found if pair is not None and len(pair.refused)]
    nothing = side_by_side([])
    return SideBySide(
        pd.concat(compared, ignore_index=True) if compared else nothing.comparable,
        pd.concat(refused, ignore_index=True) if refused else nothing.refused,
    )


def _pair(row: dict) -> SideBySide | None:
    """Return one monitor total beside the conceded total of its day; None before anything was conceded."""
    entries = _entries(row)
    if entries is None:
        return None
    if row["published_first"] == row["published_last"]:
        bridges = [CONCEDED_BY_THEN] if row["status"] in BRIDGED else []
        return side_by_side(entries, bridges)
    return undated_pair(*entries, row["published"])


def _entries(row: dict) -> tuple[Entry, Entry] | None:
    """Return one monitor total and the conceded total of its day; None before anything was conceded."""
    last = f"{row['published_last']:%Y-%m-%d}"
    conceded = official.conceded_total(last)
    if conceded is None:
        return None
    name = f"{row['publisher_name']}, {row['published']}, {row['status']}"
    monitor = Entry(name, row["family"], statement_toll(row, last))
    return monitor, Entry(f"Coalition, count conceded by {last}", "official_belligerent", conceded)


def conceded_below(when: str, standing: str = "fair") -> Relative:
    """Return how far the count conceded lay below the latest running total of a monitor, on the day of that total.

    Raises
    ------
    MethodRefused
        When no total of that standing carries a day by then, or its bounds do not lie above the count conceded.
    """
    totals = campaign(when)
    dated = totals[(totals["status"] == standing) & (totals["published_first"] == totals["published_last"])]
    found = [entries for row in dated.to_dict("records") if (entries := _entries(row)) is not None]
    if not found:
        raise MethodRefused(f"no total with standing {standing!r} carries a day yet: set as_of to a later day")
    monitor, conceded = found[-1]
    return below(conceded, monitor, CONCEDED_BY_THEN)


def undated_pair(a: Entry, b: Entry, printed: str) -> SideBySide:
    """Return a pair refused because the day of the first is not known, with every other field that differs."""
    refused = side_by_side([a, b], [CONCEDED_BY_THEN])
    reason = f"day: published in {printed}; the count conceded by that day cannot be told"
    rows = pd.concat([refused.refused, refused.comparable], ignore_index=True)
    fields = "day, " + rows["fields"].fillna("").astype("str")
    told = reason + "; " + rows["reason"].fillna("").astype("str")
    named = rows.assign(fields=fields.str.removesuffix(", "), reason=told.str.removesuffix("; "))
    return SideBySide(refused.comparable.head(0), named[list(refused.refused.columns)])


def ends(comparable: pd.DataFrame, standing: str = "fair") -> tuple[pd.Series, pd.Series]:
    """Return the earliest and the latest compared pair of one standing, each with its ``day`` and ``monitor``.

    Raises
    ------
    MethodRefused
        When no pair of that standing may be compared by then.
    """
    if comparable.empty:
        raise MethodRefused("no pair may be compared yet: set as_of to a later day")
    day = comparable["name_b"].str.extract(r"(\d{4}-\d{2}-\d{2})$")[0]
    named = comparable.assign(day=day, monitor=comparable["name_a"].str.partition(", ")[0])
    shown = named[named["name_a"].str.endswith(standing)].sort_values("day", kind="stable")
    if shown.empty:
        raise MethodRefused(f"no pair with standing {standing!r} may be compared yet: set as_of to a later day")
    return shown.iloc[0], shown.iloc[-1]


def not_comparable(found: SideBySide, when: str, month: str) -> pd.DataFrame:
    """Return the pairs that may not be compared: of the running totals, then of one month's figures.

    Parameters
    ----------
    found : SideBySide
        From `pairs`.
    when : str
        The as-of day.
    month : str
        YYYY-MM: the monitors' and the UN's figures of this month, against the campaign total conceded so far.
    """
    monthly = side_by_side(wider_figures(when, month)).refused
    parts = [part for part in (found.refused, monthly) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else found.refused


def wider_figures(when: str, month: str) -> list[Entry]:
    """Return the figures of a month for whole countries: monitors' and UN counts, and the total conceded so far."""
    monthly = series.monitor_periods(when)
    monthly = monthly[
        (monthly["period"] == month) & monthly["country"].str.contains("IQ") & (monthly["basis"] != "none")
    ]
    names = store.read_table("publishers", ["publisher_id", "name"]).set_index("publisher_id")["name"]
    found = [
        Entry(f"{names[row['publisher_id']]}, {row['basis'].replace('_', ' ')}", "monitor", monitor_toll(row, when))
        for _, row in monthly.iterrows()
    ]
    un = series.un_months(when)
    found += [Entry(row["series"], "un", un_toll(row, when)) for _, row in un[un["month"] == month].iterrows()]
    conceded = official.conceded_total(when)
    name = "Coalition, count conceded in all (printed as 'at least')"
    return [*found, Entry(name, "official_belligerent", conceded)] if conceded else found


def campaign(when: str) -> pd.DataFrame:
    """Return the monitors' running totals of the Coalition's campaign known on a day, in order of publication."""
    known = asof.as_of(claims.statements(), when).known
    chosen = known[known["event_id"].str.startswith("coalition-cumulative") & (known["family"] == "monitor")]
    chosen = chosen[chosen["attribution"] == "coalition"]
    return numbered(chosen).sort_values(["published_last", "statement_id"]).reset_index(drop=True)


def _within(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the rows published in a span of months."""
    start, end = pd.Timestamp(day_range(first).first), pd.Timestamp(day_range(last).last)
    return frame[(frame["published_first"] >= start) & (frame["published_last"] <= end)]


def _monthly(frame: pd.DataFrame, family: str, clock: str, first: str, last: str) -> pd.DataFrame:
    """Return monthly figures as a picture takes them: each series over its own span, its gaps kept as rows."""
    inside = frame[frame["month"].isin(months_between(first, last))]
    parts = [
        series.with_calendar(group, group["month"].min(), group["month"].max())
        for _, group in inside.groupby("series", sort=True)
        if len(group) >= ENOUGH
    ]
    if not parts:
        return _frame(inside.head(0).assign(published_first=None, published_last=None), "", family, clock, None, None)
    whole = pd.concat(parts, ignore_index=True)
    months = {month: day_range(month) for month in whole["month"].unique()}
    return pd.DataFrame(
        {
            "panel": whole["series"], "family": family,
            "first": pd.to_datetime(whole["month"].map(lambda month: months[month].first)),
            "last": pd.to_datetime(whole["month"].map(lambda month: months[month].last)),
            "lo": whole["lo"], "hi": whole["hi"], "clock": clock, "row_key": whole["row_key"],
        }
    )  # fmt: skip


def _frame(shown: pd.DataFrame, panel: object, family: object, clock: str, lo: object, hi: object) -> pd.DataFrame:
    """Return published figures as a picture takes them, placed on the days their date can mean."""
    columns = {
        "panel": panel, "family": family, "first": shown["published_first"], "last": shown["published_last"],
        "lo": lo, "hi": hi, "clock": clock, "row_key": shown["row_key"],
    }  # fmt: skip
    return pd.DataFrame(columns, index=shown.index).reset_index(drop=True)
