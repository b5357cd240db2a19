"""The house: imports run downwards only, rooms stay small, nothing of a machine stands in a file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
PACKAGE = HERE / "analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = {"ground": 0, "data": 1, "methods": 2, "publish": 3, "cli": 4}


def floor(module: str) -> int:
    part = module.split(".")[1] if "." in module else "ground"
    return FLOORS.get(part, 0)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis"):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("analysis"))


def name(path: Path) -> str:
    return ".".join(path.relative_to(HERE).with_suffix("").parts)


def tracked() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True)
    if told.returncode:
        pytest.skip("not a checkout")
    return [HERE / path for path in told.stdout.split("\0") if path and (HERE / path).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_run_downwards(path: Path) -> None:
    upwards = [other for other in imports(path) if floor(other) > floor(name(path))]
    assert upwards == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            assert lines <= 40, f"{node.name} has {lines} lines"


def test_every_module_has_a_test_of_its_name() -> None:
    tested = {path.relative_to(HERE / "tests").as_posix() for path in (HERE / "tests").rglob("test_*.py")}
    for path in MODULES:
        inside = path.relative_to(PACKAGE)
        if path.stem != "__init__":
            assert (inside.parent / f"test_{path.stem}.py").as_posix() in tested, inside


def test_nothing_of_a_machine_or_of_the_other_data_stands_in_a_file() -> None:
    wrong = re.compile(rb"/home/\w|/root/|/work/|/Users/\w")
    for path in tracked():
        assert "airwars_syria" not in path.as_posix()
        addresses_of_pages = path.parent.name == "raw"
        if path.suffix != ".png" and path.name != Path(__file__).name and not addresses_of_pages:
            assert not wrong.search(path.read_bytes()), path


def test_folder_names_are_spelt_in_one_place() -> None:
    spelt = re.compile(r"""/\s*["'](data|raw|hand|processed|notebooks|reports)["']""")
    found = [path.name for path in MODULES if path.stem != "paths" and spelt.search(path.read_text(encoding="utf-8"))]
    assert found == []
