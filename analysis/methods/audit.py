"""The arithmetic of the Coalition's monthly releases, checked against itself.

Four identities: carried over + new - completed = open; credible + non-credible + duplicate = completed;
previous total + new deaths = total; and a total never falls. A cell is flagged when every number the identity
needs was seen and it does not hold. A missing number is not zero: what cannot be tested is listed, not passed.
"""

from __future__ import annotations

import pandas as pd

FLAG = [
    "check", "period", "release_date", "row_key", "column", "printed", "implied", "difference", "sentence", "row_keys",
]  # fmt: skip
OUTCOMES = ["reports_credible", "reports_non_credible", "reports_duplicate"]


def audit(frame: pd.DataFrame) -> pd.DataFrame:
    """Return every flagged cell of the monthly releases.

    Parameters
    ----------
    frame : DataFrame
        Rows of official_monthly: counts as Int64, ``period`` (assessment month) and ``release_date`` as text.

    Returns
    -------
    DataFrame
        ``check``, the row, the ``column`` flagged, the ``printed`` and the ``implied`` value, their
        ``difference`` (printed minus implied), a ``sentence``, and ``row_keys``: the row, then the release whose
        total the implied one starts from, where it does.
    """
    parts = [balance(frame), outcomes(frame), steps(frame), revisions(frame)]
    return pd.concat(parts, ignore_index=True)


def balance(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows where carried over + new - completed is not what is printed as open."""
    implied = frame["reports_carried_over"] + frame["reports_new"] - frame["reports_completed"]
    text = "{printed} reports are printed as open, but carried over, new and completed leave {implied}"
    return _flags(frame, "balance", "reports_open_end", implied, text)


def outcomes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows where the printed outcomes do not add up to the completed reports.

    Releases without duplicates often leave the word out. Where it is missing, the other two are a lower bound of
    the completed; a shortfall is flagged, for the duplicates that would fill it were not printed.
    """
    needed = frame[["reports_credible", "reports_non_credible"]].notna().all(axis=1)
    implied = frame[OUTCOMES].sum(axis=1, min_count=2).where(needed)
    text = "{printed} reports are printed as completed, but the printed outcomes account for {implied}"
    return _flags(frame, "outcomes", "reports_completed", implied, text)


def steps(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows where the previous month's total plus the new deaths is not the printed total."""
    before = _previous(frame)
    return _flags(
        frame, "cumulative step", "killed_cumulative", before["consecutive"] + frame["killed_this_report"],
        "{printed} deaths are printed in all, but the month before and the new deaths make {implied}",
        before["consecutive_key"],
    )  # fmt: skip


def revisions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows where, across months not seen, the total is less than the last total plus the new deaths.

    Months in between can only add, so the shortfall is the least by which the total was revised downwards.
    """
    before = _previous(frame)
    implied = before["any"].where(before["consecutive"].isna()) + frame["killed_this_report"]
    text = "{printed} deaths are printed in all, but the last total seen and the new deaths already make {implied}"
    return _flags(
        frame, "downward revision", "killed_cumulative", implied.where(frame["killed_cumulative"] < implied), text,
        before["any_key"],
    )  # fmt: skip


def untested(frame: pd.DataFrame) -> pd.DataFrame:
    """Return, for each check, how many releases it could test and how many lacked a number it needs.

    Returns
    -------
    DataFrame
        ``check``, ``tested``, ``not_tested`` (counts of releases), ``needs`` (columns), ``row_keys`` (the releases:
        those tested, then the others).
    """
    dated = _previous(frame)["consecutive"]
    needs = {
        "balance": frame[["reports_carried_over", "reports_new", "reports_completed", "reports_open_end"]],
        "outcomes": frame[["reports_completed", "reports_credible", "reports_non_credible"]],
        "cumulative step": frame[["killed_cumulative", "killed_this_report"]].assign(total_of_the_month_before=dated),
    }
    rows = []
    for check, cells in needs.items():
        whole = cells.notna().all(axis=1)
        tested = int(whole.sum())
        words = ", ".join(name.replace("_", " ") for name in cells.columns)
        keys = [*frame.loc[whole, "row_key"], *frame.loc[~whole, "row_key"]]
        rows.append(
            {"check": check, "tested": tested, "not_tested": len(frame) - tested, "needs": words} | {"row_keys": keys}
        )
    return pd.DataFrame(rows)


def _previous(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the last earlier total of each row: ``consecutive`` (the month before) and ``any`` (whenever it was).

    Each with the key of its row.
    """
    dated = frame.dropna(subset="period").sort_values("period")
    stated = dated.dropna(subset="killed_cumulative").set_index("period")
    totals = stated["killed_cumulative"]
    before = dated["period"].map(lambda month: str(pd.Period(month, "M") - 1))
    last = dated["killed_cumulative"].shift().ffill()
    keys = dated["row_key"].where(dated["killed_cumulative"].notna()).shift().ffill()
    named = {"consecutive_key": before.map(stated["row_key"].to_dict()), "any_key": keys}
    found = pd.DataFrame({"consecutive": before.map(totals.to_dict()).astype("Int64"), "any": last} | named)
    return found.reindex(frame.index)


def _flags(
    frame: pd.DataFrame, check: str, column: str, implied: pd.Series, text: str, before: pd.Series | None = None
) -> pd.DataFrame:
    """Return a row for every cell that differs from what the others imply."""
    off = (frame[column] != implied).fillna(False)
    starts = [[] if before is None else [str(key)] for key in (frame["row_key"] if before is None else before)[off]]
    rows = [
        {
            "check": check, "period": row["period"], "release_date": row["release_date"], "row_key": row["row_key"],
            "column": column, "printed": int(row[column]), "implied": int(value),
            "difference": int(row[column]) - int(value), "sentence": text.format(printed=row[column], implied=value),
            "row_keys": [row["row_key"], *start],
        }
        for (_, row), value, start in zip(frame[off].iterrows(), implied[off], starts, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=FLAG)
