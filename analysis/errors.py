"""One class for each kind of refusal. Every message says what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CivcasError(Exception):
    """Base of every error a user can cause; the command line prints its sentence without a traceback."""


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
    """Return a sentence that names the nearest choice, then all of them.

    >>> suggestion("as_off", ["as_of", "event"])
    'Did you mean as_of? Choices: as_of, event.'
    >>> suggestion("zzz", [])
    'There are no choices.'
    """
    listed = sorted(choices)
    if not listed:
        return "There are no choices."
    near = get_close_matches(word, listed, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"{hint}Choices: {', '.join(listed)}."
