"""Everything publicly said about one event, in order of publication, with its parts kept apart.

The method describes what was said; it estimates nothing. A span of what was said is not an interval for the
number of dead.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import asof, claims
from analysis.data.keys import behind
from analysis.methods.families import NAMES, group_of, is_one, numbered, said, span


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


def event_and_parts(known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the statements about an event itself, and those about its parts."""
    own = known["relation"] == "the event"
    return known[own], known[~own]


def tree_counts(event_id: str, when: str) -> pd.DataFrame:
    """Return the event with all that contains it and all its parts: how many statements about each were known.

    Returns
    -------
    DataFrame
        Rows of the events table from the widest to the narrowest, with ``relation``, ``statements``, ``said`` (the
        span of civilians killed, over that event alone) and ``row_keys`` (the event, then these statements).
    """
    tree = claims.event_tree(event_id)
    known = asof.as_of(claims.statements(), when).known
    parts = {name: known[known["event_id"] == name] for name in tree["event_id"]}
    told = tree.assign(
        statements=[len(parts[name]) for name in tree["event_id"]],
        said=[str(span(parts[name])) for name in tree["event_id"]],
    )
    return behind(told, ([key, *parts[name]["row_key"]] for key, name in told[["row_key", "event_id"]].to_numpy()))


def holdings(book: asof.AsOf) -> pd.DataFrame:
    """Return counts of statements by family (rows) and by what can be said of their date (columns).

    The last column is ``row_keys``: the statements of each row, in the order of the columns.
    """
    counts = {name: part["family"].map(group_of).value_counts() for name, part in book._asdict().items()}
    table = pd.DataFrame(counts).reindex(list(NAMES)).fillna(0).astype(int)
    every = pd.concat([part[["family", "row_key"]] for part in book], ignore_index=True)
    keys = [list(every.loc[every["family"].map(group_of) == name, "row_key"]) for name in NAMES]
    return behind(table, keys).rename(index=NAMES).rename_axis("family")


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


def reach(frame: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return the statements that were relayed, the most relayed first; relays are reach, not corroboration.

    Adds ``by_day``: how many of the ``n_relays`` relays are dated by the day; the others are later or undated. And
    ``row_keys``: the statement, then the claims in which it was read.
    """
    by_day = frame["statement_id"].map(claims.relays_by(when)).fillna(0).astype("Int64")
    relayed = frame.assign(by_day=by_day)[frame["n_relays"] > 0]
    ordered = relayed.sort_values(["n_relays", "published_last", "statement_id"], ascending=[False, True, True])
    told = ordered.assign(read_at=ordered["relays"].map(lambda names: "; ".join(dict.fromkeys(names))))
    rows = zip(told["row_key"], told["claim_ids"], strict=True)
    return behind(told, ([key, *(f"claims:{claim}" for claim in read)] for key, read in rows))


def parts_conceded(parts: pd.DataFrame) -> pd.DataFrame:
    """Return what officials that were a party to the strikes said of each part of an event, counted apart from it.

    Returns
    -------
    DataFrame
        ``lead`` (words to stand before the figure), ``said``, ``row_keys``; no row for a part of which they gave no
        number.
    """
    spoken = numbered(parts[parts["family"] == "official_belligerent"])
    rows = [
        {"lead": f"of a part of it ({about}), officials that were a party", "said": str(span(group)),
         "row_keys": list(group["row_key"])}
        for about, group in spoken.groupby("about", sort=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["lead", "said", "row_keys"])


def open_ended(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of civilians killed that leave one end open."""
    shown = numbered(frame)
    return shown[shown["killed_lo"].isna() | shown["killed_hi"].isna()]


def unplaced(book: asof.AsOf) -> pd.DataFrame:
    """Return the statements that cannot be placed before or after the day: dated too coarsely, or not at all."""
    return asof.unplaced(book)


def kept_out(event_id: str) -> pd.DataFrame:
    """Return the statements about an event and its parts that are in no count and no figure, each with the reason."""
    tree = claims.event_tree(event_id)
    about = claims.about_event(
        claims.statements(include_excluded=True), list(tree.loc[tree["relation"] != "contains it", "event_id"])
    )
    out = about[about["excluded"]]
    return out.assign(said=said(out)).reset_index(drop=True)


def opening(frame: pd.DataFrame, days: int = 31) -> pd.DataFrame:
    """Return the statements certainly published within some days of the first dated one."""
    return frame[frame["published_last"] < frame["published_last"].min() + pd.Timedelta(days=days)]
