"""A real `civcas report`: ended by a signal in the middle of its work, healed by the next, quiet where all is fresh."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from publish import tiny

from analysis.paths import Project
from cli.conftest import COMMAND, run

SLEEPING = "import time\nfrom pathlib import Path\n\nPath('begun').touch()\ntime.sleep(600)"
BARRED = (
    "pandas", "numpy", "pyarrow", "papermill", "nbformat", "nbclient", "jinja2", "rich", "matplotlib", "psutil",
    "analysis.data.store", "analysis.data.build",
)  # fmt: skip


@pytest.fixture(scope="module")
def finished(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A tiny project all of whose reports were made by the command."""
    made = tiny.project(built, tmp_path_factory.mktemp("finished"))
    said = run(made.root, "report", "--all", "--json", "--allow-foreign")
    told = json.loads(said.out)
    assert said.code == 0 and told["ok"] is True and told["counts"] == {"made": 2}, said.err
    assert told["findings"] == {}  # what is said for the first time changes nothing
    return made


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def loaded(folder: Path, *words: str) -> tuple[str, set[str]]:
    """What the command prints and which modules it has loaded by its end."""
    code = (
        "import sys\nfrom analysis.cli import main\n"
        "try: main()\nfinally: print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout, set(ended.stderr.split())


@pytest.mark.parametrize("words", [["report"], ["report", "--all", "--json"], ["status"], ["status", "--json"]])
def test_where_all_is_fresh_nothing_heavy_is_loaded_and_nothing_written(finished: Project, words: list[str]) -> None:
    before = state(finished.root)
    out, modules = loaded(finished.root, *words)
    assert [name for name in BARRED if name in modules] == []
    assert "fresh" in out and state(finished.root) == before
    if "--json" in words and "report" in words:
        assert json.loads(out)["counts"] == {"fresh": 2}


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_in_five_seconds_and_the_next_run_heals(
    finished: Project, number: signal.Signals, tmp_path_factory: pytest.TempPathFactory
) -> None:
    notebook = finished.notebooks / "20-plain.ipynb"
    kept, before = notebook.read_bytes(), state(finished.reports)
    scratch = tmp_path_factory.mktemp("t")  # short, for a socket's whole path may have 107 letters
    tiny.write(finished.notebooks, "20-plain", *tiny.plain(tiny.code(SLEEPING)))
    begun = finished.notebooks / "begun"
    process = subprocess.Popen(
        [*COMMAND, "report", "--allow-foreign"], cwd=finished.root, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "TMPDIR": str(scratch)},
    )  # fmt: skip
    end = time.monotonic() + 90
    while not begun.exists():
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)
    family = psutil.Process(process.pid).children(recursive=True)
    asked = time.monotonic()
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert time.monotonic() - asked < 5
    assert process.returncode == 128 + number and "ended: what was made stays" in told and "Traceback" not in told
    _, left = psutil.wait_procs([each for each in family if alive(each)], timeout=5)
    assert len(family) >= 3 and [each for each in left if alive(each)] == []
    assert list(scratch.iterdir()) == []
    begun.unlink()
    after = {name: content for name, content in state(finished.reports).items() if not name.startswith(".work/")}
    assert {name for name in before if after.get(name) != before[name]} <= {"index.html"}
    notebook.write_bytes(kept)
    said = run(finished.root, "report", "--allow-foreign")
    assert (said.code, said.out) == (0, "2 fresh\nreports/index.html\n")
    assert not (finished.reports / ".work").exists()
    assert {name: content for name, (content, _) in state(finished.reports).items()} == {
        name: content for name, (content, _) in before.items()
    }
