from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.publish.making import child

MODULE = "analysis.publish.making.child"


def run(folder: Path, function: object, *arguments: object, parent: int | None = None) -> tuple[bool, object] | None:
    """What a task in an interpreter of its own came to; nothing where it wrote no result."""
    task, result = folder / "1.task", folder / "1.result"
    child.write(task, (function, arguments))
    words = [sys.executable, "-m", MODULE, str(task), str(result), str(parent or os.getpid())]
    subprocess.run(words, check=False, capture_output=True)
    return pickle.loads(result.read_bytes()) if result.is_file() else None


def test_a_task_comes_to_what_its_function_returns(tmp_path: Path) -> None:
    assert run(tmp_path, divmod, 7, 2) == (True, (3, 1))


def test_an_error_comes_to_whoever_asked(tmp_path: Path) -> None:
    succeeded, problem = run(tmp_path, divmod, 7, 0) or (True, None)
    assert not succeeded and isinstance(problem, ZeroDivisionError)


def test_what_cannot_be_sent_is_an_error_that_says_so(tmp_path: Path) -> None:
    succeeded, problem = run(tmp_path, eval, "lambda: 1") or (True, None)
    assert not succeeded and isinstance(problem, TypeError) and "cannot be sent" in str(problem)


def test_a_task_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "1.task").write_bytes(b"none")
    child_code = f"from {MODULE} import run; from pathlib import Path; run(Path('1.task'), Path('1.result'))"
    subprocess.run([sys.executable, "-c", child_code], cwd=tmp_path, check=True)
    succeeded, problem = pickle.loads((tmp_path / "1.result").read_bytes())
    assert not succeeded and isinstance(problem, Exception)


def test_temporary_files_of_a_task_lie_beside_it(tmp_path: Path) -> None:
    _, made = run(tmp_path, eval, "__import__('tempfile').mkdtemp()") or (False, "")
    assert Path(str(made)).parent == tmp_path


def test_a_task_whose_parent_is_another_is_not_begun(tmp_path: Path) -> None:
    assert run(tmp_path, eval, f"open({str(tmp_path / 'begun')!r}, 'w').close()", parent=1) is None
    assert not (tmp_path / "begun").exists()


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    child.write(tmp_path / "a.task", ("one", 1))
    assert pickle.loads((tmp_path / "a.task").read_bytes()) == ("one", 1)
    with pytest.raises(Exception, match="pickle|lambda"):
        child.write(tmp_path / "a.task", lambda: 1)
    assert pickle.loads((tmp_path / "a.task").read_bytes()) == ("one", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.task"]


def test_our_own_errors_survive_the_way_back(tmp_path: Path) -> None:
    code = "(_ for _ in ()).throw(__import__('analysis.errors').errors.ReportError('one sentence'))"
    succeeded, problem = run(tmp_path, eval, code) or (True, None)
    assert not succeeded and isinstance(problem, ReportError) and str(problem) == "one sentence"
