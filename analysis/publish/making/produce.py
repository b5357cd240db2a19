"""One report from its plan to its files, in memory: check, run, take apart, render. Whoever asked puts it in place."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import language
from analysis.errors import CivcasError
from analysis.paths import Project
from analysis.publish.making import kernels, warm
from analysis.publish.making.plan import Plan
from analysis.publish.making.run import Job, Outcome, execute

if TYPE_CHECKING:
    from analysis.publish.provenance import Present

EXECUTED, LOG = "executed.ipynb", "run.log"


@dataclass(frozen=True)
class Task:
    """A report to make: the project it belongs to, its plan, and a folder of its own to work in."""

    project: Project
    plan: Plan
    folder: Path


@dataclass(frozen=True)
class Product:
    """A report as files by name, or why there is none; of a failed run, the notebook as far as it went.

    `seconds` is how long it was worked on, without the time it waited for its turn.
    """

    outcome: Outcome
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    failed: bytes = field(default=b"", repr=False)
    log: bytes = field(default=b"", repr=False)
    seconds: float = 0


def produce(task: Task) -> Product:
    """Return one report, with every file it consists of.

    Runs in a process of its own, which it may leave in any state. Where that process is a fork of the warm one, the
    kernel is a fork too.
    """
    began, plan = time.monotonic(), task.plan
    notebook = task.project.notebooks / f"{plan.notebook}.ipynb"
    if kernels.forked:
        kernels.reserve(notebook)
        warm.load_running()
    from analysis.publish.making import parameters  # after the fork, so that a kernel does not wait for it

    task.folder.mkdir(parents=True, exist_ok=True)
    os.chdir(task.project.root)
    executed, log = task.folder / EXECUTED, task.folder / LOG
    try:
        values = parameters.check(notebook, plan.parameters)
    except CivcasError as problem:
        kernels.dismiss()
        return Product(Outcome(plan.id, f"{plan.id}: {problem}"))
    if kernels.forked:
        from analysis.publish.making import provisioner

        provisioner.use()
    _get_ready(task)
    outcome = execute(Job(plan.id, notebook, values, executed, log))
    kernels.dismiss()
    files: dict[str, bytes] = {}
    if not outcome.problem:
        outcome, files = _page(task, values, executed.read_bytes())
    failed = executed.read_bytes() if outcome.problem and executed.is_file() else b""
    return Product(outcome, files, failed, log.read_bytes(), time.monotonic() - began)


def _get_ready(task: Task) -> None:
    """Load what the page will be made with, while a kernel that was reserved still loads its own."""
    from analysis.publish import page, render  # noqa: F401

    now = present(task.project)
    now.package.marks(now.notebook(task.plan.notebook)[1])
    page.environment().get_template("report.html")


def _page(task: Task, values: Mapping[str, Any], executed: bytes) -> tuple[Outcome, dict[str, bytes]]:
    """Return the files of a report from its executed notebook, or why they cannot be made."""
    plan = task.plan
    try:
        return Outcome(plan.id), render_files(task.project, plan, values, executed)
    except CivcasError as problem:
        return Outcome(plan.id, f"{plan.id}: {problem}"), {}
    except Exception as problem:  # whatever a page cannot be made from, the other reports go on
        told = f"{plan.id}: its page could not be made. {type(problem).__name__}: {problem}"
        return Outcome(plan.id, told), {}


@cache
def present(project: Project) -> Present:
    """Return what reports are made from, looked at once in a process: the code that it runs is that of its start."""
    from analysis.publish import provenance

    return provenance.Present(project)


def render_files(project: Project, plan: Plan, values: Mapping[str, Any], executed: bytes) -> dict[str, bytes]:
    """Return the files of a report, by name inside its folder, its pages in the language it is asked for."""
    before = language.speak(values.get("language", language.ENGLISH))
    try:
        return _files(project, plan, values, executed)
    finally:
        language.speak(before)


def _files(project: Project, plan: Plan, values: Mapping[str, Any], executed: bytes) -> dict[str, bytes]:
    """Return the files of a report in the language spoken."""
    import nbformat

    from analysis.data import manifest
    from analysis.publish import dossier, provenance, render
    from analysis.publish import values as numbers
    from analysis.publish.extract import contents
    from analysis.publish.making.declared import declared

    shown = contents(nbformat.reads(executed.decode("utf-8"), as_version=4))
    data = Project(project.root, values.get("study", ""))
    behind, pages, read = dossier.made(data, plan.title, shown)
    files = {"executed.ipynb": executed}
    files |= {f"tables/{name}.csv": text.encode("utf-8") for name, text in shown.tables.items()}
    files |= {f"figures/{name}.png": png for name, png in shown.figures.items()}
    files |= {f"figures/{name}.svg": svg.encode("utf-8") for name, svg in shown.outlines.items()}
    files |= {f"figures/{name}.csv": text.encode("utf-8") for name, text in shown.drawn.items()}
    files |= {name: page.encode("utf-8") for name, page in pages.items()}
    record = provenance.record(present(project), plan, values, shown, read)
    files[numbers.NAME] = numbers.text(numbers.values(record, behind, manifest.version(data))).encode("utf-8")
    record["outputs"] = provenance.outputs(files)
    meanings = {name: known.help for name, known in declared(project.notebooks / f"{plan.notebook}.ipynb").items()}
    html = render.report_page(plan.title, plan.command, shown, record, plan.others, meanings)
    files["report.html"] = html.encode("utf-8")
    files["provenance.json"] = (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    return files
