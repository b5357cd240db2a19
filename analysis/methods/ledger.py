"""Everything publicly said about one event, in order of publication, with its parts kept apart.

The method describes what was said; it estimates nothing. A span of what was said is not an interval for the
number of dead.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import asof, claims, official
from analysis.data.tolls import COUNTED, statement_toll
from analysis.methods.compare import envelope


def ledger(event_id: str, when: str, relations: tuple[str, ...] = ("the event", "part of it")) -> asof.AsOf:
    """Return the statements about an event and its parts, parted by what was known on a day.

    Parameters
    ----------
    event_id : str
        Key of the events table.
    when : str
        The as-of day.
    relations : tuple of str
        Which of ``contains it``, ``the event``, ``part of it`` to take.

    Returns
    -------
    AsOf
        Each part with ``relation`` and ``said`` (the toll in words).
    """
    tree = claims.event_tree(event_id)
    chosen = tree[tree["relation"].isin(relations)]
    about = claims.about_event(claims.statements(), list(chosen["event_id"]))
    relation = about["event_id"].map(chosen.set_index("event_id")["relation"])
    return asof.as_of(about.assign(relation=relation, said=said(about)), when)


def said(frame: pd.DataFrame) -> pd.Series:
    """Return what each statement says of the dead in words; what counts something else says so."""
    words = [
        str(statement_toll(row)) if row["unit"] in COUNTED else f"counts {row['unit'].replace('_', ' ')}"
        for _, row in frame.iterrows()
    ]
    return pd.Series(words, index=frame.index, dtype="str")


def speakers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last word of each speaker on each event.

    Parameters
    ----------
    frame : DataFrame
        Statements with ``said``. Names that gather many persons (witnesses, unnamed sources) are kept and
        marked: their first and last word need not come from one mouth.

    Returns
    -------
    DataFrame
        One row per event and speaker in order of first word: counts, first and last date and words.
    """
    rows = []
    for (event, speaker), group in frame.groupby(["event_name", "publisher_name"], sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        rows.append(
            {
                "event_name": event, "publisher_name": speaker, "family": first["family"], "statements": len(group),
                "first_date": first["published"], "first_said": first["said"], "last_date": last["published"],
                "last_said": last["said"], "same": first["said"] == last["said"], "one_speaker": is_one(first),
                "row_keys": list(group["row_key"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


# Collective names of the publishers table: many persons, never one source.
GATHERED = (
    "witness",
    "medic",
    "unnamed",
    "unnamed-media",
    "iq-unnamed",
    "iq-mp",
    "iq-council",
    "iq-army",
    "social-other",
)


def is_one(row: pd.Series) -> bool:
    """Return whether a statement's speaker is one source rather than a name for many."""
    return row["publisher_id"] not in GATHERED and not row["publisher_id"].startswith("unnamed")


def reach(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that were relayed, the most relayed first; relays are reach, not corroboration."""
    relayed = frame[frame["n_relays"] > 0]
    ordered = relayed.sort_values(["n_relays", "published_last", "statement_id"], ascending=[False, True, True])
    return ordered.assign(read_at=ordered["relays"].map(lambda names: "; ".join(dict.fromkeys(names))))


def between_acts(frame: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Return, for each official act, what the families said from that day until the next act.

    Parameters
    ----------
    frame : DataFrame
        Dated statements of one event.
    acts : DataFrame
        Official acts in order of date (see `analysis.data.official.acts`).

    Returns
    -------
    DataFrame
        A first row for the time before any act, then one per day with acts: ``since``, ``act``, ``statements``,
        ``local_media``, ``monitor``, ``official`` (spans of what was said in the interval), ``row_keys``. Acts
        follow statements and statements acts; the table shows order, not cause.
    """
    days = acts.groupby("published_last", sort=True)
    starts = [pd.Timestamp.min, *(day for day, _ in days)]
    wording = ["before any official act", *("; ".join(_act(row) for _, row in group.iterrows()) for _, group in days)]
    keys = [[], *(list(group["row_key"]) for _, group in days)]
    rows = []
    for start, end, act, act_keys in zip(starts, [*starts[1:], pd.Timestamp.max], wording, keys, strict=True):
        part = frame[(frame["published_last"] >= start) & (frame["published_last"] < end)]
        since = "" if start == pd.Timestamp.min else str(start)[:10]
        row = {"since": since, "act": act, "statements": len(part), "row_keys": [*act_keys, *part["row_key"]]}
        rows.append(row | {name: _span(part[part["family"].isin(families)]) for name, families in THREE.items()})
    return pd.DataFrame(rows)


THREE = {
    "local_media": ("local_media",),
    "monitor": ("monitor",),
    "official": ("official_belligerent", "official_local"),
}


def _act(row: pd.Series) -> str:
    """Return one official act in words."""
    return f"{row['issuer_as_written']}: {row['about']} ({row['status'].replace('_', ' ')})"


def _span(part: pd.DataFrame) -> str:
    """Return the least and the most that was said in some statements."""
    tolls = [statement_toll(row) for _, row in part[part["unit"].isin(COUNTED)].iterrows()]
    return str(envelope(tolls)) if tolls else "nothing said"


def event_acts(event_id: str, when: str) -> pd.DataFrame:
    """Return the official acts known on a day about an event, its parts and all it is part of."""
    return official.acts(when, event_ids=list(claims.event_tree(event_id)["event_id"]))
