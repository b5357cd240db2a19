"""A report's notebook with that report's parameters filled in, to open and run by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.errors import ReportError
from analysis.outside import seen
from analysis.paths import Project, refuse_links
from analysis.publish.making import parameters
from analysis.publish.making.declared import TAG, read_notebook
from analysis.publish.making.plan import Plan
from analysis.publish.welcome import HOME
from analysis.whole import write_whole


def open_copy(project: Project, plan: Plan) -> Path:
    """Write the notebook of a report with its parameters as defaults, and return the file.

    Parameters
    ----------
    project : Project
        Where the notebook lies; the copy goes into its folder of opened notebooks, over an earlier one.
    plan : Plan
        The report.

    Raises
    ------
    ParameterError
        When a parameter does not fit the notebook.
    """
    import nbformat

    source = project.notebooks / f"{plan.notebook}.ipynb"
    values = parameters.check(source, plan.parameters)
    notebook = read_notebook(source)
    for cell in notebook.cells:
        if TAG in cell.metadata.get("tags", []):
            cell.source = filled(cell.source, values)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    refuse_links(project.opened, project.root)
    copy = project.opened / f"{plan.id}.ipynb"
    write_whole(copy, f"{nbformat.writes(notebook)}\n".encode())
    return copy


def start_page(project: Project) -> Path:
    """Return the notebook that a newcomer opens first.

    Raises
    ------
    ReportError
        When the project has none.
    """
    page = project.notebooks / f"{HOME}.ipynb"
    if not page.is_file():
        raise ReportError(f"there is no {page.name} among the notebooks: name a report, as in civcas notebook ID")
    return page


def filled(source: str, values: Mapping[str, Any]) -> str:
    """Return the lines of a parameters cell with other values, their kinds and help kept.

    >>> filled('place = "Mosul"  # type: place  where', {"place": "Raqqa"})
    'place = "Raqqa"  # type: place  where'
    """
    lines = source.split("\n")
    for name, value in values.items():
        told = seen(json.dumps(value, ensure_ascii=False))  # a separator of lines would be one to a notebook
        line = re.compile(rf"{re.escape(name)}\s*=.*?(\s+# type:.*)")
        lines = [f"{name} = {told}{found[1]}" if (found := line.fullmatch(text)) else text for text in lines]
    return "\n".join(lines)
