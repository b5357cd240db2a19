"""A place and a month as known on a day: the three families, what was contested, what has changed since.

Nothing is added up. Statements about windows that reach beyond the month, or about wider places, are shown as
context and never compared with those inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import dates
from analysis.data import asof, claims, official, places, store
from analysis.data.tolls import COUNTED, statement_toll
from analysis.errors import ParameterError, suggestion
from analysis.methods.families import EIGHT, THREE, by_family, is_one, numbered, said
from analysis.methods.ledger import act_words, contradicted
from analysis.toll import Entry, Toll

DISPUTED = ("contested", "denied")
FRONT = [
    "date", "family", "family_name", "who", "speaker", "said", "lo", "hi", "known", "entry", "row_key",
    "label", "leads",
]  # fmt: skip
COMMAND = ("coalition", "us_dod")  # those who answer for the campaign, not one partner's air force


@dataclass(frozen=True)
class Briefing:
    """What can be said of one place and month on one day."""

    place: str
    month: str
    when: str
    inside: asof.AsOf  # about the place, window within the month
    beyond: asof.AsOf  # about the place, window reaching beyond the month
    wider: asof.AsOf  # about a wider place, window within the month
    windowless: asof.AsOf  # about the place, no window stated
    acts: asof.AsOf  # official acts about deaths of the month at the place
    other_acts: asof.AsOf  # official acts about the place that count other deaths, or none


def brief(place: str, month: str, when: str) -> Briefing:
    """Return the briefing of a place and a month as known at the end of a day.

    Parameters
    ----------
    place : str
        A place of ``data/hand/places.csv``; everything within it counts as the place.
    month : str
        YYYY-MM, the month in which people died.
    when : str
        The as-of day.

    Raises
    ------
    DataError
        When the place is unknown or the day is not a day.
    """
    everything = claims.statements()
    everything = everything.assign(said=said(everything))
    named = store.read_table("places")
    all_here = claims.about_place(everything, place)
    here, anywhere = claims.in_month(all_here, month), claims.in_month(everything, month)
    above = anywhere[anywhere["place"].isin(places.lineage(place, named)[1:]) & (anywhere["fit"] == "inside")]
    acts = official.acts(when, places=places.inside(place, named) | {"Mosul and Iraq"})
    return Briefing(
        place, month, when,
        inside=asof.as_of(here[here["fit"] == "inside"], when),
        beyond=asof.as_of(here[here["fit"] != "inside"], when),
        wider=asof.as_of(above, when),
        windowless=asof.as_of(all_here[all_here[["window_first", "window_last"]].isna().any(axis=1)], when),
        acts=asof.AsOf(*(part[_of_month(part, month)] for part in acts)),
        other_acts=asof.AsOf(*(part[~_of_month(part, month)] for part in acts)),
    )  # fmt: skip


def _of_month(acts: pd.DataFrame, month: str) -> pd.Series:
    """Return whether each official act is about deaths within a month: by its own date of event, else its event's."""
    events = store.read_table("events").set_index("event_id")
    spans = [acts["event_date"].fillna(acts["event_id"].map(events[edge])) for edge in ("date_start", "date_end")]
    first, last = (pd.Timestamp(day) for day in dates.day_range(month))
    start, end = dates.edges(spans[0])["first"], dates.edges(spans[1])["last"]
    return (start >= first) & (end <= last)


CONTEXT = ["why", "date", "speaker", "family_name", "said", "about", "place", "window", "row_key"]


def context(told: Briefing) -> pd.DataFrame:
    """Return what was also public by the day and is compared with nothing: other windows, wider places, other acts.

    Returns
    -------
    DataFrame
        ``why`` the row is only context, ``date``, ``speaker``, ``family_name``, ``said``, ``about``, ``place``,
        ``window``, ``row_key``; the latest first. Official acts are those published in the month.
    """
    rows = [_context_row("counts more than the month", row) for row in told.beyond.known.to_dict("records")]
    rows += [_context_row("counts a wider place", row) for row in told.wider.known.to_dict("records")]
    acts = told.other_acts.known
    acts = acts[acts["statement_date"].str.startswith(told.month)]
    rows += [_context_act(act) for act in acts.to_dict("records")]
    frame = pd.DataFrame(rows, columns=CONTEXT)
    return frame.sort_values(["date", "row_key"], ascending=[False, True]).reset_index(drop=True)


def _context_row(why: str, row: dict) -> dict[str, object]:
    """Return a statement as context."""
    window = statement_toll(row).scope.words("window") if row["unit"] in COUNTED else ""
    return {
        "why": why, "date": row["published"], "speaker": row["publisher_name"], "family_name": EIGHT[row["family"]],
        "said": row["said"], "about": row["event_name"], "place": row["place"], "window": window,
        "row_key": row["row_key"],
    }  # fmt: skip


def _context_act(act: dict) -> dict[str, object]:
    """Return an official act as context."""
    family = "official_local" if act["issuer_group"] == "iraq_government" else "official_belligerent"
    return {
        "why": "official act of the month, about other deaths or none", "date": act["statement_date"],
        "speaker": act["issuer_as_written"], "family_name": EIGHT[family], "said": str(official.act_toll(act)),
        "about": f"{act['about']} ({act['status'].replace('_', ' ')})", "place": act["place"], "window": "",
        "row_key": act["row_key"],
    }  # fmt: skip


def focus(told: Briefing, chosen: str = "") -> pd.DataFrame:
    """Return the statements a reader was likeliest to meet: those named, or the most relayed of each family.

    Parameters
    ----------
    told : Briefing
        What was known.
    chosen : str
        Statement ids separated by spaces; empty takes, of each of the three families, the statement with a
        number that was relayed most (ties: the highest lower bound, then the earliest).

    Returns
    -------
    DataFrame
        Statements with ``known`` (``by the day``, or ``cannot be told`` where the date is too coarse).

    Raises
    ------
    ParameterError
        When a named statement is not among those that were or may have been public about the place in the month.
    """
    parts = {"by the day": told.inside.known, "cannot be told": told.inside.possible}
    held = pd.concat([part.assign(known=name) for name, part in parts.items()])
    if not chosen:
        ranked = numbered(told.inside.known.assign(known="by the day")).sort_values(
            ["n_relays", "killed_lo", "published_last"], ascending=[False, False, True]
        )
        return pd.concat([ranked[ranked["family"].isin(names)].head(1) for names in THREE.values()], ignore_index=True)
    wanted = chosen.split()
    for name in wanted:
        if name not in set(held["statement_id"]):
            raise ParameterError(
                f"focus: {name!r} was not public about {told.place} in {told.month} by {told.when}. "
                f"{suggestion(name, held['statement_id'])}"
            )
    return held.set_index("statement_id", drop=False).loc[wanted].reset_index(drop=True)


def front_page(told: Briefing, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return what a reader had before them: the chosen statements, then what the parties to the strikes did.

    Acts are those about deaths of the month. Iraqi officials were not a party to the strikes; what they said is
    among the statements.

    Returns
    -------
    DataFrame
        ``date``, ``family``, ``family_name``, ``who`` (family and speaker), ``speaker``, ``said``, ``lo``, ``hi``,
        ``known``, ``entry`` (the toll with its scope), ``row_key``, ``label``, ``leads`` (whether the row stands in
        the headline: the statements, and the last act of the Coalition or the US). Acts without a number say what
        was done instead.
    """
    rows = [_statement_row(row, told.when) for _, row in chosen.iterrows()]
    acts = told.acts.known
    acts = acts[acts["issuer_group"] != "iraq_government"]
    last = acts.index[acts["issuer_group"].isin(COMMAND)][-1:]
    acted = zip(acts.index.isin(last), acts.to_dict("records"), strict=True)
    rows += [_act_row(act, told.when) | {"leads": bool(leads)} for leads, act in acted]
    return pd.DataFrame(rows, columns=FRONT)


def _statement_row(row: pd.Series, when: str) -> dict[str, object]:
    """Return a statement as a row of the front page."""
    date = row["published"] if isinstance(row["published"], str) else "undated"
    said_by = (date, row["family"], row["publisher_name"])
    return _front_row(*said_by, row["said"], row["known"], statement_toll(row, when), row["row_key"])


def _act_row(act: dict, when: str) -> dict[str, object]:
    """Return an official act as a row of the front page."""
    toll = official.act_toll(act, when)
    spoken = str(toll) if str(toll) != "no number" else act["status"].replace("_", " ") + ", no number"
    said_by = (act["statement_date"], "official_belligerent", act["issuer_as_written"])
    return _front_row(*said_by, spoken, "by the day", toll, act["row_key"])


def _front_row(
    date: str, family: str, speaker: str, spoken: str, known: str, toll: Toll, key: str
) -> dict[str, object]:
    """Return one row of the front page."""
    label = f"{speaker}, {date}"
    return {
        "date": date, "family": family, "family_name": EIGHT[family], "who": f"{EIGHT[family]} ({speaker})",
        "speaker": speaker, "said": spoken, "lo": toll.lo, "hi": toll.hi, "known": known,
        "entry": Entry(label, family, toll), "row_key": key, "label": label,
        "leads": True,
    }  # fmt: skip


def disputed(known: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that were contested or denied when they were made."""
    return known[known["status"].isin(DISPUTED)].reset_index(drop=True)


def contested(told: Briefing) -> pd.DataFrame:
    """Return what was in dispute by the day: statements contested or denied, then contradictions, widest gap first.

    Returns
    -------
    DataFrame
        ``what``, ``speaker``, ``said``, ``against`` (the lower figure and its speaker), ``about``, ``row_keys``.
    """
    known = told.inside.known
    graded = disputed(known)
    single = {
        "what": graded["status"], "speaker": graded["publisher_name"], "said": graded["said"], "against": "",
        "about": graded["event_name"], "row_keys": [[key] for key in graded["row_key"]],
    }  # fmt: skip
    clash = contradicted(known, told.when)
    pairs = {
        "what": "contradiction", "speaker": clash["name_high"], "said": clash["said_high"],
        "against": clash["name_low"] + ": " + clash["said_low"], "about": clash["about"], "row_keys": clash["row_keys"],
    }  # fmt: skip
    return pd.concat([pd.DataFrame(single), pd.DataFrame(pairs)], ignore_index=True)


MANY = "a name for many speakers: no later word can be tied to this one"
BECAME = ["then_speaker", "then_said", "date", "event_name", "now_said", "status", "row_keys"]


def became(chosen: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return what the same speakers, and officials, said afterwards about the same events.

    Parameters
    ----------
    chosen : DataFrame
        Statements known on the day.
    when : str
        The as-of day; later words are those certainly published after it. Undated statements cannot be placed
        before or after; they are listed with an empty date.

    Returns
    -------
    DataFrame
        ``then_speaker``, ``then_said``, ``date``, ``event_name``, ``now_said``, ``status``, ``row_keys``, in
        order of date for each speaker. Events are the same one, its parts, and what it is part of.
    """
    everything = claims.statements()
    rows = []
    for _, then in chosen.iterrows():
        if not is_one(then["publisher_id"]):
            rows.append(
                _became(then, {"published": None, "status": "", "row_key": then["row_key"]}, MANY, then["event_name"])
            )
            continue
        related = list(claims.event_tree(then["event_id"])["event_id"])
        same = everything[everything["event_id"].isin(related) & (everything["publisher_id"] == then["publisher_id"])]
        parts = asof.as_of(same, when)
        later = pd.concat([parts.later, parts.undated])
        words = zip(later.to_dict("records"), said(later), strict=True)
        rows += [_became(then, now, text, now["event_name"]) for now, text in words]
    return pd.DataFrame(rows, columns=BECAME)


def _became(then: pd.Series, now: dict, text: str, about: str) -> dict[str, object]:
    """Return one later word of a speaker."""
    return {
        "then_speaker": then["publisher_name"], "then_said": then["said"], "date": now["published"],
        "event_name": about, "now_said": text, "status": now["status"], "row_keys": [then["row_key"], now["row_key"]],
    }  # fmt: skip


def acts_since(told: Briefing, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the official acts published after the day about the chosen statements' events, their parts and wholes.

    Returns
    -------
    DataFrame
        Rows of official_statements with ``act`` and ``said`` in words.
    """
    related = [name for event in chosen["event_id"].unique() for name in claims.event_tree(event)["event_id"]]
    later = official.acts(told.when, event_ids=list(dict.fromkeys(related))).later
    records = later.to_dict("records")
    return later.assign(
        act=pd.Series(list(map(act_words, records)), index=later.index, dtype="str"),
        said=pd.Series([str(official.act_toll(act)) for act in records], index=later.index, dtype="str"),
    )


def since(told: Briefing) -> pd.DataFrame:
    """Return how much each family has added since the day: statements dated later, and their span."""
    return by_family(told.inside.later)
