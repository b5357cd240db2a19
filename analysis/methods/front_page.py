"""What a reader had before them on a day, and what each figure became: the few statements that were most met.

Nothing is added up; a speaker's later words are listed beside the first, in order of their dates.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import asof, claims, official, tolls
from analysis.errors import ParameterError, suggestion
from analysis.methods.acts import act_words
from analysis.methods.briefing import BY_DAY, UNTOLD, Briefing, both
from analysis.methods.families import EIGHT, SHOWN, is_one, numbered, said
from analysis.toll import Entry

FRONT = [
    "date", "family", "family_name", "who", "speaker", "said", "lo", "hi", "known", "entry", "row_key",
    "label", "leads",
]  # fmt: skip
COMMAND = ("coalition", "us_dod")  # those who answer for the campaign, not one partner's air force


def focus(told: Briefing, chosen: str = "") -> pd.DataFrame:
    """Return the statements a reader was likeliest to meet: those named, or the most relayed of each family.

    Parameters
    ----------
    told : Briefing
        What was known.
    chosen : str
        Statement ids separated by spaces; empty takes, of each family shown by name, the statement with a number
        that had been relayed most by the day (ties: the highest lower bound, then the earliest).

    Returns
    -------
    DataFrame
        Statements with ``known`` (``by the day``, or ``cannot be told`` where the date is too coarse).

    Raises
    ------
    ParameterError
        When a named statement is not among those that were or may have been public about the place in the month.
    """
    held = both(told.inside)
    if not chosen:
        met = numbered(held[held["known"] == BY_DAY])
        relayed = met["statement_id"].map(claims.relays_by(told.when)).fillna(0)
        order = ["by_day", "killed_lo", "published_last"]
        ranked = met.assign(by_day=relayed).sort_values(order, ascending=[False, False, True], kind="stable")
        return pd.concat([ranked[ranked["family"] == name].head(1) for name in SHOWN], ignore_index=True)
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
        ``date``, ``family``, ``family_name``, ``speaker``, ``who`` (family, speaker, whom they held responsible),
        ``said``, ``lo``, ``hi``, ``known``, ``entry`` (the toll with its scope), ``row_key``, ``label``, ``leads``
        (whether the row stands in the headline: the statements, and the last act of the Coalition or the US that
        is dated to the day). Acts without a number say what was done instead.
    """
    rows = [_statement_row(row, told.when) for row in chosen.to_dict("records")]
    acts = told.acts.known[told.acts.known["issuer_group"] != "iraq_government"]
    exact = acts["issuer_group"].isin(COMMAND) & (acts["published_first"] == acts["published_last"])
    last = acts.index[exact][-1:]
    acted = zip(acts.index.isin(last), acts.to_dict("records"), strict=True)
    rows += [_act_row(act, told.when) | {"leads": bool(leads)} for leads, act in acted]
    return pd.DataFrame(rows, columns=FRONT)


def _statement_row(row: dict, when: str) -> dict[str, object]:
    """Return a statement as a row of the front page."""
    date = row["published"] if isinstance(row["published"], str) else "undated"
    entry = tolls.entry(f"{row['publisher_name']}, {date}", row, when)
    actors = entry.toll.scope.words("actors")
    coarse = f"; only the {row['published_precision']} of publication is known" if row["known"] == UNTOLD else ""
    made = {
        "date": date, "family": row["family"], "speaker": row["publisher_name"], "said": row["said"],
        "who": f"{EIGHT[row['family']]} ({row['publisher_name']}, attributed to {actors}{coarse})",
        "known": row["known"], "row_key": row["row_key"],
    }  # fmt: skip
    return _front_row(made, entry)


def _act_row(act: dict, when: str) -> dict[str, object]:
    """Return an official act as a row of the front page."""
    family, speaker, toll = "official_belligerent", act["issuer_as_written"], official.act_toll(act, when)
    done = f"{act['status'].replace('_', ' ')}: {act['about']}"
    made = {
        "date": act["statement_date"], "family": family, "speaker": speaker, "who": f"{EIGHT[family]} ({speaker})",
        "said": f"no number ({done})" if str(toll) == "no number" else f"{toll} ({done})", "known": BY_DAY,
        "row_key": act["row_key"],
    }  # fmt: skip
    return _front_row(made, Entry(f"{speaker}, {act['statement_date']}", family, toll))


def _front_row(made: dict, entry: Entry) -> dict[str, object]:
    """Return one row of the front page."""
    toll = entry.toll
    more = {"family_name": EIGHT[entry.family], "lo": toll.lo, "hi": toll.hi, "entry": entry, "label": entry.name}
    return made | more | {"leads": True}


MANY = "a name for many speakers: no later word can be tied to this one"
RELATION = {"the event": "the same event", "part of it": "a part of it", "contains it": "more than it"}
BECAME = ["then_speaker", "then_said", "date", "counts", "event_name", "now_said", "status", "row_keys"]


def became(chosen: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return what the same speakers said afterwards about the same events, their parts, and what they are part of.

    Parameters
    ----------
    chosen : DataFrame
        Statements known on the day.
    when : str
        The as-of day; later words are those certainly published after it. Words dated too coarsely, or not at
        all, cannot be placed before or after; they are listed last, with the date as it is.

    Returns
    -------
    DataFrame
        ``then_speaker``, ``then_said``, ``date``, ``counts`` (whether the later word counts the same event, a part
        of it, or more than it), ``event_name``, ``now_said``, ``status``, ``row_keys``.
    """
    rows = [row for then in chosen.to_dict("records") for row in _later_words(then, when)]
    return pd.DataFrame(rows, columns=BECAME)


def _later_words(then: dict, when: str) -> list[dict[str, object]]:
    """Return the later words of one statement's speaker, or one row that says why none can be tied to it."""
    if not is_one(then["publisher_id"]):
        nothing = {"published": None, "status": "", "row_key": then["row_key"], "event_name": then["event_name"]}
        return [_became(then, nothing, MANY, "")]
    tree = claims.event_tree(then["event_id"]).set_index("event_id")["relation"]
    everything = claims.statements()
    same = everything[everything["event_id"].isin(tree.index) & (everything["publisher_id"] == then["publisher_id"])]
    parts = asof.as_of(same[same["statement_id"] != then["statement_id"]], when)
    later = pd.concat([parts.later, parts.possible, parts.undated])
    counts = later["event_id"].map(tree).map(RELATION)
    words = zip(later.to_dict("records"), said(later), counts, strict=True)
    return [_became(then, now, text, relation) for now, text, relation in words]


def _became(then: dict, now: dict, text: str, relation: str) -> dict[str, object]:
    """Return one later word of a speaker."""
    return {
        "then_speaker": then["publisher_name"], "then_said": then["said"], "date": now["published"], "counts": relation,
        "event_name": now["event_name"], "now_said": text, "status": now["status"],
        "row_keys": [then["row_key"], now["row_key"]],
    }  # fmt: skip


def acts_since(told: Briefing, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the official acts after the day about the chosen statements' events, their parts and wholes.

    Acts without a date, or dated too coarsely, cannot be placed before or after; they are listed last.

    Returns
    -------
    DataFrame
        Rows of official_statements with ``act`` and ``said`` in words.
    """
    related = [name for event in chosen["event_id"].unique() for name in claims.event_tree(event)["event_id"]]
    acts = official.acts(told.when, event_ids=list(dict.fromkeys(related)))
    later = pd.concat([acts.later, acts.possible, acts.undated], ignore_index=True)
    records = later.to_dict("records")
    return later.assign(
        act=pd.Series(list(map(act_words, records)), index=later.index, dtype="str"),
        said=pd.Series([str(official.act_toll(act)) for act in records], index=later.index, dtype="str"),
    )
