from __future__ import annotations

import json
from pathlib import Path

import pytest
from publish import tiny

from analysis.cli import looking
from cli.conftest import Civcas, refused


def test_a_notebook_is_written_with_its_parameters_and_its_path_printed(civcas: Civcas) -> None:
    said = civcas("notebook", "plain", "--no-lab")
    assert (said.code, said.out) == (0, "opened/plain.ipynb\n")
    assert 'place = \\"Raqqa\\"' in (civcas.project.opened / "plain.ipynb").read_text(encoding="utf-8")


def test_a_parameter_given_beside_it_is_filled_in_too(civcas: Civcas) -> None:
    said = civcas("notebook", "plain", "--no-lab", "-p", "place=Mosul")
    assert said.code == 0 and 'place = \\"Mosul\\"' in (civcas.project.root / said.out.strip()).read_text(
        encoding="utf-8"
    )


def test_without_a_report_it_is_the_start_page(civcas: Civcas) -> None:
    refused(civcas("notebook", "--no-lab"), "no start.ipynb among the notebooks", "civcas notebook ID")
    tiny.write(civcas.project.notebooks, "start", tiny.prose("# Start"))
    said = civcas("notebook", "--no-lab")
    assert (said.code, said.out) == (0, "notebooks/start.ipynb\n")
    refused(civcas("notebook", "--no-lab", "-p", "place=Mosul"), "civcas notebook ID -p NAME=VALUE")


def test_jupyterlab_shows_the_whole_project_and_asks_nobody_outside(
    civcas: Civcas, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(looking.os, "execve", lambda _, words, env: started.append((words, env)))
    assert civcas("notebook", "plain").code == 0
    [(words, env)] = started
    assert env["PYTHONSAFEPATH"] == "1"  # a jupyter.py in the folder is not run in its place
    assert words[1:4] == ["-m", "jupyter", "lab"] and words[-1] == str(civcas.project.opened / "plain.ipynb")
    assert f"--notebook-dir={civcas.project.root}" in words and set(looking.QUIET) <= set(words)


def test_what_does_not_exist_is_refused(civcas: Civcas) -> None:
    refused(civcas("notebook", "plian", "--no-lab"), "no report 'plian'", "Did you mean plain?")
    refused(civcas("serve"), "make them with civcas report")


def values(folder: Path, killed: str, code: str = "c") -> None:
    number = {"id": 1, "text": killed, "bounds": "", "rule": "said", "rows": ["statements:a"], "content": killed}
    made_from = {"version": "data-1", "data": {"statements": killed}, "code": code, "versions": {}}
    told = {
        "report": "plain", "title": "Plain", "headline": "", "parameters": {}, "made_from": made_from,
        "numbers": [number], "tables": {},
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plain.json").write_text(json.dumps(told), encoding="utf-8")


def test_what_differs_between_two_states_is_told_with_the_reason(civcas: Civcas, tmp_path: Path) -> None:
    values(tmp_path / "one", "230")
    values(tmp_path / "two", "231")
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    said = civcas("diff", one, two)
    assert said.code == 1 and said.out.splitlines() == [
        "plain: Plain", "  because of data: statements", "  said: 230 became 231 (its rows say otherwise)",
    ]  # fmt: skip
    assert json.loads(civcas("diff", one, two, "--json").out)[0]["numbers"][0]["after"] == ["231"]
    same = civcas("diff", one, one)
    assert (same.code, same.out) == (0, "every published number is the same\n")


def test_the_values_as_they_lie_here_are_the_other_state(civcas: Civcas, tmp_path: Path) -> None:
    values(tmp_path / "one", "230", "other code")
    values(civcas.project.values, "230")
    assert civcas("diff", str(tmp_path / "one")).out == "every published number is the same\n"
    refused(civcas("diff", "no-such-state"), "no commit, folder or version of the data is called 'no-such-state'")
