"""One class for each kind of refusal. Every message says what is wrong, where, and what to do next."""

from __future__ import annotations

import linecache
import re
import textwrap
import traceback
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

CELL = re.compile(r"ipykernel_\d+|<ipython-input|<string>|\bcell\b")  # where the code of a notebook's cell is kept
WIDTH = 100
MANY = 400  # letters of a list of choices that is worth reading
LONG = re.compile(r"\S{161,}")  # a word that nobody reads to its end
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # characters that nobody sees, or that turn the line round


def readable(text: str) -> str:
    """Return a text in which everything is seen: hidden characters by their numbers, endless words cut in the middle.

    What a file holds gets into sentences; it must neither turn a terminal's line round nor fill it.

    >>> readable("ends\\u202e here, " + "9" * 200)[:30], len(readable("9" * 2000))
    ('ends\\\\u202e here, 9999999999999', 125)
    """
    if not text.isprintable():
        text = "".join(sign if _is_seen(sign) else _named(sign) for sign in text)
    return LONG.sub(lambda word: f"{word[0][:80]}[...]{word[0][-40:]}", text)


def _is_seen(sign: str) -> bool:
    """Return whether a character is seen, or ends a line."""
    return sign == "\n" or unicodedata.category(sign) not in HIDDEN


def _named(sign: str) -> str:
    """Return a character as Python writes its number."""
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


class CivcasError(Exception):
    """Base of every error a user can cause; the command line prints its sentence without a traceback.

    A notebook shows the sentence and the line of the cell that led to it, for the rest of the traceback is about our
    code and not about what was asked. To see it all: ``import traceback, sys``, then
    ``traceback.print_exception(sys.last_value)``.
    """

    def __str__(self) -> str:
        return readable(super().__str__())

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows instead of a traceback; Jupyter asks for it by this name."""
        told = [
            textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in str(self).split("\n")
        ]
        frames = [frame for frame in traceback.extract_tb(self.__traceback__) if CELL.search(frame.filename)]
        if frames:
            source = (frames[0].line or linecache.getline(frames[0].filename, frames[0].lineno or 0)).strip()
            told.append(f"Line {frames[0].lineno} of this cell" + (f": {source}" if source else ""))
        return [f"{type(self).__name__}", *told]


class TollError(CivcasError):
    """Bounds that cannot be bounds: reversed, negative, not whole numbers where persons are counted."""


class ScopeError(CivcasError):
    """Two figures do not count the same thing; `field` names what differs."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class DoubleCountError(CivcasError):
    """A sum would count the same dead twice: one row in two terms, or a parent with its part."""


class DataError(CivcasError):
    """A table cannot be read or used as it stands."""


class ParameterError(CivcasError):
    """A report parameter is unknown, ill-typed, or selects nothing."""


class ReportError(CivcasError):
    """A report cannot be planned, executed or published."""


class MethodRefused(CivcasError):
    """A method's assumptions do not hold for these data; the message says what would change that."""


def suggestion(word: str, choices: Iterable[str]) -> str:
    """Return a sentence that names the nearest choice, then all of them, or of very many the nearest few.

    >>> suggestion("as_off", ["as_of", "event"])
    'Did you mean as_of? Choices: as_of, event.'
    >>> suggestion("zzz", [])
    'There are no choices.'
    """
    listed = sorted(choices)
    if not listed:
        return "There are no choices."
    near = _nearest(word, listed)
    hint = f"Did you mean {near[0]}? " if near else ""
    shown = ", ".join(listed)
    if len(shown) > MANY:
        few = near or listed[:3]
        shown = f"{', '.join(few)} and {len(listed) - len(few)} more"
    return f"{hint}Choices: {shown}."


def _nearest(word: str, listed: list[str]) -> list[str]:
    """Return up to three choices that resemble a word, capitals being nothing, the nearest first."""
    if len(word) > WIDTH:  # no slip of the pen, and it would be compared letter by letter
        return []
    folded: dict[str, list[str]] = {}
    for choice in listed:
        folded.setdefault(choice.casefold(), []).append(choice)
    found = get_close_matches(word, listed, n=3) + [
        choice for name in get_close_matches(word.casefold(), folded, n=3) for choice in folded[name]
    ]
    return list(dict.fromkeys(found))[:3]
