"""Running one notebook with its parameters, in a kernel of its own, with limits and without traces of the run."""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.outside import parsed, sentence
from analysis.publish.making import scratch
from analysis.publish.making.declared import KERNEL

START_SECONDS, CELL_SECONDS = 120, 300
CLIENT = "analysis.publish.making.client.ReadyClient"
ROOM = 2**20  # bytes for temporary files, with fewer of which no kernel starts
CELL_FILE = re.compile(r"\S*ipykernel_\d+/\d+\.py")  # where a kernel keeps a cell while it runs
# Sums of floats come out alike on any number of cores, and a process that only imports has one thread.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}


@dataclass(frozen=True)
class Job:
    """A notebook to run: where it is, what it is asked, where its executed copy and its log go."""

    id: str
    notebook: Path
    parameters: Mapping[str, Any]
    executed: Path
    log: Path


@dataclass(frozen=True)
class Outcome:
    """What became of a report: the sentence to print when it failed, the cell, and whether trying again may help.

    `lost` is true where not the notebook but what runs it failed: a process that was killed, a kernel that never
    answered.
    """

    id: str
    problem: str | None = None
    cell: int | None = None
    lost: bool = False


def execute(job: Job) -> Outcome:
    """Run a notebook and leave its executed copy, without times and paths, at ``job.executed``.

    The copy is left when the run fails too, with the error in it. Kernels talk through Unix sockets in a private
    folder, so that parallel runs cannot take one another's ports, and nothing is written to anybody's home.
    """
    from nbclient.exceptions import DeadKernelError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    job.executed.parent.mkdir(parents=True, exist_ok=True)
    os.environ.update(ONE_THREAD)
    with log_to(job.log, job.notebook), scratch.lent() as sockets:
        own = {"ip": str(sockets / "kernel"), "connection_file": str(sockets / "kernel.json")}
        config = Config({"KernelManager": {"transport": "ipc", "client_class": CLIENT, **own}})
        try:
            execute_notebook(
                _literally(job.notebook), _literally(job.executed), dict(job.parameters), kernel_name=KERNEL,
                cwd=str(job.notebook.parent), progress_bar=False, log_output=True, start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS, config=config, request_save_on_cell_execute=False,
                autosave_cell_every=0, shutdown_kernel="immediate", coalesce_streams=True,
            )  # fmt: skip
        except PapermillExecutionError as failure:
            first = failure.source.strip().partition("\n")[0]
            where = f"{job.id}: cell [{failure.exec_count}] of {job.notebook.name}, beginning {first!r}, failed. "
            return Outcome(job.id, f"{where}{failure.ename}: {failure.evalue}", failure.exec_count)
        except Exception as failure:  # kernels die and time out in many ways; none may stop the other reports
            said = f"{type(failure).__name__}: {failure}"
            if isinstance(failure, (OSError, MemoryError)) and failure.args[1:]:
                said = sentence(failure, job.notebook.parents[1])
            elif shutil.disk_usage(sockets).free < ROOM:
                said = f"{sentence(OSError(errno.ENOSPC, '', 'a temporary file'))} ({said})"
            told = f"{job.id}: {job.notebook.name} did not finish. {said}"
            return Outcome(job.id, told, lost=isinstance(failure, (DeadKernelError, RuntimeError, OSError)))
        finally:
            scrub(job.executed)
    return Outcome(job.id)


def _literally(path: Path) -> str:
    """Return a path as papermill must be given it: it fills what stands in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


class _Within(logging.Formatter):
    """Says what it is told, with paths as they are within a project: a log tells of a report, not of a machine."""

    def __init__(self, root: Path) -> None:
        super().__init__("%(levelname)s %(message)s")
        self.folder = f"{root}{os.sep}"

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        return super().format(record).replace(self.folder, "")


@contextmanager
def log_to(path: Path, notebook: Path) -> Iterator[None]:
    """Send everything papermill says of a notebook, and all that goes to the standard error, to one file per report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    logger = logging.getLogger("papermill")
    with path.open("a", encoding="utf-8") as file:
        handler = logging.StreamHandler(file)
        handler.setFormatter(_Within(notebook.parents[1]))
        logger.propagate = False
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        before = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(before, 2)
            os.close(before)
            logger.removeHandler(handler)


def scrub(path: Path) -> None:
    """Take times, paths and host traces out of an executed notebook, so that equal runs give equal files."""
    if not path.is_file():
        return
    try:
        notebook = parsed(path.read_bytes())
    except ValueError:  # cut off while it was written: whoever wrote it says why
        return
    notebook["metadata"].pop("papermill", None)
    for number, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                output["text"] = [CELL_FILE.sub("a cell", line) for line in output["text"]]
        cell["metadata"].pop("papermill", None)
        cell["metadata"].pop("execution", None)
        cell["id"] = f"cell-{number}"
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")) + "\n"
    path.write_text(text, encoding="utf-8")
