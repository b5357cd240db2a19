"""The named folders of a project. No other module spells a folder name."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DataError
from analysis.outside import short

MARKER = "reports.toml"
STUDY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)

LONGEST = 100  # letters of a study's name, which is that of a folder

_chosen = ""  # the study that `find_project` points at; empty: the project's own tables


@dataclass(frozen=True)
class Project:
    """A checkout, known by its root folder, with its own tables or those of one imported study.

    Parameters
    ----------
    root : Path
        The folder that holds ``reports.toml``.
    study : str
        Name of a study under ``studies/``; empty for the project's own tables.

    Raises
    ------
    DataError
        When the name of the study could lead out of its folder.
    """

    root: Path
    study: str = ""

    def __post_init__(self) -> None:
        if self.study and (len(self.study) > LONGEST or not STUDY.fullmatch(self.study)):
            raise DataError(
                f"{short(self.study)} cannot name a study: write lower-case letters and digits, words joined by one "
                "hyphen"
            )

    @property
    def studies(self) -> Path:
        """Imported studies, a folder each."""
        return self.root / "studies"

    @property
    def tables(self) -> Path:
        """The folder that holds raw, hand and processed tables: ``data``, or the study's."""
        return self.studies / self.study if self.study else self.root / "data"

    @property
    def raw(self) -> Path:
        """Transcribed tables, never edited by code, with their ``datapackage.json``."""
        return self.tables / "raw"

    @property
    def hand(self) -> Path:
        """Our own judgements, each row with who, when, why."""
        return self.tables / "hand"

    @property
    def processed(self) -> Path:
        """Parquet tables, rebuilt from raw and hand."""
        return self.tables / "processed"

    @property
    def notebooks(self) -> Path:
        """Parameterised notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """Published reports and their index."""
        return self.root / "reports"

    @property
    def values(self) -> Path:
        """What the reports of the catalogue say, as data; under version control."""
        return self.reports / "values"

    @property
    def pdf(self) -> Path:
        """PDFs of the reports, made on demand; no part of any report's own record."""
        return self.reports / "pdf"

    @property
    def changes(self) -> Path:
        """The list of published numbers that changed, oldest first."""
        return self.values / "changes.json"

    @property
    def docs(self) -> Path:
        """Documents on methods, limits, tables and how to add to them."""
        return self.root / "docs"

    @property
    def releases(self) -> Path:
        """Releases packed for the record; not under version control."""
        return self.root / "dist"

    @property
    def opened(self) -> Path:
        """Copies of notebooks with a report's parameters filled in; not under version control."""
        return self.root / "opened"

    @property
    def catalogue(self) -> Path:
        """``reports.toml``: every report, its notebook, title and parameters."""
        return self.root / MARKER


def find_project(start: Path | None = None) -> Project:
    """Return the project that `start` (default: the working folder) lies in.

    Walks upwards to the first folder that holds ``reports.toml``; outside any project, the checkout this
    package is installed from. Its tables are those of the study named last to `choose`.

    Raises
    ------
    DataError
        When neither is a project.
    """
    here = (start or _working_folder()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / MARKER).is_file():
            return Project(folder, _chosen)
    raise DataError(f"no {MARKER} in {here.name or here} or above it: change into the project's folder first")


def _working_folder() -> Path:
    """Return the working folder, or refuse one that was removed."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise DataError("the working folder was removed: change into the project's folder first") from None


def choose(study: str) -> str:
    """Let `find_project` point at a study, or with an empty name at the project's tables; return what it did before.

    >>> choose("")
    ''
    """
    global _chosen
    before, _chosen = _chosen, Project(Path(), study).study
    return before


def own_settings() -> Path:
    """Return the folder of whoever runs this for their own settings, which no project can change."""
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".config") / "civcas"


def refuse_links(folder: Path, root: Path) -> None:
    """Refuse to write into a folder that is a symbolic link, or holds one: what it leads to lies elsewhere.

    Parameters
    ----------
    folder : Path
        A folder that is written to and cleared.
    root : Path
        The project it belongs to; links above it are the user's way to the project, and fine.

    Raises
    ------
    DataError
        Naming the link.
    """
    ways = [path for path in (folder, *folder.parents) if path != root and path.is_relative_to(root)]
    inside = [Path(entry.path) for entry in os.scandir(folder) if entry.is_symlink()] if folder.is_dir() else []
    for link in (*ways, *sorted(inside)):
        if link.is_symlink():
            raise DataError(
                f"{link.relative_to(root).as_posix()} is a symbolic link, and what it leads to would be written over: "
                "remove the link, or put the folder itself there, and run this again"
            )
