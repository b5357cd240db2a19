from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.paths import Project

HERE = Path(__file__).resolve().parents[3]
KEPT = ("CITATION.cff", "REUSE.toml", "LICENSE-DATA.md", "uv.lock", "docs/dependencies.csv")
RECORD = {
    "report": "shown", "title": "Shown", "parameters": {"place": "Mosul", "as_of": "2017-03-25"},
    "notebook": {"name": "10-shown.ipynb", "sha256": ""}, "outputs": {"tables/a.csv": "", "executed.ipynb": ""},
}  # fmt: skip


@pytest.fixture
def files() -> dict[str, bytes]:
    """The files of a small release, as they are before it is described."""
    made = {name: (HERE / name).read_bytes() for name in KEPT}
    return made | {
        "Makefile": b"all:\n", "data/raw/events.csv": b"event_id\n", "notebooks/10-shown.ipynb": b"{}",
        "reports/shown/report.html": b"<p>", "reports/shown/tables/a.csv": b"a\n",
        "reports/shown/executed.ipynb": b"{}", "reports/shown/provenance.json": json.dumps(RECORD).encode(),
    }  # fmt: skip


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key that is thrown away after the tests; its public half lies beside it."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed: nothing can be signed here")
    place = tmp_path_factory.mktemp("key") / "throw-away"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(place)], check=True)
    return place


@pytest.fixture
def checkout(built: Project, tmp_path: Path) -> Project:
    """A built project under version control, without a report, with things beside it that nobody should get."""
    root = tmp_path / "checkout"
    shutil.copytree(built.root, root)
    for name in KEPT:
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(HERE / name, root / name)
    (root / ".gitignore").write_text("data/processed/\nreports/\n", encoding="utf-8")
    (root / "command").write_text("#!/bin/sh\n", encoding="utf-8")
    (root / "command").chmod(0o755)
    (root / "reports" / "logs").mkdir(parents=True)
    (root / "reports" / "logs" / "a.log").write_text("private", encoding="utf-8")
    (root / "reports" / "index.html").write_text("<p>", encoding="utf-8")
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=root, check=True)
    (root / "not-under-version-control.txt").write_text("private", encoding="utf-8")
    return Project(root)
