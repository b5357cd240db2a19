"""Everything publicly said about one event, in order of publication, with its parts kept apart.

The method describes what was said; it estimates nothing. A span of what was said is not an interval for the
number of dead.
"""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase

import pandas as pd

from analysis.data import asof, claims, official
from analysis.data.tolls import entries
from analysis.methods.compare import STANDING, contradictions, side_by_side
from analysis.methods.families import NAMES, THREE, group_of, is_one, numbered, said, span


def ledger(event_id: str, when: str) -> asof.AsOf:
    """Return the statements about an event and its parts, parted by what was known on a day.

    Parameters
    ----------
    event_id : str
        Key of the events table.
    when : str
        The as-of day.

    Returns
    -------
    AsOf
        Each part with ``relation`` (``the event`` or ``part of it``), ``about`` (that, or the part's name) and
        ``said`` (the toll in words).
    """
    tree = claims.event_tree(event_id)
    chosen = tree[tree["relation"] != "contains it"]
    about = claims.about_event(claims.statements(), list(chosen["event_id"]))
    relation = about["event_id"].map(chosen.set_index("event_id")["relation"])
    name = about["event_name"].where(relation != "the event", "the event itself")
    return asof.as_of(about.assign(relation=relation, about=name, said=said(about)), when)


def tree_counts(event_id: str, when: str) -> pd.DataFrame:
    """Return the event with all that contains it and all its parts: how many statements about each were known.

    Returns
    -------
    DataFrame
        Rows of the events table from the widest to the narrowest, with ``relation``, ``statements`` and
        ``said`` (the span of civilians killed, over that event alone).
    """
    tree = claims.event_tree(event_id)
    known = asof.as_of(claims.statements(), when).known
    parts = {name: known[known["event_id"] == name] for name in tree["event_id"]}
    return tree.assign(
        statements=[len(parts[name]) for name in tree["event_id"]],
        said=[str(span(parts[name])) for name in tree["event_id"]],
    )


def holdings(book: asof.AsOf) -> pd.DataFrame:
    """Return counts of statements by family (rows) and by what can be said of their date (columns)."""
    counts = {name: part["family"].map(group_of).value_counts() for name, part in book._asdict().items()}
    table = pd.DataFrame(counts).reindex(list(NAMES)).fillna(0).astype(int)
    return table.rename(index=NAMES).rename_axis("family")


def drawable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the dated numbers of civilians killed as the figure takes them: a panel for each family.

    Days are those of publication (the report clock), as coarse as they were printed.
    """
    shown = numbered(frame)
    panel = shown["family"].map(group_of)
    order = panel.map({name: place for place, name in enumerate(NAMES)})
    columns = {
        "panel": panel.map(NAMES), "family": shown["family"], "first": shown["published_first"],
        "last": shown["published_last"], "lo": shown["killed_lo"], "hi": shown["killed_hi"],
        "row_key": shown["row_key"],
    }  # fmt: skip
    made = pd.DataFrame(columns).assign(clock="report", order=order)
    return made.sort_values(["order", "first", "row_key"]).drop(columns="order").reset_index(drop=True)


def speakers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last word of each speaker on each event.

    Parameters
    ----------
    frame : DataFrame
        Dated statements with ``said``. Names that gather many persons (witnesses, unnamed sources) are kept and
        marked: their first and last word need not come from one mouth.

    Returns
    -------
    DataFrame
        One row per event and speaker in order of first word: ``statements``, first and last date and words,
        ``same``, ``one_speaker``, ``row_keys``.
    """
    rows = []
    ordered = frame.sort_values(["published_last", "statement_id"])
    for (about, speaker), group in ordered.groupby(["about", "publisher_name"], sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        rows.append(
            {
                "about": about, "publisher_name": speaker, "family": first["family"], "statements": len(group),
                "first_date": first["published"], "first_said": first["said"], "last_date": last["published"],
                "last_said": last["said"], "same": first["said"] == last["said"],
                "one_speaker": is_one(first["publisher_id"]), "row_keys": list(group["row_key"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def reach(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that were relayed, the most relayed first; relays are reach, not corroboration."""
    relayed = frame[frame["n_relays"] > 0]
    ordered = relayed.sort_values(["n_relays", "published_last", "statement_id"], ascending=[False, True, True])
    return ordered.assign(read_at=ordered["relays"].map(lambda names: "; ".join(dict.fromkeys(names))))


def paired(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the pairs of different families that count the same dead, with the bounds of their ratio.

    Parameters
    ----------
    frame : DataFrame
        Known statements. Pairs are sought within one event only: a house of a quarter can share the quarter's
        place and day, and still holds fewer dead.
    when : str
        The as-of day their tolls carry.

    Returns
    -------
    DataFrame
        As ``comparable`` of `analysis.methods.compare.side_by_side`, with ``about``; the standing may differ, and
        the bridge says so.
    """
    return _within_events(frame, lambda group: side_by_side(entries(group, when), [STANDING]).comparable)


def contradicted(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the contradictions between speakers, within each event: a house is never set against its quarter.

    Parameters
    ----------
    frame : DataFrame
        Known statements.
    when : str
        The as-of day their tolls carry.

    Returns
    -------
    DataFrame
        As `analysis.methods.compare.contradictions`, with ``about``, largest gap first; a speaker's own revisions
        are not contradictions.
    """
    found = _within_events(frame, lambda group: contradictions(entries(group, when)))
    speaker = frame.set_index("row_key")["publisher_id"]
    other = pd.Series([speaker[high] != speaker[low] for high, low in found["row_keys"]], found.index, dtype=bool)
    return found[other].sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)


def _within_events(frame: pd.DataFrame, find: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Return what is found among the statements of each event, with ``about`` naming it."""
    parts = [find(group).assign(about=name) for name, group in frame.groupby("event_name", sort=True)]
    held = [part for part in parts if len(part)]
    return pd.concat(held, ignore_index=True) if held else find(frame.head(0)).assign(about=pd.Series(dtype="str"))


def event_acts(event_id: str, when: str) -> pd.DataFrame:
    """Return the official acts known on a day about an event, its parts and all it is part of."""
    return lettered(official.acts(when, event_ids=list(claims.event_tree(event_id)["event_id"])).known)


def between_acts(frame: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Return, for each official act, what the families said from that day until the next act.

    Parameters
    ----------
    frame : DataFrame
        Dated statements of one event.
    acts : DataFrame
        Official acts in order of date, `lettered`.

    Returns
    -------
    DataFrame
        A first row for the time before any act, then one per day with acts: ``since``, ``letter``, ``act``,
        ``statements``, ``local_media``, ``monitor``, ``official`` (spans of what was said in the interval),
        ``row_keys``. Acts follow statements and statements acts; the table shows order, not cause.
    """
    days = [(day, group) for day, group in acts.groupby("published_last", sort=True)]
    starts = [pd.Timestamp.min, *(pd.Timestamp(str(day)) for day, _ in days)]
    wording = ["before any official act", *("; ".join(map(act_words, group.to_dict("records"))) for _, group in days)]
    keys: list[list[str]] = [[], *(list(group["row_key"]) for _, group in days)]
    rows = []
    letters = ["", *(group["letter"].iloc[0] for _, group in days)]
    ends = [*starts[1:], pd.Timestamp.max]
    for start, end, letter, act, act_keys in zip(starts, ends, letters, wording, keys, strict=True):
        part = frame[(frame["published_last"] >= start) & (frame["published_last"] < end)]
        since = "" if start == pd.Timestamp.min else str(start)[:10]
        row = {
            "since": since,
            "letter": letter,
            "act": act,
            "statements": len(part),
            "row_keys": [*act_keys, *part["row_key"]],
        }
        rows.append(row | {name: _said_by(part, families) for name, families in THREE.items()})
    return pd.DataFrame(rows)


def act_words(act: dict) -> str:
    """Return one official act in words."""
    return f"{act['issuer_as_written']}: {act['about']} ({act['status'].replace('_', ' ')})"


def _said_by(part: pd.DataFrame, families: tuple[str, ...]) -> str:
    """Return the least and the most that some families said in an interval."""
    spoken = part[part["family"].isin(families)]
    return str(span(spoken)) if len(spoken) else "nothing said"


def open_ended(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of civilians killed that leave one end open."""
    shown = numbered(frame)
    return shown[shown["killed_lo"].isna() | shown["killed_hi"].isna()]


def unplaced(book: asof.AsOf) -> pd.DataFrame:
    """Return the statements that cannot be placed before or after the day: dated too coarsely, or not at all."""
    return pd.concat([book.possible, book.undated], ignore_index=True)


def lettered(acts: pd.DataFrame) -> pd.DataFrame:
    """Return official acts with the letter of their day, in order: one letter for each day, a to z."""
    days = {day: ascii_lowercase[place % 26] for place, day in enumerate(sorted(acts["statement_date"].unique()))}
    return acts.assign(letter=acts["statement_date"].map(days).astype("str"))


def marks(acts: pd.DataFrame, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the days to mark in a figure of statements: official acts within the days it shows.

    Parameters
    ----------
    acts : DataFrame
        Official acts with their ``letter``.
    frame : DataFrame
        Statements shown.

    Returns
    -------
    list of (day, label)
        One for each day: its letter and what the acts did (``a denied``).
    """
    end = numbered(frame)["published_last"].max()
    inside = acts[acts["published_last"] <= end]
    by_day = inside.groupby(["statement_date", "letter"], sort=True)["status"]
    return [
        (str(day), f"{letter} {', '.join(sorted({word.replace('_', ' ') for word in group}))}")
        for (day, letter), group in by_day
    ]


def opening(frame: pd.DataFrame, days: int = 31) -> pd.DataFrame:
    """Return the statements certainly published within some days of the first dated one."""
    return frame[frame["published_last"] < frame["published_first"].min() + pd.Timedelta(days=days)]
