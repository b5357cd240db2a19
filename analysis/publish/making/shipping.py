"""The inputs of reports on their way to another machine: each content once, known by its hash, then a project of them.

What is sent of a project is all that a report may read: the catalogue, the notebooks, the raw, hand and processed
tables, and those of the studies that its plan or its notebook names.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.data import store
from analysis.errors import ReportError
from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish.making.plan import Plan
from analysis.publish.provenance import digest

READ_ONLY = 0o444


@dataclass(frozen=True)
class Parcel:
    """A project by content: the sha256 of each file by its path in it, and folders that may stay empty."""

    files: Mapping[str, str]
    folders: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells this set of inputs from every other."""
        return short_hash(json.dumps([dict(self.files), self.folders], sort_keys=True).encode())


class Inputs:
    """The inputs of a project as they are when first asked for; each file is read once.

    Parameters
    ----------
    project : Project
        Where they lie.
    ship : callable
        Called with the sha256 and the bytes of each distinct content, before it stands in any parcel.
    """

    def __init__(self, project: Project, ship: Callable[[str, bytes], None]) -> None:
        self.project, self.ship = project, ship
        self._shipped: set[str] = set()
        self._studies: dict[str, dict[str, str]] = {}
        self._known = store.studies(project)
        self._notebooks: dict[str, str] = {}

    def parcel(self, plan: Plan) -> Parcel:
        """Return what one report needs."""
        if not self._notebooks:
            files = [self.project.catalogue, *_below(self.project.notebooks)]
            self._notebooks = {self._name(path): self._hash(path) for path in files}
        wanted = {"", self.project.study, *(name for name in self._known if self._named(plan, name))}
        tables = [self._tables(study) for study in sorted(wanted)]
        folders = tuple(self._name(Project(self.project.root, name).tables) for name in self._known)
        return Parcel({name: sha256 for part in (self._notebooks, *tables) for name, sha256 in part.items()}, folders)

    def _named(self, plan: Plan, study: str) -> bool:
        """Return whether a report may read a study: it is named in the parameters or anywhere in the notebook."""
        path = self.project.notebooks / f"{plan.notebook}.ipynb"
        notebook = path.read_bytes() if path.is_file() else b""
        return study in map(str, plan.parameters.values()) or study.encode() in notebook

    def _tables(self, study: str) -> dict[str, str]:
        """Return the tables of the project, or of a study, by path."""
        if study not in self._studies:
            held = Project(self.project.root, study)
            files = [path for folder in (held.raw, held.hand, held.processed) for path in _below(folder)]
            self._studies[study] = {self._name(path): self._hash(path) for path in files}
        return self._studies[study]

    def _name(self, path: Path) -> str:
        """Return a path as it is called in every copy of the project."""
        return path.relative_to(self.project.root).as_posix()

    def _hash(self, path: Path) -> str:
        """Return the sha256 of a file after its content was shipped."""
        content = path.read_bytes()
        sha256 = digest(content)
        if sha256 not in self._shipped:
            self.ship(sha256, content)
            self._shipped.add(sha256)
        return sha256


def _below(folder: Path) -> Iterator[Path]:
    """Return the files of a folder, in order, without hidden ones."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def unpack(home: Path, parcel: Parcel, contents: Mapping[str, bytes]) -> Path:
    """Return the root of a project that holds what a parcel says, made when it is not there yet.

    Parameters
    ----------
    home : Path
        Where contents and projects are kept; several threads and processes may do so at once.
    parcel : Parcel
        What the project holds.
    contents : mapping of str to bytes
        Every content by its sha256.

    Raises
    ------
    ReportError
        When a content is not what its hash says.
    """
    place = home / "projects" / parcel.name
    if place.is_dir():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=home))
    for name in parcel.folders:
        (partial / name).mkdir(parents=True)
    for name, sha256 in parcel.files.items():
        (partial / name).parent.mkdir(parents=True, exist_ok=True)
        _link(_kept(home / "contents", sha256, contents[sha256]), partial / name)
    try:
        partial.rename(place)
    except OSError:  # another was faster
        shutil.rmtree(partial)
    return place


def _kept(folder: Path, sha256: str, content: bytes) -> Path:
    """Return the one file that holds a content, after writing it whole when it is not there yet."""
    path = folder / sha256
    if not path.is_file():
        if digest(content) != sha256:
            raise ReportError(f"an input with the hash {sha256[:16]} came to a worker as another: run this again")
        folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(number, "wb") as partial:
            partial.write(content)
        Path(name).chmod(READ_ONLY)
        Path(name).replace(path)
    return path


def _link(kept: Path, place: Path) -> None:
    """Let a file be in a second place, as a copy where the disk has no links."""
    try:
        place.hardlink_to(kept)
    except OSError:
        shutil.copyfile(kept, place)
