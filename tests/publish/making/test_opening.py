from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from publish import tiny

from analysis.errors import ParameterError
from analysis.paths import Project
from analysis.publish.extract import contents
from analysis.publish.making.declared import declared
from analysis.publish.making.opening import filled, open_copy
from analysis.publish.making.plan import one_off, read_catalogue


@pytest.fixture
def project(built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return tiny.project(built, tmp_path)


def test_the_copy_has_the_reports_parameters_and_is_else_the_notebook(project: Project) -> None:
    plan = read_catalogue(project)[1]
    copy = open_copy(project, plan)
    assert copy == project.opened / "plain.ipynb"
    assert {name: each.default for name, each in declared(copy).items()} == {"place": "Raqqa", "as_of": "2017-06-30"}
    own, made = (nbformat.read(path, as_version=4) for path in (project.notebooks / "20-plain.ipynb", copy))
    assert [cell.source for cell in own.cells[2:]] == [cell.source for cell in made.cells[2:]]
    assert [each.help for each in declared(copy).values()] == ["where", "the day"]


def test_a_copy_run_by_hand_gives_the_tables_of_the_report(made: Project) -> None:
    from nbclient import NotebookClient

    plan = read_catalogue(made)[1]
    notebook = nbformat.read(open_copy(made, plan), as_version=4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(made.opened)}}).execute()
    tables = contents(notebook).tables
    report = made.reports / plan.id / "tables"
    assert set(tables) >= {"evidence"}
    assert tables == {path.stem: path.read_text(encoding="utf-8") for path in report.glob("*.csv")}


def test_a_second_opening_takes_the_place_of_the_first(project: Project) -> None:
    plan = read_catalogue(project)[1]
    open_copy(project, plan)
    open_copy(project, plan)
    assert [path.name for path in project.opened.iterdir()] == ["plain.ipynb"]


def test_a_parameter_that_does_not_fit_is_refused_and_nothing_written(project: Project) -> None:
    with pytest.raises(ParameterError, match="Did you mean Raqqa"):
        open_copy(project, one_off(read_catalogue(project)[1], {"place": "Raqa"}))
    assert not project.opened.exists()


def test_quotes_and_other_names_are_safe() -> None:
    source = 'as_of = "2017"  # type: date  day\nas_of_day = 3  # type: int  other'
    made = filled(source, {"as_of": 'a"b\\', "as_of_day": 5})
    assert made == 'as_of = "a\\"b\\\\"  # type: date  day\nas_of_day = 5  # type: int  other'


def test_what_ends_a_line_in_a_value_ends_none_in_the_cell() -> None:
    told = filled('note = ""  # type: text  said', {"note": "x\u2028!touch y\x85\ud800"})
    assert told.splitlines() == [told] and told.encode()
    assert ast.literal_eval(told.removeprefix("note = ").partition("  #")[0]) == "x\u2028!touch y\x85\ud800"
