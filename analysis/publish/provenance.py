"""What a report was made from, all of it by content: the record beside every report, and the measure of its age.

A report is fresh exactly when the record it would get now says the same as the one it has. Nothing else is
remembered between runs, and no date of a file is looked at.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import language
from analysis.data import reads
from analysis.errors import DataError
from analysis.modules import READS_DOCSTRINGS, Package, short_hash
from analysis.outside import parsed
from analysis.paths import Project

if TYPE_CHECKING:
    from analysis.publish.extract import Contents
    from analysis.publish.making.plan import Plan

LIBRARIES = (
    "ipykernel", "ipython", "jinja2", "matplotlib", "mistune", "nbclient", "nbformat", "numpy", "pandas", "papermill",
    "pyarrow", "rapidfuzz", "scipy", "seaborn", "statsmodels",
)  # fmt: skip
# What turns a run notebook into a page, whichever notebook it is.
PAGE = tuple(
    f"analysis.publish.{name}"
    for name in ("dossier", "extract", "making.run", "page", "provenance", "render", "values")
)
# A notebook that shows docstrings: then they are part of what it shows.
ASKS_FOR_HELP = re.compile(READS_DOCSTRINGS.pattern + r"|\bhelp\(|\?\s*$|^\s*\?", re.M)
# How the text of a parameter becomes its value; what it checks against is seen in the tables and the notebook.
ALONE = ("analysis.publish.making.parameters",)


def digest(content: bytes) -> str:
    """Return the sha256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass
class Present:
    """Everything that reports are made from, as it is now, each part looked at once.

    Parameters
    ----------
    project : Project
        Where data, notebooks and reports lie.
    """

    project: Project
    package: Package = field(default_factory=Package)
    _notebooks: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    _columns: dict[tuple[str, tuple[str, ...]], dict[str, str]] = field(default_factory=dict)
    _changed: dict[tuple[tuple[str, str], ...], list[str]] = field(default_factory=dict)

    def notebook(self, name: str) -> tuple[str, list[str]]:
        """Return a notebook's sha256 (empty when it is gone) and the modules needed to make a report of it."""
        if name not in self._notebooks:
            content = _bytes(self.project, name)
            needed = self.package.closure({*PAGE, *self.package.imported(code_of(content))})
            self._notebooks[name] = (digest(content) if content else "", sorted({*needed, *ALONE}))
        return self._notebooks[name]

    @cached_property
    def reports(self) -> str:
        """The folder of reports, as text: hundreds of paths are made from it."""
        return str(self.project.reports)

    @cached_property
    def templates(self) -> dict[str, str]:
        """The hash of each template and style."""
        folder = self.package.folder / "publish" / "templates"
        return {path.name: short_hash(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()}

    def catalogue(self, code: str) -> dict[str, str]:
        """Return the hash of the catalogue of a language; of English there is none."""
        place = language.FOLDER / code / language.FILE
        if not language.CODE.fullmatch(code) or code == language.ENGLISH:
            return {}
        return {f"{code}/{place.name}": short_hash(place.read_bytes()) if place.is_file() else ""}

    @cached_property
    def versions(self) -> dict[str, str]:
        """The version of Python, of this package and of every library that a result may depend on."""
        named = {name: version(name) for name in ("civcas", *LIBRARIES)}
        return {"python": platform.python_version()} | named

    def columns(self, table: str, names: tuple[str, ...]) -> dict[str, str]:
        """Return the hashes that columns of a table have now; none where its tables are gone."""
        if (table, names) not in self._columns:
            try:
                self._columns[table, names] = reads.columns_now(self.project.root, table, names)
            except DataError:
                self._columns[table, names] = dict.fromkeys(names, "")
        return self._columns[table, names]

    def changed_modules(self, marks: Mapping[str, str]) -> list[str]:
        """Return the modules that do something else than when they were marked."""
        key = tuple(marks.items())
        if key not in self._changed:
            self._changed[key] = self.package.changed(dict(marks))
        return self._changed[key]


def _bytes(project: Project, notebook: str) -> bytes:
    """Return a notebook's file, empty when it is gone."""
    path = project.notebooks / f"{notebook}.ipynb"
    return path.read_bytes() if path.is_file() else b""


def code_of(notebook: bytes) -> str:
    """Return the code of a notebook, as far as it is one."""
    try:
        cells = parsed(notebook)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (ValueError, KeyError, TypeError):
        return ""


def asked(plan: Plan) -> dict[str, Any]:
    """Return what is asked of a report: its title, the parameters given, and those given on the command line."""
    others = {"others": dict(plan.others)} if plan.others else {}
    return {"title": plan.title, "given": dict(plan.parameters), "overrides": dict(plan.overrides)} | others


def record(
    present: Present, plan: Plan, parameters: Mapping[str, Any], contents: Contents, read: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the record of a report, to be saved as ``provenance.json`` once its `outputs` are added.

    Parameters
    ----------
    present : Present
        What there is now.
    plan : Plan
        The report.
    parameters : mapping
        Every parameter with the value it had, defaults included.
    contents : Contents
        What the notebook showed: what it read, its as-of day, its seeds, its headline.
    read : mapping
        What was read to make its pages of evidence: ``tables`` and ``files``, as the notebook tells it of itself.
    """
    shown = contents.provenance
    sha256, modules = present.notebook(plan.notebook)
    marks = present.package.marks(modules)
    if ASKS_FOR_HELP.search(code_of(_bytes(present.project, plan.notebook))):
        marks = {name: f"{mark.partition(':')[0]}:" for name, mark in marks.items()}  # any change of a file counts
    return {
        "report": plan.id,
        **asked(plan),
        "headline": contents.headline,
        "basis": contents.basis,
        "notebook": {"name": f"{plan.notebook}.ipynb", "sha256": sha256},
        "parameters": dict(parameters),
        "as_of": shown["as_of"],
        "seeds": shown["seeds"],
        "tables": _joined(shown["tables"], read["tables"]),
        "files": dict(sorted({**shown["files"], **read["files"]}.items())),
        "modules": marks,
        "templates": present.templates | present.catalogue(parameters.get("language", "")),
        "versions": present.versions,
    }


def _joined(one: Mapping[str, Mapping[str, str]], other: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the columns read by either, table by table."""
    names = sorted({*one, *other})
    return {name: dict(sorted({**one.get(name, {}), **other.get(name, {})}.items())) for name in names}


def outputs(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of each file of a report, by path inside its folder."""
    return {name: digest(content) for name, content in sorted(files.items())}


def changes(present: Present, plan: Plan, told: Mapping[str, Any]) -> list[str]:
    """Return why the record of a report would be another one now; nothing when the report is fresh.

    Parameters
    ----------
    present : Present
        What there is now; shared by all reports that are asked about.
    plan : Plan
        The report.
    told : mapping
        Its record.

    Returns
    -------
    list of str
        One phrase for each thing that changed, such as ``table statements: columns killed_hi, note``.
    """
    sha256, modules = present.notebook(plan.notebook)
    parts = [
        _differing("asked: ", asked(plan), {key: told.get(key) for key in asked(plan)}),
        [] if told.get("notebook", {}).get("sha256") == sha256 else [f"notebook {plan.notebook}.ipynb"],
        _tables(present, told.get("tables", {})),
        _files(present.project.root, told.get("files", {})),
        _modules(present, modules, told.get("modules", {})),
        _differing("template ", _templates(present, told), told.get("templates", {})),
        _differing("version of ", present.versions, told.get("versions", {})),
    ]
    return [phrase for part in parts for phrase in part]


def _templates(present: Present, told: Mapping[str, Any]) -> dict[str, str]:
    """Return what a page is laid out and worded with now: the templates, and the catalogue of its language."""
    return present.templates | present.catalogue(told.get("parameters", {}).get("language", ""))


def _differing(word: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """Return the names under which two mappings differ."""
    if now == before:
        return []
    return [f"{word}{name}" for name in sorted({*now, *before}) if now.get(name) != before.get(name)]


def _tables(present: Present, before: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the tables read that hold something else now, with the columns."""
    phrases = []
    for table, marks in before.items():
        now = present.columns(table, tuple(marks))
        if now != marks:
            different = [column for column in marks if now.get(column) != marks[column]]
            phrases.append(f"table {table}: column{'s' if len(different) > 1 else ''} {', '.join(different)}")
    return phrases


def _files(root: Path, before: Mapping[str, str]) -> list[str]:
    """Return the hand and raw files read that hold something else now."""
    return [f"file {name}" for name, mark in before.items() if reads.file_now(root, name) != mark]


def _modules(present: Present, needed: list[str], before: Mapping[str, str]) -> list[str]:
    """Return the modules that do something else now, or are needed now and were not."""
    new = [name for name in needed if name not in before]
    return [f"module {name}" for name in (*present.changed_modules(before), *new)]
