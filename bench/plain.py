"""The analysis of every report as one plain script: imports once, no notebook, no page; writes tables and figures.

The floor that `make bench` holds the reports against: ``python bench/plain.py FOLDER [ID ...]``.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

from analysis.data import reads
from analysis.paths import choose, find_project
from analysis.publish.display import OUTLINES_TYPE, TABLE_TYPE
from analysis.publish.making.declared import TAG
from analysis.publish.making.plan import read_catalogue


def show(folder: Path, *objects: object) -> None:
    """Write the table or figure that an object holds, as its report would."""
    for shown in objects:
        if not hasattr(shown, "_repr_mimebundle_"):
            continue
        bundle = shown._repr_mimebundle_()
        data, notes = bundle if isinstance(bundle, tuple) else (bundle, {})
        if TABLE_TYPE in data:
            write(folder / "tables" / f"{data[TABLE_TYPE]['name']}.csv", data[TABLE_TYPE]["csv"].encode())
        note = notes.get("civcas", {})
        if note.get("kind") == "figure":
            png = data["image/png"]
            write(folder / "figures" / f"{note['name']}.png", b64decode(png) if isinstance(png, str) else png)
            write(folder / "figures" / f"{note['name']}.svg", data[OUTLINES_TYPE]["svg"].encode())
            write(folder / "figures" / f"{note['name']}.csv", note["csv"].encode())


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def run(notebook: Path, values: dict[str, Any], folder: Path) -> None:
    """Run the code of a notebook in this process; the last expression of a cell is shown."""
    names: dict[str, Any] = {"display": lambda *objects: show(folder, *objects), "__name__": "__main__"}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, notebook.name, "exec"), names)
        if isinstance(last, ast.Expr):
            show(folder, eval(compile(ast.Expression(last.value), notebook.name, "eval"), names))
        if TAG in cell["metadata"].get("tags", []):
            names.update(values)


def main() -> None:
    project, out, only = find_project(), Path(sys.argv[1]), sys.argv[2:]
    if only:
        for name in ("ipykernel.kernelapp", "ipykernel.debugger"):  # what a kernel loads before it is asked anything
            importlib.import_module(name)
    for plan in (plan for plan in read_catalogue(project) if not only or plan.id in only):
        choose("")
        reads.forget()
        notebook = project.notebooks / f"{plan.notebook}.ipynb"
        run(notebook, dict(plan.parameters), out / plan.id)


if __name__ == "__main__":
    main()
