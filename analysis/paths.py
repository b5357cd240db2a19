"""The named folders of a project. No other module spells a folder name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DataError

MARKER = "reports.toml"


@dataclass(frozen=True)
class Project:
    """A checkout (or a study laid out like one), known by its root folder."""

    root: Path

    @property
    def raw(self) -> Path:
        """Transcribed tables, never edited by code, with their ``datapackage.json``."""
        return self.root / "data" / "raw"

    @property
    def hand(self) -> Path:
        """Our own judgements, each row with who, when, why."""
        return self.root / "data" / "hand"

    @property
    def processed(self) -> Path:
        """Parquet tables, rebuilt from raw and hand."""
        return self.root / "data" / "processed"

    @property
    def notebooks(self) -> Path:
        """Parameterised notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """Published reports and their index."""
        return self.root / "reports"

    @property
    def catalogue(self) -> Path:
        """``reports.toml``: every report, its notebook, title and parameters."""
        return self.root / MARKER


def find_project(start: Path | None = None) -> Project:
    """Return the project that `start` (default: the working folder) lies in.

    Walks upwards to the first folder that holds ``reports.toml``; outside any project, the checkout this
    package is installed from.

    Raises
    ------
    DataError
        When neither is a project.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / MARKER).is_file():
            return Project(folder)
    raise DataError(f"no {MARKER} in {here.name or here} or above it: change into the project's folder first")
