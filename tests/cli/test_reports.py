from __future__ import annotations

import json
from pathlib import Path

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish.making import shelf
from analysis.publish.making.plan import read_catalogue
from cli.conftest import Civcas, refused, run


def test_a_misspelt_parameter_is_one_sentence_with_the_nearest_name(built: Project, tmp_path: Path) -> None:
    project = tiny.project(built, tmp_path)
    refused(run(project.root, "report", "plain", "-p", "as_off=2017-03-25"), "as_off", "Did you mean as_of?")
    assert not project.reports.exists()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["plian"], ["no report 'plian'", "Did you mean plain?"]),
        (["plain", "-p", "as_of=soon"], ["parameter as_of", "'soon'", "YYYY-MM-DD"]),
        (["plain", "-p", "place=Mosull"], ["Did you mean Mosul?"]),
        (["plain", "-p", "as_of"], ["-p 'as_of'", "name=value"]),
        (["plain", "-p", "=x"], ["-p '=x'", "name=value"]),
        (["-p", "as_of=2017-03-25"], ["name that report"]),
        (["plain", "shown", "-p", "as_of=2017-03-25"], ["name that report"]),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_sentence(civcas: Civcas, asked: list[str], words: list[str]) -> None:
    refused(civcas("report", *asked), *words)
    assert not civcas.project.reports.exists()


def test_a_broken_catalogue_is_one_sentence(civcas: Civcas) -> None:
    civcas.project.catalogue.write_text("[[report]\n", encoding="utf-8")
    refused(civcas("report"), "reports.toml cannot be read")
    refused(civcas("status"), "reports.toml cannot be read")


def test_a_report_that_fails_is_told_and_the_exit_code_is_1(civcas: Civcas) -> None:
    spoilt = tiny.CATALOGUE.replace("as_of =", "as_off =")
    civcas.project.catalogue.write_text(spoilt, encoding="utf-8")
    said = civcas("report", "plain", "--allow-foreign")
    assert (said.code, said.out) == (1, "1 failed\nreports/index.html\n") and "Traceback" not in said.err
    assert "Did you mean as_of?" in said.err.strip().splitlines()[-1]
    assert "as_off" in (civcas.project.reports / "index.html").read_text(encoding="utf-8")


def test_a_new_report_is_added_and_can_be_listed(civcas: Civcas) -> None:
    said = civcas(
        "new-report",
        "raqqa",
        "--notebook",
        "20-plain",
        "--title",
        'A "b" \\ c',
        "-p",
        "place=Raqqa",
        "-p",
        "as_of=2017-06-30",
    )
    assert (said.code, said.err) == (0, "") and "civcas report raqqa" in said.out
    added = read_catalogue(civcas.project)[-1]
    assert (added.title, added.parameters) == ('A "b" \\ c', {"place": "Raqqa", "as_of": "2017-06-30"})
    assert "raqqa" in civcas("status").out


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["plain", "--notebook", "20-plain"], ["'plain' stands for two reports"]),
        (["new", "--notebook", "20-plian"], ["no notebook 20-plian.ipynb"]),
        (["new", "--notebook", "20-plain", "-p", "plase=Raqqa"], ["Did you mean place?"]),
    ],
)
def test_a_new_report_that_could_not_be_made_is_refused(civcas: Civcas, asked: list[str], words: list[str]) -> None:
    refused(civcas("new-report", *asked, "--title", "New"), *words)
    assert civcas.project.catalogue.read_text(encoding="utf-8") == tiny.CATALOGUE


def test_one_off_parameters_make_a_report_of_their_own(built: Project, tmp_path: Path) -> None:
    project = tiny.project(built, tmp_path)
    said = run(project.root, "report", "plain", "-p", "as_of=2017-05-31", "--allow-foreign")
    assert (said.code, said.out) == (0, "1 made\nreports/index.html\n"), said.err
    about = "runs notebooks/20-plain.ipynb for 1 report; foreign: it is not vouched for\n"
    assert said.err == f"{about}1 to make\n  1 of 1  made    plain--as_of-2017-05-31\n"
    place = project.reports / "plain--as_of-2017-05-31"
    told = json.loads((place / "provenance.json").read_text(encoding="utf-8"))
    assert told["parameters"] == {"place": "Raqqa", "as_of": "2017-05-31"} and told["as_of"] == "2017-05-31"
    assert "civcas report plain -p as_of=2017-05-31" in (place / "report.html").read_text(encoding="utf-8")
    index = tiny.soup((project.reports / "index.html").read_text(encoding="utf-8"))
    assert index.select_one("a[href='plain--as_of-2017-05-31/report.html']")
    assert not (project.reports / "plain").exists()


def missing(civcas: Civcas) -> None:
    (civcas.project.notebooks / "20-plain.ipynb").unlink()


def test_status_shows_every_report_with_its_state_and_why(civcas: Civcas) -> None:
    said = civcas("status")
    assert (said.code, said.err) == (0, "")
    assert [line.split()[:2] for line in said.out.splitlines() if not line.startswith(" ")] == [
        ["missing", "shown"], ["missing", "plain"],
    ]  # fmt: skip
    assert said.out.count("it was never made") == 2 and not civcas.project.reports.exists()
    assert [line.split()[1] for line in civcas("status", "plain").out.splitlines()[:1]] == ["plain"]
    refused(civcas("status", "plian"), "Did you mean plain?")


def test_status_is_json_for_programs(civcas: Civcas) -> None:
    said = civcas("status", "--json", "plain")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == [{"id": "plain", "state": "missing", "reasons": ["it was never made"]}]


def test_status_builds_tables_that_are_old_and_says_so(civcas: Civcas) -> None:
    (civcas.project.processed / "manifest.json").unlink()
    assert "data/processed was out of date: built anew" in civcas("status").err
    assert civcas("status").err == ""


def test_a_run_that_fails_is_json_with_the_failure_and_exit_1(civcas: Civcas) -> None:
    missing(civcas)
    said = civcas("report", "plain", "--json", "--keep-going")
    told = json.loads(said.out)
    assert said.code == 1 and told["ok"] is False and told["counts"] == {"failed": 1} and told["findings"] == {}
    [report] = told["reports"]
    assert set(report) == {"id", "state", "reasons", "problem", "cell", "seconds"}
    assert (report["id"], report["state"], report["reasons"]) == ("plain", "failed", ["it was never made"])
    assert "no notebook 20-plain.ipynb" in report["problem"] and "no notebook 20-plain.ipynb" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--all", "plain"], ["--all makes every report", "leave --all out"]),
        (["--all", "-p", "as_of=2017-03-25"], ["name that report"]),
    ],
)
def test_all_reports_and_some_report_cannot_be_asked_for_at_once(
    civcas: Civcas, words: list[str], told: list[str]
) -> None:
    refused(civcas("report", *words), *told)


@pytest.mark.parametrize("words", [["--workers", "-1"], ["--time-limit", "-1"], ["--memory-limit", "x"], ["--workers"]])
def test_a_limit_that_is_none_is_bad_use(civcas: Civcas, words: list[str]) -> None:
    said = civcas("report", *words)
    assert (said.code, said.out) == (2, "") and words[0] in said.err and "Traceback" not in said.err


def test_a_run_in_the_way_is_bad_use(civcas: Civcas) -> None:
    with shelf.alone(civcas.project):
        refused(civcas("report", "plain"), "another run is making reports here")


def test_a_foreign_notebook_is_refused_before_anything_is_run(civcas: Civcas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(civcas.project.root / "own"))
    said = civcas("report", "--all")
    assert (said.code, said.out) == (2, "") and "Traceback" not in said.err
    told = ["notebooks/10-shown.ipynb is not vouched for", "notebooks/20-plain.ipynb is not vouched for"]
    assert all(words in said.err for words in (*told, "--allow-foreign", "civcas trust 10-shown 20-plain"))
    assert not list(civcas.project.reports.glob("**/*.html"))
    said = civcas("notebook", "plain", "--no-lab")
    assert said.code == 0 and "not vouched for: read each cell before you run it" in said.err


def test_what_is_trusted_is_shown_and_noted(civcas: Civcas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(civcas.project.root / "own"))
    tiny.write(civcas.project.notebooks, "20-plain", tiny.code("place = 1  # \x1b[8m", "parameters"))
    said = civcas("trust", "20-plain")
    assert (said.code, said.err) == (0, "") and "20-plain is trusted as it is now" in said.out
    assert "# cell of code 1, tagged parameters\nplace = 1  # \\x1b[8m\n" in said.out
    assert "20-plain" not in civcas("report", "--all").err
    refused(civcas("trust", "20-plan"), "Did you mean 20-plain?")
