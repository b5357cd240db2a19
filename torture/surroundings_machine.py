"""Runs `civcas` in a small project while the machine around it is not as it should be."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from torture.part import HERE, Line
from torture.surroundings_cases import REFUSED, WORKS, Case
from torture.surroundings_place import ENVIRONMENT

SCRIPT = """
cd "$PROJECT"
{before}
civcas() {{
  [ "$1" = report ] && {{ shift; set -- report $FOREIGN "$@"; }}  # the notebook is our own, and in no list
  python -c 'from analysis.cli import main; main()' "$@"
}}
kept() {{
  find -L reports/plain reports/other -type f ! -name report.html -print0 2>/dev/null | sort -z | xargs -0 sha256sum
}}
kept > "$OUT/kept"
whole() {{ tail -c 20 reports/plain/report.html 2>/dev/null | grep -c '</html>'; }}
whole > "$OUT/page"
( {command} ) > "$OUT/stdout" 2> "$OUT/stderr"; echo $? > "$OUT/code"
kept > "$OUT/kept-then"; whole > "$OUT/page-then"
ls -d reports/.[!.]* data/.[!.]* data/processed/.[!.]* studies/.[!.]* "$TMPDIR"/civcas-* 2>/dev/null > "$OUT/strays"
( {holds} ); echo $? > "$OUT/holds"
{after}
( {again} ) > "$OUT/stdout-again" 2> "$OUT/stderr-again"; echo $? > "$OUT/code-again"
"""
EXPORT = HERE / "tests" / "data" / "importers" / "exports" / "ucdp.csv"
LINES = 3  # of a refusal on stderr, beside what was being done


def wrong(case: Case, made: Path) -> list[str]:
    """Return what went against the promise in one case, on a copy of a project that is made."""
    with tempfile.TemporaryDirectory(prefix="surroundings-", dir=made.parent) as name:
        top = Path(name)
        for folder in ("tmp", "out", "t"):
            (top / folder).mkdir()
        shutil.copytree(made, top / "project")
        shutil.copy(EXPORT, top / "tmp" / "ucdp.csv")
        env = {
            **os.environ,
            **ENVIRONMENT,
            "PROJECT": str(top / "project"),
            "FOREIGN": "--allow-foreign",
            "TMP": str(top / "tmp"),
            "OUT": str(top / "out"),
            "TMPDIR": str(top / "t"),
        }
        script = SCRIPT.format(**vars(case) | ({"again": "true"} if case.wanted == WORKS else {}))
        try:
            subprocess.run(["unshare", "-m", "bash", "-c", script], env=env, timeout=300, capture_output=True)
        except subprocess.TimeoutExpired:
            return ["did not end in 300 s"]
        return _judged(
            case, {path.name: path.read_text(encoding="utf-8", errors="replace") for path in (top / "out").iterdir()}
        )


def _judged(case: Case, said: dict[str, str]) -> list[str]:
    """Return what is wrong with what a case left behind."""
    lacking = {"code", "holds", "code-again"} - said.keys()
    if lacking:
        return [f"the shell itself failed before {', '.join(sorted(lacking))}"]
    problems, code, told = [], int(said["code"]), said["stderr"]
    if "Traceback" in told or "Traceback" in said["stderr-again"]:
        problems.append(f"a traceback: {told[-200:]}")
    if (code != 0) != (case.wanted == REFUSED):
        problems.append(f"ended with {code}: {told[-200:]}")
    if case.wanted == REFUSED:
        lines = [
            line for line in told.splitlines() if line and not line[:3].strip().isdigit() and " to make" not in line
        ]
        problems += [] if 1 <= len(lines) <= LINES else [f"{len(lines)} lines of refusal: {told[-300:]}"]
        problems += [f"does not say {word!r}: {told[-200:]}" for word in case.words if word not in told]
        if said["kept"] != said["kept-then"]:
            problems.append("the last good reports are not as they were")
    if said["page-then"] < said["page"]:
        problems.append("a page is no longer whole")
    if said["strays"].strip() and "link" not in case.name:
        problems.append(f"left behind: {said['strays'].strip()}")
    if said["holds"].strip() != "0":
        problems.append("something outside the project was touched")
    if said["code-again"].strip() != "0":
        problems.append(f"afterwards it ended with {said['code-again'].strip()}: {said['stderr-again'][-200:]}")
    return problems


def tried(name: str, cases: Iterable[Case], made: Path) -> Line:
    """Return what came of a group of cases."""
    counts = {"refused": 0, "works": 0}
    failed, times = [], 0
    for case in cases:
        times += 1
        counts[case.wanted] += 1
        problems = wrong(case, made)
        if problems:
            failed.append(f"{case.name}: {'; '.join(problems)}")
    told = f"{counts['refused']} refused in one sentence and mended by taking the cause away, {counts['works']} as ever"
    return Line(f"real runs: {name}", times, told, len(failed), failed)
