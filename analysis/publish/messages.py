"""Every text of the project that a reader meets: gathered from notebooks, code, templates, titles and closed lists.

What only a table holds (notes, reasons, the words of a source) stays in the language it was written in.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.paths import Project
from analysis.publish.literals import Text, texts_of
from analysis.publish.prose import blocks
from analysis.scope import FIELDS

PACKAGE = Path(__file__).parents[1]
GROUND = ("toll", "scope", "basis")
TABLES = ("cases", "claims", "coding", "determinations", "incidents", "official", "series", "tolls", "samples")
NOT_SHOWN = (
    "at_scale", "review", "extract", "literals", "messages", "translating", "prose", "serving", "stating", "provenance",
    "differing", "values", "sheets", "printing", "status", "codebook_page", "website", "history", "start", "welcome",
    "asking", "canvas", "guard", "saved", "seeing", "versioned",
)  # fmt: skip
WORDS_OF_CELLS = (
    "yes", "no", "not stated", "none", "raw", "hand", "up", "down", "contradiction", "same", "met", "ordinary", "whole",
    "restated", "withdrawn", "not applicable", "before", "level", "level and slope", "bounds", "civilians killed",
    "civilians killed and injured", "civilians missing", "persons killed", "social media", "media", "self report",
)  # fmt: skip
JOINTS = ("; ", ", ", ": ", " · ", " and ")
NAMES = {
    "events.csv": ("place", "governorate", "name"), "places.csv": ("place",), "publishers.csv": ("name",),
    "specifications.csv": ("meaning",), "policy_dates.csv": ("what",), "transcription_check.csv": ("field",),
}  # fmt: skip
MEANING = re.compile(r"#\s*type:\s*\w+\s+(\S.*)$", re.M)
DAY = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True)
class Message:
    """A text, whether it is met with its blanks filled, and where it stands."""

    text: str
    filled: bool
    places: tuple[str, ...]


def messages(project: Project) -> list[Message]:
    """Return every text that can be translated, each once, in the order of the places they stand at.

    Parameters
    ----------
    project : Project
        Its notebooks, ``reports.toml`` and closed lists are read, with the code and templates of the package.
    """
    found: dict[tuple[str, bool], list[str]] = {}
    for place, text in _all(project):
        places = found.setdefault((text.text, text.filled), [])
        if place not in places:
            places.append(place)
    return [Message(text, filled, tuple(places)) for (text, filled), places in found.items()]


def _all(project: Project) -> Iterator[tuple[str, Text]]:
    """Yield every text with its place: what all pages share, then the notebooks, then the code."""
    yield from (("joint", Text(joint, filled=True)) for joint in JOINTS)
    yield from (("templates", Text(text)) for text in of_templates(PACKAGE / "publish" / "templates"))
    yield from (("reports.toml", text) for text in of_catalogue(project))
    for path in sorted(path for path in project.notebooks.glob("*.ipynb") if path.stem not in NOT_SHOWN):
        yield from ((path.name, text) for text in of_notebook(path))
    for path in _modules():
        place = path.relative_to(PACKAGE.parent).as_posix()
        templates = "publish" in path.parts  # elsewhere a text with blanks is filled before anything is shown
        for text in texts_of(path.read_text(encoding="utf-8")):
            yield place, Text(text.text, text.filled or (not templates and "{" in text.text))
    yield from (("cells", Text(word)) for word in (*WORDS_OF_CELLS, *FIELDS))
    yield from (("cells", Text(word)) for word in of_lists(project))
    yield from (("names", Text(word)) for word in of_names(project))


def _modules() -> list[Path]:
    """Return the modules whose texts reach a page."""
    folders = [*(PACKAGE / "methods").rglob("*.py"), *(PACKAGE / "publish").glob("*.py")]
    single = [PACKAGE / f"{name}.py" for name in GROUND] + [PACKAGE.joinpath("data", f"{name}.py") for name in TABLES]
    return [*single, *sorted(path for path in folders if not {*path.parts, path.stem} & set(NOT_SHOWN))]


def of_notebook(path: Path) -> list[Text]:
    """Return the texts of a notebook: the blocks of its prose, the words in its calls, what its parameters mean."""
    found: dict[Text, None] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            found |= {Text(block): None for block in blocks(source)}
        elif "parameters" in cell["metadata"].get("tags", []):
            found |= {Text(" ".join(meaning.split())): None for meaning in MEANING.findall(source)}
        elif "nbval-check-output" not in cell["metadata"].get("tags", []):
            found |= dict.fromkeys(texts_of(source))
    return list(found)


def of_templates(folder: Path) -> list[str]:
    """Return the texts that templates say with ``tr("...")``."""
    import jinja2
    from jinja2 import nodes

    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.html")):
        for call in jinja2.Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "tr" and isinstance(call.args[0], nodes.Const):
                found.setdefault(" ".join(str(call.args[0].value).split()))
    return list(found)


def of_catalogue(project: Project) -> list[Text]:
    """Return the titles of ``reports.toml``; one with names in braces is met filled."""
    listed = tomllib.loads(project.catalogue.read_text(encoding="utf-8")).get("report", [])
    return [Text(entry["title"], filled="{" in entry["title"]) for entry in listed]


def of_lists(project: Project) -> list[str]:
    """Return the words of the closed lists that the card of the raw tables declares, without underscores."""
    card = json.loads((project.raw / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for resource in card["resources"] for field in resource["schema"]["fields"]]
    words = [str(word) for field in fields for word in _enum(field) if isinstance(word, str)]
    words += [str(resource["not_a_sample"]) for resource in card["resources"] if "not_a_sample" in resource]
    whole = dict.fromkeys(part.replace("_", " ") for word in words for part in word.split(";"))
    return [word for word in whole if not word.isupper()]


def _enum(field: Any) -> Iterable[object]:
    """Return the allowed words of a column, none where any is allowed."""
    return field.get("constraints", {}).get("enum", ())


def of_names(project: Project) -> list[str]:
    """Return the names and meanings that our own tables give; one made of known parts and days is left out."""
    found: dict[str, None] = {}
    for name, columns in NAMES.items():
        path = next((folder / name for folder in (project.raw, project.hand) if (folder / name).is_file()), None)
        if path:
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            for column in columns:
                found |= dict.fromkeys(row[column] for row in rows if row[column])
    return [name for name in found if not _made_of(name, found)]


def _made_of(name: str, known: dict[str, None]) -> bool:
    """Return whether a name is a list of other names and days."""
    parts = name.split(", ")
    return len(parts) > 1 and all(part in known or DAY.fullmatch(part) for part in parts)
