from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from publish import tiny

from analysis import modules
from analysis.data import build, manifest, raw
from analysis.modules import Package, short_hash
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.extract import Contents
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.provenance import Present
from analysis.publish.saved import read_json

PLAN = Plan("plain", "20-plain", "Plain", {"place": "Raqqa", "as_of": "2017-06-30"})
NOTHING: dict[str, dict] = {"tables": {}, "files": {}}
SHOWN = Contents(
    headline="None died.",
    provenance={
        "as_of": "2017-06-30", "seeds": {"draws": 7}, "tables": {"places": {"place": "ab"}}, "files": {"a.csv": "cd"},
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package."""
    folder = tmp_path_factory.mktemp("package") / "analysis"
    shutil.copytree(Path(modules.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def changes(project: Project, package: Path) -> dict[str, list[str]]:
    """Why each report would be another one now."""
    present = Present(project, Package(package))
    plans = read_catalogue(project)
    return {
        plan.id: provenance.changes(present, plan, read_json(project.reports / plan.id / "provenance.json"))
        for plan in plans
    }


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def in_notebook(old: str, new: str) -> Callable[[Project, Path], None]:
    return lambda project, _: replaced(project.notebooks / "10-shown.ipynb", old, new)


def in_package(name: str, old: str, new: str) -> Callable[[Project, Path], None]:
    return lambda _, package: replaced(package / name, old, new)


def in_catalogue(old: str, new: str) -> Callable[[Project, Path], None]:
    return lambda project, _: replaced(project.catalogue, old, new)


def needing(_: Project, package: Path) -> None:
    (package / "added.py").write_text("", encoding="utf-8")
    replaced(package / "data" / "asof.py", "import pandas as pd", "import pandas as pd\nfrom analysis import added")


def touched(project: Project, package: Path) -> None:
    for path in (*project.root.rglob("*"), *package.rglob("*")):
        os.utime(path, (1, 1))


BOTH = ("shown", "plain")
CHANGES: dict[str, tuple[Callable[[Project, Path], None], dict[str, list[str]]]] = {
    "every date of a file": (touched, {}),
    "prose of one notebook": (in_notebook("Seen with care", "Seen again"), {"shown": ["notebook 10-shown.ipynb"]}),
    "code of one notebook": (in_notebook(".head(3)", ".head(4)"), {"shown": ["notebook 10-shown.ipynb"]}),
    "a title": (in_catalogue('title = "Plain"', 'title = "Plainer"'), {"plain": ["asked: title"]}),
    "a parameter": (in_catalogue("2017-06-30", "2017-07-31"), {"plain": ["asked: given"]}),
    "a parameter less": (in_catalogue('parameters = { place = "Mosul" }', ""), {"shown": ["asked: given"]}),
    "the docstring of a module all use": (in_package("dates.py", '"""', '"""Other words. '), {}),
    "a comment and the layout of a module all use": (in_package("data/asof.py", "\n\n\n", "\n\n# more\n\n\n"), {}),
    "a comment in a template": (
        in_package("publish/templates/report.html", "<head>", "<head><!-- -->"),
        {each: ["template report.html"] for each in BOTH},
    ),
    "the style": (
        in_package("publish/templates/style.css", "{", "{ "), {each: ["template style.css"] for each in BOTH},
    ),
    "code of a module that all use": (
        in_package("data/asof.py", "def as_of(", "ADDED = 1\n\n\ndef as_of("),
        {each: ["module analysis.data.asof"] for each in BOTH},
    ),
    "code of the module that makes pages": (
        in_package("publish/render.py", "def report_page(", "ADDED = 1\n\n\ndef report_page("),
        {each: ["module analysis.publish.render"] for each in BOTH},
    ),
    "code of the module that makes values of parameters": (
        in_package("publish/making/parameters.py", "def check(", "ADDED = 1\n\n\ndef check("),
        {each: ["module analysis.publish.making.parameters"] for each in BOTH},
    ),
    "code of a module that one uses": (
        in_package("publish/plots.py", "def bars(", "ADDED = 1\n\n\ndef bars("),
        {"shown": ["module analysis.publish.plots"]},
    ),
    "code of a module that none uses": (in_package("methods/spells.py", "def ", "ADDED = 1\n\n\ndef "), {}),
    "code of the command line": (in_package("cli/reports.py", "def report(", "ADDED = 1\n\n\ndef report("), {}),
    "a module that is needed from now on": (
        needing, {each: ["module analysis.data.asof", "module analysis.added"] for each in BOTH},
    ),
    "a module that is gone": (
        lambda _, package: (package / "publish" / "alt.py").unlink(), {"shown": ["module analysis.publish.alt"]},
    ),
    "a notebook that is gone": (
        lambda project, _: (project.notebooks / "20-plain.ipynb").unlink(), {"plain": ["notebook 20-plain.ipynb"]},
    ),
    "a hand file that no report reads": (
        lambda project, _: replaced(project.hand / "transcription_check.csv", "\n", "\n\n"), {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_named_where_it_matters_and_undone_with_it(made: Project, package: Path, what: str) -> None:
    change, expected = CHANGES[what]
    folders = [made.root / "notebooks", made.catalogue, package]
    kept = {path: path.read_bytes() for top in folders for path in [top, *top.rglob("*")] if path.is_file()}
    assert changes(made, package) == {"shown": [], "plain": []}
    try:
        change(made, package)
        assert changes(made, package) == {each: expected.get(each, []) for each in BOTH}
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert changes(made, package) == {"shown": [], "plain": []}


def read_of(project: Project, report: str) -> dict[str, dict[str, str]]:
    return read_json(project.reports / report / "provenance.json")["tables"]


def test_a_changed_row_names_the_columns_that_changed_where_they_are_read(made: Project, package: Path) -> None:
    assert "statements" in read_of(made, "plain")
    path = made.raw / "public_claims.csv"
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"https://", b"http://", 1))
    raw.seal(made)
    before = manifest.read(made)["tables"]
    build.build(made)
    after = manifest.read(made)["tables"]
    moved = {
        table: [name for name, mark in told["columns"].items() if mark != before[table]["columns"][name]]
        for table, told in after.items()
    }
    assert moved["statements"] and "url" in moved["statements"]
    for report, found in changes(made, package).items():
        read = read_of(made, report)
        differing = {table: [name for name in names if name in read.get(table, {})] for table, names in moved.items()}
        assert found == [
            f"table {table}: column{'s' if len(differing[table]) > 1 else ''} {', '.join(differing[table])}"
            for table in read
            if differing[table]
        ]
    path.write_bytes(kept)
    raw.seal(made)
    build.build(made)
    assert changes(made, package) == {"shown": [], "plain": []}


def test_a_report_depends_on_the_columns_it_read_and_no_others(made: Project, package: Path) -> None:
    path = made.processed / manifest.NAME
    told = json.loads(path.read_bytes())
    for report in BOTH:
        for table, columns in told["tables"].items():
            for column, mark in columns["columns"].items():
                read = column in read_of(made, report).get(table, {})
                phrase = [f"table {table}: column {column}"] if read else []
                columns["columns"][column] = "other"
                path.write_text(json.dumps(told), encoding="utf-8")
                if read or column in ("created", "reason"):
                    assert changes(made, package)[report] == phrase, (table, column)
                columns["columns"][column] = mark
    assert [table for table in told["tables"] if table not in read_of(made, "plain")]


def test_tables_that_are_gone_are_named(made: Project, package: Path) -> None:
    (made.processed / manifest.NAME).unlink()
    found = changes(made, package)["plain"]
    assert [phrase.split(":")[0] for phrase in found] == [f"table {table}" for table in read_of(made, "plain")]


def recorded(project: Project, key: str, value: object) -> list[str]:
    told = read_json(project.reports / "plain" / "provenance.json") | {key: value}
    return provenance.changes(Present(project), PLAN, told)


def test_a_hand_file_that_was_read_is_named_when_it_is_another_or_gone(made: Project) -> None:
    path = made.hand / "links.csv"
    read = {"data/hand/links.csv": short_hash(path.read_bytes())}
    assert recorded(made, "files", read) == []
    replaced(path, "\n", "\n\n")
    assert recorded(made, "files", read) == ["file data/hand/links.csv"]
    path.unlink()
    assert recorded(made, "files", read) == ["file data/hand/links.csv"]


@pytest.mark.parametrize("library", ["python", "civcas", "pandas", "matplotlib", "mistune"])
def test_another_version_of_a_library_is_named(made: Project, library: str) -> None:
    versions = Present(made).versions
    assert recorded(made, "versions", versions) == []
    assert recorded(made, "versions", versions | {library: "0.0.1"}) == [f"version of {library}"]
    assert recorded(made, "versions", {**versions, "gone": "1"}) == ["version of gone"]


@pytest.mark.parametrize("told", [{}, {"tables": {}, "modules": {}}])
def test_a_record_that_lacks_its_parts_is_of_another_report(made: Project, told: dict) -> None:
    found = provenance.changes(Present(made), PLAN, told)
    for phrase in ("asked: title", "asked: given", "asked: overrides", "notebook 20-plain.ipynb", "version of python"):
        assert phrase in found
    assert "module analysis.publish.render" in found and "template report.html" in found


def test_every_part_of_the_present_is_known_by_its_content(small: Project) -> None:
    present = Present(small)
    sha256, needed = present.notebook("20-plain")
    assert sha256 == hashlib.sha256((small.notebooks / "20-plain.ipynb").read_bytes()).hexdigest()
    assert {"analysis.data.asof", "analysis.publish.evidence", "analysis.publish.making.parameters"} <= set(needed)
    assert {*provenance.PAGE, "analysis"} <= set(needed) and "analysis.publish.plots" not in needed
    assert "analysis.publish.plots" in present.notebook("10-shown")[1]
    assert present.notebook("gone")[0] == "" and "analysis.publish.evidence" not in present.notebook("gone")[1]
    templates = Package().folder / "publish" / "templates"
    assert present.templates == {path.name: short_hash(path.read_bytes()) for path in templates.glob("*.*")}
    assert present.versions["pandas"] == version("pandas") and present.versions["civcas"] == version("civcas")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"cells": 1}', b'{"cells": [{}]}'])
def test_what_is_no_notebook_has_no_code(content: bytes) -> None:
    assert provenance.code_of(content) == ""


def test_the_code_of_a_notebook_is_its_cells_of_code(small: Project) -> None:
    code = provenance.code_of((small.notebooks / "20-plain.ipynb").read_bytes())
    assert code.startswith(tiny.PARAMETERS) and "# Plain" not in code and tiny.CLOSING in code


def test_the_record_says_what_was_asked_read_and_made(small: Project) -> None:
    read = {"tables": {"places": {"row_key": "ef"}, "events": {"name": "gh"}}, "files": {"b.csv": "ij"}}
    values = {"place": "Raqqa", "as_of": "2017-06-30", "draws": 7}
    told = provenance.record(Present(small), PLAN, values, SHOWN, read)
    assert (told["report"], told["title"], told["headline"]) == ("plain", "Plain", "None died.")
    assert (told["parameters"], told["given"], told["overrides"]) == (values, PLAN.parameters, {})
    assert (told["as_of"], told["seeds"]) == ("2017-06-30", {"draws": 7})
    assert told["tables"] == {"events": {"name": "gh"}, "places": {"place": "ab", "row_key": "ef"}}
    assert told["files"] == {"a.csv": "cd", "b.csv": "ij"}
    notebook = (small.notebooks / "20-plain.ipynb").read_bytes()
    assert told["notebook"] == {"name": "20-plain.ipynb", "sha256": hashlib.sha256(notebook).hexdigest()}
    assert {"python", "pandas", "papermill", "matplotlib"} <= set(told["versions"])
    assert all(re.fullmatch(r"[0-9a-f]{16}:[0-9a-f]{16}", mark) for mark in told["modules"].values())


def test_every_file_of_a_report_is_told_by_its_hash() -> None:
    files = {"tables/b.csv": b"b", "executed.ipynb": b"a"}
    assert list(provenance.outputs(files)) == sorted(files)
    assert provenance.outputs(files)["executed.ipynb"] == hashlib.sha256(b"a").hexdigest()


def test_the_record_is_json_without_folders_of_this_machine(small: Project) -> None:
    text = json.dumps(provenance.record(Present(small), PLAN, {}, SHOWN, NOTHING))
    assert str(small.root) not in text and str(Path.home()) + "/" not in text


@pytest.mark.parametrize("shows", ["print(asof.as_of.__doc__)", "help(asof.as_of)", "asof.as_of?", "?asof.as_of"])
def test_a_notebook_that_shows_docstrings_depends_on_them(small: Project, package: Path, shows: str) -> None:
    tiny.write(small.notebooks, "20-plain", *tiny.plain(tiny.code(shows)))
    told = provenance.record(Present(small, Package(package)), PLAN, {}, SHOWN, NOTHING)
    assert provenance._modules(Present(small, Package(package)), [], told["modules"]) == []
    path = package / "data" / "asof.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('"""', '"""Another word. ', 1), encoding="utf-8")
    changed = provenance._modules(Present(small, Package(package)), [], told["modules"])
    path.write_text(before, encoding="utf-8")
    assert changed == ["module analysis.data.asof"]


def test_a_page_in_another_language_depends_on_its_catalogue(small: Project, tmp_path: Path) -> None:
    present = Present(small)
    assert present.catalogue("en") == {} and present.catalogue("") == {} and present.catalogue("../ar") == {}
    [(name, mark)] = present.catalogue("ar").items()
    told = {"parameters": {"language": "ar"}, "templates": {**present.templates, name: mark}}
    assert "template ar/civcas.po" not in provenance.changes(present, PLAN, told)
    told["templates"][name] = "another"
    assert "template ar/civcas.po" in provenance.changes(present, PLAN, told)
