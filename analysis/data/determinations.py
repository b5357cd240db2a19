"""The official side as a history: what happened to each report, on days as exact as they were printed.

A view of the processed tables, nothing is added to them. One row is one event of one case as it became public. A
case is one report before one body: an incident record, a single assessment or an official act, those that are linked
as the same taken as one; what a partner government found of its own part is a case of its own. The visible cases are
not a sample: they may be listed and counted, never made a rate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis import dates
from analysis.data import cases, coding, store
from analysis.data.hand import read_hand
from analysis.paths import find_project

KINDS = ("alleged", "received", "opened", "determined", "reopened", "restated")
OUTCOMES = ("credible", "non_credible", "duplicate")
ENDS = ("lo", "hi")
COLUMNS = [
    "case", "kind", "outcome", "reason", "date", "first", "last", "precision", "channel", "party", "lo", "hi", "n",
    "deaths", "place", "row_keys",
]  # fmt: skip
TOTAL, UNNAMED = "totals", "cases not named"  # what is spoken of where no case is named
COALITION = "coalition"
PARTIES = (COALITION, "us_dod", "partner_government")
ONLY_OFFICIAL = r"nown only from the Coalition|not tracked earlier"  # notes of records made from an official report
CORRECTION = r"date correction"
CLEARED = r"\b(finds|found|cleared)\b"  # a denial that closes an inquiry; any other denial is no outcome


def history(links: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every event of every visible case.

    Parameters
    ----------
    links : DataFrame, optional
        ``left``, ``right``, ``type``: records of type ``same`` are one case. Default the reviewed decisions; the edges
        of `analysis.methods.link.graph.edges` join more.

    Returns
    -------
    DataFrame
        ``case``; ``kind`` (one of `KINDS`); ``outcome`` (one of `OUTCOMES`, missing unless determined); ``reason``
        (codes of `analysis.data.coding`, missing unless found not credible); ``date`` as printed, ``first`` and
        ``last`` (the days on which it can have become public) and ``precision``; ``channel``; ``party`` (who
        determined); ``lo``, ``hi`` (deaths conceded or, for `TOTAL`, conceded in all); ``n`` (cases the row speaks
        of; missing for a total); ``deaths`` (date of the deaths), ``place``; ``row_keys``.

        An event without a date lies between the deaths and the day the tables were made; it is never given a day.
        A finding of not credible has no toll, whatever number stands beside it.
    """
    made = tables_made()
    incidents, assessed = store.read_table("incidents"), store.read_table("official_assessments")
    parts = [
        _alleged(incidents, made), _positions(incidents, made), _received(assessed, made), _determined(assessed, made),
        _acts(store.read_table("official_statements"), made), _releases(store.read_table("official_monthly"), made),
    ]  # fmt: skip
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    same = cases.same_cases(read_hand("links", find_project()) if links is None else links)
    told = whole.assign(case=whole["case"].map(lambda key: same.get(key, key)))
    return cases.in_order(cases.each_once(told))[COLUMNS]


def tables_made() -> pd.Timestamp:
    """Return the day the tables were made, by which all they hold was public; missing where their card names none."""
    return pd.Timestamp(store.read_table("datapackage", ["created"])["created"].fillna("").item()[:10])


def _events(rows: pd.DataFrame, made: pd.Timestamp, **columns: object) -> pd.DataFrame:
    """Return events of one kind; what a column is not told is missing, a missing day is an interval."""
    empty = pd.Series(pd.NA, rows.index)
    told = {name: columns.get(name, empty) for name in COLUMNS}
    frame = pd.DataFrame(told | {"row_keys": [[key] for key in rows["row_key"]]}, index=rows.index)
    text = ("case", "kind", "outcome", "reason", "date", "channel", "party", "deaths", "place")
    frame = frame.astype({name: "str" for name in text} | {name: "Int64" for name in ("lo", "hi", "n")})
    spread, after = dates.edges(frame["date"]), dates.edges(frame["deaths"])["first"]
    known = frame["date"].notna()
    exact = frame["date"].map(dates.precision, na_action="ignore").astype("str").fillna("not stated")
    # a printed day stands; otherwise not before the deaths, not after the release or the day the tables were made
    by = columns["by"] if "by" in columns else pd.Series(pd.NaT, rows.index)
    last = pd.Series(by).astype("datetime64[us]").fillna(made)
    frame["first"] = spread["first"].where(known, after).astype("datetime64[us]")
    frame["last"] = spread["last"].where(known, last).astype("datetime64[us]")
    return frame.assign(precision=exact)[COLUMNS]


def _alleged(incidents: pd.DataFrame, made: pd.Timestamp) -> pd.DataFrame:
    """Return the allegations the monitor recorded; the day of the first claim is not in the tables."""
    rows = incidents[~incidents["note"].str.contains(ONLY_OFFICIAL).fillna(False).astype(bool)]
    return _events(rows, made, case=rows["row_key"], kind="alleged", channel="monitor", n=1,
                   deaths=rows["date_start"], place=rows["place"])  # fmt: skip


def _positions(incidents: pd.DataFrame, made: pd.Timestamp) -> pd.DataFrame:
    """Return the official position as shown on the monitor's page; "not yet assessed" says nothing of a receipt."""
    rows = incidents[incidents["official_position"].isin(["open", "credible", "non_credible"])]
    opened = rows["official_position"] == "open"
    kind = pd.Series("determined", rows.index, dtype="str").mask(opened, "opened")
    outcome = rows["official_position"].mask(opened)
    lo, hi = (rows[f"official_killed_{end}"].where(outcome == "credible") for end in ("lo", "hi"))
    return _events(rows, made, case=rows["row_key"], kind=kind, outcome=outcome, party=COALITION, n=1, lo=lo, hi=hi,
                   reason=_reasons(outcome, rows["official_reason"]), date=rows["official_statement_date"],
                   channel=coding.NOT_STATED, deaths=rows["date_start"], place=rows["place"])  # fmt: skip


def _received(assessed: pd.DataFrame, made: pd.Timestamp) -> pd.DataFrame:
    """Return the receipt that every assessment implies: after the deaths, by its release, on a day never printed."""
    return _events(assessed, made, case=assessed["row_key"], kind="received", n=1, by=assessed["published_last"],
                   channel=assessed["reported_via"].map(coding.channel), deaths=assessed["strike_date"],
                   place=assessed["place"])  # fmt: skip


def _determined(assessed: pd.DataFrame, made: pd.Timestamp) -> pd.DataFrame:
    """Return the determinations of single assessments; a correction of an earlier entry's date is a restatement."""
    outcome, corrects = assessed["determination"], assessed["place"].str.contains(CORRECTION)
    deaths = assessed["killed"].where(outcome == "credible")
    kind = pd.Series("determined", assessed.index, dtype="str").mask(corrects, "restated")
    return _events(assessed, made, case=assessed["row_key"], kind=kind, outcome=outcome.mask(corrects),
                   reason=_reasons(outcome.mask(corrects), assessed["reason"]), date=assessed["release_date"],
                   channel=assessed["reported_via"].map(coding.channel), party=COALITION, lo=deaths, hi=deaths, n=1,
                   deaths=assessed["strike_date"], place=assessed["place"])  # fmt: skip


def _acts(statements: pd.DataFrame, made: pd.Timestamp) -> pd.DataFrame:
    """Return the official acts that are events of a case; see `left_out` for the others."""
    told = statements.assign(kind=[act_kind(row)[0] for row in statements.to_dict("records")])
    told = told[told["kind"] != ""].assign(case=_act_case)
    again = told[told["about"].str.contains(r"\brevers") & (told["kind"] == "determined")].assign(kind="reopened")
    rows = pd.concat([again, told], ignore_index=True)
    found, cleared = rows["kind"] == "determined", rows["status"] == "denied"
    outcome = pd.Series(pd.NA, rows.index, dtype="str").mask(found, "credible").mask(found & cleared, "non_credible")
    tolls = {end: rows[f"killed_{end}"].where((outcome == "credible") | (rows["kind"] == "restated")) for end in ENDS}
    return _events(rows, made, case=rows["case"], kind=rows["kind"], outcome=outcome, date=rows["statement_date"],
                   reason=_reasons(outcome, rows["about"]), channel=coding.NOT_STATED, party=_body(rows),
                   n=pd.Series(1, rows.index, dtype="Int64").mask(rows["case"] == TOTAL), deaths=rows["event_date"],
                   place=rows["place"], **tolls)  # fmt: skip


def _body(rows: pd.DataFrame) -> pd.Series:
    """Return which body speaks: the Coalition, the US department, or the partner government by its name."""
    return rows["issuer_group"].mask(rows["issuer_group"] == "partner_government", rows["publisher_id"])


def _act_case(rows: pd.DataFrame) -> pd.Series:
    """Return the case of each act: its event, else the first act of that body about that day; totals are no case."""
    same_day = rows.groupby(["publisher_id", "event_date"], dropna=True)["row_key"].transform("first")
    case = ("events:" + rows["event_id"]).fillna(same_day).fillna(rows["row_key"])
    named = case.mask(_body(rows) != COALITION, case + " / " + _body(rows))
    return named.mask((rows["kind"] == "restated") & rows["event_date"].isna(), TOTAL)


def act_kind(row: Mapping) -> tuple[str, str]:
    """Return which event of a case an official act is, or an empty kind and why it is none.

    >>> act_kind({"issuer_group": "coalition", "status": "denied", "about": "", "event_date": "2017-03-17"})
    ('', 'a denial is not the outcome of an assessment')
    """
    about, status = row["about"], row["status"]
    dated = isinstance(row["event_date"], str) or isinstance(row.get("event_id"), str)
    if row["issuer_group"] not in PARTIES:
        return "", "not by a party to the strikes"
    if status == "policy_change":
        return "", "a rule, not a case"
    if status == "denied" and not re.search(CLEARED, about):
        return "", "a denial is not the outcome of an assessment"
    if re.search(r"\b(restated|reassessed|raised)\b", about):
        return "restated", ""
    if status == "figure_claimed" or not (dated or re.search(r"\bstrike\b", about)):
        return "", "speaks of no single strike"
    return "opened" if status == "under_assessment" else "determined", ""


def left_out() -> pd.DataFrame:
    """Return the official acts that are no event of a case, with ``why``."""
    acts = store.read_table("official_statements")
    why = [act_kind(row)[1] for row in acts.to_dict("records")]
    return acts.assign(why=pd.Series(why, acts.index, dtype="str")).query("why != ''").reset_index(drop=True)


def _releases(monthly: pd.DataFrame, made: pd.Timestamp) -> pd.DataFrame:
    """Return what the monthly releases say of no single case: totals stated anew, and how many were reopened."""
    stated = monthly.dropna(subset="killed_cumulative")
    again = monthly[(monthly["reports_reopened"] > 0).fillna(False)]
    shared = {"party": COALITION, "channel": coding.NOT_STATED, "place": "Iraq and Syria"}
    parts = [
        _events(stated, made, case=TOTAL, kind="restated", date=stated["release_date"], lo=stated["killed_cumulative"],
                **shared),
        _events(again, made, case=UNNAMED, kind="reopened", date=again["release_date"], n=again["reports_reopened"],
                **shared),
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _reasons(outcome: pd.Series, text: pd.Series) -> pd.Series:
    """Return coded reasons, for findings of not credible only."""
    return text.map(coding.reason).where(outcome == "non_credible")


def restatements(events: pd.DataFrame) -> pd.DataFrame:
    """Return what was reopened or stated anew, without the totals that every monthly release repeats.

    Parameters
    ----------
    events : DataFrame
        From `history`.
    """
    again = events["kind"].isin(["reopened", "restated"])
    monthly = events["row_keys"].str[0].str.startswith("official_monthly:")
    return events[again & ~(monthly & (events["case"] == TOTAL))].reset_index(drop=True)
