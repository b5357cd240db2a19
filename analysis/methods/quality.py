"""What the tables hold and what they lack, counted before anything is concluded from them."""

from __future__ import annotations

import pandas as pd

from analysis.data import official, series, store
from analysis.data.asof import not_later
from analysis.data.hand import read_hand, row_keys
from analysis.dates import month_spans, months_between
from analysis.methods.families import EIGHT
from analysis.paths import find_project

TABLES = (
    "claims", "statements", "publishers", "events", "incidents", "media_figures", "official_monthly",
    "official_assessments", "official_statements", "un_monthly", "monitor_periods", "exposure_monthly",
    "exposure_totals",
)  # fmt: skip
NUMBERS = (
    "killed_lo", "killed_hi", "narrative_killed_lo", "narrative_killed_hi", "killed", "killed_excl_police",
    "killed_this_report", "killed_cumulative", "value",
)  # fmt: skip


def tables_held(when: str) -> pd.DataFrame:
    """Return, for each table, its rows, those excluded and those without any number.

    Parameters
    ----------
    when : str
        The as-of day: rows certainly published later are left out.

    Returns
    -------
    DataFrame
        ``table``, ``rows``, ``excluded``, ``without_number`` (missing where the table counts nothing),
        ``without_date`` (missing where rows carry no publication date), ``row_keys`` (every row counted).
    """
    held = {name: store.read_table(name) for name in TABLES}
    cut = {name: not_later(frame, when) if "published_first" in frame else frame for name, frame in held.items()}
    return pd.DataFrame([_held(name, frame) for name, frame in cut.items()]).astype(
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
        "row_keys": list(frame["row_key"]),
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
        ``family``, its ``name``, ``rows`` (claims behind them), ``statements``, ``excluded``, ``no_number``,
        ``to_the_day``, ``to_the_month``, ``undated``, ``printed`` (dated by the speaker's own page), ``high``,
        ``medium``, ``low`` (confidence), ``row_keys`` (its statements, then the claims behind them).
    """
    rows = []
    for family, group in statements.groupby("family"):
        kept = group[~group["excluded"]]
        precision, basis = kept["published_precision"], kept["date_basis"]
        rows.append(
            {
                "family": family, "name": EIGHT[str(family)],
                "rows": int(group["claim_ids"].map(len).sum()), "statements": len(group),
                "excluded": int(group["excluded"].sum()),
                "no_number": int((kept["killed_lo"].isna() & kept["killed_hi"].isna()).sum()),
                "to_the_day": int((precision == "day").sum()),
                "to_the_month": int(precision.isin(["month", "year"]).sum()), "undated": int(precision.isna().sum()),
                "printed": int((basis == "printed").sum()),
            } | {level: int((kept["confidence"] == level).sum()) for level in ("high", "medium", "low")}
            | {"row_keys": [*group["row_key"], *(f"claims:{claim}" for held in group["claim_ids"] for claim in held)]}
        )  # fmt: skip
    made = pd.DataFrame(rows, columns=BY_FAMILY)
    return made.sort_values("statements", ascending=False).reset_index(drop=True)


BY_FAMILY = [
    "family", "name", "rows", "statements", "excluded", "no_number", "to_the_day", "to_the_month", "undated", "printed",
    "high", "medium", "low", "row_keys",
]  # fmt: skip


def dating(statements: pd.DataFrame) -> pd.DataFrame:
    """Return counts of statements by what their date rests on (rows) and how precise it is (columns).

    The last column is ``row_keys``: the statements of each row.
    """
    kept = statements[~statements["excluded"]]
    precision = kept["published_precision"].fillna("no date")
    counts = pd.crosstab(kept["date_basis"], precision)
    order = [name for name in ("day", "month", "year", "no date") if name in counts]
    return counts[order].assign(row_keys=kept.groupby("date_basis")["row_key"].agg(list)).sort_index()


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
        ``percent``, ``low_percent``, ``high_percent``, ``reason``, ``row_key`` (the line of the hand table). The
        rates describe the tables before their repair; the repaired tables have not been measured.
    """
    checked = read_hand("transcription_check", find_project())
    checked = checked.assign(row_key=row_keys("transcription_check", checked)).reset_index(drop=True)
    counts = {name: checked[name].astype("Int64") for name in ("wrong", "checked")}
    rates = {name: checked[name].astype("Float64") for name in ("percent", "low_percent", "high_percent")}
    return checked.assign(**counts, **rates)


def months_lacking(when: str, first: str, last: str) -> pd.DataFrame:
    """Return the months for which a series should hold a figure and none can be placed by a day.

    Parameters
    ----------
    when : str
        The as-of day.
    first, last : str
        Months, both included.

    Returns
    -------
    DataFrame
        ``series``, ``seen`` (count of months), ``undated`` (months with a figure whose day of publication was not
        seen), ``lacking`` (count of the others), ``months`` (the undated and the lacking, in words), ``row_keys`` (the
        rows of the months seen and undated; a month that is lacking has none).
    """
    asked = months_between(first, last)
    un, monitors = store.read_table("un_monthly"), store.read_table("monitor_periods")
    releases = official.releases(when)
    monitors = monitors[(monitors["publisher_id"] == "airwars") & (monitors["basis"] != "none")]
    rows = [
        _lacking("Coalition monthly releases (assessment months)", releases.assign(month=releases["period"]),
                 store.read_table("official_monthly"), asked),
        _lacking("Airwars monthly figures, any basis and country",
                 series.monitor_months(when, ["airwars"]), monitors, asked),
        _lacking("UN monthly counts, Iraq, any population", series.un_months(when), un, asked),
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _lacking(name: str, figures: pd.DataFrame, held: pd.DataFrame, asked: list[str]) -> dict[str, object]:
    """Return which of the asked months one series lacks, and which of them it holds without a date."""
    seen, loose = set(figures["month"].dropna()), held[held["published_first"].isna()]
    undated = set(loose["period"].dropna()) - seen
    unplaced = [month for month in asked if month in undated]
    absent = [month for month in asked if month not in seen | undated]
    words = [f"{month_spans(group)} ({why})" for group, why in ((unplaced, "undated"), (absent, "none seen")) if group]
    count = len(asked) - len(unplaced) - len(absent)
    keys = [
        *figures.loc[figures["month"].isin(asked), "row_key"], *loose.loc[loose["period"].isin(unplaced), "row_key"]
    ]  # fmt: skip
    return {
        "series": name, "seen": count, "undated": len(unplaced), "lacking": len(absent), "months": "; ".join(words),
        "row_keys": list(dict.fromkeys(keys)),
    }  # fmt: skip
