"""The catalogue file of a language: renewed with what the project says now, and checked before it is used."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import language
from analysis.errors import ParameterError, ReportError
from analysis.publish.messages import Message
from analysis.whole import write_whole
from analysis.wording import names_in

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HEADER = """\
# Texts of civcas in another language; see docs/languages.md.
# An entry with the context "pattern" is met with its names in braces filled;
# {n}, {n2} stand for numbers only. Keep every name in braces and every digit.
# An entry that stays empty is shown in English, marked as such."""
WIDTH = 100


def place_of(code: str) -> Path:
    """Return where the catalogue of a language lies.

    Raises
    ------
    ParameterError
        When the code cannot name a language.
    """
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(code)
        fits = bool(language.CODE.fullmatch(code)) and code != language.ENGLISH
    except (UnknownLocaleError, ValueError):
        fits = False
    if not fits:
        raise ParameterError(f"{code!r} names no language to translate into: write a code such as ar, fr or ckb")
    return language.FOLDER / code / language.FILE


def renew(found: Iterable[Message], code: str) -> tuple[Path, Counter[str]]:
    """Write the catalogue of a language anew, keeping what is translated; return where, and what is in it.

    Texts that the project no longer says are kept at the end of the file as obsolete.
    """
    from babel.messages.pofile import write_po

    path = place_of(code)
    before = language.read(code) if path.is_file() else _empty(code)
    made = _empty(code)
    for message in found:
        context = language.FILLED if message.filled else None
        old = before.get(message.text, context)
        made.add(
            message.text, old.string if old and not old.fuzzy else "", context=context,
            locations=[(place, 0) for place in message.places],
        )  # fmt: skip
    kept = {(each.id, each.context) for each in made}
    lost = [each for each in [*before, *before.obsolete.values()] if each.id and each.string]
    made.obsolete.update({each.id: each for each in lost if (each.id, each.context) not in kept})
    written = io.BytesIO()
    write_po(written, made, width=WIDTH, omit_header=False, include_lineno=False)
    write_whole(path, _plain(written.getvalue().decode("utf-8")).encode("utf-8"))
    language.catalogue.cache_clear()
    return path, Counter("translated" if each.string else "empty" for each in made if each.id)


def faults(found: Iterable[Message], code: str) -> list[str]:
    """Return what is wrong with a catalogue, one sentence each: texts lacking, empty, altered or obsolete."""
    book, listed = language.read(code), list(found)
    problems = []
    for message in listed:
        entry = book.get(message.text, language.FILLED if message.filled else None)
        if entry is None:
            problems.append(f"not in the catalogue: {message.text!r}. Run `civcas messages`")
        elif not entry.string or entry.fuzzy:
            problems.append(f"not translated: {message.text!r} ({', '.join(message.places)})")
        elif said := altered(message.text, str(entry.string)):
            problems.append(said)
    said_now = {(message.text, language.FILLED if message.filled else None) for message in listed}
    gone = [each for each in book if each.id and (each.id, each.context) not in said_now]
    problems += [f"said nowhere: {each.id!r}. Run `civcas messages`" for each in gone]
    return problems


def altered(text: str, told: str) -> str:
    """Return in what a translation is not its text: names in braces, digits or the Markdown of it; empty where in none.

    >>> altered("{n} of 3", "{n} DE 3"), altered("{n} rows", "rows")
    ('', "other names in braces than in '{n} rows': 'rows'")
    """
    try:
        if names_in(text) != names_in(told):
            return f"other names in braces than in {text!r}: {told!r}"
    except ReportError as problem:
        return str(problem)
    bare = [re.sub(r"\{\w+\}", "", each) for each in (text, told)]
    digits = [sorted(re.findall(r"\d+", each)) for each in bare]
    if digits[0] != digits[1] or re.search("[\u0660-\u0669\u06f0-\u06f9]", told):
        return f"other digits than in {text!r}: {told!r}. Write the same, as 0 to 9"
    for mark in ("`", "**", "<", ">", "]("):
        if bare[0].count(mark) != bare[1].count(mark):
            return f"other marks {mark} than in {text!r}: {told!r}"
    return ""


def _empty(code: str) -> Catalog:
    """Return a catalogue without texts."""
    from babel.messages.catalog import Catalog

    return Catalog(locale=code, project="civcas", fuzzy=False, header_comment=HEADER)


def _plain(text: str) -> str:
    """Return a catalogue's file without days, persons and tools in its header."""
    keep = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-")
    lines: list[str] = []
    for line in text.split("\n"):
        named = re.match(r'"[A-Z][A-Za-z-]+: ', line) if len(lines) < 30 else None
        if not named or named[0][1:].startswith(keep):
            lines.append(line)
    return "\n".join(lines)
