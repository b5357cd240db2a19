"""Characters that nobody sees, shown by their number: what a reader cannot see must not decide what a reader reads.

A control, a mark of ours, or a sign that turns the direction of what follows could hide words, reverse a figure or end
a file early. Signs of direction that are opened and closed in one text are how Arabic is written, and stay.
"""

from __future__ import annotations

import re

OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
CLOSING = frozenset(OPENING.values())
TURNING = re.compile("[\u202a-\u202c\u2066-\u2069]")
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\u2028\u2029\u206a-\u206f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff\ud800-\udfff"
    "\U0001fffe\U0001ffff\U000e0000-\U0010ffff]"
)


def shown(text: str) -> str:
    """Return a text with every character that nobody sees as its number in brackets.

    Parameters
    ----------
    text : str
        Whoever wrote it. Its lines come to end alike.

    Examples
    --------
    >>> shown("at least 230"), shown("killed \\u202e032"), shown("a\\x00b")
    ('at least 230', 'killed [U+202E]032', 'a[U+0000]b')
    """
    if text.isascii() and text.isprintable():
        return text
    told = UNSEEN.sub(_named, text.replace("\r\n", "\n").replace("\r", "\n"))
    return _closed(told) if TURNING.search(told) else told


def _named(found: re.Match[str]) -> str:
    """Return a character by its number."""
    return f"[U+{ord(found[0]):04X}]"


def _closed(text: str) -> str:
    """Return a text in which each sign of direction stays that is closed, or closes one, in its order."""
    lone, opened = set(), []  # type: set[int], list[int]
    for place, sign in ((found.start(), found[0]) for found in TURNING.finditer(text)):
        if sign not in CLOSING:
            opened.append(place)
        elif opened and OPENING[text[opened[-1]]] == sign:
            opened.pop()
        else:
            lone.add(place)
    lone.update(opened)
    return TURNING.sub(lambda found: _named(found) if found.start() in lone else found[0], text)
