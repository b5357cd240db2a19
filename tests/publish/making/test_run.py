from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from publish import tiny

from analysis.publish.making import run, scratch
from analysis.publish.making.run import Job, Outcome, execute

ASKED = tiny.code("place = 'none'\ndraws = 1", "parameters")
WHERE = "import os\n\nprint(place, draws, os.path.basename(os.getcwd()))"


def job(folder: Path, *cells: nbformat.NotebookNode) -> Job:
    notebook = tiny.write(folder / "notebooks", "10-run", ASKED, *cells)
    given = {"place": 'It\'s "Mosul"', "draws": 7}
    return Job("one", notebook, given, folder / "out" / "one.ipynb", folder / "logs" / "one.log")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def printed(path: Path) -> str:
    return "".join(
        each.text for cell in nbformat.read(path, 4).cells for each in cell.get("outputs", []) if "text" in each
    )


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, Outcome]:
    asked = job(tmp_path_factory.mktemp("good"), tiny.code(WHERE))
    return asked, execute(asked)


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, Outcome]:
    asked = job(tmp_path_factory.mktemp("failing"), tiny.code("\nx = 1\n1 / 0"), tiny.code("print('later')"))
    return asked, execute(asked)


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, Outcome]:
    asked = job(tmp_path_factory.mktemp("warned"), tiny.code("import warnings\n\nwarnings.warn('careful')"))
    return asked, execute(asked)


def test_a_notebook_runs_in_its_folder_with_its_parameters(good: tuple[Job, Outcome]) -> None:
    asked, outcome = good
    assert outcome == Outcome("one")
    assert printed(asked.executed) == 'It\'s "Mosul" 7 notebooks\n'


def test_the_notebook_itself_is_left_as_it_was(good: tuple[Job, Outcome]) -> None:
    asked, _ = good
    assert [cell.get("outputs", []) for cell in nbformat.read(asked.notebook, 4).cells] == [[], []]
    assert [path.name for path in asked.notebook.parent.iterdir()] == ["10-run.ipynb"]


def test_no_time_folder_or_host_is_left_in_the_executed_copy(good: tuple[Job, Outcome], tmp_path: Path) -> None:
    asked, _ = good
    executed = nbformat.read(asked.executed, 4)
    assert "papermill" not in executed.metadata
    assert all(not {"papermill", "execution"} & set(cell.metadata) for cell in executed.cells)
    assert [cell.id for cell in executed.cells] == [f"cell-{number}" for number in range(3)]
    assert str(asked.executed.parents[1]) not in text(asked.executed)


def test_what_was_said_while_running_is_in_the_log_of_this_report_alone(good: tuple, failing: tuple) -> None:
    assert 'It\'s "Mosul" 7 notebooks' in text(good[0].log)
    assert "Mosul" not in text(failing[0].log) and str(failing[0].notebook) not in text(good[0].log)


def test_the_log_names_files_as_they_are_within_the_project(good: tuple[Job, Outcome]) -> None:
    asked, _ = good
    assert f"Input Notebook:  notebooks/{asked.notebook.name}\n" in text(asked.log)
    assert str(asked.notebook.parents[1]) not in text(asked.log)


def test_a_failure_names_report_cell_first_line_and_error(failing: tuple[Job, Outcome]) -> None:
    _, outcome = failing
    assert (outcome.id, outcome.cell) == ("one", 3)
    assert outcome.problem.startswith("one: cell [3] of 10-run.ipynb, beginning 'x = 1', failed.")
    assert "ZeroDivisionError: division by zero" in outcome.problem and "\n" not in outcome.problem


def test_a_failure_leaves_the_copy_with_its_error_and_runs_nothing_after_it(failing: tuple[Job, Outcome]) -> None:
    asked, _ = failing
    executed = nbformat.read(asked.executed, 4)
    assert [
        each.ename for cell in executed.cells for each in cell.get("outputs", []) if each.output_type == "error"
    ] == ["ZeroDivisionError"]
    assert "later" not in printed(asked.executed)
    assert all("papermill" not in cell.metadata for cell in executed.cells)


def test_a_notebook_that_cannot_be_run_at_all_is_an_outcome(tmp_path: Path) -> None:
    asked = job(tmp_path)
    asked.notebook.write_text("{", encoding="utf-8")
    outcome = execute(asked)
    assert "one: 10-run.ipynb did not finish." in outcome.problem and outcome.cell is None
    assert not asked.executed.exists() and asked.log.is_file()


def test_a_warning_does_not_stop_a_notebook(warned: tuple[Job, Outcome]) -> None:
    asked, outcome = warned
    assert outcome.problem is None and "careful" in text(asked.executed)


def test_a_warning_leaves_no_trace_of_the_run(warned: tuple[Job, Outcome]) -> None:
    assert "ipykernel_" not in text(warned[0].executed)


def test_a_disk_without_room_for_temporary_files_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the kernel died before it answered")

    monkeypatch.setattr("papermill.execute_notebook", dies)
    job = run.Job("a", tmp_path / "notebooks" / "n.ipynb", {}, tmp_path / "executed.ipynb", tmp_path / "log")
    assert "disk is full" not in str(run.execute(job).problem)
    monkeypatch.setattr(run, "ROOM", 2**80)
    assert "the disk is full: a temporary file could not be written" in str(run.execute(job).problem)


def test_braces_in_the_name_of_a_folder_are_no_parameters() -> None:
    assert run._literally(Path("/a {x}/n.ipynb")) == "/a {{x}}/n.ipynb"


def test_nothing_of_a_kernel_is_written_to_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_client import connect

    kept: list[Path] = []
    write = connect.write_connection_file
    monkeypatch.setattr(
        connect, "write_connection_file", lambda fname, **told: kept.append(Path(fname)) or write(fname, **told)
    )
    execute(job(tmp_path, tiny.code("print(1)")))
    [file] = kept
    assert scratch.OURS.fullmatch(file.parent.name) and not file.parent.exists()
