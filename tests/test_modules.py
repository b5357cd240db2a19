from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import modules
from analysis.modules import Package

FOLDER = Path(modules.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))


def name(path: Path) -> str:
    parts = ("analysis", *path.relative_to(FOLDER).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


KNOWN = {name(path) for path in FILES}


def parsed(source: str) -> set[str]:
    """What `ast` finds: every module of the package that is imported, with the packages around it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the package"
            found |= {node.module or "", *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    around = {".".join(each.split(".")[:length]) for each in found for length in range(1, each.count(".") + 2)}
    return around & KNOWN


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the package that a test may change."""
    shutil.copytree(FOLDER, tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "analysis"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package of a few lines."""
    for path, source in {
        "__init__": "", "a": "from analysis.b import c\n", "b/__init__": "from analysis import d\n", "b/c": "", "d": "",
        "alone": "import json\n", "round": "from analysis import round\n",
    }.items():  # fmt: skip
        place = tmp_path / "analysis" / f"{path}.py"
        place.parent.mkdir(exist_ok=True, parents=True)
        place.write_text(source, encoding="utf-8")
    return tmp_path / "analysis"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_imports_of_every_module_are_those_that_python_sees(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert Package().imported(source) == parsed(source)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import analysis.b.c", ["analysis", "analysis.b", "analysis.b.c"]),
        ("import analysis.b.c as d", ["analysis", "analysis.b", "analysis.b.c"]),
        ("from analysis import d", ["analysis", "analysis.d"]),
        ("from analysis import d as alone", ["analysis", "analysis.d"]),
        ("from analysis import (\n    a,\n    d as alone,  # why\n)", ["analysis", "analysis.a", "analysis.d"]),
        ("def f():\n    from analysis.b import c\n", ["analysis", "analysis.b", "analysis.b.c"]),
        ("if x:\n\tfrom analysis import d\n", ["analysis", "analysis.d"]),
        ("from analysis.b.c import anything", ["analysis", "analysis.b", "analysis.b.c"]),
        ("from analysis import d  # not alone", ["analysis", "analysis.d"]),
        ("from  analysis  import  a , d", ["analysis", "analysis.a", "analysis.d"]),
        ("import json, sys\nfrom os import path", []),
        ("import json  # analysis.d", []),
        ("from analysis import a; from analysis.b import c", ["analysis", "analysis.a", "analysis.b", "analysis.b.c"]),
        ("import json as analysis_d", []),
        ("important = analysis.d", []),
        ("from analysis import gone", ["analysis"]),
        ("# from analysis import d", []),
        ("x = 'from analysis import d'", []),
    ],
)
def test_an_import_is_found_however_it_is_written(house: Path, source: str, found: list[str]) -> None:
    assert sorted(Package(house).imported(source)) == found


@pytest.mark.parametrize(
    "source", ["import json, analysis.d", "import analysis.a, analysis.d", "x = 1; import analysis.d"]
)
def test_two_imports_on_one_line_are_both_found(house: Path, source: str) -> None:
    assert "analysis.d" in Package(house).imported(source)


def test_a_closure_holds_what_is_imported_by_what_is_imported(house: Path) -> None:
    package = Package(house)
    assert package.closure(["analysis.a"]) == ["analysis", "analysis.a", "analysis.b", "analysis.b.c", "analysis.d"]
    assert package.closure(["analysis.b.c"]) == ["analysis", "analysis.b", "analysis.b.c", "analysis.d"]
    assert package.closure(["analysis.round", "analysis.alone"]) == ["analysis", "analysis.alone", "analysis.round"]
    assert package.closure([]) == []


def test_a_closure_of_the_package_is_what_python_would_reach() -> None:
    waiting, reached = ["analysis.publish.render"], set()
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            path = FOLDER.joinpath(*module.split(".")[1:])
            path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            parents = {".".join(module.split(".")[:length]) for length in range(1, module.count(".") + 1)}
            waiting.extend(parsed(path.read_text(encoding="utf-8")) | parents)
    assert Package().closure(["analysis.publish.render"]) == sorted(reached)


SAME = {
    "a comment": ("def f():\n    return 1\n", "# why\ndef f():\n    return 1  # because\n"),
    "the docstring of a function": ('def f():\n    "One."\n    return 1\n', 'def f():\n    "Two."\n    return 1\n'),
    "the docstring of a class": ('class A:\n    "One."\n    x = 1\n', 'class A:\n    """Two."""\n    x = 1\n'),
    "the docstring of a module": ('"One."\nx = 1\n', "x = 1\n"),
    "the docstring of a coroutine": ('async def f():\n    "One."\n    return 1\n', "async def f():\n    return 1\n"),
    "the layout": ("x = f(1, 2)\n", "x = f(\n    1,\n    2,\n)\n\n\n"),
    "quotes": ("x = 'a'\n", 'x = "a"\n'),
}
OTHER = {
    "a number": ("x = 1\n", "x = 2\n"),
    "the type of a number": ("x = 1\n", "x = 1.0\n"),
    "a name": ("x = 1\n", "y = 1\n"),
    "an operator": ("x = a < b\n", "x = a <= b\n"),
    "the order": ("x = 1\ny = 2\n", "y = 2\nx = 1\n"),
    "a default": ("def f(a=1): return a\n", "def f(a=2): return a\n"),
    "a decorator": ("def f(): return 1\n", "@cache\ndef f(): return 1\n"),
    "text that is no docstring": ("def f():\n    x = 1\n    'a'\n", "def f():\n    x = 1\n    'b'\n"),
    "text that is returned": ("def f():\n    return 'a'\n", "def f():\n    return 'b'\n"),
    "an import": ("import json\n", "import math\n"),
    "an error of syntax": ("def f(:\n", "def f(::\n"),
    "an import that is gone": ("import json\nx = 1\n", "x = 1\n"),
}


def seen(house: Path, before: str, after: str) -> list[str]:
    """What counts as changed after a module has become another."""
    (house / "d.py").write_text(before, encoding="utf-8")
    marks = Package(house).marks(["analysis.alone", "analysis.d"])
    assert Package(house).changed(marks) == []
    (house / "d.py").write_text(after, encoding="utf-8")
    return Package(house).changed(marks)


@pytest.mark.parametrize("what", SAME)
def test_a_change_that_can_change_no_result_is_none(house: Path, what: str) -> None:
    before, after = SAME[what]
    assert seen(house, before, after) == seen(house, after, before) == []


@pytest.mark.parametrize("what", OTHER)
def test_any_change_of_what_code_does_is_seen_and_only_there(house: Path, what: str) -> None:
    before, after = OTHER[what]
    assert seen(house, before, after) == seen(house, after, before) == ["analysis.d"]


@pytest.mark.parametrize(
    "reader", ["print(f.__doc__)", "import inspect\ninspect.getdoc(f)", "x = getattr(f, '__doc__')"]
)
def test_where_some_module_reads_docstrings_they_count(house: Path, reader: str) -> None:
    (house / "alone.py").write_text(reader, encoding="utf-8")
    for what, (before, after) in SAME.items():
        assert seen(house, before, after) == (["analysis.d"] if "docstring" in what else []), what


def test_reading_docstrings_elsewhere_does_not_make_them_count(house: Path) -> None:
    (house / "a.py").write_text("print(f.__doc__)", encoding="utf-8")
    assert seen(house, *SAME["the docstring of a function"]) == []
    package = Package(house)
    assert package.docstrings_are_read(["analysis.a", "analysis.d"]) and not package.docstrings_are_read(["analysis.d"])


def test_no_module_of_this_package_that_makes_reports_reads_docstrings() -> None:
    assert not Package().docstrings_are_read(KNOWN)


def test_a_module_that_begins_to_read_docstrings_makes_them_count(house: Path) -> None:
    (house / "d.py").write_text('def f():\n    "One."\n', encoding="utf-8")
    marks = Package(house).marks(["analysis.alone", "analysis.d"])
    (house / "d.py").write_text('def f():\n    "Two."\n', encoding="utf-8")
    (house / "alone.py").write_text("print(f.__doc__)", encoding="utf-8")
    assert Package(house).changed(marks) == ["analysis.alone", "analysis.d"]


def test_a_module_that_is_gone_is_seen_and_imports_nothing(house: Path) -> None:
    marks = Package(house).marks(["analysis.a", "analysis.d"])
    (house / "d.py").unlink()
    assert Package(house).changed(marks) == ["analysis.d"]
    assert Package(house).closure(["analysis.a"]) == ["analysis", "analysis.a", "analysis.b", "analysis.b.c"]
    assert Package(house).closure(["analysis.d"]) == ["analysis", "analysis.d"]


def test_a_package_reads_each_module_once(house: Path) -> None:
    package = Package(house)
    before = package.marks(["analysis.d"])
    (house / "d.py").write_text("x = 1\n", encoding="utf-8")
    assert package.marks(["analysis.d"]) == before != Package(house).marks(["analysis.d"])


def test_every_code_change_of_this_package_is_seen(copied: Path) -> None:
    marks = Package(copied).marks(sorted(KNOWN))
    for number, path in enumerate(sorted(copied.rglob("*.py"))):
        with path.open("a", encoding="utf-8") as file:
            file.write("\nADDED = 1\n" if number % 2 else "\n# added\n")
    changed = [each for number, each in enumerate(sorted(copied.rglob("*.py"))) if number % 2]
    names = {".".join(("analysis", *each.relative_to(copied).with_suffix("").parts)) for each in changed}
    assert set(Package(copied).changed(marks)) == {each.removesuffix(".__init__") for each in names}


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            yield node.body[0].value  # type: ignore[attr-defined]


def test_no_docstring_of_this_package_changes_what_a_module_does(copied: Path) -> None:
    marks = Package(copied).marks(sorted(KNOWN))
    for path in copied.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for constant in docstrings(tree):
            constant.value = "Other words."
        path.write_text(ast.unparse(tree), encoding="utf-8")
    assert Package(copied).changed(marks) == []


def test_a_hash_is_the_beginning_of_the_sha256() -> None:
    assert modules.short_hash(b"a") == "ca978112ca1bbdca"
