"""Views of the official side: monthly releases with their vintages, and single acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.data import store
from analysis.data.asof import AsOf, as_of
from analysis.scope import Scope
from analysis.toll import Toll

CAMPAIGN_START = "2014-08"
CONCEDED = "count the Coalition concedes, printed as 'at least'"
ADDED = "open: a later release adds deaths and prints no total"


def releases(when: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the monthly releases known on a day, in order of the month they assess (the first name none).

    Releases follow the order of the months they assess. One whose own day was not seen counts as known from the
    day a release of a later month is known; where none is, it cannot be placed and is left out.

    Parameters
    ----------
    when : str
        A day, YYYY-MM-DD.
    columns : sequence of str, optional
        Those wanted, days and key among them; default: all.
    """
    parts = as_of(store.read_table("official_monthly", columns), when)
    latest = parts.known["period"].dropna().max()
    before = parts.undated[parts.undated["period"] < latest] if isinstance(latest, str) else parts.undated.head(0)
    found = pd.concat([parts.known, before])
    month = found["period"].fillna(found["published_first"].dt.strftime("%Y-%m"))
    ordered = found.assign(month=month).sort_values(["month", "published_last", "row_key"])
    return ordered.drop(columns="month").reset_index(drop=True)


def conceded_total(when: str) -> Toll | None:
    """Return the latest campaign total of conceded deaths known on a day, or None before the first.

    Taken from the monthly releases and, where one is later, from the running totals that the Coalition or the
    US command stated elsewhere. They print "at least N". As a bound on deaths that is open above; as a count of
    deaths conceded so far it is N exactly, and it is this count that is returned, with a basis that says so. It
    counts what was assessed, on the assessment clock, for Iraq and Syria together. Where a later release adds
    deaths without printing a total, the upper bound is open.
    """
    known = releases(when, RELEASED)
    latest = _latest_total(known, when)
    if latest is None:
        return None
    toll = conceded_toll(latest, when)
    since = known[known["published_last"] > latest["published_last"]]
    since = since[since["killed_cumulative"].isna()]
    added = since[(since["killed_this_report"] > 0).fillna(False)]
    if added.empty:
        return toll
    return replace(toll, hi=None, hi_basis=ADDED, evidence=(*toll.evidence, *added["row_key"]))


def _latest_total(known: pd.DataFrame, when: str) -> pd.Series | None:
    """Return the row of the latest campaign total: of the releases, or one stated elsewhere since that is no lower.

    A lower figure stated later is a rounded or an older one, relayed late: the count of deaths conceded had already
    passed it.
    """
    released = known.dropna(subset="killed_cumulative")
    last = released.iloc[-1] if len(released) else None
    stated = as_of(_stated_totals(), when).known.sort_values(["published_last", "killed_cumulative"], kind="stable")
    if last is not None and not pd.isna(last["published_last"]):
        stated = stated[stated["published_last"] > last["published_last"]]
    floor = stated["killed_cumulative"].cummax()
    if last is not None:
        floor = floor.clip(lower=int(last["killed_cumulative"]))
    kept = stated[stated["killed_cumulative"] >= floor]
    return kept.iloc[-1] if len(kept) else last


def _stated_totals() -> pd.DataFrame:
    """Return the campaign totals that the Coalition or the US command stated outside the releases."""
    said = store.read_table("statements", TOTAL)
    said = said[
        ~said["excluded"] & (said["event_id"] == "coalition-cumulative") & (said["family"] == "official_belligerent")
        & said["qualifier"].isin(["exact", "at_least"]) & said["killed_lo"].notna()
    ]  # fmt: skip
    return said.rename(columns={"killed_lo": "killed_cumulative", "window_end": "period"})


RELEASED = (
    "period", "killed_this_report", "killed_cumulative", "published_first", "published_last", "row_key",
)  # fmt: skip
TOTAL = (
    "event_id", "family", "qualifier", "killed_lo", "window_end", "excluded", "published_first", "published_last",
    "row_key",
)  # fmt: skip


def conceded_toll(release: pd.Series, when: str) -> Toll:
    """Return one release's campaign total as a toll; see `conceded_total`."""
    total = int(release["killed_cumulative"])
    end = release["period"] if isinstance(release["period"], str) else None
    scope = Scope(
        actors=frozenset({"coalition"}), victims="civilians", unit="killed", place="Iraq and Syria",
        window=(CAMPAIGN_START, end), clock="assessment", status="admitted",
    )  # fmt: skip
    return Toll(total, total, CONCEDED, CONCEDED, scope, when, (release["row_key"],))


def acts(when: str, event_ids: list[str] | None = None, places: set[str] | None = None) -> AsOf:
    """Return the official acts, parted by what was known on a day: assessments opened, denials, admissions, rules.

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
    AsOf
        Rows of official_statements in order of date.
    """
    kept = store.read_table("official_statements")
    if event_ids is not None:
        kept = kept[kept["event_id"].isin(event_ids)]
    if places is not None:
        kept = kept[kept["place"].isin(places)]
    return as_of(kept.sort_values(["published_last", "row_key"]).reset_index(drop=True), when)


ACT_STATUS = {"figure_claimed": "alleged", "policy_change": "recorded"}


def act_toll(act: Mapping[Any, Any], when: str | None = None) -> Toll:
    """Return what an official act says of the dead: often nothing, which is an open figure and not zero.

    Parameters
    ----------
    act : mapping
        One row of official_statements. The window is the day of the event it is about; where that was not seen
        the window is not stated.
    when : str, optional
        The as-of day the toll carries.
    """
    day = act["event_date"] if isinstance(act["event_date"], str) else None
    scope = Scope(
        actors=frozenset({"coalition"}), victims="civilians", unit="killed", place=act["place"], window=(day, day),
        clock="event", status=ACT_STATUS.get(act["status"], act["status"]),
    )  # fmt: skip
    lo, hi = (None if pd.isna(act[end]) else int(act[end]) for end in ("killed_lo", "killed_hi"))
    return Toll(lo, hi, "as the act states it", "as the act states it", scope, when, (act["row_key"],))
