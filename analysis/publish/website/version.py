"""Which data the pages show: a short hash of every processed table, and the day the tables were made."""

from __future__ import annotations

import json
from dataclasses import dataclass

from analysis.data import manifest
from analysis.errors import DataError
from analysis.paths import Project


@dataclass(frozen=True)
class DataVersion:
    """A version of the data: a hash by which two can be told apart, and the day up to which they speak."""

    mark: str
    day: str

    def __str__(self) -> str:
        return f"{self.mark}, tables of {self.day}" if self.day else self.mark


def data_version(project: Project) -> DataVersion | None:
    """Return the version of a project's processed tables, None where nothing is built.

    Parameters
    ----------
    project : Project
        Whose tables. The day is the one that the card of the raw tables names: nothing in them is later.
    """
    try:
        return DataVersion(manifest.version(project), _day(project))
    except DataError:
        return None


def _day(project: Project) -> str:
    """Return the day the tables were made, empty where their card names none."""
    card = project.raw / "datapackage.json"
    try:
        told = json.loads(card.read_bytes()) if card.is_file() else {}
    except ValueError:
        return ""
    return str(told.get("created") or "")[:10] if isinstance(told, dict) else ""
