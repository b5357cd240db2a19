"""What the codes of the tables mean to a reader: dates, standing, what is counted, what a date rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analysis.data.tolls import COUNTED as TOLLED
from analysis.data.tolls import whole
from analysis.publish.display import is_web
from analysis.toll import words

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
COUNTED = {
    "killed": "civilians killed",
    "bodies": "bodies, fighters not told apart",
    "killed_incl_combatants": "killed, fighters included",
    "killed_and_injured": "killed and injured together",
    "missing": "missing",
    "present": "persons present",
    "incidents": "incidents",
}
STANDING = {
    "alleged": "alleged",
    "fair": "fair",
    "contested": "contested",
    "confirmed": "confirmed",
    "admitted": "admitted",
    "denied": "denied",
    "under_assessment": "under assessment",
    "figure_claimed": "states a figure",
    "policy_change": "changes a rule",
}
GRADES = ("fair", "contested", "confirmed")
HELD = {
    "coalition": "the Coalition",
    "iraqi_forces": "Iraqi forces",
    "isis": "the Islamic State",
    "all_parties": "all parties together",
    "unclear": "nobody clearly",
}
DATED = {
    "printed": "printed on the speaker's own page",
    "page": "the date of the page it was read on",
    "relay": "the date of a relay; the statement may be older",
    "inferred": "inferred by the coders",
    "unknown": "no date seen",
}
LOOSE = {"dozens": "said as “dozens”", "hundreds": "said as “hundreds”"}
EXCLUDED = {
    "misread": "the page misread its source",
    "unit": "it counts something else",
    "stale_reuse": "an old figure used anew",
    "not_civilians": "not civilians",
    "duplicate_page": "another copy of a page that is here",
    "other": "for another reason, see the note",
}
LINKS = {
    "same": "the same dead",
    "part_of": "a part of it",
    "residual_of": "what the other record does not hold",
    "aggregate_of": "several events in one record",
    "possibly": "possibly the same dead, not settled",
    "none": "reviewed, and not the same dead",
}
# Pages of accounts that may be a private person's: named in the tables, never linked.
ACCOUNTS = ("facebook.com", "twitter.com", "x.com", "instagram.com", "t.me", "telegram.me", "vk.com", "tiktok.com")


def day_words(text: object) -> str:
    """Return a date as it was printed, in words; empty where there is none.

    >>> day_words("2017-03-24"), day_words("2017-03"), day_words("2017"), day_words(None)
    ('24 March 2017', 'March 2017', '2017', '')
    """
    if not isinstance(text, str):
        return ""
    year, *rest = text[:10].split("-")
    named = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*([str(int(rest[1]))] if len(rest) > 1 else []), *named, year])


def span_words(first: object, last: object) -> str:
    """Return the days from one to another in words.

    >>> span_words("2017-03-17", "2017-03-17"), span_words("2017-03", None)
    ('17 March 2017', 'from March 2017, end not stated')
    """
    one, other = day_words(first), day_words(last)
    if one and other:
        return one if one == other else f"{one} to {other}"
    return f"from {one}, end not stated" if one else (f"until {other}, start not stated" if other else "")


def counts(number: int, one: str, many: str = "") -> str:
    """Return how many of a thing there are.

    >>> counts(1, "statement"), counts(1204, "statement"), counts(0, "body", "bodies")
    ('1 statement', '1,204 statements', 'no bodies')
    """
    return f"{number:,} {one}" if number == 1 else f"{f'{number:,}' if number else 'no'} {many or one + 's'}"


def toll_words(row: Mapping[Any, Any]) -> str:
    """Return what a statement says of the dead, with what it counts; a denial without a number is no zero.

    >>> toll_words({"killed_lo": 230, "killed_hi": None, "unit": "killed", "status": "", "qualifier": "at_least"})
    'at least 230 civilians killed'
    """
    unit, bounds = COUNTED[row["unit"]], (whole(row["killed_lo"]), whole(row["killed_hi"]))
    if bounds == (None, None) and row["unit"] not in TOLLED:
        return ", ".join(filter(None, [f"counts {unit}", LOOSE.get(row["qualifier"], "")]))
    if bounds == (None, None):
        if row["status"] == "denied":
            return "denied, no number"
        loose = LOOSE.get(row["qualifier"], "")
        return ", ".join(filter(None, ["no number", loose])) + ("" if row["unit"] == "killed" else f" of {unit}")
    about = "about " if row["qualifier"] == "about" and bounds[0] == bounds[1] else ""
    return f"{about}{words(*bounds)} {unit}"


def extra_words(row: Mapping[Any, Any], name: str, what: str) -> str:
    """Return a second pair of bounds of a row in words, such as the injured; empty where none was stated."""
    bounds = (whole(row[f"{name}_lo"]), whole(row[f"{name}_hi"]))
    return "" if bounds == (None, None) else f"{words(*bounds)} {what}"


def standing(row: Mapping[Any, Any]) -> str:
    """Return the standing of a statement; that of a monitor is its own grade.

    >>> standing({"status": "fair", "family": "monitor"}), standing({"status": "alleged", "family": "witness"})
    ('graded fair by the monitor', 'alleged')
    """
    words = STANDING[row["status"]]
    return f"graded {words} by the monitor" if row["status"] in GRADES and row["family"] == "monitor" else words


def held_words(attribution: str) -> str:
    """Return whom a speaker held responsible.

    >>> held_words("coalition;iraqi_forces")
    'the Coalition and Iraqi forces'
    """
    return " and ".join(HELD.get(part, plain(part)) for part in attribution.split(";"))


def plain(code: object) -> str:
    """Return a code as words; a missing one is empty.

    >>> plain("partner_government"), plain(None)
    ('partner government', '')
    """
    return "" if pd.isna(code) else str(code).replace("_", " ")  # type: ignore[call-overload]


def text(cell: object) -> str:
    """Return a cell as text, empty where it is missing.

    >>> text(None), text(float("nan")), text("2017")
    ('', '', '2017')
    """
    return cell if isinstance(cell, str) else ""


def of_account(address: object) -> bool:
    """Return whether an address is that of an account on a social network, which may be a private person's.

    >>> of_account("https://m.facebook.com/x"), of_account("https://www.latimes.com/x.com")
    (True, False)
    """
    host = (urlsplit(str(address)).hostname or "") if is_web(address) else ""
    return any(host == account or host.endswith(f".{account}") for account in ACCOUNTS)


def page_of(address: object) -> dict[str, str]:
    """Return how an address is shown: ``href`` where it can be followed, and ``words``.

    >>> page_of("https://www.rudaw.net/english/1")
    {'href': 'https://www.rudaw.net/english/1', 'words': 'rudaw.net'}
    """
    if of_account(address):
        return {"href": "", "words": "an account on a social network, not linked here"}
    if not is_web(address):
        return {"href": "", "words": plain(address)}
    return {"href": str(address), "words": str(urlsplit(str(address)).hostname).removeprefix("www.")}
