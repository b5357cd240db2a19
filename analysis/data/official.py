"""Views of the official side: monthly releases with their vintages, and single acts."""

from __future__ import annotations

import pandas as pd

from analysis.data import store
from analysis.data.asof import as_of
from analysis.scope import Scope
from analysis.toll import Toll

CAMPAIGN_START = "2014-08"
CONCEDED = "count the Coalition concedes, printed as 'at least'"


def releases(when: str) -> pd.DataFrame:
    """Return the monthly releases known on a day, in order of release.

    Parameters
    ----------
    when : str
        A day, YYYY-MM-DD. Releases whose day was not seen cannot be placed and are left out; they remain
        in ``store.read_table("official_monthly")``.
    """
    known = as_of(store.read_table("official_monthly"), when).known
    return known.sort_values(["published_last", "row_key"]).reset_index(drop=True)


def conceded_total(when: str) -> Toll | None:
    """Return the latest campaign total of conceded deaths known on a day, or None before the first.

    The Coalition prints "at least N". As a bound on deaths that is open above; as a count of deaths
    conceded so far it is N exactly, and it is this count that is returned, with a basis that says so. It counts
    what was assessed, on the assessment clock, for Iraq and Syria together.
    """
    totals = releases(when).dropna(subset="killed_cumulative")
    if totals.empty:
        return None
    return conceded_toll(totals.iloc[-1], when)


def conceded_toll(release: pd.Series, when: str) -> Toll:
    """Return one release's campaign total as a toll; see `conceded_total`."""
    total = int(release["killed_cumulative"])
    end = release["period"] if isinstance(release["period"], str) else None
    scope = Scope(
        actors=frozenset({"coalition"}), victims="civilians", unit="killed", place="Iraq and Syria",
        window=(CAMPAIGN_START, end), clock="assessment", status="admitted",
    )  # fmt: skip
    return Toll(total, total, CONCEDED, CONCEDED, scope, when, (release["row_key"],))


def acts(when: str, event_ids: list[str] | None = None, places: set[str] | None = None) -> pd.DataFrame:
    """Return the official acts known on a day: assessments opened, denials, admissions, changes of rule.

    Parameters
    ----------
    when : str
        A day, YYYY-MM-DD.
    event_ids : list of str, optional
        Keep acts linked to these events.
    places : set of str, optional
        Keep acts about these places.

    Returns
    -------
    DataFrame
        Rows of official_statements in order of date.
    """
    known = as_of(store.read_table("official_statements"), when).known
    if event_ids is not None:
        known = known[known["event_id"].isin(event_ids)]
    if places is not None:
        known = known[known["place"].isin(places)]
    return known.sort_values(["published_last", "row_key"]).reset_index(drop=True)
