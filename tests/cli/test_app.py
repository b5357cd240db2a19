from __future__ import annotations

import re
import subprocess
import sys

import pytest

from analysis import cli
from cli.conftest import Civcas

HEAVY = {
    "pandas", "numpy", "pyarrow", "matplotlib", "papermill", "nbformat", "nbclient", "pandera", "jinja2",
    "rich.progress", "analysis.data.store", "psutil",
}  # fmt: skip
COMMANDS = ("build", "verify", "status", "report", "new-report", "import", "seal", "codebook", "review-links")


def test_help_is_there_before_anything_heavy_is_imported() -> None:
    script = f"import sys; from analysis import cli; print(sorted({HEAVY} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize("words", [["--help"], [], *([name, "--help"] for name in COMMANDS)])
def test_every_command_explains_itself(civcas: Civcas, words: list[str]) -> None:
    said = civcas(*words)
    assert "Usage:" in said.out + said.err and "civcas" in said.out + said.err
    assert said.code == (0 if words else 2)


def test_every_command_is_listed(civcas: Civcas) -> None:
    assert set(re.findall(r"^\W*([a-z-]+)  ", civcas("--help").out, re.M)) >= set(COMMANDS)


def test_the_exit_codes_are_written_down() -> None:
    told = cli.__doc__ or ""
    assert all(code in told for code in ("0 all", "1 some", "2 it could", "130", "143"))


def test_an_unknown_command_or_option_is_bad_use(civcas: Civcas) -> None:
    assert (civcas("reprot").code, civcas("report", "--fast").code, civcas("status", "--josn").code) == (2, 2, 2)


def test_without_a_project_the_next_step_is_named(civcas: Civcas, monkeypatch: pytest.MonkeyPatch) -> None:
    civcas.project.catalogue.unlink()
    monkeypatch.setattr("analysis.paths.__file__", str(civcas.project.root / "package" / "analysis" / "paths.py"))
    said = civcas("status")
    assert said.code == 2 and "no reports.toml in" in said.err and "Traceback" not in said.err
