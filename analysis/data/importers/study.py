"""The study folder: our raw tables with their own card, the hand tables they need, and the list of rejects.

Everything is written and built beside its place and then put there whole; an existing study stays until that moment.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.cells import guard
from analysis.data import build, hand, hold, raw
from analysis.data.importers import rejects
from analysis.data.importers.records import COUNTRIES, Converted
from analysis.errors import DataError
from analysis.paths import Project
from analysis.whole import partial_of, put_in_place, recover

REJECTS = "rejects.csv"
BATCH = 50_000  # rows written at once
DECIDED_BY = "import"
SPELLED = "Spelled so in the export; matched to no other spelling"
COUNTRY = "Country of the export's rows"
UNKNOWN_SHARE = (
    "Whether the export holds every record of its maker is not known here; no rate may be computed from this table "
    "unless that is shown."
)


@dataclass(frozen=True)
class Origin:
    """Where a study comes from, as its card states it."""

    format: str
    title: str
    licence: str
    as_of: str
    complete: str = ""  # why the export holds every record of its maker for its period; empty: not known


def write(project: Project, name: str, made: Converted, origin: Origin, replace: bool = False) -> Project:
    """Write and build a study, and return the project that reads it.

    Parameters
    ----------
    project : Project
        The project whose card describes the tables.
    name : str
        The study's name.
    made : Converted
        Tables, places, links and rejects of the export.
    origin : Origin
        What the card says of the export.
    replace : bool
        Whether an existing study of that name gives way.

    Raises
    ------
    DataError
        When the study exists and may not be replaced, or the tables do not build.
    """
    study = Project(project.root, name)
    with hold.changing(project):
        return _replaced(project, study, made, origin, replace)


def _replaced(project: Project, study: Project, made: Converted, origin: Origin, replace: bool) -> Project:
    """Write and build a study beside its place and put it there."""
    name = study.study
    recover(study.studies)
    if study.tables.exists() and not replace:
        raise DataError(f"the study {name!r} exists: add --replace to write it anew, or choose another name")
    staged = Project(partial_of(study.tables), name)
    try:
        _tables(staged, raw.card(Project(project.root)), made, origin)
        _hand(staged, made, origin)
        refused = pd.concat([sifted.rejects for sifted in made.sifted])
        _csv(staged.tables / REJECTS, guard(refused), rejects.COLUMNS)
        build.build(staged)
        put_in_place(staged.tables, study.tables)
    finally:
        shutil.rmtree(staged.root, ignore_errors=True)
    return study


def _tables(staged: Project, card: dict[str, Any], made: Converted, origin: Origin) -> None:
    """Write every raw table and their card."""
    staged.raw.mkdir(parents=True)
    resources = [_resource(staged, described, made, origin) for described in card["resources"]]
    files = [sifted.sheet for sifted in made.sifted]
    told = {
        "profile": card["profile"], "name": f"civcas-study-{staged.study}", "title": origin.title,
        "description": DESCRIBED.format(origin.format),
        "version": origin.as_of, "created": f"{origin.as_of}T00:00:00Z",
        "licenses": [{"name": origin.licence, "title": origin.licence}],
        "sources": [{"title": f"{origin.format} export", "path": sheet.file, "hash": f"sha256:{sheet.sha256}"}
                    for sheet in files],
        "counts": {sifted.sheet.file: sifted.counts for sifted in made.sifted},
        "resources": resources,
    }  # fmt: skip
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (staged.raw / raw.CARD).write_text(text, encoding="utf-8")


def _resource(staged: Project, described: dict[str, Any], made: Converted, origin: Origin) -> dict[str, Any]:
    """Write one raw table and return its description."""
    path = staged.raw / described["path"]
    frame = made.tables.get(described["name"])
    _csv(path, pd.DataFrame() if frame is None else frame, raw.columns(described))
    content = path.read_bytes()
    origins = [{"title": f"{origin.format} export"}] if frame is not None else []
    told = described | {"bytes": len(content), "hash": raw.digest(content), "sources": origins,
                        "licenses": [{"name": origin.licence, "title": origin.licence}]}  # fmt: skip
    if "not_a_sample" in described:
        told["not_a_sample"] = UNKNOWN_SHARE
    if origin.complete and frame is not None:
        told.pop("not_a_sample", None)
        told["complete"] = origin.complete
    if described["name"] == "monitor_incidents":
        told |= {"title": f"Incident records of {origin.title}", "description": IMPORTED}
    return told


DESCRIBED = (
    "Imported from an export ({}) by the rules of docs/importing.md. Bounds, never single best numbers; whatever the "
    "export does not state is empty."
)
IMPORTED = (
    "Records of the export, mapped by the rules of docs/importing.md. An open or refused official position has no "
    "number. An empty cell means not stated, never zero and never none."
)


def _hand(staged: Project, made: Converted, origin: Origin) -> None:
    """Write the hand tables: places and the links the export decides, else headers."""
    staged.hand.mkdir(parents=True)
    decided = {"decided_by": DECIDED_BY, "decided_on": origin.as_of}
    filled = {"places": places(made.places).assign(**decided), "links": made.links.assign(**decided)}
    for name, columns in hand.COLUMNS.items():
        _csv(staged.hand / f"{name}.csv", filled.get(name, pd.DataFrame()), columns + hand.JUDGEMENT)


def places(spelled: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each country and each spelling of a place, which lies within its country.

    A spelling met in two countries lies within neither.

    Parameters
    ----------
    spelled : DataFrame
        Columns ``place`` and ``country``.

    Examples
    --------
    >>> places(pd.DataFrame({"place": ["Raqqa"], "country": ["Syria"]}))["within"].tolist()
    [nan, 'Iraq and Syria', 'Syria']
    """
    countries = sorted({*spelled["country"].dropna(), *(["Iraq and Syria"] if len(spelled) else [])})
    rows = [
        (name, "Iraq and Syria" if name in ("Iraq", "Syria") else None,
         f"{name} | {COUNTRIES[name]}" if name in COUNTRIES else name, COUNTRY)
        for name in countries
    ]  # fmt: skip
    taken = {*countries, *COUNTRIES.values()}
    known = spelled[~spelled["place"].isin(taken)].sort_values(["place", "country"]).astype("str")
    homes = known.groupby("place")["country"].agg(["first", "nunique"])
    names = pd.Series(homes.index, index=homes.index, dtype="str")
    columns = ["place", "within", "as_written", "reason"]
    own = pd.DataFrame({"place": names, "within": homes["first"].where(homes["nunique"] == 1), "as_written": names,
                        "reason": SPELLED}, columns=columns)  # fmt: skip
    return pd.concat([pd.DataFrame(rows, columns=columns), own], ignore_index=True).astype("str")


def as_of_day(told: str, found: str) -> str:
    """Return the day of an import: the one told, else the last day the export names.

    >>> as_of_day("", "2025-12-31")
    '2025-12-31'

    Raises
    ------
    DataError
        When the told one is not a day, or there is neither.
    """
    if not told and not found:
        raise DataError("no row of the export was accepted with a whole day: name the day with --as-of YYYY-MM-DD")
    try:
        return str(date.fromisoformat(told or found))
    except ValueError:
        raise DataError(f"--as-of {told!r} is not a day: write YYYY-MM-DD") from None


def _csv(path: Path, frame: pd.DataFrame, columns: list[str]) -> None:
    """Write a table with these columns; those it lacks are empty. LF line ends, quotes where they are needed."""
    whole = frame.reindex(columns=columns).astype("str")
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        for start in range(0, len(whole), BATCH):
            cells = [_quoted(pa.array(whole[name].iloc[start : start + BATCH], pa.string())) for name in columns]
            lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
            file.write(("\n".join(lines.to_pylist()) + "\n").encode())


def _quoted(cells: pa.Array) -> pa.Array:
    """Return cells as a comma-separated file writes them."""
    special = pc.match_substring_regex(cells, '[",\\r\\n]')
    if not pc.any(special).as_py():
        return cells
    doubled = pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")
    return pc.if_else(special, doubled, cells)
