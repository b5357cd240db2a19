"""Reports of a hostile copy: every notebook of the project, and one of our own that shows payloads in every way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.data.importers import formats
from analysis.errors import DataError
from analysis.methods.curve import specifications
from analysis.paths import Project
from analysis.publish.making.plan import Plan, read_catalogue
from torture.hostile_payloads import PAYLOADS
from torture.hostile_tables import Written
from torture.part import HERE

OWN, STUDY, PARTS = "97-hostile", "hostile", 4
SHORT = 200  # letters that a title or a name may well have
REFUSED = "refused"  # a report whose event does not exist: the sentence that says so holds payloads
EXPORT = Path("tests", "data", "importers", "exports", "airwars")
FREE = {
    "incidents": ["location", "region", "url"],
    "sources": ["outlet", "url", "archive_url"],
    "official_statements": ["url"],
}
PARAMETERS = """said = "nothing"  # type: text  what somebody said
part = 0  # type: int  which quarter of what is hostile is drawn
as_of = "2026-11-24"  # type: date  the day
language = "en"  # type: language  of the page"""
OPENING = """import pandas as pd

from analysis.basis import Basis
from analysis.data import claims
from analysis.publish import plots
from analysis.publish.display import provenance, speak
from analysis.publish.evidence import Evidence, _bare
from analysis.publish.tables import table

speak(language)
ev = Evidence(as_of)
rows = claims.statements().head(len(hostile))
shown = pd.DataFrame({"said": hostile, "row_key": list(rows["row_key"])}).assign(killed=1)
told = [text for text in [said, *hostile] if not _bare(text)]"""
SHOWING = [
    "ev.headline('{n} rows: {what}.', n=ev.count(rows, said), what=told[0], basis=Basis(said, said, 'report'))",
    "[ev.say('It is said: {what}.', what=text) for text in told][-1]",
    "table(shown, 'rows', said, {'said': said, 'killed': hostile[0]}, rests_on=said)",
    "table(shown.assign(**{text: text for text in hostile[:9]}), 'columns', hostile[-1], max_rows=3)",
    "drawn = pd.DataFrame({'label': hostile, 'said': hostile, 'family': 'monitor', 'lo': 1, 'hi': 2})[part::4]\n"
    "plots.bars(drawn, 'bars', hostile[part])",
    "print(*hostile, sep='\\n')", "pd.DataFrame({'said': hostile})", "hostile[0]",
    "display(ev.panel(), provenance(as_of, {said: 1}))",
]  # fmt: skip


def prepare(project: Project, written: Written) -> list[str]:
    """Write the catalogue, the notebook of our own, a list of changes and a study; return what the study refused."""
    _changes(project, written)
    refused = _study(project, written)
    plans = {plan.notebook: plan for plan in reversed(read_catalogue(project)) if "language" not in plan.parameters}
    _notebook(project, written)
    declared = {"95-specification-curve": {"declared": specifications.declare(project).hash}}
    entries = [
        _entry(plan.id, name, plan.parameters | declared.get(name, {}), name == "20-one-event")
        for name, plan in plans.items()
    ]
    for part in range(PARTS):
        entries.append(_entry(f"hostile-{part}", OWN, {"said": _said(written, part), "part": part}, not part))
    entries.append(
        _entry(REFUSED, "20-one-event", {"event": written.text("parameter", PAYLOADS[0]), "as_of": "2026-11-24"})
    )
    if (project.studies / STUDY).is_dir():
        entries.append(_entry("study", "00-data-quality", {"as_of": "2026-11-24", "study": STUDY}))
    titles = written.cells("catalogue.title", len(entries), True, [each for each in PAYLOADS if len(each.text) < SHORT])
    text = "\n".join(
        f"[[report]]\ntitle = {_toml(_braced(title))}\n{entry}" for title, entry in zip(titles, entries, strict=True)
    )
    project.catalogue.write_text(text, encoding="utf-8")
    return refused


def _entry(identity: str, notebook: str, parameters: Any, arabic: bool = False) -> str:
    """Return one entry of the catalogue, but for its title."""
    filled = ", ".join(f"{name} = {_toml(value)}" for name, value in parameters.items())
    spoken = 'languages = ["ar"]\n' if arabic else ""
    return f"id = {_toml(identity)}\nnotebook = {_toml(notebook)}\n{spoken}parameters = {{ {filled} }}\n"


def _toml(value: object) -> str:
    """Return a value as TOML writes it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _braced(text: str) -> str:
    """Return a title whose braces stand for themselves."""
    return text.replace("{", "{{").replace("}", "}}")


def _said(written: Written, part: int) -> str:
    """Return one parameter that holds a share of all payloads."""
    return " ".join(written.text("parameter", each) for each in PAYLOADS[part::PARTS])


def _notebook(project: Project, written: Written) -> None:
    """Write the notebook of our own: every payload in its prose, in a literal of its code, and in all that it shows."""
    hostile = [written.text("notebook, displays", each) for each in PAYLOADS]
    prose = [written.text("notebook, prose", each) for each in PAYLOADS]
    forms = [
        "{}",
        "## {}",
        "- {}",
        "> {}",
        "| a |\n|--:|\n| {} |",
        "[here]({})",
        "<{}>",
        "![{}]({})",
        "`{}`",
        "```\n{}\n```",
        "[a]: {}\n[a]",
    ]
    told = "".join(sign for sign in " ".join(" ".join(prose).split()) if sign.isprintable())
    cells = [
        new_markdown_cell(f"# {told}\n\n**Question.** {told}"),
        new_code_cell(f"{PARAMETERS} <script>alert(0)</script>", metadata={"tags": ["parameters"]}),
        *(new_markdown_cell("\n\n".join(form.replace("{}", text) for text in prose)) for form in forms),
        new_code_cell(f"hostile = {hostile!r}"), new_code_cell(OPENING), *map(new_code_cell, SHOWING),
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"hostile-{number}"
    nbformat.write(made, project.notebooks / f"{OWN}.ipynb")


def _changes(project: Project, written: Written) -> None:
    """Write a list of changed findings in which every text is a payload."""
    made = []
    for each in PAYLOADS:
        text = written.text("values/changes.json", each)
        number = {"rule": text, "rows": text, "before": [text], "after": [text]}
        figures = {"numbers": [number], "tables": [number], "headline": {"before": text, "after": text}}
        made.append({"date": "2026-11-25", "report": text, "title": text, "why": [text], **figures})
    project.changes.parent.mkdir(parents=True, exist_ok=True)
    project.changes.write_text(json.dumps(made), encoding="utf-8")


def _study(project: Project, written: Written) -> list[str]:
    """Import an export whose texts are payloads; return why it was refused, where it was."""
    folder = project.root / "export"
    folder.mkdir()
    for name, columns in FREE.items():
        frame = pd.read_csv(HERE / EXPORT / f"{name}.csv", dtype=str, keep_default_na=False, on_bad_lines="skip")
        for column in columns:
            texts = written.cells(f"export.{name}.{column}", len(frame))
            frame[column] = ["".join(sign for sign in text if sign.isprintable() or sign == "\n") for text in texts]
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    told = " ".join(written.cells("export, licence", 1))
    try:
        formats.run(project, "airwars", folder, STUDY, licence=told, complete=told)
    except DataError as problem:
        return [str(problem)]
    return []


def make(project: Project, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the project as a reader would, in the folder of the copy."""
    own = {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *words]
    return subprocess.run(
        command, cwd=project.root, env=os.environ | own, capture_output=True, text=True, errors="replace"
    )


def made(project: Project) -> list[Plan]:
    """Return the reports of the copy that have a page."""
    return [plan for plan in read_catalogue(project) if (project.reports / plan.id / "report.html").is_file()]
