from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.publish.making import child, launch
from making.conftest import alive, until


def begun(launcher: launch.Launcher, folder: Path, function: object, *arguments: object) -> tuple[launch.Started, Path]:
    child.write(folder / "1.task", (function, arguments))
    return launcher.start(folder / "1.task", folder / "1.result"), folder / "1.result"


def came(started: launch.Started) -> None:
    until(lambda: started.wait(0.1))


@pytest.fixture(params=["warm", "cold"])
def launcher(request: pytest.FixtureRequest, tmp_path: Path) -> launch.Launcher:
    made = launch.Warm(tmp_path, many=False) if request.param == "warm" else launch.Cold()
    request.addfinalizer(made.close)
    return made


def test_a_task_runs_in_a_process_that_leads_its_session_and_can_be_waited_for(
    launcher: launch.Launcher, tmp_path: Path
) -> None:
    started, result = begun(launcher, tmp_path, eval, "[__import__('os').getpid(), __import__('os').getsid(0)]")
    came(started)
    assert pickle.loads(result.read_bytes()) == (True, [started.pid, started.pid])


def test_a_task_can_be_stopped_and_stopping_twice_does_no_harm(launcher: launch.Launcher, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    code = f"open({str(ready)!r}, 'w').close() or __import__('time').sleep(600)"
    started, result = begun(launcher, tmp_path, eval, code)
    until(ready.exists)
    assert not started.wait(0.01)
    launch.stop(started.pid)
    came(started)
    launch.stop(started.pid)
    assert not result.exists() and not alive(started.pid)


def test_what_a_task_says_is_no_output_of_this_process(
    launcher: launch.Launcher, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    started, _ = begun(launcher, tmp_path, eval, "__import__('os').system('echo said')")
    came(started)
    assert capfd.readouterr().out == ""
    assert "said" in "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log"))


def test_a_task_has_nothing_to_read(launcher: launch.Launcher, tmp_path: Path) -> None:
    started, result = begun(launcher, tmp_path, eval, "__import__('os').read(0, 1)")
    came(started)
    assert pickle.loads(result.read_bytes()) == (True, b"")


def test_closing_ends_the_warm_process_and_what_it_forked_and_clears_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    warm = launch.Warm(folder, many=False)
    started, _ = begun(warm, folder, eval, "__import__('time').sleep(600)")
    warm.close()
    until(lambda: not alive(started.pid), 5)
    assert not folder.exists() and warm.process.returncode == 0


def test_after_the_warm_process_was_lost_a_task_has_ended_at_once(tmp_path: Path) -> None:
    warm = launch.Warm(tmp_path, many=False)
    os.kill(warm.process.pid, signal.SIGKILL)
    until(lambda: warm.lost)
    started, result = begun(warm, tmp_path, len, "four")
    assert started.wait(5) and not result.exists()
    warm.close()


def test_an_interruption_of_the_terminal_does_not_reach_the_warm_process(tmp_path: Path) -> None:
    warm = launch.Warm(tmp_path, many=False)
    assert os.getsid(warm.process.pid) != os.getsid(0)
    started, _ = begun(warm, tmp_path, len, "four")
    came(started)
    os.kill(warm.process.pid, signal.SIGINT)
    started, result = begun(warm, tmp_path, len, "five!")
    came(started)
    assert pickle.loads(result.read_bytes()) == (True, 5)
    warm.close()


def test_stopping_what_is_not_there_does_no_harm() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    launch.stop(ended.pid)


@pytest.mark.parametrize("kind", ["warm", "cold"])
def test_no_module_of_the_working_folder_is_run_in_place_of_ours(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, ran = tmp_path / "work", tmp_path / "ran"
    work.mkdir()
    for name in ("analysis", "sitecustomize", "random", "json"):
        (work / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write({name!r})", encoding="utf-8")
    monkeypatch.chdir(work)
    monkeypatch.setenv("PYTHONPATH", os.pathsep)  # an empty place stands for the working folder
    launcher = launch.Warm(tmp_path, many=False) if kind == "warm" else launch.Cold()
    started, result = begun(launcher, tmp_path, eval, "[__import__('random').__name__, '' in __import__('sys').path]")
    came(started)
    assert pickle.loads(result.read_bytes()) == (True, ["random", False]) and not ran.exists()
    launcher.close()
