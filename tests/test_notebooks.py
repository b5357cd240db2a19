"""Every notebook can be read on its own: short cells, no code of its own, nothing kept that is not compared."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

HERE = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((HERE / "notebooks").glob("*.ipynb"))
KEPT = {"keep_output", "nbval-check-output"}
OWN_CODE = re.compile(
    r"^\s*(def|class|lambda|import os|from pathlib)\b|read_(csv|parquet|table)|open\(|Path\(|\.\./", re.M
)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 4


def test_cells_are_few_and_short(notebook: nbformat.NotebookNode) -> None:
    assert len(code(notebook)) <= 15
    assert [cell.source for cell in code(notebook) if len(cell.source.splitlines()) > 12] == []


def test_cells_only_call_the_package(notebook: nbformat.NotebookNode) -> None:
    assert [match[0] for cell in code(notebook) if (match := OWN_CODE.search(cell.source))] == []


def test_it_has_one_title_a_question_and_limits(notebook: nbformat.NotebookNode) -> None:
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert len(re.findall(r"^# ", prose, re.M)) == 1 and prose.startswith("# ")
    assert "**Question.**" in prose and "## Limits" in prose and "## Every number and its rows" in prose


def test_it_ends_with_its_method_then_its_numbers(notebook: nbformat.NotebookNode) -> None:
    heads = [cell.source.partition("\n")[0] for cell in notebook.cells if cell.cell_type == "markdown"]
    assert heads[-2:] == ["## The method", "## Every number and its rows"]
    assert code(notebook)[-2].source.startswith("about(") and "ev.panel()" in code(notebook)[-1].source


def test_no_number_is_typed_into_its_prose(notebook: nbformat.NotebookNode) -> None:
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    named_days = re.compile(r"(August 2014|17 March 2017|December 2016)")
    assert [text for text in prose if re.search(r"\d", named_days.sub("", text))] == []


def test_parameters_are_declared_once_and_the_kernel_is_plain(notebook: nbformat.NotebookNode) -> None:
    assert sum("parameters" in tags(cell) for cell in code(notebook)) == 1
    assert notebook.metadata.kernelspec.name == "python3"


def test_a_cell_that_is_compared_holds_an_output_and_no_other_does(notebook: nbformat.NotebookNode) -> None:
    compared = [cell for cell in code(notebook) if "nbval-check-output" in tags(cell)]
    assert compared
    for cell in code(notebook):
        assert not tags(cell) & KEPT or tags(cell) >= KEPT
        assert bool(cell.outputs) == (cell in compared), cell.source
    for cell in compared:
        [output] = cell.outputs
        assert output.output_type == "stream" and len(output.text.split()) > 4


def test_it_carries_no_trace_of_a_run(notebook: nbformat.NotebookNode) -> None:
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
    assert "/home/" not in nbformat.writes(notebook) and "/root" not in nbformat.writes(notebook)
