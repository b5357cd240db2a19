"""The four files that describe the environment say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
EXPORT = ["export", "--frozen", "--no-hashes", "--no-emit-project", "--no-header", "--no-annotate", "-q", "--offline"]


def uv(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(UV), *words], cwd=HERE, capture_output=True, text=True)


def direct() -> list[str]:
    groups = PROJECT["dependency-groups"]
    return [
        *PROJECT["project"]["dependencies"],
        *(each for each in groups["dev"] if isinstance(each, str)),
        *groups["bootstrap"],
    ]


def test_the_lock_fits_the_project() -> None:
    told = uv("lock", "--check", "--offline")
    assert told.returncode == 0, told.stderr


def test_the_exported_requirements_are_those_of_the_lock() -> None:
    told = uv(*EXPORT)
    assert told.returncode == 0, told.stderr
    assert told.stdout == (HERE / "requirements.lock.txt").read_text(encoding="utf-8")


def test_what_installs_all_else_is_checked_by_its_hash() -> None:
    told = uv("export", "--frozen", "--only-group", "bootstrap", "--no-header", "--no-annotate", "-q", "--offline")
    assert told.stdout == (HERE / "requirements.uv.txt").read_text(encoding="utf-8")
    assert "--hash=sha256:" in told.stdout
    makefile = (HERE / "Makefile").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements.uv.txt" in makefile and makefile.count("pip install") == 1


def test_conda_and_binder_get_the_same_packages() -> None:
    told = yaml.safe_load((HERE / "environment.yml").read_text(encoding="utf-8"))
    assert (told["name"], told["channels"]) == ("civcas", ["conda-forge"])
    python, pip, pango, packages = told["dependencies"]
    # Pango is the one library that PDFs need and no wheel brings; all else comes from the lock
    assert (pip, pango, packages) == ("pip", "pango", {"pip": ["-r requirements.lock.txt", "-e ."]})
    minor = int(re.fullmatch(r"python=3\.(\d+)", python)[1])  # type: ignore[index]
    assert minor >= int(PROJECT["project"]["requires-python"].removeprefix(">=3."))


@pytest.mark.parametrize("requirement", direct())
def test_every_direct_dependency_has_a_lower_bound_that_the_lock_meets(requirement: str) -> None:
    name, bound = re.match(r"([A-Za-z0-9-]+)(?:\[[\w-]+\])?>=([\d.]+)", requirement).groups()  # type: ignore[union-attr]
    pinned = re.findall(rf"^{name}==([\d.]+)", (HERE / "requirements.lock.txt").read_text(encoding="utf-8"), re.M)
    assert pinned, f"{name} is not in requirements.lock.txt"
    for version in pinned:
        assert _parts(version) >= _parts(bound)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.strip(".").split(".")]


def test_what_the_project_promises_is_required() -> None:
    named = {re.match(r"[A-Za-z0-9-]+", requirement)[0] for requirement in direct()}  # type: ignore[index]
    promised = {
        "jupyterlab", "pandas", "matplotlib", "seaborn", "papermill", "nbval", "pyarrow", "pandera", "statsmodels",
        "typer",
    }  # fmt: skip
    assert promised <= named


def test_what_runs_unattended_is_what_a_researcher_types() -> None:
    commands = (HERE / ".ci" / "run").read_text(encoding="utf-8").split("\n")
    assert [line for line in commands if line.startswith("make")] == ["make check test"]
    targets = set(re.findall(r"^([a-z-]+):", (HERE / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"help", "reports", "test", "check", "lab", "data", "clean"} <= targets


def test_make_alone_lists_every_word() -> None:
    told = subprocess.run(["make", "-s"], cwd=HERE, capture_output=True, text=True).stdout
    targets = set(re.findall(r"^([a-z-]+):.*## ", (HERE / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {line.split()[1] for line in told.splitlines()} == targets
