"""A small project to do harm to: the real tables, two notebooks of its own, and the machine around it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from torture.part import HERE

ARABIC = "مقتل مدنيين"
CATALOGUE = f"""[[report]]
id = "plain"
notebook = "20-plain"
title = "Plain, {ARABIC}"
parameters = {{ place = "Raqqa", as_of = "2017-06-30" }}

[[report]]
id = "other"
notebook = "20-plain"
title = "Other"
parameters = {{ place = "Mosul", as_of = "2017-03-25" }}
"""
PARAMETERS = (
    'place = "Mosul"  # type: place  where\nas_of = "2017-03-25"  # type: date  the day\nnote = ""  # type: text  said'
)
READING = """from analysis.basis import Basis
from analysis.data import asof, claims
from analysis.publish.display import provenance
from analysis.publish.evidence import Evidence

ev = Evidence(as_of)
known = asof.as_of(claims.about_place(claims.statements(), place), as_of).known"""
HEADLINE = """ev.headline(
    "By {day}, {n} dated statements about {place} were public.",
    day=as_of, place=place, n=ev.count(known, "dated statements public by the day"),
    basis=Basis("dated statements", place, "report"),
)"""
CLOSING = "display(ev.panel(), provenance(as_of))"
ENVIRONMENT = {
    "PYTHONPATH": str(HERE),
    "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '/usr/bin:/bin')}",
}


def cell(source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    """Return a cell of a notebook."""
    made = {
        "cell_type": kind,
        "id": f"c{abs(hash(source)) % 10**8}",
        "metadata": {"tags": list(tags)},
        "source": source,
    }
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*sources: str, parameters: str = PARAMETERS) -> dict[str, Any]:
    """Return a notebook with a parameters cell and then others."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [cell("# Plain", kind="markdown"), cell(parameters, "parameters"), *map(cell, sources)]
    for number, each in enumerate(cells):
        each["id"] = f"cell-{number}"
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def made(root: Path) -> Path:
    """Make the project in an empty folder: tables built, its reports not yet made; return the folder."""
    for part in ("raw", "hand"):
        shutil.copytree(HERE / "data" / part, root / "data" / part)
    (root / "notebooks").mkdir()
    told = json.dumps(notebook(READING, HEADLINE, CLOSING), indent=1)
    (root / "notebooks" / "20-plain.ipynb").write_text(told, encoding="utf-8")
    (root / "reports.toml").write_text(CATALOGUE, encoding="utf-8")
    said = civcas(root, "build")
    if said.returncode:
        raise RuntimeError(said.stderr)
    return root


def civcas(root: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *words]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, env={**os.environ, **ENVIRONMENT, **changes}, timeout=300
    )
