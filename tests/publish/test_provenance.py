from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

import analysis
from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.extract import Contents
from analysis.publish.making.plan import Plan

PLAN = Plan("plain", "20-plain", "Plain", {"place": "Raqqa", "as_of": "2017-06-30"})
SHOWN = Contents(
    headline="None died.", provenance={"as_of": "2017-06-30", "seeds": {"draws": 7}, "tables": {"places": "ab"}}
)


def changed(project: Project, before: dict, plan: Plan = PLAN) -> list[str]:
    now = provenance.sources(project, plan)
    return [part for part in before if before[part] != now[part]]


def test_every_input_is_known_by_the_hash_of_its_bytes(small: Project) -> None:
    told = provenance.sources(small, PLAN)
    for part, folder in (("raw", small.raw), ("hand", small.hand)):
        assert set(told["inputs"][part]) == {path.name for path in folder.iterdir()}
        for name, sha256 in told["inputs"][part].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    notebook = (small.notebooks / "20-plain.ipynb").read_bytes()
    assert told["notebook"] == {"name": "20-plain.ipynb", "sha256": hashlib.sha256(notebook).hexdigest()}
    assert told["given"] == PLAN.parameters
    assert (told["package"]["name"], told["package"]["version"]) == ("civcas", version("civcas"))


@pytest.mark.parametrize("name", ["data/raw/events.csv", "data/raw/datapackage.json", "data/hand/places.csv"])
def test_a_changed_table_is_seen(small: Project, name: str) -> None:
    before = provenance.sources(small, PLAN)
    path = small.root / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert changed(small, before) == ["inputs"]


def test_a_changed_notebook_and_changed_parameters_are_seen(small: Project) -> None:
    before = provenance.sources(small, PLAN)
    assert changed(small, before) == []
    assert changed(small, before, Plan("plain", "20-plain", "Plain", {"place": "Raqqa"})) == ["given"]
    path = small.notebooks / "20-plain.ipynb"
    path.write_bytes(path.read_bytes() + b"\n")
    assert changed(small, before) == ["notebook"]
    path.unlink()
    assert provenance.sources(small, PLAN)["notebook"]["sha256"] == ""


@pytest.mark.parametrize("name", ["toll.py", "publish/templates/style.css", "publish/templates/report.html", "new.py"])
def test_any_change_of_code_or_template_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shutil.copytree(Path(analysis.__file__).parent, tmp_path / "analysis")
    monkeypatch.setattr(analysis, "__file__", str(tmp_path / "analysis" / "__init__.py"))
    before = provenance.code_hash.__wrapped__()
    assert before == provenance.code_hash()
    path = tmp_path / "analysis" / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    assert provenance.code_hash.__wrapped__() != before


def test_the_record_says_what_was_asked_read_and_made(small: Project) -> None:
    files = {"tables/b.csv": b"b", "executed.ipynb": b"a"}
    told = provenance.record(small, PLAN, {"place": "Raqqa", "as_of": "2017-06-30", "draws": 7}, SHOWN, files)
    assert (told["report"], told["title"], told["headline"]) == ("plain", "Plain", "None died.")
    assert told["parameters"] == {"place": "Raqqa", "as_of": "2017-06-30", "draws": 7}
    assert (told["as_of"], told["seeds"], told["tables_read"]) == ("2017-06-30", {"draws": 7}, {"places": "ab"})
    assert told["outputs"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"python", "pandas", "papermill", "matplotlib"} <= set(told["versions"])
    assert provenance.sources(small, PLAN).items() <= told.items()


def test_the_record_is_json_without_folders_of_this_machine(small: Project) -> None:
    text = json.dumps(provenance.record(small, PLAN, {}, SHOWN, {}))
    assert str(small.root) not in text and str(Path.home()) + "/" not in text
