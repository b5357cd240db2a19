"""Two small rule tables: why a report was found not credible, and who brought it. The first rule that fits decides.

Both read the words of the raw tables. What no rule fits is "not coded", what is empty is "not stated": the two are
not the same, and neither is guessed.
"""

from __future__ import annotations

import re

NOT_CODED, NOT_STATED = "not_coded", "not_stated"

# Code and what the reason must say, blanks for underscores, in lower case.
REASONS = (
    (
        "no_strike_in_area",
        r"\bno (coalition |air ?)*strikes?\b|did not (conduct|carry out) .*strike|no aircraft .*area",
    ),
    ("place_not_found", r"\b(place|location|name)\b.{0,40}\b(not|never) (be )?(found|located|identified)"),
    ("unlikely_from_strike", r"unlikely from strike|more likely than not .{0,80}\bnot\b"),
    ("insufficient_evidence", r"insufficient evidence|\bno evidence\b"),
    ("no_civilian_harm_seen", r"no civilian harm seen"),
    ("insufficient_information", r"insufficient information|not (enough|sufficient) (information|detail)"),
)
# Several names in one text ("Amnesty and Airwars") take the first rule that fits.
CHANNELS = (
    ("self_report", r"\bself[- ]?report"),
    ("monitor", r"\bairwars\b|\bobservatory\b|\bsyrian network\b|\bbody count\b"),
    ("social_media", r"\bsocial media\b|\btwitter\b|\bfacebook\b"),
    ("ngo", r"\bngo\b|\bamnesty\b|\bhuman rights watch\b|\bwhite helmets\b|\bhumanitarian\b|\bred (cross|crescent)\b"),
    ("media", r"\bmedia\b|\bpress\b|\bnews(paper)?\b"),
)
WORDS = {
    "no_strike_in_area": "no strike in the area", "place_not_found": "place not found",
    "unlikely_from_strike": "harm, but unlikely from a strike", "insufficient_evidence": "insufficient evidence",
    "no_civilian_harm_seen": "no harm to civilians seen", "insufficient_information": "insufficient information",
    NOT_CODED: "a reason no rule codes", NOT_STATED: "no reason seen",
}  # fmt: skip


def reason(text: object) -> str:
    """Return the code of the reason given for a finding of not credible.

    >>> reason("no_strikes_in_area"), reason("other"), reason(None)
    ('no_strike_in_area', 'not_coded', 'not_stated')
    """
    return _first(REASONS, text)


def channel(text: object) -> str:
    """Return the code of who brought a report.

    >>> channel("vehicle owner via NGO"), channel("Shammar tribe"), channel(None)
    ('ngo', 'not_coded', 'not_stated')
    """
    return _first(CHANNELS, text)


def _first(rules: tuple[tuple[str, str], ...], text: object) -> str:
    """Return the code of the first rule that fits a text."""
    if not isinstance(text, str) or not text.strip():
        return NOT_STATED
    plain = text.replace("_", " ").lower()
    return next((code for code, pattern in rules if re.search(pattern, plain)), NOT_CODED)
