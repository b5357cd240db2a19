"""Which language this process speaks, and how a text is said in it. English is the text itself and costs nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import outside
from analysis.errors import ParameterError, ReportError, suggestion
from analysis.wording import Catalogue, Piece

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ENGLISH = "en"
FOLDER = Path(__file__).parent / "locale"
FILE = Path("LC_MESSAGES", "civcas.po")
CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?", re.ASCII)
MOST = 200  # letters of what a library says of a file
FILLED = "pattern"  # the context of entries that are met with their braces filled

_spoken = ENGLISH


def languages() -> list[str]:
    """Return the codes of the languages a report can be made in, English first.

    >>> languages()[0]
    'en'
    """
    found = sorted(place.parents[1].name for place in FOLDER.glob(f"*/{FILE}"))
    return [ENGLISH, *(code for code in found if CODE.fullmatch(code) and code != ENGLISH)]


def known(code: str) -> str:
    """Return the code of a language that has a catalogue.

    Raises
    ------
    ParameterError
        When it has none; those that have are named.
    """
    if code not in languages():
        raise ParameterError(
            f"no catalogue for the language {code!r}. {suggestion(code, languages())} "
            f"Begin a new one with `civcas messages --language CODE`; see docs/languages.md"
        )
    return code


def speak(code: str) -> str:
    """Let this process show texts in a language; return the one it spoke before.

    Parameters
    ----------
    code : str
        ``en``, or a language with a catalogue in ``analysis/locale``.

    Raises
    ------
    ParameterError
        When there is no catalogue for it.

    Examples
    --------
    >>> speak("en")
    'en'
    """
    global _spoken
    before, _spoken = _spoken, known(code)
    return before


def spoken() -> str:
    """Return the code of the language this process speaks.

    >>> spoken()
    'en'
    """
    return _spoken


def direction(code: str) -> str:
    """Return ``rtl`` for a language written from right to left, else ``ltr``.

    >>> direction("en"), direction("ar")
    ('ltr', 'rtl')
    """
    if code == ENGLISH:
        return "ltr"
    from babel import Locale

    return Locale.parse(code).text_direction


def own_name(code: str) -> str:
    """Return what a language calls itself.

    >>> own_name("en"), own_name("ar")
    ('English', 'العربية')
    """
    from babel import Locale

    return str(Locale.parse(code).get_display_name(code))


def read(code: str) -> Catalog:
    """Return the catalogue of a language as it is in its file, empty entries included.

    Raises
    ------
    ReportError
        When the file cannot be read.

    Examples
    --------
    >>> read("ar").locale_identifier
    'ar'
    """
    from babel.messages.pofile import read_po

    try:
        content = (FOLDER / code / FILE).read_bytes()
        content.decode("utf-8")
        return read_po(io.BytesIO(content), locale=code, abort_invalid=True)
    except Exception as problem:  # what is no catalogue fails there in many ways
        told = outside.sentence(problem) if isinstance(problem, OSError) else outside.seen(str(problem)[:MOST])
        raise ReportError(f"the catalogue of {code!r} cannot be read: {told}. Correct its civcas.po") from None


@cache
def catalogue(code: str) -> Catalogue:
    """Return the texts of a language, read once in a process; an entry marked fuzzy or left empty counts for none.

    Raises
    ------
    ReportError
        When the file cannot be read, or a translation has other names in braces than its text.
    """
    entries = [each for each in read(code) if each.id and not each.fuzzy]
    told = {(each.context, str(each.id)): str(each.string) for each in entries if each.string}
    return Catalogue(
        code,
        {text: said for (context, text), said in told.items() if context != FILLED},
        {text: said for (context, text), said in told.items() if context == FILLED},
    )


def said(template: str) -> str | None:
    """Return a template in the language spoken; None where it is not translated.

    >>> said("Of these, {n} are dated.")
    'Of these, {n} are dated.'
    """
    return template if _spoken == ENGLISH else catalogue(_spoken).template(template)


def tr(template: str, **values: object) -> str:
    """Return a template in the language spoken, its braces filled; values that are text are said in it as well.

    Parameters
    ----------
    template : str
        English text with names in braces.
    **values : object
        What stands in the braces.

    Examples
    --------
    >>> tr("{n} of {whole}", n=2, whole="three")
    '2 of three'
    """
    filled: Mapping[str, object] = {
        name: reword(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return (said(template) or template).format(**filled)


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a finished text in parts, each in the language spoken or still in English.

    >>> pieces("at least 230")
    (Piece(text='at least 230', known=True),)
    """
    return (Piece(text),) if _spoken == ENGLISH else catalogue(_spoken).pieces(text)


def reword(text: str) -> str:
    """Return a finished text in the language spoken, as far as its parts are translated.

    >>> reword("at least 230")
    'at least 230'
    """
    return text if _spoken == ENGLISH else "".join(piece.text for piece in pieces(text))


def joint(between: str) -> str:
    """Return what stands between the parts of a list in the language spoken.

    >>> joint("; ")
    '; '
    """
    return between if _spoken == ENGLISH else catalogue(_spoken).patterns.get(between, between)


def title(text: str, code: str) -> str:
    """Return the title of a report in a language, whichever this process speaks.

    >>> title("What was said", "en")
    'What was said'
    """
    if code == ENGLISH:
        return text
    return "".join(piece.text for piece in catalogue(code).pieces(text))
