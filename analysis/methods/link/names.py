"""Place names across transliterations: folded to what the spellings share, then compared.

Siha and Sihah are one place; the Coalition once rejected a family's case because its list knew only one of them.
Folding loses vowels' quality and doubled letters on purpose, so it can also bring two places together: a folded name
is one part of a score, never a proof.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

# What says how a place lies rather than which place it is.
GENERIC = frozenset(
    re.findall(
        r"\w+",
        """a al ar as at ad ash el the of in on and or near around several incl including to from not given place
        district districts neighbourhood neighborhood neighbourhoods quarter quarters area areas region village town
        city governorate province west east north south western eastern northern southern northeast northwest
        southeast southwest right left bank side old new centre center central part parts entry release report printed
        strike strikes building house houses iraq syria""",
    )
)
FOLDS = (
    (r"[’'`ʿʾ]", ""), (r"kh", "x"), (r"gh", "g"), (r"[dz]h", "z"), (r"th", "t"), (r"ph", "f"), (r"sh", "c"),
    (r"q|ck|ch", "k"), (r"aa|ae|ah\b|eh\b", "a"), (r"ee|ie|iy|ei|ey|ay|ai|y|e", "i"), (r"oo|ou|ow|aw|au|o|w", "u"),
    (r"h\b", ""), (r"j", "g"), (r"(.)\1+", r"\1"),
)  # fmt: skip


def fold(text: str) -> str:
    """Return a name with its transliteration folded away, generic words left out, words in alphabetical order.

    >>> fold("Siha"), fold("Sihah"), fold("al-Sihah neighbourhood, west")
    ('siha', 'siha', 'siha')
    >>> fold("West Bank (release of May)")
    'mi'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    words = [word for word in re.findall(r"[^\W\d_]+", re.sub(r"[’'`ʿʾ]", "", plain)) if word not in GENERIC]
    return " ".join(sorted({_folded(word) for word in words}))


def _folded(word: str) -> str:
    """Return one word folded."""
    for pattern, plain in FOLDS:
        word = re.sub(pattern, plain, word)
    return word


def similarity(left: Sequence[str], right: Sequence[str]) -> np.ndarray:
    """Return how alike folded names are, pair by pair, from 0 to 100: the best agreement of a part of each.

    Parameters
    ----------
    left, right : sequence of str
        Folded names, of one length; an empty name is like nothing.

    Returns
    -------
    ndarray of float
        `rapidfuzz.fuzz.token_set_ratio`.

    Examples
    --------
    >>> similarity(["siha", "tanak"], ["siha musul", "rashidia"]).tolist()[0]
    100.0
    """
    from rapidfuzz import fuzz, process

    return process.cpdist(list(left), list(right), scorer=fuzz.token_set_ratio, dtype=np.float32).astype(float)


def without(names: Sequence[str], cities: Sequence[str]) -> list[str]:
    """Return folded names without the words of their city: what is left names a place inside it.

    >>> without(["musul tanak", "musul"], ["musul", "musul"])
    ['tanak', '']
    """
    return [
        " ".join(word for word in name.split() if word not in city.split())
        for name, city in zip(names, cities, strict=True)
    ]
