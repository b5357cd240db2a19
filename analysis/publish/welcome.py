"""What a newcomer sees first: the notebooks, what they ask and can be asked, the version of the data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from analysis.data import manifest
from analysis.errors import ReportError
from analysis.paths import Project, find_project
from analysis.publish.display import Bundle, marked_up
from analysis.publish.making.declared import TAG, Parameter, read_cell
from analysis.publish.making.plan import read_catalogue

LEFT = ' style="text-align: left"'  # JupyterLab would put words to the right
HOME = "start"  # the start page itself, which is not listed on it
ASKS = "**Question.**"


@dataclass(frozen=True)
class Guide:
    """One notebook: its file, its title, the question it answers, what it can be asked, the reports made from it."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Guides:
    """The notebooks of a collection, to be shown."""

    listed: tuple[Guide, ...]

    def __str__(self) -> str:
        return "\n\n".join(_text(guide) for guide in self.listed)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return {"text/html": "\n".join(map(_html, self.listed)), "text/plain": str(self)}


def notebooks(project: Project | None = None) -> Guides:
    """Return what there is to read and to run, in the order of the notebooks' names.

    Parameters
    ----------
    project : Project, optional
        Default: that of the working folder.

    Raises
    ------
    ReportError
        When a file in the folder of notebooks is none, or the catalogue of reports cannot be read.
    """
    project = project or find_project()
    made: dict[str, list[str]] = {}
    for plan in read_catalogue(project):
        made.setdefault(plan.notebook, []).append(plan.id)
    paths = [path for path in sorted(project.notebooks.glob("*.ipynb")) if path.stem != HOME]
    return Guides(tuple(_guide(path, made.get(path.stem, [])) for path in paths))


def data_version(project: Project | None = None) -> str:
    """Return the name of the state of the data that every figure rests on."""
    return manifest.version(project or find_project())


def _guide(path: Path, reports: Iterable[str]) -> Guide:
    """Return one notebook from what its own cells say."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        asked = ["".join(cell["source"]) for cell in cells if TAG in cell["metadata"].get("tags", [])]
    except (ValueError, KeyError, TypeError):
        raise ReportError(f"{path.name} is not a notebook: open and save it in JupyterLab, or move it away") from None
    title = prose.partition("\n")[0].removeprefix("# ").strip()
    question = prose.partition(ASKS)[2].partition("\n")[0].strip()
    return Guide(path.name, title, question, tuple(read_cell("\n".join(asked))), tuple(reports))


def _value(value: Any) -> str:
    """Return a default as it is written in the cell."""
    return json.dumps(value, ensure_ascii=False)


def _text(guide: Guide) -> str:
    """Return one notebook as plain text."""
    asked = [f"  {each.name} = {_value(each.default)}: {each.help}" for each in guide.parameters]
    return "\n".join([f"{guide.title} ({guide.name})", guide.question, *asked, f"Reports: {_reports(guide)}"])


def _reports(guide: Guide) -> str:
    """Return the reports made from a notebook in words."""
    return ", ".join(guide.reports) or "none in reports.toml yet"


def _html(guide: Guide) -> str:
    """Return one notebook as a heading that opens it, its question, and what it can be asked."""
    rows = "".join(
        f'<tr><th scope="row"{LEFT}>{escape(each.name)}</th>'
        f"<td{LEFT}><code>{marked_up(_value(each.default))}</code></td><td{LEFT}>{marked_up(each.help)}</td></tr>"
        for each in guide.parameters
    )
    heads = "".join(f'<th scope="col"{LEFT}>{head}</th>' for head in ("Parameter", "Default", "What it means"))
    return (
        f'<h3><a href="{escape(guide.name, quote=True)}">{marked_up(guide.title)}</a></h3>'
        f"<p>{marked_up(guide.question)}</p><table><caption>What it can be asked</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>Reports: {marked_up(_reports(guide))}</p>"
    )
