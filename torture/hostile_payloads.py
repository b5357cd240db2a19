"""What a stranger could write into a cell: each carries a name of its own, so that it is found wherever it comes out.

The texts stand in ``hostile_payloads.json``, each with the kind of its trick.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

HOST = "hear.invalid"  # nobody's: whoever asks it was led there by a table
MARK = re.compile(r"q(\d{3})z(\d{3})", re.I)


class Payload(NamedTuple):
    """One text: its number, what kind of trick it is, and the text with ``{m}`` where its name goes."""

    number: int
    kind: str
    text: str

    def at(self, place: int) -> str:
        """Return the text as it is written into one place, by whose number it is found again."""
        return self.text.replace("{m}", f"q{place:03d}z{self.number:03d}")


def _read() -> tuple[Payload, ...]:
    """Return all texts, numbered in the order of their file."""
    listed = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return tuple(Payload(number, kind, text) for number, (kind, text) in enumerate(listed))


PAYLOADS = _read()


def found(text: str) -> set[tuple[int, int]]:
    """Return which payloads stand in a text, by place and number."""
    return {(int(place), int(number)) for place, number in MARK.findall(text)}
