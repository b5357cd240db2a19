"""Which notebooks are of the project: only those are run unasked, and what is about to be run is said first.

A notebook is of the project when it lies, links followed, in the project's folder of notebooks, and the code of its
cells is vouched for: listed in this package, which no folder that is handed over can change, or trusted by whoever
runs it, in a list in their own folder of settings. Tags count as code, for they say which cell takes the parameters
and which is passed over; prose and outputs do not.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ReportError, suggestion
from analysis.paths import Project, own_settings
from analysis.publish.making.plan import Plan
from analysis.whole import write_whole

LIST = Path(__file__).with_name("notebooks.json")
HERE = Path(__file__).resolve().parents[3]  # the checkout that this package lies in, if it lies in one
OWN = "trusted-notebooks.json"
OUTSIDE, OTHER, UNKNOWN, NONE = (
    "lies outside the project's notebooks",
    "has other code than the notebook of this name that is vouched for",
    "is not vouched for",
    "cannot be read as a notebook",
)


@dataclass(frozen=True)
class Looked:
    """A notebook that is about to be run: where, for how many reports, where a link leads, why it is foreign.

    `leads` is empty where no link is followed, `why` where the notebook is of the project.
    """

    path: str
    reports: int
    leads: str = ""
    why: str = ""

    def __str__(self) -> str:
        many = f"{self.reports} report{'s' if self.reports > 1 else ''}"
        link = f" -> {self.leads}" if self.leads else ""
        return f"runs {self.path}{link} for {many}{f'; foreign: it {self.why}' if self.why else ''}"


def cells(notebook: bytes) -> list[tuple[str, list[str]]]:
    """Return the source and the tags of each cell of code, in order.

    Raises
    ------
    ValueError
        When it is no notebook, or one of a version before 4, whose code lies elsewhere.

    Examples
    --------
    >>> cells(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a\\\\n", "b"]}]}')
    [('a\\nb', [])]
    """
    try:
        told = json.loads(notebook.decode("utf-8"))
        if told["nbformat"] != 4:
            raise ValueError("not of version 4")
        return [
            ("".join(cell["source"]), sorted(cell.get("metadata", {}).get("tags", [])))
            for cell in told["cells"] if cell["cell_type"] == "code"
        ]  # fmt: skip
    except (KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ValueError(f"no notebook: {problem}") from None


def mark(notebook: bytes) -> str:
    """Return what tells the code of a notebook from every other: the sha256 of its cells of code with their tags.

    Raises
    ------
    ValueError
        As `cells`.
    """
    return hashlib.sha256(json.dumps(cells(notebook)).encode("ascii")).hexdigest()


def looked_at(project: Project, plans: Iterable[Plan]) -> list[Looked]:
    """Return each notebook that some reports would run, by name; those that are gone are left to who runs them."""
    listed = _read(LIST)
    known = {*listed.values(), *_read(own_settings() / OWN).values()}
    wanted = Counter(plan.notebook for plan in plans)
    return [
        _look(project, name, times, listed, known)
        for name, times in sorted(wanted.items())
        if _place(project, name).is_file()
    ]


def refuse_foreign(looked: Iterable[Looked]) -> None:
    """Refuse to run notebooks that are not of the project.

    Raises
    ------
    ReportError
        Naming each, why it is foreign, and what to do.
    """
    foreign = [each for each in looked if each.why]
    if foreign:
        names = " ".join(shown(Path(each.path).stem) for each in foreign)
        lead = "nothing was run, for notebooks run whatever code is in them, and not all are of this project:"
        lines = [f"  {each.path}{f' -> {each.leads}' if each.leads else ''} {each.why}" for each in foreign]
        advice = "Read them. Then `--allow-foreign` runs them this once"
        if any(each.why != OUTSIDE for each in foreign):
            advice += f", `civcas trust {names}` lets them be run from now on"
        raise ReportError("\n".join([lead, *lines, f"{advice}."]))


def trust(project: Project, name: str) -> tuple[list[tuple[str, list[str]]], Path]:
    """Vouch for a notebook of a project as it is now; return the cells of code vouched for and the list they are in.

    Parameters
    ----------
    project : Project
        Where the notebook lies. In the checkout of this package itself its list is renewed, to be committed with the
        notebook; anywhere else only whoever runs this trusts it.
    name : str
        The notebook, with or without folder and ``.ipynb``.

    Raises
    ------
    ReportError
        When there is no such notebook, it is none, or it lies elsewhere.
    """
    stem = Path(name).name.removesuffix(".ipynb")
    there = {path.stem for path in project.notebooks.glob("*.ipynb")}
    if stem not in there:
        raise ReportError(f"no notebook {stem!r} in {project.notebooks.name}/. {suggestion(stem, there)}")
    looked = _look(project, stem, 1, {}, set())
    if looked.why in (OUTSIDE, NONE):
        raise ReportError(f"{looked.path} {looked.why}: copy what you have read into the folder, then trust it there")
    content = _place(project, stem).read_bytes()
    place = LIST if project.root.resolve() == HERE else own_settings() / OWN
    listed = {known: code for known, code in _read(place).items() if place != LIST or known in there}
    told = json.dumps(listed | {_key(place, stem, content): mark(content)}, indent=1, sort_keys=True)
    write_whole(place, f"{told}\n".encode())
    return cells(content), place


def listing(code: Iterable[tuple[str, list[str]]]) -> str:
    """Return cells of code as text to read in a terminal, each under its number and its tags.

    >>> print(listing([("place = 1", ["parameters"])]), end="")
    # cell of code 1, tagged parameters
    place = 1
    """
    parts = []
    for number, (source, tags) in enumerate(code, 1):
        tagged = f", tagged {', '.join(tags)}" if tags else ""
        parts.append(f"# cell of code {number}{tagged}\n{source}\n")
    return shown("\n".join(parts))


def shown(text: str) -> str:
    """Return text with every sign that a terminal would obey, or that hides or turns what follows, written out.

    >>> shown("a\\x1b[2Kb"), shown("مقتل")
    ('a\\\\x1b[2Kb', 'مقتل')
    """
    return "".join(sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in text)


def _key(place: Path, stem: str, content: bytes) -> str:
    """Return under which name a notebook is listed: among one's own, two of one name from two folders both stand."""
    return stem if place == LIST else f"{stem} {mark(content)[:8]}"


def _look(project: Project, name: str, times: int, listed: dict[str, str], known: set[str]) -> Looked:
    """Return what there is to say of one notebook."""
    path = _place(project, name)
    home, real = project.root.resolve() / project.notebooks.name, path.resolve()
    straight = Path(os.path.normpath(home / f"{name}.ipynb"))
    link = "" if real == straight else shown(os.path.relpath(real, home.parent))
    return Looked(shown(_told(project, path)), times, link, next(_foreign(real, home, name, listed, known), ""))


def _foreign(real: Path, home: Path, name: str, listed: dict[str, str], known: set[str]) -> Iterator[str]:
    """Yield why a notebook is not of the project."""
    if not real.is_relative_to(home):
        yield OUTSIDE
    try:
        code = mark(real.read_bytes())
    except (ValueError, OSError):
        yield NONE
        return
    if code not in known:
        yield OTHER if name in listed else UNKNOWN


def _place(project: Project, name: str) -> Path:
    """Return the file of a notebook."""
    return project.notebooks / f"{name}.ipynb"


def _told(project: Project, path: Path) -> str:
    """Return a path as it is told: from the project's folder."""
    return Path(os.path.relpath(os.path.normpath(path), project.root)).as_posix()


def _read(place: Path) -> dict[str, str]:
    """Return a list of notebooks vouched for, none where there is no list.

    Raises
    ------
    ReportError
        When it is damaged.
    """
    try:
        told = json.loads(place.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as problem:
        raise ReportError(f"{place.name} cannot be read ({problem}): restore it or remove it") from None
    if not isinstance(told, dict) or not all(isinstance(each, str) for each in told.values()):
        raise ReportError(f"{place.name} is no list of notebooks: restore it or remove it")
    return told
