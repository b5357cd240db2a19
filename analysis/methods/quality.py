"""What the tables hold and what they lack, counted before anything is concluded from them."""

from __future__ import annotations

import pandas as pd

from analysis.data import series, store
from analysis.data.hand import read_hand
from analysis.dates import months_between
from analysis.methods.audit import missing_months
from analysis.paths import find_project

TABLES = (
    "claims", "statements", "publishers", "events", "incidents", "media_figures", "official_monthly",
    "official_assessments", "official_statements", "un_monthly", "monitor_periods", "exposure_monthly",
    "exposure_totals",
)  # fmt: skip
NUMBERS = ("killed_lo", "killed_hi", "killed", "killed_cumulative", "value")


def tables_held() -> pd.DataFrame:
    """Return, for each table, its rows, those excluded and those without any number.

    Returns
    -------
    DataFrame
        ``table``, ``rows``, ``excluded``, ``without_number`` (missing where the table counts nothing),
        ``without_date`` (missing where rows carry no publication date).
    """
    return pd.DataFrame([_held(name, store.read_table(name)) for name in TABLES]).astype(
        {column: "Int64" for column in ("rows", "excluded", "without_number", "without_date")}
    )


def _held(name: str, frame: pd.DataFrame) -> dict[str, object]:
    """Return the counts of one table."""
    numbers = [column for column in NUMBERS if column in frame]
    return {
        "table": name,
        "rows": len(frame),
        "excluded": int(frame["excluded"].sum()) if "excluded" in frame else pd.NA,
        "without_number": int(frame[numbers].isna().all(axis=1).sum()) if numbers else pd.NA,
        "without_date": int(frame["published_last"].isna().sum()) if "published_last" in frame else pd.NA,
    }


def by_family(statements: pd.DataFrame) -> pd.DataFrame:
    """Return, for each family of speakers, its statements and how firmly they are known.

    Parameters
    ----------
    statements : DataFrame
        All statements, excluded ones too.

    Returns
    -------
    DataFrame
        ``family``, ``rows`` (claims behind them), ``statements``, ``excluded``, ``no_number``,
        ``to_the_day``, ``to_the_month``, ``undated``, ``printed`` (dated by the speaker's own page), ``high``,
        ``medium``, ``low`` (confidence).
    """
    rows = []
    for family, group in statements.groupby("family"):
        kept = group[~group["excluded"]]
        precision, basis = kept["published_precision"], kept["date_basis"]
        rows.append(
            {
                "family": family, "rows": int(group["claim_ids"].map(len).sum()), "statements": len(group),
                "excluded": int(group["excluded"].sum()),
                "no_number": int((kept["killed_lo"].isna() & kept["killed_hi"].isna()).sum()),
                "to_the_day": int((precision == "day").sum()),
                "to_the_month": int(precision.isin(["month", "year"]).sum()), "undated": int(precision.isna().sum()),
                "printed": int((basis == "printed").sum()),
            } | {level: int((kept["confidence"] == level).sum()) for level in ("high", "medium", "low")}
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values("statements", ascending=False).reset_index(drop=True)


def dating(statements: pd.DataFrame) -> pd.DataFrame:
    """Return counts of statements by what their date rests on (rows) and how precise it is (columns)."""
    kept = statements[~statements["excluded"]]
    precision = kept["published_precision"].fillna("no date")
    counts = pd.crosstab(kept["date_basis"], precision)
    order = [name for name in ("day", "month", "year", "no date") if name in counts]
    return counts[order].sort_index()


def exclusions(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements kept out of every count, grouped by reason and by whose decision it was."""
    out = statements[statements["excluded"]]
    grouped = out.groupby(["exclude_source", "exclude_reason"], sort=True)
    return grouped.agg(statements=("statement_id", "size"), row_keys=("row_key", list)).reset_index()


def transcription() -> pd.DataFrame:
    """Return the measured error rates of the source tables, with their 95% intervals where one was published.

    Returns
    -------
    DataFrame
        ``table``, ``field``, ``wrong``, ``checked`` (counts; missing where only the rate was published),
        ``percent``, ``low_percent``, ``high_percent``, ``reason``. The rates describe the tables before their
        repair; the repaired tables have not been measured.
    """
    checked = read_hand("transcription_check", find_project()).reset_index(drop=True)
    counts = {name: checked[name].astype("Int64") for name in ("wrong", "checked")}
    rates = {name: checked[name].astype("Float64") for name in ("percent", "low_percent", "high_percent")}
    return checked.assign(**counts, **rates)


def months_lacking(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the months for which a series should hold a figure and none was seen.

    Parameters
    ----------
    when : str
        The as-of day.
    first, last : str
        Months, both included.

    Returns
    -------
    DataFrame
        ``series``, ``seen`` (count of months), ``lacking`` (count), ``months`` (those lacking, in words).
    """
    asked = months_between(first, last)
    official = store.read_table("official_monthly")
    gaps = set(missing_months(official))
    rows = [_lacking("Coalition monthly releases (assessment months)", [m for m in asked if m not in gaps], asked)]
    for name, frame in {
        "Airwars monthly figures, any basis and country": series.monitor_months(when, ["airwars"]),
        "UN monthly counts, Iraq, any population": series.un_months(when),
    }.items():
        rows.append(_lacking(name, sorted(set(frame["month"])), asked))
    return pd.DataFrame(rows)


def _lacking(name: str, seen: list[str], asked: list[str]) -> dict[str, object]:
    """Return which of the asked months one series lacks."""
    absent = [month for month in asked if month not in set(seen)]
    return {"series": name, "seen": len(asked) - len(absent), "lacking": len(absent), "months": ", ".join(absent)}
