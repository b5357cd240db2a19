"""Reports on the machines of a Dask cluster: the same executor as the pool of this machine, to those who use it.

Nothing is taken for granted on a worker but this package and its libraries; whatever a report reads travels with it.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent import futures
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import dask
from distributed import Client, Reschedule, Status, Worker, WorkerPlugin, get_worker
from distributed.scheduler import KilledWorker

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import alike, shipping, station
from analysis.publish.making.pool import Limits, Lost
from analysis.publish.making.produce import Task

CONNECT = 10  # seconds
ABSENT = 300.0  # seconds that reports wait for a worker when all are gone
LOOK = 5.0  # seconds between two looks whether there is one
NAME = "civcas"
LARGE = "distributed.admin.large-graph-warning-threshold"  # dask advises against what is meant here


class Cluster(Executor):
    """Runs functions of a `Task` on an existing Dask cluster, each in the pool of a worker.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``tcp://10.0.0.7:8786``.
    project : Project
        What the tasks are of; its files are read when the first needs them and sent once.
    limits : Limits, optional
        What one task may use.
    cold : bool
        Whether every notebook starts in a new interpreter.

    Raises
    ------
    ReportError
        When there is no scheduler or no worker, or one would not make the same bytes as this machine.
    """

    def __init__(self, address: str, project: Project, limits: Limits | None = None, cold: bool = False) -> None:
        self.address, self.project = address, project
        self.client = _connect(address)
        try:
            _refuse_others(self.client, address)
        except BaseException:
            self.client.close()
            raise
        self.terms = station.Terms(uuid.uuid4().hex, alike.here(), limits or Limits(), cold)
        self.executor = self.client.get_executor(pure=False)
        self.inputs = shipping.Inputs(project, self._ship)
        self.contents: dict[str, Any] = {}  # by sha256, where in the cluster it is
        self._under_way: dict[Future[Any], Future[Any]] = {}  # ours: the cluster's
        self._gave_up = False
        self._refusal = ""  # why nothing more can be done
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, function: Callable[[Task], Any], /, task: Task) -> Future[Any]:  # type: ignore[override]
        """Run a function of a task on a worker, in a folder and a copy of the project of its own.

        The future raises what the function raises; `Lost` when the workers that had it died; `ReportError` when the
        cluster is gone.
        """
        if self._refusal:
            raise ReportError(self._refusal)
        parcel = self.inputs.parcel(task.plan)
        contents = {sha256: self.contents[sha256] for sha256 in parcel.files.values()}
        ours: Future[Any] = Future()
        try:
            theirs = self.executor.submit(_there, function, task, parcel, contents, self.terms)
        except Exception:  # of the library's own making, when its connection has closed
            raise ReportError(self._lost()) from None
        self._under_way[ours] = theirs
        ours.add_done_callback(self._cancel)
        theirs.add_done_callback(partial(self._settle, ours))
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what is under way, or give it up, and leave the cluster."""
        if wait and not cancel_futures:
            futures.wait(list(self._under_way))
        for ours in list(self._under_way):
            ours.cancel()
        if self._gave_up and not self._refusal:
            with suppress(Exception):  # a worker that cannot be told ends its reports at their limits
                self.client.run(station.abandon, self.terms.run, on_error="ignore")
        self._closed.set()
        self.client.close()

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _ship(self, sha256: str, content: bytes) -> None:
        """Let the cluster know a content, as a task that it can do again when the worker that has it dies."""
        with dask.config.set({LARGE: "1TiB"}):
            self.contents[sha256] = self.client.submit(bytes, content, key=f"civcas-input-{sha256}", pure=True)

    def _settle(self, ours: Future[Any], theirs: Future[Any]) -> None:
        """Pass on what came of a task, unless it was cancelled here."""
        if self._under_way.pop(ours, None) is None or not ours.set_running_or_notify_cancel():
            return
        if theirs.cancelled():
            ours.set_exception(ReportError(self._lost()))
        elif (problem := theirs.exception()) is not None:
            ours.set_exception(Lost("the workers that had it died") if isinstance(problem, KilledWorker) else problem)
        else:
            ours.set_result(theirs.result())

    def _lost(self) -> str:
        """Let nothing more be submitted and return why."""
        self._refusal = (
            f"the connection to the Dask scheduler at {self.address} was lost: see that it runs, then run this again; "
            "what was made stays"
        )
        return self._refusal

    def _cancel(self, ours: Future[Any]) -> None:
        """Cancel in the cluster what was cancelled here."""
        if ours.cancelled() and (theirs := self._under_way.pop(ours, None)) is not None:
            self._gave_up = True
            ours.set_running_or_notify_cancel()
            theirs.cancel()

    def _watch(self) -> None:
        """Fail what waits when no worker has been there for long, for the scheduler would wait for ever."""
        absent = 0.0
        while not self._closed.wait(LOOK):
            with suppress(Exception):  # that a connection is lost is told to every task
                absent = 0 if self.client.nthreads() else absent + LOOK
            if absent >= ABSENT:
                told = f"no worker was left at {self.address} for {ABSENT:g} seconds: start some, then run this again"
                self._refusal = told
                for ours in list(self._under_way):
                    if self._under_way.pop(ours, None) and ours.set_running_or_notify_cancel():
                        ours.set_exception(ReportError(told))
                return


def _connect(address: str) -> Client:
    """Return a connection to a scheduler, or say why there is none."""
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as problem:
        first = str(problem).partition("\n")[0]
        raise ReportError(
            f"no Dask scheduler answers at {address} ({first}): see that it runs and that --scheduler names it, such "
            "as tcp://10.0.0.7:8786"
        ) from None


def _refuse_others(client: Client, address: str) -> None:
    """Refuse a cluster without workers, or with one that would make other bytes."""
    found = client.run(alike.here, on_error="return")
    if not found:
        raise ReportError(f"the Dask cluster at {address} has no worker: start some, then run this again")
    for worker, marks in sorted(found.items()):
        if isinstance(marks, Exception):
            told = f"{type(marks).__name__}: {marks}"
            raise ReportError(f"the worker {worker} has not what makes reports ({told}): {alike.REMEDY}")
        alike.refuse_other(f"the worker {worker}", alike.here(), marks)


def _there(
    function: Callable[[Task], Any], task: Task, parcel: shipping.Parcel, contents: Mapping[str, bytes],
    terms: station.Terms,
) -> Any:  # fmt: skip
    """On a worker: lay out the project and run the function on it; workers that came later are looked at here."""
    worker = get_worker()
    alike.refuse_other(f"the worker {worker.address}", terms.marks, alike.here())
    worker.loop.add_callback(_attend, worker)
    home = Path(worker.local_directory) / NAME
    home.mkdir(exist_ok=True)
    project = replace(task.project, root=shipping.unpack(home, parcel, contents))
    folder = Path(tempfile.mkdtemp(prefix="report-", dir=home))
    try:
        return station.run(function, Task(project, task.plan, folder), terms, worker.state.nthreads)
    except Lost:
        if worker.status == Status.running:
            raise
        raise Reschedule() from None  # ended because its worker was asked to end
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _attend(worker: Worker) -> None:
    """Let a worker, once, end its reports when it is asked to end, rather than wait for them."""
    if NAME not in worker.plugins:
        await worker.plugin_add(_Leaving(), name=NAME)


class _Leaving(WorkerPlugin):
    """Ends the pools of a worker that closes."""

    def teardown(self, worker: Worker) -> None:
        """End them at once."""
        station.end()
