from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis import modules
from analysis.data import build, manifest
from analysis.errors import DataError
from analysis.paths import Project


@pytest.fixture(scope="module")
def made(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    import shutil

    root = tmp_path_factory.mktemp("made")
    shutil.copytree(built.root, root, dirs_exist_ok=True)
    return Project(root)


@pytest.fixture
def current(made: Project) -> Iterator[Project]:
    """A built project, put back afterwards as it was."""
    kept = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    assert manifest.is_current(made)
    yield made
    for path in made.root.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)
    assert manifest.is_current(made)


def changed(path: Path) -> None:
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n")


def edited(key: str, value: object) -> Callable[[Project], None]:
    """A change of the manifest itself."""

    def change(project: Project) -> None:
        path = project.processed / manifest.NAME
        told = json.loads(path.read_bytes())
        told[key] = value if not isinstance(value, dict) else told[key] | value
        path.write_text(json.dumps(told), encoding="utf-8")

    return change


CHANGES: dict[str, Callable[[Project], None]] = {
    "a raw table": lambda project: changed(project.raw / "events.csv"),
    "the card": lambda project: changed(project.raw / "datapackage.json"),
    "a hand table": lambda project: changed(project.hand / "places.csv"),
    "a raw table more": lambda project: (project.raw / "more.csv").write_bytes(b"a\n1\n"),
    "a raw table less": lambda project: (project.raw / "events.csv").unlink(),
    "a hand table more": lambda project: (project.hand / "more.csv").write_bytes(b"a\n1\n"),
    "a hand table less": lambda project: (project.hand / "places.csv").unlink(),
    "a processed table less": lambda project: (project.processed / "claims.parquet").unlink(),
    "a processed table": lambda project: changed(project.processed / "claims.parquet"),
    "a processed table more": lambda project: changed(project.processed / "more.parquet"),
    "no hash of a processed table": edited("files", None),
    "the manifest": lambda project: (project.processed / manifest.NAME).unlink(),
    "half a manifest": lambda project: (project.processed / manifest.NAME).write_bytes(b'{"tables":'),
    "other code": edited("code", {"analysis.toll": "a:b"}),
    "code that is not needed": edited("code", {"analysis.publish.page": "a:b"}),
    "no code at all": edited("code", []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_tables_are_current_until_something_they_are_made_from_changes(current: Project, what: str) -> None:
    CHANGES[what](current)
    assert not manifest.is_current(current)


def test_no_date_of_a_file_matters(current: Project) -> None:
    for path in current.root.rglob("*"):
        os.utime(path, (1, 1))
    assert manifest.is_current(current)


def test_other_files_beside_the_tables_do_not_matter(current: Project) -> None:
    (current.hand / "notes.txt").write_text("a", encoding="utf-8")
    (current.raw / "readme.md").write_text("a", encoding="utf-8")
    assert manifest.is_current(current)


def test_code_that_does_the_same_is_the_same(current: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    folder = tmp_path / "analysis"
    shutil.copytree(Path(modules.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(manifest, "Package", lambda: modules.Package(folder))
    assert manifest.is_current(current)
    for module in ("toll", "publish/page"):
        changed(folder / f"{module}.py")
        assert manifest.is_current(current), module
    path = folder / "data" / "statements.py"
    path.write_text(path.read_text(encoding="utf-8") + "\nADDED = 1\n", encoding="utf-8")
    assert not manifest.is_current(current)


def test_code_that_makes_no_table_is_no_input(built: Project) -> None:
    code = manifest.read(built)["code"]
    assert {"analysis.data.build", "analysis.data.raw", "analysis.dates"} <= set(code)
    assert not [name for name in code if name.startswith(("analysis.publish", "analysis.methods", "analysis.cli"))]


def test_it_says_what_was_built_from_what(built: Project) -> None:
    told = manifest.read(built)
    assert set(told) == {"tables", "files", "raw", "hand", "code"}
    assert set(told["hand"]) == {path.name for path in built.hand.glob("*.csv")}
    assert set(told["raw"]) == {path.name for path in built.raw.glob("*.csv")} | {"datapackage.json"}
    assert {part: told[part] for part in ("raw", "hand", "code")} == manifest.inputs(built)
    assert all(set(table) == {"rows", "columns"} for table in told["tables"].values())


def test_before_a_build_it_is_not_current_and_says_how_to_build(tmp_path: Path) -> None:
    assert not manifest.is_current(Project(tmp_path))
    with pytest.raises(DataError, match="run `civcas build`"):
        manifest.read(Project(tmp_path))
    with pytest.raises(DataError, match="run `civcas build --study raqqa` first"):
        manifest.read(Project(tmp_path, "raqqa"))


def test_what_is_built_is_what_is_read_back(current: Project) -> None:
    assert build.build(current) == manifest.read(current)


@pytest.mark.parametrize(
    "content", ["", "[]", "[" * 100_000, '{"tables": 5}', '{"tables": {"a": 5}}', '{"tables": {}, "code": []}']
)
def test_a_spoilt_manifest_is_not_current_and_says_how_to_build(tmp_path: Path, content: str) -> None:
    project = Project(tmp_path)
    project.processed.mkdir(parents=True)
    (project.processed / "manifest.json").write_text(content, encoding="utf-8")
    assert not manifest.is_current(project)
    with pytest.raises(DataError, match="is spoilt: run `civcas build`"):
        manifest.read(project)
