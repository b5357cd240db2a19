from __future__ import annotations

import json
import os
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


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (ALL + "\nimport os", "line 7 of its parameters cell does more than set a default"),
        ('a = b = "x"  # type: text', "line 1 of its parameters cell does more"),
        ('print("x")', "line 1 of its parameters cell does more"),
        ('a = __import__("os").getcwd()  # type: text', "the default of a must be a plain text or number"),
        ('a = "x"  # type: text\na = "y"  # type: text', "sets a twice"),
        ("a = (", "is no Python"),
        ("a = 1\0", "is no Python"),
        ("a = " + "(" * 5000 + "1" + ")" * 5000 + "  # type: int", "is no Python"),
        ("#" * 20_001, "has 20,001 letters"),
    ],
)
def test_a_parameters_cell_that_does_anything_else_is_refused(tmp_path: Path, source: str, words: str) -> None:
    assert words in refused(notebook(tmp_path, source))


def test_a_default_is_what_the_line_sets_whatever_its_text_looks_like(tmp_path: Path) -> None:
    found = declared.declared(notebook(tmp_path, 'a = "x = 1  # type: int  no"  # type: text  yes = so'))
    assert found == {"a": declared.Parameter("a", "text", "x = 1  # type: int  no", "yes = so")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nbformat": 99}, "Unsupported nbformat version"),
        ({"nbformat": "4"}, "Unsupported nbformat version"),
        ({"nbformat": 3}, "missing an expected key"),
        ({"cells": None}, "is not a notebook"),
        ({"cells": [5]}, "is not a notebook"),
        ({"metadata": {"kernelspec": 5}}, "is not a notebook"),
        ({"metadata": {"kernelspec": {"name": "python3", "display_name": "x"}}}, "is in the language None"),
        ({"x": []}, "is not a notebook"),
    ],
)
def test_a_notebook_built_otherwise_is_refused(tmp_path: Path, change: dict, words: str) -> None:
    path = notebook(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | change), encoding="utf-8")
    assert words in refused(path)


@pytest.mark.parametrize("place", ["folder", "loop", "pipe"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, place: str) -> None:
    path = tmp_path / "10-asked.ipynb"
    {"folder": path.mkdir, "loop": lambda: path.symlink_to(path), "pipe": lambda: os.mkfifo(path)}[place]()
    assert "is no file, or a link to none" in refused(path)


def test_deep_nesting_and_a_vast_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "10-asked.ipynb"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert "nested too deeply" in refused(path)
    monkeypatch.setattr(declared, "MOST", 1000)
    assert "clear its outputs" in refused(path)


def test_a_notebook_of_before_cells_had_ids_is_read(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    told = json.loads(path.read_bytes())
    for cell in told["cells"]:
        del cell["id"]
    path.write_text(json.dumps(told), encoding="utf-8")
    assert "place" in declared.declared(path)
