"""What one part of the trial found: what was tried, how often, what happened, and what went against its promise."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True)
class Line:
    """One thing that was tried.

    Parameters
    ----------
    tried : str
        What, in words.
    times : int
        How often.
    happened : str
        What came of it, in words, with its figures.
    failed : int
        How many of the times the promise was broken; 0 is what everything should end with.
    examples : list of str
        The first few of those that failed.
    """

    tried: str
    times: int
    happened: str
    failed: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One part: its promise, what was tried, and what a reader must know beside the table.

    Parameters
    ----------
    name : str
        Of its module and its file of results.
    title : str
        Heading on the page.
    promise : str
        What must hold, in one or two sentences.
    lines : list of Line
        What was tried.
    notes : list of str
        Figures and limits, a paragraph each, in Markdown.
    """

    name: str
    title: str
    promise: str
    lines: list[Line]
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How often the promise was broken."""
        return sum(line.failed for line in self.lines)


def code() -> str:
    """Return which commit is being tried, with a mark where files differ from it."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"], cwd=HERE, capture_output=True, text=True
    )
    return said.stdout.strip() or "no commit"


def write(part: Part, folder: Path | None = None) -> Path:
    """Keep what a part found, for the page; return the file."""
    folder = folder or RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{part.name}.json"
    told = {"code": code(), **asdict(part)}
    place.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return place


def read(names: Iterable[str], folder: Path | None = None) -> list[tuple[str, Part]]:
    """Return what is kept of each part that has been tried, with the commit it was tried on."""
    folder, found = folder or RESULTS, []
    for name in names:
        place = folder / f"{name}.json"
        if place.is_file():
            told = json.loads(place.read_text(encoding="utf-8"))
            commit, lines = told.pop("code"), [Line(**line) for line in told.pop("lines")]
            found.append((commit, Part(**told, lines=lines)))
    return found
