"""Running one notebook with its parameters, in a kernel of its own, with limits and without traces of the run."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.publish.parameters import KERNEL

START_SECONDS, CELL_SECONDS = 120, 300
CELL_FILE = re.compile(r"\S*ipykernel_\d+/\d+\.py")  # where a kernel keeps a cell while it runs


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
    """What became of a job; `problem` is the sentence to print when it failed."""

    id: str
    problem: str | None = None
    cell: int | None = None


def execute(job: Job) -> Outcome:
    """Run a notebook and leave its executed copy, without times and paths, at ``job.executed``.

    The copy is left when the run fails too, with the error in it. Kernels talk through Unix sockets in a private
    folder, so that parallel runs cannot take one another's ports.
    """
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    job.executed.parent.mkdir(parents=True, exist_ok=True)
    with _log_to(job.log), tempfile.TemporaryDirectory(prefix="civcas-") as sockets:
        config = Config({"KernelManager": {"transport": "ipc", "ip": str(Path(sockets) / "kernel")}})
        try:
            execute_notebook(
                str(job.notebook), str(job.executed), dict(job.parameters), kernel_name=KERNEL,
                cwd=str(job.notebook.parent), progress_bar=False, log_output=True, start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS, config=config,
            )  # fmt: skip
        except PapermillExecutionError as failure:
            first = failure.source.strip().partition("\n")[0]
            where = f"{job.id}: cell [{failure.exec_count}] of {job.notebook.name}, beginning {first!r}, failed. "
            return Outcome(job.id, f"{where}{failure.ename}: {failure.evalue}", failure.exec_count)
        except Exception as failure:  # kernels die and time out in many ways; none may stop the other reports
            return Outcome(job.id, f"{job.id}: {job.notebook.name} did not finish. {type(failure).__name__}: {failure}")
        finally:
            _scrub(job.executed)
    return Outcome(job.id)


class _log_to:
    """Everything papermill says, and all that the kernel writes to its standard error, goes to one file per report."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("w", encoding="utf-8")
        self.handler = logging.StreamHandler(self.file)
        self.handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))

    def __enter__(self) -> None:
        logger = logging.getLogger("papermill")
        logger.propagate = False
        logger.setLevel(logging.INFO)
        logger.addHandler(self.handler)
        self.stderr = os.dup(2)
        os.dup2(self.file.fileno(), 2)

    def __exit__(self, *problem: object) -> None:
        os.dup2(self.stderr, 2)
        os.close(self.stderr)
        logging.getLogger("papermill").removeHandler(self.handler)
        self.file.close()


def _scrub(path: Path) -> None:
    """Take times, paths and host traces out of an executed notebook, so that equal runs give equal files."""
    if not path.is_file():
        return
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.text = CELL_FILE.sub("a cell", output.text)
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell["id"] = f"cell-{number}"
    nbformat.write(notebook, path)
