from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import CancelledError, as_completed
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import pool as pools
from analysis.publish.making.pool import LimitError, Limits, Lost, Pool
from making.conftest import alive, until, written

PIDS = "[__import__('os').getpid(), __import__('os').getppid(), __import__('os').getpgrp()]"
SLEEPERS = """
import os, subprocess, sys, time
from pathlib import Path
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
Path({path!r} + ".new").write_text(f"{{os.getpid()}} {{child.pid}}")
os.rename({path!r} + ".new", {path!r})
time.sleep(600)
"""


def sleepers(path: Path) -> tuple[str, tuple[str, ...]]:
    """Code of a task that starts a process, tells both ids, and waits."""
    return SLEEPERS.format(path=str(path))


def pids(path: Path) -> list[int]:
    until(written(path))
    return [int(each) for each in path.read_text(encoding="utf-8").split()]


def test_results_belong_to_their_tasks_in_any_order(pool: Pool) -> None:
    futures = {pool.submit(eval, f"__import__('time').sleep({wait}) or {number}"): number
               for number, wait in enumerate([0.6, 0.0, 0.3])}  # fmt: skip
    assert {futures[future]: future.result() for future in as_completed(futures)} == {0: 0, 1: 1, 2: 2}
    assert list(pool.map(len, ["a", "bb", "ccc", ""])) == [1, 2, 3, 0]


def test_each_task_has_a_process_of_its_own_which_is_the_head_of_its_group(pool: Pool) -> None:
    first, second = (pool.submit(eval, PIDS) for _ in range(2))
    (one, parent, group), (other, again, _) = first.result(), second.result()
    assert len({one, other, parent, os.getpid()}) == 4 and parent == again and group == one
    until(lambda: not alive(one) and not alive(other))


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("1 / 0", ZeroDivisionError, "division by zero"),
        ("{}['a']", KeyError, "a"),
        ("(_ for _ in ()).throw(__import__('analysis.errors').errors.ReportError('one sentence'))", ReportError, "one"),
    ],
)
def test_an_error_comes_back_as_itself_and_the_pool_works_on(
    pool: Pool, code: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        pool.submit(eval, code).result()
    assert pool.submit(len, "four").result() == 4


def test_what_cannot_be_sent_is_refused_at_once(pool: Pool) -> None:
    with pytest.raises(Exception, match="lambda|pickle"):
        pool.submit(lambda: 1).result()
    with pytest.raises(TypeError, match="cannot be sent: .*lambda"):
        pool.submit(eval, "lambda: 1").result()
    assert pool.submit(len, "four").result() == 4


def test_a_process_killed_by_another_is_lost(pool: Pool) -> None:
    with pytest.raises(Lost, match="its process was killed"):
        pool.submit(eval, "__import__('os').kill(__import__('os').getpid(), 9)").result()
    with pytest.raises(Lost):
        pool.submit(eval, "__import__('os')._exit(0)").result()
    assert pool.submit(len, "four").result() == 4


def test_nothing_of_a_task_is_left_in_the_folder_of_the_run(pool: Pool) -> None:
    before = set(pool.folder.iterdir())
    made = Path(pool.submit(eval, "__import__('tempfile').mkdtemp()").result())
    assert set(pool.folder.iterdir()) - before == {made}
    made.rmdir()
    assert pool.folder.stat().st_mode & 0o077 == 0


def test_what_a_task_started_ends_with_it(pool: Pool, tmp_path: Path) -> None:
    code = "__import__('subprocess').Popen(['sleep', '600']).pid"
    started = pool.submit(eval, code).result()
    until(lambda: not alive(started), 5)


def test_a_task_that_takes_too_long_is_ended_with_all_it_started(pool: Pool, tmp_path: Path) -> None:
    limited = _limited(pool, Limits(seconds=1))
    future = limited.submit(exec, sleepers(tmp_path / "pids"))
    with pytest.raises(LimitError, match="more than 1 seconds and was ended; raise --time-limit"):
        future.result()
    until(lambda: not any(alive(pid) for pid in pids(tmp_path / "pids")), 5)
    assert limited.submit(len, "four").result() == 4


def test_a_task_that_takes_too_much_memory_is_ended_and_another_is_not(pool: Pool) -> None:
    limited = _limited(pool, Limits(mebibytes=600))
    with pytest.raises(LimitError, match="more than 600 MiB and was ended; raise --memory-limit"):
        limited.submit(eval, "(b'x' * 2**30, __import__('time').sleep(600))").result()
    assert limited.submit(eval, "__import__('time').sleep(1.2) or 4").result() == 4


def _limited(pool: Pool, limits: Limits) -> Pool:
    """The same pool with other limits, until its next use."""

    class Limited:
        def submit(self, *words: object) -> object:
            pool.limits = limits
            future = pool.submit(*words)  # type: ignore[arg-type]
            future.exception()
            pool.limits = Limits()
            return future

    return Limited()  # type: ignore[return-value]


def test_memory_is_that_of_a_process_and_all_it_started() -> None:
    code = "import subprocess, sys; held = b'x' * 2**26; subprocess.run([sys.executable, '-c', %r])"
    inner = "held = b'x' * 2**26; print('ready', flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", code % inner], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdin and process.stdout.readline() == "ready\n"
    assert 128 < pools.used(process.pid) < 256
    process.communicate("\n")
    assert pools.used(process.pid) == 0


def test_after_the_warm_process_was_killed_the_next_task_has_a_new_one(workshop: Project) -> None:
    with Pool(2, many=False) as made:
        server = made.submit(eval, PIDS).result()[1]
        waiting = made.submit(eval, "__import__('time').sleep(600)")
        until(lambda: waiting.running() and len(made._started) == 1 and 0 not in made._started)
        os.kill(server, signal.SIGKILL)
        with pytest.raises(Lost):
            waiting.result()
        again = made.submit(eval, PIDS).result()[1]
        assert again != server and not alive(server)
        assert made.submit(len, "four").result() == 4
    assert not alive(again) and not made.folder.exists()


@pytest.mark.parametrize("cold", [False, True])
def test_a_pool_left_by_an_error_leaves_no_process_and_no_folder(tmp_path: Path, cold: bool) -> None:
    threads = threading.active_count()
    with pytest.raises(KeyboardInterrupt), Pool(1, cold=cold, many=False) as made:
        running = made.submit(exec, sleepers(tmp_path / "pids"))
        queued = made.submit(len, "four")
        started = pids(tmp_path / "pids")
        raise KeyboardInterrupt
    until(lambda: not any(alive(pid) for pid in started), 5)
    assert not made.folder.exists()
    with pytest.raises(Lost):
        running.result()
    with pytest.raises(CancelledError):
        queued.result()
    until(lambda: threading.active_count() <= threads)


def test_after_the_end_nothing_is_begun() -> None:
    with Pool(1, cold=True) as made:
        made.end()
        with pytest.raises(Lost, match="the run was ended"):
            made.submit(len, "four").result()


PARENT = """
import sys
from analysis.publish.making.pool import Pool
with Pool(1, cold=sys.argv[1] == "cold", many=False) as pool:
    print(pool.folder, flush=True)
    pool.submit(exec, sys.argv[2]).result()
"""


@pytest.mark.parametrize("how", ["warm", "cold"])
def test_when_the_parent_is_killed_everything_is_gone_in_five_seconds(tmp_path: Path, how: str) -> None:
    words = [sys.executable, "-c", PARENT, how, sleepers(tmp_path / "pids")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        folder = Path(parent.stdout.readline().strip())
        task, started = pids(tmp_path / "pids")
        parent.kill()
        until(lambda: not alive(task), 5)
        if how == "warm":
            until(lambda: not alive(started) and not folder.exists(), 5)
        else:
            os.kill(started, signal.SIGKILL)
            shutil.rmtree(folder)


def test_a_result_for_which_there_is_no_room_is_not_taken_for_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool(1, cold=True) as pool:
        monkeypatch.setattr(pools, "ROOM", 2**62)
        ended = pool.submit(os._exit, 1)
        with pytest.raises(OSError, match="No space left") as refused:
            ended.result()
        assert refused.value.errno == errno.ENOSPC
        monkeypatch.undo()
        with pytest.raises(Lost):
            pool.submit(os._exit, 1).result()


def test_the_folder_of_a_pool_whose_process_was_killed_is_swept_by_the_next(tmp_path: Path) -> None:
    code = (
        "import os; from analysis.publish.making.pool import Pool\n"
        "pool = Pool(1, cold=True); print(pool.folder, flush=True); os.kill(os.getpid(), 9)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    left = Path(told.stdout.strip())
    assert left.is_dir(), told.stderr
    with Pool(1, cold=True) as pool:
        assert not left.exists() and pool.folder.is_dir()
    assert not pool.folder.exists()
