from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish.making import kernels
from analysis.publish.making.plan import Plan
from analysis.publish.making.pool import Pool
from making.conftest import alive, produced

RESERVING = "import sys; from pathlib import Path; from analysis.publish.making import kernels; "


def reserving(code: str) -> subprocess.CompletedProcess[str]:
    """What a process says that reserves a kernel for a notebook that is not there, so that nothing is loaded."""
    words = [sys.executable, "-c", f"{RESERVING}kernels.reserve(Path('gone.ipynb')); {code}"]
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def test_a_reserved_process_that_nobody_needs_ends_quietly() -> None:
    ended = reserving("[one] = kernels._reserved; print(one.poll()); kernels.dismiss(); print(one.poll(), one.wait())")
    assert (ended.stdout, ended.stderr) == ("None\n0 0\n", "")


def test_a_reserved_process_ends_with_the_one_that_reserved_it() -> None:
    ended = reserving("import os; print(kernels._reserved[0].pid, flush=True); os.kill(os.getpid(), 9)")
    assert ended.returncode == -signal.SIGKILL
    pid = int(ended.stdout)
    with pytest.raises(ProcessLookupError):
        for _ in range(1000):
            if not alive(pid):
                raise ProcessLookupError
            os.sched_yield()


def test_a_reserved_process_is_handed_out_once() -> None:
    ended = reserving("one = kernels.take(); print(one is not None, kernels.take()); one.dismiss()")
    assert ended.stdout == "True None\n"


def test_it_can_be_ended_as_a_process_is() -> None:
    ended = reserving(
        "one = kernels.take(); one.terminate(); print(one.wait(), one.poll()); one.kill(); one.send_signal(2)"
    )
    assert (ended.stdout, ended.stderr) == (f"{-signal.SIGTERM} {-signal.SIGTERM}\n", "")


def test_this_process_has_reserved_nothing() -> None:
    assert kernels.take() is None and not kernels.forked and not kernels.loaded
    kernels.dismiss()


TREE = """import os

names = [open(f"/proc/{pid}/comm").read().strip() for pid in (os.getpid(), os.getppid())]
print(os.getpgrp() == os.getppid(), names[0] == names[1])"""
RESTART = "import os\n\nos._exit(3)"


def test_a_warm_kernel_belongs_to_the_process_of_its_report(pool: Pool, workshop: Project) -> None:
    tiny.write(workshop.notebooks, "85-tree", *tiny.plain(tiny.code(TREE)))
    product = produced(pool, workshop, [Plan("tree", "85-tree", "Tree", {"place": "Raqqa"})])["tree"]
    assert b"True True" in product.files["executed.ipynb"]


def test_a_kernel_that_ends_of_itself_is_a_failure_that_may_be_tried_again(pool: Pool, workshop: Project) -> None:
    tiny.write(workshop.notebooks, "86-exit", *tiny.plain(tiny.code(RESTART)))
    outcome = produced(pool, workshop, [Plan("exit", "86-exit", "Exit", {"place": "Raqqa"})])["exit"].outcome
    assert outcome.lost and (outcome.problem or "").startswith("exit: 86-exit.ipynb did not finish. DeadKernelError")
    assert Path(workshop.root).is_dir()
