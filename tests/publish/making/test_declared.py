from __future__ import annotations

from pathlib import Path

import pytest
from publish import tiny

from analysis.errors import ParameterError
from analysis.publish.making import declared, parameters

ALL = """place = "Mosul"  # type: place  where
month = "2017-03"  # type: month  month of the deaths
as_of = "2017-03-25"  # type: date  the day
focus = ""  # type: statements  statements
draws = 7  # type: int  how many
note = "x"  # type: text  anything"""


def notebook(folder: Path, source: str = ALL) -> Path:
    return tiny.write(folder, "10-asked", tiny.code(source, "parameters"))


def refused(path: Path) -> str:
    with pytest.raises(ParameterError) as problem:
        parameters.check(path, {})
    with pytest.raises(ParameterError) as same:
        declared.declared(path)
    assert str(problem.value) == str(same.value)
    return str(problem.value)


def test_declarations_are_read_with_kind_default_and_help(tmp_path: Path) -> None:
    found = declared.declared(notebook(tmp_path))
    assert list(found) == ["place", "month", "as_of", "focus", "draws", "note"]
    assert found["draws"] == declared.Parameter("draws", "int", 7, "how many")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([tiny.code("x = 1")], "has 0 cells tagged 'parameters'"),
        ([tiny.code(ALL, "parameters"), tiny.code("x = 1", "parameters")], "has 2 cells tagged 'parameters'"),
        ([tiny.code("x = 1  # type: number", "parameters")], "parameter x is declared as 'number'"),
        ([tiny.code('as_of = "2017"  # type: dat', "parameters")], "Did you mean date?"),
        ([tiny.code("x = 1", "parameters")], "# type: <kind>"),
        ([tiny.code("x = len('a')  # type: int", "parameters")], "the default of x must be a plain text or number"),
    ],
)
def test_a_notebook_that_cannot_be_asked_is_refused(tmp_path: Path, cells: list, words: str) -> None:
    path = tiny.write(tmp_path, "10-asked", *cells)
    assert words in refused(path) and "10-asked.ipynb" in refused(path)


def test_another_kernel_is_refused_by_name(tmp_path: Path) -> None:
    path = tiny.write(tmp_path, "10-asked", tiny.code(ALL, "parameters"), kernel="conda-env-x")
    assert "the kernel 'conda-env-x': choose the kernel 'python3'" in refused(path)


@pytest.mark.parametrize("content", ["", "not JSON", "{}", '{"nbformat": 4}', "\udcff"])
def test_what_is_no_notebook_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "10-asked.ipynb"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert "10-asked.ipynb is not a notebook" in refused(path)


def test_a_notebook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no notebook 10-asked.ipynb in notebooks/" in refused(tmp_path / "10-asked.ipynb")


def test_json_that_is_no_object_is_no_notebook(tmp_path: Path) -> None:
    path = tmp_path / "10-asked.ipynb"
    path.write_text("[]", encoding="utf-8")
    assert "is not a notebook" in refused(path)
