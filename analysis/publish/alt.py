"""What a picture shows, in words made from its data, for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.publish.style import family_name
from analysis.toll import words

LONG = 12


def describe_bounds(frame: pd.DataFrame, axis: str, marks: Sequence[tuple[str, str]] = ()) -> str:
    """Return a figure of bounds over time in words: the axis, then one sentence for each panel.

    Parameters
    ----------
    frame : DataFrame
        As `analysis.publish.plots.bounds` takes it.
    axis : str
        The clock in words.
    marks : sequence of (day, label)
        Marked days.
    """
    sentences = [f"Bounds over time. {axis}."]
    sentences += [_panel(panel, part) for panel, part in frame.groupby("panel", sort=False)]
    if marks:
        sentences.append("Marked days: " + "; ".join(f"{day}, {label}" for day, label in marks) + ".")
    return " ".join(sentences)


def _panel(panel: object, part: pd.DataFrame) -> str:
    """Return one panel in words."""
    seen = part[part["lo"].notna() | part["hi"].notna()]
    gaps = f", and {len(part) - len(seen)} not seen" if len(seen) < len(part) else ""
    if seen.empty:
        return f"{panel}: no figure seen{gaps}."
    count = f"{len(seen)} figure{'s' if len(seen) != 1 else ''}"
    values = [*seen["lo"].dropna(), *seen["hi"].dropna()]
    open_ends = int((seen["lo"].isna() | seen["hi"].isna()).sum())
    opened = f", {open_ends} with an open end" if open_ends else ""
    days = words_of_days(seen["first"].min(), seen["last"].max())
    return (
        f"{panel}: {count}{_families(seen)}{gaps}, {days}, from {int(min(values)):,} to {int(max(values)):,}{opened}."
    )


def _families(seen: pd.DataFrame) -> str:
    """Return whose the figures of a panel are, where they are of several families."""
    if "family" not in seen or seen["family"].nunique() < 2:
        return ""
    counts = seen["family"].value_counts(sort=False).items()
    return f" ({', '.join(f'{family_name(str(family))} {count}' for family, count in counts)})"


def words_of_days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return a span of days in words.

    >>> words_of_days(pd.Timestamp("2017-03-01"), pd.Timestamp("2017-03-25"))
    '2017-03-01 to 2017-03-25'
    """
    start, end = (day.strftime("%Y-%m-%d") for day in (first, last))
    return start if start == end else f"{start} to {end}"


def describe_bars(frame: pd.DataFrame, axis: str) -> str:
    """Return a figure of bounds side by side in words: every row, up to a dozen, then how many more.

    >>> rows = pd.DataFrame({"label": ["Monitor"], "family": ["monitor"], "lo": [440], "hi": [None]})
    >>> describe_bars(rows, "Persons killed")
    'Bounds side by side. Persons killed. Monitor (Monitors): at least 440.'
    """
    lines = [
        f"{row['label']} ({family_name(row['family'])}): {words(_plain(row['lo']), _plain(row['hi']))}."
        for row in frame.head(LONG).to_dict("records")
    ]
    more = [f"And {len(frame) - LONG} more rows."] if len(frame) > LONG else []
    return " ".join(["Bounds side by side.", f"{axis}.", *lines, *more])


def _plain(value: float | int | None) -> float | int | None:
    """Return a bound, whole where it is whole, None where it is missing."""
    if value is None or pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
