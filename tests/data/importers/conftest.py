from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from analysis.data.importers import formats, outlets
from analysis.data.importers.reading import read
from analysis.data.importers.records import Context, Converted
from analysis.paths import Project

HERE = Project(Path(__file__).resolve().parents[3])
EXPORTS = Path(__file__).parent / "exports"
NAMED = {"airwars": "airwars", "ucdp": "ucdp.csv", "acled": "acled.csv", "ibc": "ibc.csv"}

Import = Callable[..., Converted]


@pytest.fixture
def imported(copy: Project) -> Import:
    """Import one of the made-up exports, or another file in its format, into a copy of this project."""

    def run(name: str, path: Path | None = None, **told: object) -> Converted:
        return formats.run(copy, name, path or EXPORTS / NAMED[name], "made-up", **told)  # type: ignore[arg-type]

    return run


def by_line(made: Converted, file: str) -> dict[int, list[tuple[str, str]]]:
    """The rejects of one file: line to pairs of column and the beginning of the reason."""
    found: dict[int, list[tuple[str, str]]] = {}
    for sifted in made.sifted:
        if sifted.sheet.file == file:
            for row in sifted.rejects.fillna("").itertuples():
                found.setdefault(row.line, []).append((row.column, row.reason))
    return found


@cache
def context() -> Context:
    """A conversion that is told nothing."""
    return Context(outlets.publishers(HERE))


@cache
def converted(name: str) -> Converted:
    """What a made-up export becomes, before anything is written; not to be changed."""
    chosen, path = formats.FORMATS[name], EXPORTS / NAMED[name]
    files = {key: path / f"{key}.csv" if path.is_dir() else path for key in chosen.columns}
    sheets = {key: read(files[key], columns) for key, columns in chosen.columns.items()}
    return chosen.convert(sheets, context())
