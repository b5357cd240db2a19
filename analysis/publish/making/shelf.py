"""The reports folder: one run at a time, each report put in place whole, the last good one kept when a run fails."""

from __future__ import annotations

import fcntl
import json
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from analysis.errors import ReportError
from analysis.outside import seen
from analysis.paths import Project, refuse_links
from analysis.publish.making.produce import LOG, Product
from analysis.publish.making.run import Outcome
from analysis.publish.status import LOGS
from analysis.whole import clear, locked, named, put_in_place, recover, write_whole

WORK, PAGE = ".work", "report.html"
DOING, WAIT = ("making", "printing or packing"), "wait until it ends, then run this again"
ASKING_TO_END = {signal.SIGINT, signal.SIGTERM}


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Hold the reports folder for one run: two at once would take each other's work for left-overs.

    What a run that crashed left behind is cleared first, and what this one has worked with at its end.
    """
    refuse_links(project.reports, project.root)
    project.reports.mkdir(exist_ok=True)
    with _held(project, fcntl.LOCK_EX):
        _recover(project)
        try:
            yield
        finally:
            clear(project.reports / WORK)


@contextmanager
def still(project: Project) -> Iterator[None]:
    """Hold the reports as they are, for whoever prints or packs them; several may do so at once.

    Raises
    ------
    ReportError
        When a run is making reports.
    """
    if not project.reports.is_dir():
        yield
        return
    with _held(project, fcntl.LOCK_SH):
        yield


def _held(project: Project, kind: int) -> AbstractContextManager[None]:
    """Lock the folder of reports, or say who has it."""
    making, showing = (ReportError(f"another run is {what} reports here: {WAIT}") for what in DOING)
    return locked(project.reports, kind, making, showing)


def _recover(project: Project) -> None:
    """Put back a report that a crash left aside, and clear what an unfinished run left behind."""
    clear(project.reports / WORK)
    for folder in (project.reports, project.values, project.pdf, project.reports / LOGS):
        recover(folder)


def work_folder(project: Project, identity: str) -> Path:
    """Return where a report is worked on before it is put in place."""
    return project.reports / WORK / identity


def published(project: Project, identity: str, names: Iterable[str]) -> dict[str, bytes]:
    """Return files of the report that is in place now, as far as they are there."""
    folder = project.reports / identity
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def stage(project: Project, product: Product) -> Path:
    """Write a whole report beside its place, where there may be no room for it, and return the folder."""
    staged = work_folder(project, f"{product.outcome.id}.new")
    for name, content in product.files.items():
        with named(project.reports / product.outcome.id / name):
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_bytes(content)
    return staged


def publish(project: Project, product: Product, staged: Path | None = None) -> None:
    """Put a whole report in its place at once, from the folder where it is staged, and forget an earlier failure.

    Its log is there before it: a report that stands is not made again, and would never get one.
    """
    identity = product.outcome.id
    staged = staged or stage(project, product)
    _keep_log(project, product)
    with _undisturbed():
        put_in_place(staged, project.reports / identity)
    for left in (f"{identity}.json", f"{identity}.failed.ipynb"):
        (project.reports / LOGS / left).unlink(missing_ok=True)
    clear(work_folder(project, identity))


def fail(project: Project, outcome: Outcome, product: Product | None) -> None:
    """Note why a report failed, keep its notebook for the reader of the log, and mark the last good page."""
    from analysis.publish.page import mark_stale

    logs = project.reports / LOGS
    logs.mkdir(parents=True, exist_ok=True)
    _keep_log(project, product or Product(outcome, log=_log_so_far(project, outcome.id)))
    if product and product.failed:
        write_whole(logs / f"{outcome.id}.failed.ipynb", product.failed)
    note = json.dumps({"problem": outcome.problem, "cell": outcome.cell}, ensure_ascii=False, indent=1) + "\n"
    write_whole(logs / f"{outcome.id}.json", note.encode("utf-8", "backslashreplace"))
    page = project.reports / outcome.id / PAGE
    if page.is_file():
        reason = f"The last attempt to renew this report failed: {outcome.problem} What follows is the last good one."
        told = mark_stale(page.read_text(encoding="utf-8", errors="replace"), seen(reason, keep="\n"))
        marked = work_folder(project, f"{outcome.id}.stale")
        write_whole(marked, told.encode("utf-8"))
        marked.replace(page)
    clear(work_folder(project, outcome.id))


def _log_so_far(project: Project, identity: str) -> bytes:
    """Return what a report that was ended from outside had logged."""
    log = work_folder(project, identity) / LOG
    return log.read_bytes() if log.is_file() else b""


def _keep_log(project: Project, product: Product) -> None:
    """Write a report's log where its reader looks for it."""
    if product.log:
        logs = project.reports / LOGS
        logs.mkdir(parents=True, exist_ok=True)
        write_whole(logs / f"{product.outcome.id}.log", product.log)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a signal that asks for the end wait for a moment.

    To block signals would not do: they would reach another thread, and be obeyed here all the same.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in ASKING_TO_END}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for asked in came[:1]:
            signal.raise_signal(asked)
