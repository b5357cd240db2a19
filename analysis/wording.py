"""A catalogue of one language: whole texts, texts with names in braces, and how a finished text is put together again.

English is the language of every table and every rule. A translation is looked up where something is shown, so that
the data of a report are the same bytes in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from string import Formatter

from analysis.errors import ReportError

LETTER = re.compile(r"[^\W\d_]")
NUMERIC = re.compile(r"n\d*")  # a name in braces that stands for a number: n, n2, n3
BLANK = re.compile(r"\{(\w+)\}")
FIRST_BLANK = 0xE000  # what a blank of a template is while the text around it is looked up: no letter and no digit
FIGURE = r"(?:[+~-]?\d[\d,.]*%?|[\ue000-\uf8ff])"
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)")
LISTS = ("\n", "; ", " · ", ": ", ", ", " and ")  # how several texts stand in one, the widest joint first
LOOSE = ("\n", "; ", " · ")  # joints between whole texts: one may be known and another not
STRICT = " and "  # stands within names too, so that every part must be known; at the others a name may stay unknown
LEAST_LETTERS = 2  # of a pattern outside its braces: with fewer it would fit any text
FIRM_LETTERS = 8  # of a pattern that may leave free text in English; with fewer it may leave only names
FEW_LETTERS = 3  # up to so many, as in "{low} to {high}", what stands in the braces must hold a figure
WITH_FIGURE = r"(?:[^;,]*?[\d\ue000-\uf8ff][^;]*?|\(not stated\)|open)"
MORE_SENTENCES = 2  # of a text than of the pattern it may fit: a longer text is taken sentence by sentence
BRACKETED = re.compile(r"([^()]+) \((.+)\)", re.S)
COUNTED = re.compile(rf"({FIGURE}) (.+)", re.S)


@dataclass(frozen=True)
class Piece:
    """A part of a text: in the language it is shown in (or in none, as a number), or still in English."""

    text: str
    known: bool = True


@dataclass(frozen=True)
class Pattern:
    """A text with names in braces, its translation, and what to look for before it is tried."""

    shape: re.Pattern[str]
    anchor: str
    told: str
    letters: int  # of its own, outside the braces: the more, the earlier it is tried
    sentences: int


def names_in(template: str) -> list[str]:
    """Return the names in braces of a template, sorted.

    >>> names_in("{n} of {whole}")
    ['n', 'whole']
    """
    try:
        return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)
    except ValueError as problem:
        raise ReportError(f"the text {template!r} has a brace that is not closed ({problem}): correct it") from None


@dataclass
class Catalogue:
    """The translated texts of one language.

    Parameters
    ----------
    code : str
        The language, such as ``ar``.
    texts : mapping of str to str
        English text to its translation; both may hold names in braces.
    patterns : mapping of str to str
        Texts that are met filled, such as ``at least {n}``; a name of ``n`` and digits stands for a number only.

    Raises
    ------
    ReportError
        When a translation has other names in braces than its text: a number would be lost.

    Examples
    --------
    >>> book = Catalogue("xx", {"persons": "PERSONS"}, {"at least {n}": "{n} OR MORE"})
    >>> "".join(piece.text for piece in book.pieces("at least 230; persons"))
    '230 OR MORE; PERSONS'
    """

    code: str
    texts: Mapping[str, str]
    patterns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for text, told in [*self.texts.items(), *self.patterns.items()]:
            if "{" in text + told and names_in(text) != names_in(told):
                raise ReportError(
                    f"the catalogue of {self.code!r} translates {text!r} with other names in braces: {told!r}. "
                    f"Write the same names in civcas.po"
                )
        self._folded: dict[str, str] = {}
        for text in self.texts:
            self._folded.setdefault(text.casefold(), text)
        blank = {text: told for text, told in self.texts.items() if "{" in text}
        made = (_pattern(text, told) for text, told in (blank | dict(self.patterns)).items())
        self._shapes = sorted((each for each in made if each), key=lambda each: -each.letters)
        self.pieces = lru_cache(maxsize=20_000)(self.pieces)  # type: ignore[method-assign]

    def exact(self, text: str) -> str | None:
        """Return the translation of a whole text, whatever the case of its letters; None where there is none."""
        if text in self.texts:
            return self.texts[text]
        folded = " ".join(text.casefold().split())
        known = self._folded.get(folded) or self._folded.get(folded.replace("_", " "))
        if known is None:
            return None
        told = self.texts[known]
        return told[:1].lower() + told[1:] if text[:1].islower() and known[:1].isupper() else told

    def template(self, text: str) -> str | None:
        """Return the translation of a template, found whole or put together; None where a part is missing."""
        whole = self.exact(text.strip())
        if whole is not None:
            return whole
        names = list(dict.fromkeys(BLANK.findall(text)))
        marks = {name: chr(FIRST_BLANK + at) for at, name in enumerate(names)}
        found = self.pieces(BLANK.sub(lambda blank: marks[blank[1]], text))
        told = "".join(piece.text for piece in found)
        for name, mark in marks.items():
            told = told.replace(mark, f"{{{name}}}")
        return told if all(piece.known for piece in found) and names_in(told) == names_in(text) else None

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return a finished text in parts, each translated or still in English."""
        if text in self.patterns:  # a joint between the parts of a list
            return (Piece(self.patterns[text]),)
        inner = text.strip()
        if not inner:
            return (Piece(text),)
        start = text.index(inner)
        before, after = text[:start], text[start + len(inner) :]
        found = self._known(inner) or (Piece(inner, False),)
        return _merged([Piece(before), *found, Piece(after)])

    def _known(self, text: str) -> tuple[Piece, ...] | None:
        """Return the parts of a text of which at least one is translated, or that holds no word; else None."""
        if not LETTER.search(text):
            return (Piece(text),)
        told = self.exact(text)
        if told is not None:
            return (Piece(told),)
        ways = (self._fitted, self._counted, self._bracketed, self._sentences, self._listed)
        return next((found for way in ways if (found := way(text))), None)

    def _fitted(self, text: str) -> tuple[Piece, ...] | None:
        """Return a text that fits a pattern, of several the one that leaves least of it in English."""
        best: tuple[Piece, ...] | None = None
        sentences = len(SENTENCE.split(text)) - MORE_SENTENCES
        for pattern in self._shapes:
            if sentences <= pattern.sentences and pattern.anchor in text and (found := pattern.shape.fullmatch(text)):
                parts = self._refilled(pattern, found)
                if pattern.letters < FIRM_LETTERS and not all(part.known or _a_name(part.text) for part in parts):
                    continue
                if best is None or _left(parts) < _left(best):
                    best = parts
                if not _left(best):
                    break
        return best

    def _refilled(self, pattern: Pattern, found: re.Match[str]) -> tuple[Piece, ...]:
        """Return the translation of a pattern with what stood in the braces."""
        parts: list[Piece] = []
        for literal, name, _, _ in Formatter().parse(pattern.told):
            parts.append(Piece(literal))
            parts += self.pieces(found[name]) if name is not None else []
        return _merged(parts)

    def _counted(self, text: str) -> tuple[Piece, ...] | None:
        """Return a number and what it counts, where that is known."""
        found = COUNTED.fullmatch(text)
        told = self.exact(found[2]) if found else None
        return (Piece(f"{found[1]} {told}"),) if found and told is not None else None

    def _bracketed(self, text: str) -> tuple[Piece, ...] | None:
        """Return a known text with a remark in brackets behind it, the remark as far as it is known."""
        found = BRACKETED.fullmatch(text)
        told = self.exact(found[1]) if found else None
        if found is None or told is None:
            return None
        return _merged([Piece(f"{told} ("), *self.pieces(found[2]), Piece(")")])

    def _sentences(self, text: str) -> tuple[Piece, ...] | None:
        """Return a text sentence by sentence, where one of them is known."""
        cut = self._grouped(SENTENCE.split(text), " ")
        return self._joined(cut, " ", loose=True) if len(cut) > 1 else None

    def _listed(self, text: str) -> tuple[Piece, ...] | None:
        """Return a text that is a list, part by part, where one of them is known."""
        for joint in LISTS:
            cut = self._grouped(_cut(text, joint), joint)
            if len(cut) > 1 and (found := self._joined(cut, joint, loose=joint in LOOSE)):
                return found
        return None

    def _grouped(self, cut: list[str], joint: str) -> list[str]:
        """Return the parts of a text, neighbours that are known as one text put together again."""
        groups, at = [], 0
        while at < len(cut):
            ends = range(len(cut), at + 1, -1)
            whole = (end for end in ends if self.exact(joint.join(cut[at:end])) is not None)
            end = next(whole, at + 1)
            groups.append(joint.join(cut[at:end]))
            at = end
        return groups

    def _joined(self, cut: list[str], joint: str, loose: bool) -> tuple[Piece, ...] | None:
        """Return parts with their joint; None where none is translated, or one is neither known nor a name."""
        found = [self._known(part.strip()) if part.strip() else (Piece(""),) for part in cut]
        words = [each for part, each in zip(cut, found, strict=True) if LETTER.search(part)]
        named = all(
            each is not None or (joint != STRICT and _a_name(part)) for part, each in zip(cut, found, strict=True)
        )
        if all(each is None for each in words) or not (loose or named):
            return None
        between = Piece(self.patterns.get(joint, joint))
        parts = [list(each or (Piece(part.strip(), False),)) for part, each in zip(cut, found, strict=True)]
        made = _merged([piece for at, each in enumerate(parts) for piece in ([between] if at else []) + each])
        most = 2 * _left(made) > sum(len(LETTER.findall(part)) for part in cut)
        return None if most and not loose else made  # a sentence in which a few words are known is none of our texts


def _cut(text: str, joint: str) -> list[str]:
    """Return a text cut at a joint, what stands in brackets left whole.

    >>> _cut("relays: 2 (a; b); none", "; ")
    ['relays: 2 (a; b)', 'none']
    """
    parts: list[str] = []
    for part in text.split(joint):
        if parts and parts[-1].count("(") > parts[-1].count(")"):
            parts[-1] += joint + part
        else:
            parts.append(part)
    return parts


def _a_name(text: str) -> bool:
    """Return whether an unknown part may be a name: short, and begun with a capital, a digit or no letter at all."""
    return len(text.split()) <= 5 and not text.strip()[:1].islower()


def _pattern(text: str, told: str) -> Pattern | None:
    """Return how a text with braces is found again; None where it is a joint or would fit anything."""
    parts = list(Formatter().parse(text))
    literals = [literal for literal, *_ in parts if literal]
    letters = len(LETTER.findall("".join(literals)))
    if not any(name for _, name, _, _ in parts) or letters < LEAST_LETTERS:
        return None
    shape, seen = "", set[str]()
    anything = WITH_FIGURE if letters <= FEW_LETTERS else ".*?"
    for literal, name, _, _ in parts:
        shape += re.escape(literal)
        if name is not None:
            inner = FIGURE if NUMERIC.fullmatch(name) else anything
            shape += f"(?P={name})" if name in seen else f"(?P<{name}>{inner})"
            seen.add(name)
    return Pattern(re.compile(shape, re.S), max(literals, key=len), told, letters, len(SENTENCE.split(text)))


def _left(parts: Iterable[Piece]) -> int:
    """Return how many letters are still in English."""
    return sum(len(LETTER.findall(part.text)) for part in parts if not part.known)


def _merged(parts: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return parts with neighbours of one kind put together and empty ones left out."""
    out: list[Piece] = []
    for part in parts:
        if not part.text:
            continue
        if out and out[-1].known == part.known:
            out[-1] = Piece(out[-1].text + part.text, part.known)
        else:
            out.append(part)
    return tuple(out)


def doubled(texts: Iterable[str]) -> list[str]:
    """Return the texts that differ from another only in the case of their letters.

    >>> doubled(["Both", "both", "one"])
    ['both']
    """
    ordered = sorted(texts, key=lambda text: (text.casefold(), text))
    return [later for earlier, later in pairwise(ordered) if earlier.casefold() == later.casefold()]
