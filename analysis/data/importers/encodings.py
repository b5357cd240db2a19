"""From bytes to UTF-8 by a rule that never guesses: UTF-8 where it is valid, else only what nothing else could be."""

from __future__ import annotations

import re
from functools import cache

from analysis.errors import DataError, suggestion

CHOICES = {"utf-8": "utf-8", "cp1256": "cp1256", "latin-1": "latin-1"}
MARK = b"\xef\xbb\xbf"
HIGH = re.compile(rb"[\x80-\xff]+")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
LATIN_LETTER = re.compile(rb"[\xc0-\xd6\xd8-\xf6\xf8-\xff]")
ARABIC_LETTERS = 3  # so many in a row are a word in cp1256, and in no language written in Latin-1


def to_utf8(content: bytes, file: str, encoding: str = "") -> bytes:
    """Return the content as UTF-8 without a byte order mark.

    Parameters
    ----------
    content : bytes
        A file as it was received.
    file : str
        Its name, for the message of a refusal.
    encoding : str
        One of `CHOICES`, when the caller knows it; empty to follow the rule of `detect`.

    Raises
    ------
    DataError
        When the encoding is none of the choices, does not fit, or cannot be told.

    Examples
    --------
    >>> to_utf8(b"\\xef\\xbb\\xbfcode", "events.csv")
    b'code'
    """
    if encoding and encoding.lower() not in CHOICES:
        raise DataError(f"no encoding {encoding!r} is read. {suggestion(encoding.lower(), CHOICES)}")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DataError(f"{file} begins like UTF-16: save it as UTF-8")
    if content.startswith(MARK) and encoding.lower() in ("", "utf-8"):
        content, encoding = content[len(MARK) :], "utf-8"
    named = CHOICES[encoding.lower()] if encoding else detect(content, file)
    try:
        text = content if named == "utf-8" and content.decode() is not None else content.decode(named).encode()
    except UnicodeDecodeError as problem:
        raise DataError(f"{file}, line {_line(content, problem.start)}: is not {named}; {REMEDY}") from None
    _refuse_controls(text, file)
    return text


REMEDY = "save it as UTF-8, or name its encoding with --encoding cp1256 or --encoding latin-1"


def detect(content: bytes, file: str) -> str:
    """Return the encoding that the bytes can only be in.

    Valid UTF-8 is UTF-8. Otherwise it is cp1256 when every byte above 127 is an Arabic letter, mark or sign there and
    at least three letters follow one another; Latin-1 when every such byte is a letter there that stands alone beside
    an unaccented one. No content fits both; one that fits neither is refused.

    Raises
    ------
    DataError
        When the rule decides nothing; the choices are named.

    Examples
    --------
    >>> detect("Générale".encode("latin-1"), "a.csv"), detect("الموصل".encode("cp1256"), "a.csv")
    ('latin-1', 'cp1256')
    """
    try:
        content.decode()
    except UnicodeDecodeError as problem:
        at = problem.start
    else:
        return "utf-8"
    runs = list(HIGH.finditer(content))
    if _is_arabic({run.group() for run in runs}):
        return "cp1256"
    cut = len(runs) == 1 and runs[0].end() == len(content)  # as where UTF-8 was cut off inside its only letter
    if not cut and all(_is_accent(content, run) for run in runs):
        return "latin-1"
    raise DataError(f"{file}, line {_line(content, at)}: is not UTF-8, and its encoding cannot be told; {REMEDY}")


def _is_arabic(runs: set[bytes]) -> bool:
    """Return whether the runs of high bytes are Arabic in cp1256 and hold a word of it."""
    if not {byte for run in runs for byte in run} <= _arabic_signs():
        return False
    return any(sum(map(str.isalpha, run.decode("cp1256"))) >= ARABIC_LETTERS for run in runs)


@cache
def _arabic_signs() -> frozenset[int]:
    """Return the bytes above 127 that are Arabic in cp1256, or a no-break space."""
    told = {byte: bytes([byte]).decode("cp1256") for byte in range(0x80, 0x100)}
    return frozenset(byte for byte, sign in told.items() if "\u0600" <= sign <= "\u06ff" or sign == "\u00a0")


def _is_accent(content: bytes, run: re.Match[bytes]) -> bool:
    """Return whether a run is one Latin-1 letter inside or at the end of a word of unaccented letters."""
    beside = content[run.start() - 1 : run.start()] if run.start() else b""
    return bool(LATIN_LETTER.fullmatch(run.group())) and (beside + content[run.end() : run.end() + 1]).isalpha()


def _refuse_controls(text: bytes, file: str) -> None:
    """Refuse NUL and other control characters: no text of a table holds them."""
    found = CONTROL.search(text)
    if found:
        name = "a NUL byte" if found.group() == b"\0" else "a control character"
        raise DataError(
            f"{file}, line {_line(text, found.start())}: holds {name}; export the file anew as plain UTF-8 text"
        )


def _line(content: bytes, at: int) -> int:
    """Return the line of a position in the bytes."""
    return content[:at].count(b"\n") + 1
