"""What a report was made from: inputs with hashes, parameters, as-of, package and code versions, seeds."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import analysis
from analysis.data import build
from analysis.paths import Project
from analysis.publish.extract import Contents
from analysis.publish.plan import Plan

LIBRARIES = (
    "ipykernel", "matplotlib", "nbclient", "nbformat", "numpy", "pandas", "papermill", "pyarrow", "scipy", "seaborn",
)  # fmt: skip


def digest(content: bytes) -> str:
    """Return the sha256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@cache
def code_hash() -> str:
    """Return one sha256 over every module and template of the package, by name and content."""
    folder = Path(analysis.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".css"))
    whole = "".join(f"{path.relative_to(folder).as_posix()} {digest(path.read_bytes())}\n" for path in files)
    return digest(whole.encode())


def sources(project: Project, plan: Plan) -> dict[str, Any]:
    """Return what a report would be made from now; the report is fresh while its record says the same.

    Parameters
    ----------
    project : Project
        Where raw, hand and notebooks lie.
    plan : Plan
        The report.

    Returns
    -------
    dict
        ``inputs`` (sha256 of each raw and hand file), ``notebook``, ``given`` (parameters as the catalogue gives
        them), ``package`` (version and hash of its code).
    """
    notebook = project.notebooks / f"{plan.notebook}.ipynb"
    files = build.inputs(project)
    return {
        "inputs": {part: files[part] for part in ("raw", "hand")},
        "notebook": {"name": notebook.name, "sha256": digest(notebook.read_bytes()) if notebook.is_file() else ""},
        "given": dict(plan.parameters),
        "package": {"name": "civcas", "version": version("civcas"), "sha256": code_hash()},
    }


def record(
    project: Project, plan: Plan, parameters: Mapping[str, Any], contents: Contents, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the whole record of a report, to be saved as ``provenance.json``.

    Parameters
    ----------
    project, plan
        As for `sources`.
    parameters : mapping
        Every parameter with the value it had, defaults included.
    contents : Contents
        What the notebook showed: the tables it read, its as-of day, its seeds, its headline.
    files : mapping of str to bytes
        The files of the report, by path inside its folder.
    """
    shown = contents.provenance
    return {
        "report": plan.id,
        "title": plan.title,
        "headline": contents.headline,
        **sources(project, plan),
        "parameters": dict(parameters),
        "as_of": shown["as_of"],
        "seeds": shown["seeds"],
        "tables_read": shown["tables"],
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        "outputs": {name: digest(content) for name, content in sorted(files.items())},
    }
