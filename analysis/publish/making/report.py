"""From plans to published reports: see what is stale, run it a few at a time, put each in place whole."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from analysis.data import hold
from analysis.errors import CivcasError
from analysis.outside import sentence
from analysis.paths import Project
from analysis.publish import website
from analysis.publish.differing import Change
from analysis.publish.making import keeping, shelf
from analysis.publish.making.plan import Plan
from analysis.publish.making.produce import Product, Task, produce
from analysis.publish.making.run import Outcome
from analysis.publish.status import Status, one_offs, statuses
from analysis.publish.values import NAME

ATTEMPTS = 2  # where not the notebook but what runs it failed


@dataclass(frozen=True)
class Options:
    """How a run goes about its work.

    Parameters
    ----------
    workers : int
        How many reports are made at once; 0 is as many as there are processors.
    cold : bool
        Whether every notebook starts in a new interpreter.
    force : bool
        Whether fresh reports are made again.
    keep_going : bool
        Whether others are still begun after one has failed.
    seconds, mebibytes : float
        What one report may take; zero is no limit.
    scheduler : str
        Address of a Dask scheduler, empty for this machine.
    look : callable
        Called with the plans whose notebooks are about to be run, before any is; may refuse. See
        `analysis.publish.making.vouched`.
    """

    workers: int = 0
    cold: bool = False
    force: bool = False
    keep_going: bool = True
    seconds: float = 0
    mebibytes: float = 0
    scheduler: str = ""
    look: Callable[[list[Plan]], None] = lambda plans: None


@dataclass(frozen=True)
class Result:
    """What became of one report in a run; `state` is ``fresh``, ``made``, ``failed`` or ``not begun``.

    `seconds` is how long it was worked on; 0 where it was not, or was ended from outside.
    """

    id: str
    state: str
    reasons: tuple[str, ...] = ()  # why it was not fresh before
    problem: str | None = None
    cell: int | None = None
    seconds: float = 0
    findings: dict[str, Any] = field(default_factory=dict)  # what it says now that it did not say before


Tell = Callable[[Result], None]


def make(
    project: Project, plans: list[Plan], listed: list[Plan], tell: Tell, options: Options | None = None,
    begin: Callable[[int], None] = lambda wanted: None,
) -> list[Result]:  # fmt: skip
    """Make the reports that are not fresh and renew the index.

    Parameters
    ----------
    project : Project
        Where everything lies; processed tables are built first when they are missing or older than their inputs.
    plans : list of Plan
        The reports wanted.
    listed : list of Plan
        The reports of the catalogue, for the index.
    tell : callable
        Called with the result of each report that is not fresh, as soon as it is known.
    options : Options, optional
        How to go about it.
    begin : callable, optional
        Called once, before the first report is begun, with how many there are to make.

    Returns
    -------
    list of Result
        One for each plan, in order. A report whose notebook fails leaves the last good one in place, marked stale.

    Raises
    ------
    ReportError
        When another run holds the folder.
    DataError
        When the tables cannot be built.
    """
    options = options or Options()
    with shelf.alone(project), hold.built(project):
        now = statuses(project, plans)
        wanted = {status.id: status for status in now if options.force or status.state != "fresh"}
        done = {status.id: Result(status.id, "fresh") for status in now if status.id not in wanted}
        if wanted:
            options.look([status.plan for status in wanted.values()])
        try:
            if wanted:
                begin(len(wanted))
                run = Run(project, wanted, tell, options)
                done |= run.results()
        finally:
            known = {status.id: status for status in now if status.id in done and done[status.id].state == "fresh"}
            website.write_site(project, listed, one_offs(project, listed), known)
    return [done[plan.id] for plan in plans]


class Run:
    """The making of some reports: what waits, what is under way, what became of the rest."""

    def __init__(self, project: Project, wanted: dict[str, Status], tell: Tell, options: Options) -> None:
        self.project, self.wanted, self.tell, self.options = project, wanted, tell, options
        self.done: dict[str, Result] = {}
        self.attempts = dict.fromkeys(wanted, 0)

    def results(self) -> dict[str, Result]:
        """Make them all and return what became of each."""
        with self._executor() as executor:
            waiting = list(self.wanted)
            while waiting:
                futures = {self._submit(executor, identity): identity for identity in waiting}
                for future, identity in list(futures.items()):
                    future.add_done_callback(partial(self._begin_no_more, futures, identity))
                importlib.import_module("analysis.publish.page")  # for the index; there is time now
                waiting = self._collect(futures)
        for identity, status in self.wanted.items():
            if identity not in self.done:
                self.done[identity] = Result(identity, "not begun", status.reasons)
        return self.done

    def _executor(self) -> Executor:
        """Return what runs functions elsewhere: processes of this machine, or a cluster."""
        from analysis.publish.making.pool import Limits, Pool

        limits = Limits(self.options.seconds, self.options.mebibytes)
        if self.options.scheduler:
            from analysis.publish.making.cluster import Cluster

            return Cluster(self.options.scheduler, self.project, limits, self.options.cold)
        workers = min(self.options.workers or len(os.sched_getaffinity(0)), len(self.wanted))
        return Pool(workers, cold=self.options.cold, many=len(self.wanted) > 1, limits=limits)

    def _submit(self, executor: Executor, identity: str) -> Future[Product]:
        """Hand one report to the executor."""
        self.attempts[identity] += 1
        task = Task(self.project, self.wanted[identity].plan, shelf.work_folder(self.project, identity))
        return executor.submit(produce, task)

    def _collect(self, futures: dict[Future[Product], str]) -> list[str]:
        """Settle what comes back and return what is to be tried again."""
        again = []
        for future in as_completed(list(futures)):
            identity = futures.pop(future)  # what a report consists of is held no longer than needed
            outcome, product = _outcome(identity, future, self.project.root)
            if outcome is None:
                continue
            if self._may_help(outcome):
                again.append(identity)
            else:
                self._settle(outcome, product)
        return again if self.options.keep_going or not any(r.problem for r in self.done.values()) else []

    def _may_help(self, outcome: Outcome) -> bool:
        """Return whether another attempt may help."""
        return outcome.lost and self.attempts[outcome.id] < ATTEMPTS

    def _begin_no_more(self, futures: dict[Future[Product], str], identity: str, ended: Future[Product]) -> None:
        """Cancel what waits once a report has failed; called before its worker takes the next, not after."""
        outcome, _ = _outcome(identity, ended, self.project.root)
        if not self.options.keep_going and outcome and outcome.problem and not self._may_help(outcome):
            for other in list(futures):
                other.cancel()

    def _settle(self, outcome: Outcome, product: Product | None) -> None:
        """Publish a report or note its failure."""
        status = self.wanted[outcome.id]
        made = partial(Result, outcome.id, reasons=status.reasons, seconds=product.seconds if product else 0)
        if outcome.problem or product is None:
            shelf.fail(self.project, outcome, product)
            result = made(state="failed", problem=outcome.problem, cell=outcome.cell)
        else:
            result = made(state="made", findings=self._publish(status, product))
        self.done[outcome.id] = result
        self.tell(result)

    def _publish(self, status: Status, product: Product) -> Change:
        """Publish a report, keep what it says, and return what that changes.

        Its values are kept before its folder is in place: a run that is killed between the two finds the report stale.
        """
        before = keeping.read(self.project.reports / status.id / NAME)
        staged = shelf.stage(self.project, product)
        if status.plan.overrides or status.plan.parameters.get("language"):  # a translation: no finding
            told = keeping.changed(before, product.files)
        else:
            told = keeping.keep(self.project, status.id, product.files)
        shelf.publish(self.project, product, staged)
        return told


def _outcome(identity: str, future: Future[Product], root: Path) -> tuple[Outcome | None, Product | None]:
    """Return what a future came back with; neither where it was cancelled before it began."""
    try:
        product = future.result()
    except CancelledError:
        return None, None
    except BrokenExecutor as problem:
        return Outcome(identity, f"{identity}: {problem} {ATTEMPTS} times, perhaps for want of memory", lost=True), None
    except CivcasError as problem:
        return Outcome(identity, f"{identity}: {problem}"), None
    except (OSError, MemoryError) as problem:
        return Outcome(identity, f"{identity}: {sentence(problem, root)}"), None
    except Exception as problem:  # whatever happened to one report, the others go on
        return Outcome(identity, f"{identity}: it could not be made. {type(problem).__name__}: {problem}"), None
    return product.outcome, product
