"""From plans to published reports: check, run in parallel, render, put in place whole; the last good one stays."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat

from analysis.data import build
from analysis.errors import CivcasError, ReportError
from analysis.paths import Project, put_in_place
from analysis.publish import parameters, provenance, render, site
from analysis.publish.extract import contents
from analysis.publish.plan import Plan
from analysis.publish.run import Job, Outcome, execute

WORK, LOGS = ".work", "logs"
Tell = Callable[[Outcome], None]


def make(project: Project, plans: list[Plan], listed: list[Plan], tell: Tell, workers: int = 2) -> list[Outcome]:
    """Make reports and renew the index.

    Parameters
    ----------
    project : Project
        Where everything lies; processed tables are built first when they are missing or older than their inputs.
    plans : list of Plan
        The reports to make.
    listed : list of Plan
        The reports of the catalogue, for the index.
    tell : callable
        Called with the outcome of each report as soon as it is done.
    workers : int
        How many notebooks run at once.

    Returns
    -------
    list of Outcome
        One for each plan, in order. A report whose notebook fails leaves the last good one in place, marked
        stale; the others are made all the same.
    """
    with _alone(project):
        return _make(project, plans, listed, tell, workers)


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Hold the reports folder for one run: two at once would take each other's work for left-overs."""
    project.reports.mkdir(exist_ok=True)
    folder = os.open(project.reports, os.O_RDONLY)
    try:
        _hold(folder)
        yield
    finally:
        os.close(folder)


def _hold(folder: int) -> None:
    """Lock an open folder, or say who has it."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ReportError("another run is making reports here: wait until it ends, then run this again") from None


def _make(project: Project, plans: list[Plan], listed: list[Plan], tell: Tell, workers: int) -> list[Outcome]:
    """Make reports and renew the index; see `make`."""
    _recover(project)
    if not build.is_current(project):
        build.build(project)
    done: dict[str, Outcome] = {}
    ready: dict[str, dict[str, Any]] = {}
    for plan in plans:
        try:
            ready[plan.id] = parameters.check(_notebook(project, plan), plan.parameters)
        except CivcasError as problem:
            done[plan.id] = _failed(project, Outcome(plan.id, f"{plan.id}: {problem}"))
            tell(done[plan.id])
    waiting = [plan for plan in plans if plan.id in ready]
    if waiting:
        _in_pools(project, waiting, ready, workers, lambda outcome: _settle(done, outcome, tell))
    shutil.rmtree(project.reports / WORK, ignore_errors=True)
    site.write_index(project, listed)
    return [done[plan.id] for plan in plans]


def _settle(done: dict[str, Outcome], outcome: Outcome, tell: Tell) -> None:
    """Remember an outcome and tell it."""
    done[outcome.id] = outcome
    tell(outcome)


def _in_pools(
    project: Project, plans: list[Plan], ready: Mapping[str, dict[str, Any]], workers: int,
    settle: Callable[[Outcome], None],
) -> None:  # fmt: skip
    """Run notebooks in a pool; where a worker was killed, run what it took with it once more, one by one."""
    with ProcessPoolExecutor(min(workers, len(plans)), get_context("spawn")) as pool:
        lost = _run_all(project, plans, ready, pool, settle)
    for plan in lost:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            for again in _run_all(project, [plan], ready, pool, settle):
                problem = f"{again.id}: its process was killed twice, perhaps for want of memory; run it alone"
                settle(_failed(project, Outcome(again.id, problem)))


def _run_all(
    project: Project, plans: list[Plan], ready: Mapping[str, dict[str, Any]], pool: Executor,
    settle: Callable[[Outcome], None],
) -> list[Plan]:  # fmt: skip
    """Run notebooks in a pool, publish each as soon as it is done, and return those lost with a killed worker."""
    running: dict[Future[Outcome], Plan] = {}
    for plan in plans:
        running[pool.submit(execute, _job(project, plan, ready[plan.id]))] = plan
    lost = []
    for future in as_completed(running):
        plan = running[future]
        try:
            outcome = future.result()
        except BrokenExecutor:
            lost.append(plan)
            continue
        if not outcome.problem:
            outcome = _publish(project, plan, ready[plan.id])
        settle(_failed(project, outcome) if outcome.problem else outcome)
    return [plan for plan in plans if plan in lost]


def _notebook(project: Project, plan: Plan) -> Path:
    """Return where a plan's notebook lies."""
    return project.notebooks / f"{plan.notebook}.ipynb"


def _job(project: Project, plan: Plan, values: Mapping[str, Any]) -> Job:
    """Return the job of a plan."""
    executed = project.reports / WORK / f"{plan.id}.ipynb"
    return Job(plan.id, _notebook(project, plan), values, executed, project.reports / LOGS / f"{plan.id}.log")


def _publish(project: Project, plan: Plan, values: Mapping[str, Any]) -> Outcome:
    """Render an executed notebook and put the whole report in its place at once."""
    executed = project.reports / WORK / f"{plan.id}.ipynb"
    try:
        shown = contents(nbformat.read(executed, as_version=4))
        files = {"executed.ipynb": executed.read_bytes()}
        files |= {f"tables/{name}.csv": text.encode("utf-8") for name, text in shown.tables.items()}
        files |= {f"figures/{name}.png": png for name, png in shown.figures.items()}
        files |= {f"figures/{name}.csv": text.encode("utf-8") for name, text in shown.drawn.items()}
        record = provenance.record(project, plan, values, shown, files)
        files["report.html"] = render.report_page(plan.title, plan.command, shown, record).encode("utf-8")
        files["provenance.json"] = (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    except CivcasError as problem:
        return Outcome(plan.id, f"{plan.id}: {problem}")
    except Exception as problem:  # whatever a page cannot be made from, the other reports go on
        return Outcome(plan.id, f"{plan.id}: its page could not be made. {type(problem).__name__}: {problem}")
    staged = project.reports / WORK / plan.id
    for name, content in files.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_bytes(content)
    put_in_place(staged, project.reports / plan.id)
    for left in (f"{plan.id}.json", f"{plan.id}.failed.ipynb"):
        (project.reports / LOGS / left).unlink(missing_ok=True)
    return Outcome(plan.id)


def _recover(project: Project) -> None:
    """Put back a report that a crash left aside, and clear what an unfinished run left behind."""
    shutil.rmtree(project.reports / WORK, ignore_errors=True)
    for old in project.reports.glob(".old-*"):
        place = project.reports / old.name.removeprefix(".old-")
        if place.exists():
            shutil.rmtree(old)
        else:
            old.rename(place)


def _failed(project: Project, outcome: Outcome) -> Outcome:
    """Note why a report failed, keep its notebook for the reader of the log, and mark the last good page."""
    logs = project.reports / LOGS
    logs.mkdir(parents=True, exist_ok=True)
    executed = project.reports / WORK / f"{outcome.id}.ipynb"
    if executed.is_file():
        executed.replace(logs / f"{outcome.id}.failed.ipynb")
    note = json.dumps({"problem": outcome.problem, "cell": outcome.cell}, ensure_ascii=False, indent=1) + "\n"
    (logs / f"{outcome.id}.json").write_text(note, encoding="utf-8")
    page = project.reports / outcome.id / "report.html"
    if page.is_file():
        reason = f"The last attempt to renew this report failed: {outcome.problem} What follows is the last good one."
        partial = page.with_name(".report.partial")
        partial.write_text(render.mark_stale(page.read_text(encoding="utf-8"), reason), encoding="utf-8")
        partial.replace(page)
    return outcome
