"""The formats that are read, and one import from end to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.data.importers import acled, airwars, ibc, outlets, reading, study, ucdp
from analysis.data.importers.reading import Sheet
from analysis.data.importers.records import COUNTRIES, Context, Converted
from analysis.errors import DataError, suggestion
from analysis.paths import Project

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Format:
    """One kind of export.

    Parameters
    ----------
    title : str
        How the maker is called.
    columns : dict of str to list of str
        Columns of each sheet. One sheet is one file of any name; several are a folder of files named as the sheets.
    convert : callable
        From sheets and context to our tables.
    countries : tuple of str
        Countries the caller may name; empty where the export itself says.
    """

    title: str
    columns: dict[str, list[str]]
    convert: Callable[[dict[str, Sheet], Context], Converted]
    countries: tuple[str, ...] = ()


FORMATS = {
    "airwars": Format("Airwars", airwars.COLUMNS, airwars.convert),
    "ucdp": Format("UCDP GED", {"events": ucdp.COLUMNS}, ucdp.convert, tuple(COUNTRIES)),
    "acled": Format("ACLED", {"events": acled.COLUMNS}, acled.convert, tuple(COUNTRIES)),
    "ibc": Format("Iraq Body Count", {"incidents": ibc.COLUMNS}, ibc.convert),
}


def run(
    project: Project,
    name: str,
    path: Path,
    study_name: str,
    encoding: str = "",
    as_of: str = "",
    licence: str = NOT_STATED,
    country: str = "",
    replace: bool = False,
    complete: str = "",
) -> Converted:
    """Import an export as a study, build it, and return what became of its rows.

    Parameters
    ----------
    project : Project
        Where ``studies/`` lies.
    name : str
        A key of `FORMATS`.
    path : Path
        The file, or for Airwars the folder with its three files.
    study_name : str
        Lower-case words joined by hyphens.
    encoding : str
        Of all files, when the caller knows it.
    as_of : str
        Day of the import, YYYY-MM-DD; a date after it is rejected. Default: the last day the export names.
    licence : str
        Of the export, for the card.
    country : str
        For formats without a column for it.
    replace : bool
        Whether an existing study of that name gives way.
    complete : str
        Why the export holds every record of its maker for its period, in a sentence; without it no rate may be
        computed from the study's incidents and determinations.

    Raises
    ------
    DataError
        When a name, a file or the whole of the rows cannot be used.
    """  # fmt: skip
    chosen = _format(name)
    place = Project(project.root, _named(study_name))
    if place.tables.exists() and not replace:
        raise DataError(f"the study {study_name!r} exists: add --replace to write it anew, or choose another name")
    told = study.as_of_day(as_of, "") if as_of else ""
    where = _country(name, chosen, country)
    context = Context(outlets.publishers(project), told, where)
    made = chosen.convert(_sheets(chosen, path, encoding), context)
    origin = study.Origin(chosen.title, f"{chosen.title}, study {study_name}", licence or NOT_STATED,
                          study.as_of_day(told, made.last_day), complete.strip())  # fmt: skip
    study.write(project, study_name, made, origin, replace)
    return made


def _format(name: str) -> Format:
    """Return a format by name."""
    if name not in FORMATS:
        raise DataError(f"no format {name!r} is read. {suggestion(name, FORMATS)}")
    return FORMATS[name]


def _named(study_name: str) -> str:
    """Return a study's name, which may not be empty."""
    if not study_name:
        raise DataError("the study has no name: write lower-case words joined by hyphens")
    return study_name


def _country(name: str, chosen: Format, country: str) -> str:
    """Return the country of every row, for formats that do not say."""
    if not country:
        return Context.country
    if country not in chosen.countries:
        told = suggestion(country, chosen.countries) if chosen.countries else f"leave it out: {name} exports say it"
        raise DataError(f"--country {country!r} cannot be used with {name}. {told}")
    return country


def _sheets(chosen: Format, path: Path, encoding: str) -> dict[str, Sheet]:
    """Return the sheets of an export."""
    if len(chosen.columns) == 1:
        if path.is_dir():
            raise DataError(f"{path.name} is a folder: name the file of the export")
        return {name: reading.read(path, columns, encoding) for name, columns in chosen.columns.items()}
    missing = [f"{name}.csv" for name in chosen.columns if not (path / f"{name}.csv").is_file()]
    if missing:
        raise DataError(
            f"{path.name} holds no {' and no '.join(missing)}: name the folder with {', '.join(chosen.columns)} as .csv"
        )
    return {name: reading.read(path / f"{name}.csv", columns, encoding) for name, columns in chosen.columns.items()}
