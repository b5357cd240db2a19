from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from publish import tiny

from analysis import cli
from analysis.data import manifest
from analysis.paths import Project
from analysis.publish.making.plan import read_catalogue


class Said(NamedTuple):
    code: int
    out: str
    err: str


class Civcas:
    """The command line in a tiny project."""

    def __init__(self, project: Project, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.project, self.patch, self.capture = project, patch, capture

    def __call__(self, *words: str) -> Said:
        self.patch.setattr(sys, "argv", ["civcas", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = self.capture.readouterr()
        return Said(int(end.value.code or 0), out, err)


@pytest.fixture
def civcas(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Civcas:
    monkeypatch.chdir(tmp_path)
    return Civcas(tiny.project(built, tmp_path), monkeypatch, capsys)


def run(folder: Path, *words: str) -> Said:
    """The installed command in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main()", *words],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    return Said(ended.returncode, ended.stdout, ended.stderr)


def refused(said: Said, *words: str) -> None:
    """One sentence on stderr with these words in it, nothing on stdout, exit 1."""
    assert (said.code, said.out) == (1, "")
    assert len(said.err.strip().splitlines()) == 1 and "Traceback" not in said.err
    assert [word for word in words if word not in said.err] == []


def test_help_is_there_before_anything_heavy_is_imported() -> None:
    heavy = "{'pandas', 'numpy', 'matplotlib', 'papermill', 'nbformat', 'pandera', 'rich.progress'}"
    script = f"import sys; from analysis import cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize(
    "words", [["--help"], [], *([name, "--help"] for name in ("build", "verify", "list", "report"))]
)
def test_every_command_explains_itself(civcas: Civcas, words: list[str]) -> None:
    said = civcas(*words)
    assert "Usage:" in said.out + said.err and "civcas" in said.out + said.err
    assert said.code == (0 if words else 2)


def test_verify_says_that_all_is_well(civcas: Civcas) -> None:
    said = civcas("verify")
    assert said.code == 0 and said.err == ""
    assert {line.split()[1] for line in said.out.splitlines()} == {"ok"} and len(said.out.splitlines()) == 12


def test_verify_names_the_file_with_a_flipped_byte(civcas: Civcas) -> None:
    path = civcas.project.raw / "un_monthly.csv"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    said = civcas("verify")
    spoilt = [line.split()[0] for line in said.out.splitlines() if "to look at" in line]
    assert (said.code, spoilt) == (1, ["un_monthly.csv"]) and "Traceback" not in said.err


def test_seal_takes_a_meant_change_and_says_which(civcas: Civcas) -> None:
    assert "nothing to seal" in civcas("seal").out
    path = civcas.project.raw / "publishers.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert civcas("verify").code == 1
    assert civcas("seal").out == "sealed anew: publishers\n"


def test_build_lists_every_table_with_its_rows(civcas: Civcas) -> None:
    (civcas.project.processed / "manifest.json").unlink()
    said = civcas("build")
    tables = manifest.read(civcas.project)["tables"]
    assert said.code == 0 and manifest.is_current(civcas.project)
    assert [line.split()[0] for line in said.out.splitlines()] == list(tables)
    assert all(f"{told['rows']:,}" in said.out and told["sha256"][:12] in said.out for told in tables.values())


def test_list_shows_every_report_with_its_status(civcas: Civcas) -> None:
    said = civcas("list")
    listed = [line.split()[:2] for line in said.out.splitlines() if line.startswith("  ")]
    assert (said.code, listed) == (0, [["missing", "shown"], ["missing", "plain"]])


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
    refused(civcas("list"), "reports.toml cannot be read")


def test_a_report_that_fails_is_told_and_the_exit_code_is_1(civcas: Civcas) -> None:
    spoilt = tiny.CATALOGUE.replace("as_of =", "as_off =")
    civcas.project.catalogue.write_text(spoilt, encoding="utf-8")
    said = civcas("report", "plain")
    assert said.code == 1 and "index.html" not in said.out and "Traceback" not in said.err
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
    assert "raqqa" in civcas("list").out


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


def test_outside_a_project_without_tables_the_next_step_is_named(civcas: Civcas) -> None:
    (civcas.project.raw / "events.csv").unlink()
    said = civcas("build")
    assert said.code == 1 and "events.csv" in said.err and "Traceback" not in said.err


def test_one_off_parameters_make_a_report_of_their_own(built: Project, tmp_path: Path) -> None:
    project = tiny.project(built, tmp_path)
    said = run(project.root, "report", "plain", "-p", "as_of=2017-05-31")
    assert (said.code, said.out) == (0, "reports/index.html\n"), said.err
    assert "made   plain--as_of-2017-05-31" in said.err
    place = project.reports / "plain--as_of-2017-05-31"
    told = json.loads((place / "provenance.json").read_text(encoding="utf-8"))
    assert told["parameters"] == {"place": "Raqqa", "as_of": "2017-05-31"} and told["as_of"] == "2017-05-31"
    assert "civcas report plain -p as_of=2017-05-31" in (place / "report.html").read_text(encoding="utf-8")
    index = tiny.soup((project.reports / "index.html").read_text(encoding="utf-8"))
    assert index.select_one("a[href='plain--as_of-2017-05-31/report.html']")
    assert not (project.reports / "plain").exists()


EXPORTS = Path(__file__).parent / "data" / "importers" / "exports"


def test_an_export_is_imported_verified_and_built_as_a_study(civcas: Civcas) -> None:
    said = civcas("import", "airwars", str(EXPORTS / "airwars"), "--study", "made-up", "--as-of", "2019-06-01")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "incidents.csv: 31 in = 16 accepted + 15 rejected"
    assert "  1 x killed_min is above killed_max; correct one of the two" in lines
    assert lines[-1] == "studies/made-up is built; rows not taken are in studies/made-up/rejects.csv"
    assert civcas("verify", "--study", "made-up").code == 0
    built = civcas("build", "--study", "made-up")
    assert built.code == 0 and "incidents" in built.out and " 16 rows" in built.out
    refused(civcas("import", "airwars", str(EXPORTS / "airwars"), "--study", "made-up"), "exists", "--replace")
    again = civcas("import", "ibc", str(EXPORTS / "ibc.csv"), "--study", "made-up", "--replace")
    assert again.code == 0 and "ibc.csv: 25 in = 15 accepted + 10 rejected" in again.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "ucdp", "nowhere.csv", "--study", "x"), ["nowhere.csv cannot be read"]),
        (("import", "airwar", "x", "--study", "x"), ["Did you mean airwars?"]),
        (("import", "ibc", str(EXPORTS / "ibc.csv"), "--study", "../x"), ["cannot name a study"]),
        (("import", "ibc", str(EXPORTS / "ucdp.csv"), "--study", "x"), ["none of this format's"]),
        (("build", "--study", "none"), ["no study 'none' was imported", "civcas import"]),
        (("verify", "--study", ".."), ["cannot name a study"]),
    ],
)
def test_an_import_that_cannot_be_is_one_sentence(civcas: Civcas, words: tuple[str, ...], told: list[str]) -> None:
    refused(civcas(*words), *told)
