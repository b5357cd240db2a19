"""A statement as the site shows it: when, who, what, on what it rests, who relayed it, and where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.methods.families import EIGHT
from analysis.publish.addresses import anchor, publisher_page
from analysis.publish.website import wording

Shown = dict[str, Any]
NO_DATE = "No date was seen for these"


def relays(claims: pd.DataFrame) -> dict[str, list[Shown]]:
    """Return the pages on which each statement was read again, by statement id, in order of publication.

    Parameters
    ----------
    claims : DataFrame
        Rows of the claims table, excluded ones included.
    """
    ordered = claims[claims["is_primary"] == 0].sort_values(["published_last", "claim_id"], kind="stable")
    found: dict[str, list[Shown]] = {}
    for row in ordered.to_dict("records"):
        found.setdefault(row["statement_id"], []).append(_relay(row))
    return found


def _relay(row: Mapping[Any, Any]) -> Shown:
    """Return one page on which a statement was read again."""
    return {
        "anchor": anchor(row["row_key"]), "by": wording.plain(row["relayed_via"]) or "its own speaker",
        "when": wording.day_words(row["published"]) or "no date seen", "page": wording.page_of(row["url"]),
        "reason": kept_out(row),
    }  # fmt: skip


def witnesses(claims: pd.DataFrame) -> dict[str, str]:
    """Return, by statement id, the anchor of the row that is the best witness of it."""
    rows = claims[claims["is_primary"] == 1]
    return {statement: anchor(key) for statement, key in zip(rows["statement_id"], rows["row_key"], strict=True)}


def saying(row: Mapping[Any, Any], read_again: list[Shown], witness: str) -> Shown:
    """Return one statement as it is shown.

    Parameters
    ----------
    row : mapping
        A row of the statements table.
    read_again : list of dict
        Its `relays`.
    witness : str
        The anchor of its best witness.
    """
    return {
        "anchor": anchor(row["row_key"]), "witness": witness, "key": row["row_key"],
        "day": wording.text(row["published"]),
        "when": wording.day_words(row["published"]), "basis": wording.DATED[row["date_basis"]],
        "coarse": _coarse(row), "speaker": row["publisher_name"],
        "page_of_speaker": publisher_page(row["publisher_id"]),
        "family": EIGHT[row["family"]], "family_code": row["family"], "said": wording.toll_words(row),
        "injured": wording.extra_words(row, "injured", "injured"), "standing": wording.standing(row),
        "held": wording.held_words(row["attribution"]), "window": _window(row), "place": row["place_as_written"],
        "account": wording.plain(row["evidence"]), "note": wording.plain(row["note"]), "relays": read_again,
        "via": wording.plain(row["relayed_via"]), "page": wording.page_of(row["url"]), "language": row["language"],
        "confidence": row["confidence"], "reason": kept_out(row),
    }  # fmt: skip


def _coarse(row: Mapping[Any, Any]) -> str:
    """Return what is not known of a date: nothing where a day was printed."""
    return {"month": "day not known", "year": "month not known"}.get(row["published_precision"], "")


def _window(row: Mapping[Any, Any]) -> str:
    """Return the days of the deaths a statement counts."""
    told = wording.span_words(row["window_start"], row["window_end"])
    return f"{told} (the days of the event; it states none)" if row["window_basis"] == "event" and told else told


def kept_out(row: Mapping[Any, Any]) -> str:
    """Return why a row is in no count, and on whose word; empty where it is counted."""
    if not row["excluded"]:
        return ""
    by = {"hand": "decided in data/hand/exclusions.csv", "raw": "marked by the coders"}
    told = by.get(row["exclude_source"], "")
    reason = str(row["exclude_reason"])
    return f"{wording.EXCLUDED.get(reason, reason)}{f' ({told})' if told else ''}"


def by_year(shown: list[Shown]) -> list[tuple[str, list[Shown]]]:
    """Return statements under the year of their publication, those without a date last.

    >>> by_year([{"day": "2017-03"}, {"day": ""}, {"day": "2017-03-24"}])
    [('2017', [{'day': '2017-03'}, {'day': '2017-03-24'}]), ('No date was seen for these', [{'day': ''}])]
    """
    years: dict[str, list[Shown]] = {}
    for each in shown:
        years.setdefault(each["day"][:4] or NO_DATE, []).append(each)
    return sorted(years.items(), key=lambda held: (held[0] == NO_DATE, held[0]))
