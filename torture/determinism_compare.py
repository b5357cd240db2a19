"""What two rebuilds differ in, and what of the surroundings shows in one."""

from __future__ import annotations

import json
import re
import socket
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from math import inf
from pathlib import Path

from torture.determinism_rebuild import HOST, USER, Rebuilt, files, sources
from torture.part import HERE

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
TEXT = {".html", ".csv", ".json", ".ipynb", ".svg", ".xml", ".log", ".md", ".yml", ""}
PACKED = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)  # of a PDF
FLOAT = re.compile(r"-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)")
HASH = re.compile(r"\b[0-9a-f]{16}\b|\b[0-9a-f]{64}\b|\b[pm][0-9a-f]{10}\b")  # the last are parts of a picture
DIGITS = 1e-9  # floats that differ by less, relative to their size or to one, differ in their last digits
LISTS = ("ro-crate-metadata.json",)  # sizes of files, which differ with them
SHOWN, SHORT = 160, 4  # characters of a difference; a name no longer than that is found everywhere


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the files of which two rebuilds do not have the same bytes, or which only one has.

    >>> differing({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})
    ['b', 'c']
    """
    return sorted(name for name in {**one, **other} if one.get(name) != other.get(name))


def first_difference(one: Path, other: Path) -> str:
    """Return the first line in which two files differ, as far as they are text."""
    if not one.is_file() or not other.is_file():
        return "only one of the two has it"
    if one.suffix not in TEXT:
        return f"{one.stat().st_size:,} and {other.stat().st_size:,} bytes"
    both = (path.read_text(encoding="utf-8", errors="replace").splitlines() for path in (one, other))
    for left, right in zip(*both, strict=False):
        if left != right:
            place = next((at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), 0)
            start = max(0, place - 30)
            return f"{left[start : start + SHOWN]!r} and {right[start : start + SHOWN]!r}"
    return "one is longer"


def needles(made: Rebuilt, clock_is_wrong: bool) -> dict[str, bytes]:
    """Return what must not be found in what a rebuild made: names of its surroundings and the day it took it for.

    Parameters
    ----------
    made : Rebuilt
        What was made.
    clock_is_wrong : bool
        Whether the clock could be put to a time of which the data say nothing, so that its month is looked for too.
    """
    told = {"folder": made.folder.parent.name, "host": HOST, "user": USER, "sockets": "/tmp/civcas-"}
    told |= {"home": f"{Path.home()}/", "environment": "/site-packages/", "machine": socket.gethostname()}
    day = date.fromisoformat(made.clock) if made.clock else None
    if day:
        month = MONTHS[day.month - 1]
        told |= {"day of the run": day.isoformat(), "day in words": f"{day.day} {month} {day.year}"}
        told |= {"day in one": f"{day:%Y%m%d}"}
        if clock_is_wrong and made.setting.clock:
            told |= {"month of the run": f"{day:%Y-%m}", "month in words": f"{month} {day.year}"}
    return {name: text.encode("utf-8") for name, text in told.items() if len(text) > SHORT}


def known(sought: Mapping[str, bytes]) -> set[str]:
    """Return those of the names that stand in the sources of what is made: finding them would say nothing."""
    read = [name for name in sources() if name.startswith(("data/", "notebooks/", "analysis/", "reports"))]
    contents = [(HERE / name).read_bytes() for name in read]
    return {name for name, text in sought.items() if any(text in content for content in contents)}


def shown(root: Path, paths: Iterable[Path], sought: Mapping[str, bytes]) -> list[str]:
    """Return where any of these names is found, in files as they are and in what PDFs and zips hold packed."""
    found = []
    for path in paths:
        told = {name for content in unpacked(path) for name, text in sought.items() if text in content}
        found += [f"{path.relative_to(root)}: {name}" for name in sorted(told)]
    return found


def unpacked(path: Path) -> list[bytes]:
    """Return the bytes of a file; of a PDF what is packed in it too, of a zip only what is made and packed."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            made = [name for name in archive.namelist() if name.partition("/")[2] not in sources()]
            return [archive.read(name) for name in made]
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return [content, *(_inflated(part) for part in PACKED.findall(content))]
    return [content]


def _inflated(packed: bytes) -> bytes:
    """Return what a stream of a PDF holds, as it is where it is not packed."""
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return packed


def without_versions(text: str, versions: Mapping[str, str]) -> str:
    """Return a text in which the versions of Python and of libraries, and hashes, stand for themselves no more.

    >>> without_versions('"numpy": "2.4.6", "sha256": "' + "0a" * 32 + '"', {"numpy": "2.4.6"})
    '"numpy": "VERSION", "sha256": "HASH"'
    """
    for number in sorted(set(versions.values()), key=len, reverse=True):
        text = text.replace(number, "VERSION")
    return HASH.sub("HASH", text)


def versions(root: Path) -> dict[str, str]:
    """Return the versions that the reports of a rebuild record."""
    for path in sorted((root / "reports").glob("*/provenance.json")):
        return dict(json.loads(path.read_bytes())["versions"])
    return {}


def between(one: Rebuilt, other: Rebuilt) -> dict[str, list[str]]:
    """Return the files that differ between two versions of Python, by kind of difference.

    Returns
    -------
    dict
        ``versions``: nothing but recorded versions, and hashes that follow from them; ``digits``: besides, the last
        digits of floats; ``packed``: a PDF, a zip or a list of sizes, of files that differ; ``content``: more.
    """
    recorded = [versions(made.root) for made in (one, other)]
    told: dict[str, list[str]] = {"versions": [], "digits": [], "packed": [], "content": []}
    for name in differing(one.marks, other.marks):
        paths = [made.root / name for made in (one, other)]
        if not all(path.is_file() for path in paths):
            told["content"].append(name)
        elif paths[0].suffix in (".pdf", ".zip") or paths[0].name in LISTS:
            told["packed"].append(name)
        elif paths[0].suffix not in TEXT:
            told["content"].append(name)
        else:
            texts = [
                without_versions(path.read_text("utf-8"), each) for path, each in zip(paths, recorded, strict=True)
            ]
            far = apart(*texts)
            told["versions" if far == 0 else "digits" if far < DIGITS else "content"].append(name)
    return told


def apart(one: str, other: str) -> float:
    """Return how far the floats of two texts are apart, relative to their size or to one; infinite where more differs.

    >>> apart("x 81.28375752348957, 3", "x 81.283757523489, 3") < 1e-13, apart("1.5 a", "1.5 b"), apart("3", "4")
    (True, inf, inf)
    """
    if one == other:
        return 0
    if FLOAT.sub("", one) != FLOAT.sub("", other):
        return inf
    pairs = zip(map(float, FLOAT.findall(one)), map(float, FLOAT.findall(other)), strict=True)
    return max(abs(left - right) / max(abs(left), abs(right), 1) for left, right in pairs)


def kinds(names: Iterable[str]) -> str:
    """Return how many files of each kind there are.

    >>> kinds(["reports/a/report.html", "reports/b/report.html", "reports/a/figures/x.png"])
    '2 report.html, 1 figures/*.png'
    """
    held: dict[str, int] = {}
    for name in names:
        path = Path(name)
        within = path.parent.name in ("figures", "tables", "evidence", "values", "events", "publishers", "pdf", "logs")
        kind = f"{path.parent.name}/*{path.suffix}" if within else path.name
        held[kind] = held.get(kind, 0) + 1
    return ", ".join(f"{count} {kind}" for kind, count in sorted(held.items(), key=lambda pair: -pair[1]))


def made_files(made: Rebuilt) -> list[Path]:
    """Return the files of a rebuild in which nothing of its surroundings may show: copies of the sources are none."""
    return [path for path in files(made.root) if not _is_copy(path.relative_to(made.root).parts)]


def _is_copy(parts: tuple[str, ...]) -> bool:
    """Return whether a file, by its path in the project, is a source that was copied into an unpacked release."""
    return parts[0] == "dist" and "/".join(parts[2:]) in sources()
