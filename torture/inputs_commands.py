"""Bad files through the real commands: `python -m torture.inputs_commands COUNT PROCESSES PLACE`."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis import cli
from analysis.data import raw
from analysis.errors import CivcasError
from analysis.paths import Project
from torture import inputs_bad as bad
from torture import inputs_imports as imports
from torture import inputs_judge as judge
from torture import inputs_try as trying
from torture import inputs_watch as watch
from torture.part import HERE

TABLES = ("events", "un_monthly", "official_assessments")
PYTHON = "import sys; from analysis.cli import main; sys.argv[0] = 'civcas'; main()"


class Commands:
    """A copy of the project in which files are spoilt and commands are given."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="inputs-"))
        shutil.copytree(HERE / "data" / "raw", self.root / "data" / "raw")
        shutil.copytree(HERE / "data" / "hand", self.root / "data" / "hand")
        (self.root / "reports.toml").write_text("", encoding="utf-8")
        self.as_process = False

    def __call__(self, given: tuple[str, str, bytes]) -> str:
        """Return how a command ended with one spoilt file; the file is put right again."""
        command, name, content = given
        if command == "import":
            place = self.root / "export.csv"
            place.write_bytes(content)
            return self._told(["import", name, str(place), "--study", "tried", "--replace"])
        place = self.root / "data" / "raw" / f"{name}.csv"
        true = place.read_bytes()
        try:
            place.write_bytes(content)
            with contextlib.suppress(CivcasError):
                raw.seal(Project(self.root))
            return self._told([command])
        finally:
            place.write_bytes(true)
            shutil.copy(HERE / "data" / "raw" / raw.CARD, self.root / "data" / "raw" / raw.CARD)

    def _told(self, words: list[str]) -> str:
        """Return how a command ended; refuse tracebacks, other exit codes, and what a terminal must not be sent."""
        code, said, complaint = (_process if self.as_process else _here)(words, self.root)
        for line in f"{said}\n{complaint}".splitlines():
            if line.strip() and not line.isprintable():
                raise watch.Broke(f"civcas {words[0]} prints hidden signs: {line[:80]!r}")
        if "Traceback" in said + complaint or code not in (0, 1, 2):
            raise watch.Broke(f"civcas {words[0]} ended with {code}: {complaint[-200:]}")
        if code == 2:
            watch.sentence(complaint)
        return {0: "accepted", 1: "listed", 2: "refused"}[code]


def _here(words: list[str], root: Path) -> tuple[int, str, str]:
    """Give a command in this process."""
    out, err, before = io.StringIO(), io.StringIO(), (Path.cwd(), sys.argv)
    code: Any = 0
    os.chdir(root)
    sys.argv = ["civcas", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main()
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        os.chdir(before[0])
        sys.argv = before[1]
    return int(code), out.getvalue(), err.getvalue()


def _process(words: list[str], root: Path) -> tuple[int, str, str]:
    """Give a command as a process of its own."""
    done = subprocess.run([sys.executable, "-c", PYTHON, *words], cwd=root, capture_output=True, timeout=300)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def inputs() -> st.SearchStrategy[tuple[str, str, bytes]]:
    """Return commands with the file that each is given."""
    kinds = []
    for name in TABLES:
        rows = [row for _, row in judge.rows((HERE / "data" / "raw" / f"{name}.csv").read_text("utf-8"))]
        kinds.append(st.tuples(st.sampled_from(["verify", "verify", "build"]), st.just(name), bad.tables(rows)))
    for name in ("ucdp", "acled", "ibc"):
        kinds.append(st.tuples(st.just("import"), st.just(name), bad.tables(imports.base(name))))
    return st.one_of(kinds)


def run(count: int, processes: int) -> watch.Tally:
    """Return what became of so many commands, and of the first few as processes of their own."""
    commands, tally = Commands(), watch.Tally("commands")
    for as_process, times in ((False, count), (True, processes)):
        commands.as_process = as_process

        @settings(
            max_examples=max(times, 1),
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs())
        def one(made: tuple[str, str, bytes]) -> None:
            watch.tried(tally, commands, made, watch.SECONDS * (4 if commands.as_process else 1))

        if times:
            one()
    return tally


def main() -> int:
    """Give the commands, write the count, return 0."""
    watch.limit_memory()
    if trying.SHM.is_dir():
        tempfile.tempdir = tempfile.mkdtemp(prefix="inputs-", dir=trying.SHM)
    watch.write(run(int(sys.argv[1]), int(sys.argv[2])), Path(sys.argv[3]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
