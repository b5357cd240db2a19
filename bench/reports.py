"""What regenerating the reports costs, against what people do today and against the bare analysis.

Every figure is a ratio of two things measured side by side in this run. Prints tables and writes them as JSON;
ends with 1 where a target is missed. Run by ``make bench``; ``--only`` measures one part.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from math import log
from pathlib import Path

import pandas as pd
from measure import Cost, alternating, cost

from analysis.paths import Project
from analysis.publish.making.plan import Plan, read_catalogue

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CIVCAS = str(BIN / "civcas")
BENCH = str(HERE / "bench")
LOOP, PLAIN, WARM = "shell loop: papermill, nbconvert", "one plain script, imports once", "civcas report, warm kernels"
FIRST = "mosul-al-jadida-2017-03-17"  # a report with figures, tables and many rows

# name: (what is divided by what, "at most" or "at least", the target)
TARGETS = {
    "wall: shell loop / warm": ("least", 9.0),
    "processor: shell loop / warm": ("least", 6.0),
    "processor: warm / plain script": ("most", 1.45),
    "wall: warm / plain script": ("most", 1.0),
    "wall: first report / cold kernel's imports and cells": ("most", 1.3),
    "peak memory of the tree, GiB": ("most", 1.5),
    "no-op of 500 reports, s": ("most", 0.5),
    "growth: reports from fewest to most, power": ("most", 1.05),
}


def shell_loop(project: Project, plans: list[Plan], folder: Path) -> Cost:
    """Papermill and nbconvert, a command each for every report: what a user does without this project."""
    lines = ["set -e"]
    for plan in plans:
        words = " ".join(f"-r {name} '{value}'" for name, value in plan.parameters.items())
        out = folder / f"{plan.id}.ipynb"
        notebook = project.notebooks / f"{plan.notebook}.ipynb"
        lines += [
            f"{BIN}/papermill {notebook} {out} {words} --cwd {project.notebooks} --no-progress-bar",
            f"{BIN}/jupyter nbconvert --to html {out}",
        ]
    return cost(["bash", "-c", "\n".join(lines)], project.root, memory=False)


def civcas(project: Project, *words: str, memory: bool = False) -> Cost:
    """One run of the command line."""
    return cost([CIVCAS, "report", *words], project.root, memory=memory)


def script(project: Project, name: str, *words: str) -> Cost:
    """One run of a script of this folder."""
    return cost([sys.executable, f"{BENCH}/{name}.py", *words], project.root, memory=False)


def copied(folder: Path) -> Project:
    """Return a copy of the project to work on, so that the reports of the checkout stay as they are."""
    for part in ("data", "notebooks"):
        shutil.copytree(HERE / part, folder / part)
    shutil.copy(HERE / "reports.toml", folder / "reports.toml")
    civcas_ran = subprocess.run([CIVCAS, "build"], cwd=folder, capture_output=True, text=True)
    if civcas_ran.returncode:
        raise RuntimeError(civcas_ran.stderr)
    return Project(folder)


def ways(project: Project, folder: Path, runs: int, shell_runs: int) -> dict[str, dict[str, float]]:
    """Return what each way to make every report costs."""
    plans = read_catalogue(project)
    quick: dict[str, Callable[[], Cost]] = {
        PLAIN: lambda: script(project, "plain", str(folder / "plain")),
        WARM: lambda: civcas(project, "--force"),
        "a fork of a warm process, IPython shell": lambda: script(project, "alternatives", "shell", str(folder / "a")),
    }
    slow: dict[str, Callable[[], Cost]] = {
        "civcas report --cold": lambda: civcas(project, "--force", "--cold"),
        "papermill in a pool of two": lambda: script(project, "alternatives", "pool", str(folder / "b")),
        "nbclient, two at once": lambda: script(project, "alternatives", "nbclient", str(folder / "c")),
    }
    loop = {LOOP: lambda: shell_loop(project, plans, folder)}
    shell_loop(project, plans[:1], folder)  # reads everything from disk once
    return alternating(quick, runs) | alternating(slow, max(1, runs - 1)) | alternating(loop, shell_runs)


def first(project: Project, folder: Path, runs: int) -> float:
    """Return how much longer one report takes than a cold kernel's own imports and the cells."""
    pair = {
        "first report": lambda: civcas(project, FIRST, "--force"),
        "imports and cells": lambda: script(project, "plain", str(folder / "first"), FIRST),
    }
    took = alternating(pair, runs)
    return took["first report"]["wall_s"] / took["imports and cells"]["wall_s"]


def no_op(project: Project, reports: int, runs: int) -> float:
    """Return the seconds of a run in which nothing is to do, interpreter start included."""
    plan = read_catalogue(project)[0]
    entries = [_entry(plan, f"copy-{number}", f"Copy {number}") for number in range(reports)]
    project.catalogue.write_text("\n".join(entries), encoding="utf-8")
    civcas(project, "copy-0")
    record = json.loads((project.reports / "copy-0" / "provenance.json").read_text(encoding="utf-8"))
    for number in range(1, reports):
        shutil.copytree(project.reports / "copy-0", project.reports / f"copy-{number}")
        told = record | {"report": f"copy-{number}", "title": f"Copy {number}"}
        (project.reports / f"copy-{number}" / "provenance.json").write_text(json.dumps(told, indent=1), "utf-8")
    civcas(project)
    took = alternating({f"nothing to do, {reports} reports": lambda: civcas(project)}, runs)
    return next(iter(took.values()))["wall_s"]


def _entry(plan: Plan, identity: str, title: str, **more: str) -> str:
    """Return one report for the catalogue."""
    values = {**plan.parameters, **more}
    words = ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
    return (
        f'[[report]]\nid = "{identity}"\nnotebook = "{plan.notebook}"\ntitle = "{title}"\nparameters = {{ {words} }}\n'
    )


def growth(project: Project, counts: list[int]) -> tuple[list[dict[str, float]], float]:
    """Return what so many reports cost, and the power of their number with which it grows."""
    plan = next(plan for plan in read_catalogue(project) if plan.notebook == "60-coverage")
    days = pd.date_range("2019-01-01", periods=max(counts)).strftime("%Y-%m-%d")
    rows = []
    for count in counts:
        entries = [_entry(plan, f"day-{day}", f"As known on {day}", as_of=day) for day in days[:count]]
        project.catalogue.write_text("\n".join(entries), encoding="utf-8")
        shutil.rmtree(project.reports, ignore_errors=True)
        took = civcas(project, "--workers", "2", memory=True)
        rows.append({"reports": count, "wall_s": took.wall_s, "cpu_s": took.cpu_s, "peak_mib": took.peak_mib})
        print(
            f"  {count} reports: {took.wall_s:.1f} s, {took.cpu_s:.1f} s of processor, {took.peak_mib:.0f} MiB",
            flush=True,
        )
    few, many = rows[0], rows[-1]
    return rows, log(many["cpu_s"] / few["cpu_s"]) / log(many["reports"] / few["reports"])


def ratios(table: dict[str, dict[str, float]]) -> dict[str, float]:
    """Return the ratios that have a target."""
    loop, plain, warm = (table[name] for name in (LOOP, PLAIN, WARM))
    return {
        "wall: shell loop / warm": loop["wall_s"] / warm["wall_s"],
        "processor: shell loop / warm": loop["cpu_s"] / warm["cpu_s"],
        "processor: warm / plain script": warm["cpu_s"] / plain["cpu_s"],
        "wall: warm / plain script": warm["wall_s"] / plain["wall_s"],
    }


def judged(found: dict[str, float]) -> pd.DataFrame:
    """Return each figure beside its target."""
    rows = []
    for name, value in found.items():
        side, target = TARGETS[name]
        met = value >= target if side == "least" else value <= target
        rows.append({"figure": name, "found": round(value, 3), "target": f"at {side} {target:g}", "met": met})
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="rounds of the quick ways")
    parser.add_argument("--shell-runs", type=int, default=1, help="rounds of the shell loop, minutes each")
    parser.add_argument(
        "--counts", type=int, nargs="+", default=[16, 125, 1000], help="numbers of reports to grow over"
    )
    parser.add_argument("--only", choices=["ways", "first", "memory", "no-op", "growth"], help="measure one part")
    parser.add_argument("--json", type=Path, default=Path("bench") / "reports.json", help="where to write the figures")
    asked = parser.parse_args()
    found: dict[str, float] = {}
    told: dict[str, object] = {"cores": os.cpu_count()}

    def wanted(part: str) -> bool:
        return asked.only in (None, part)

    with tempfile.TemporaryDirectory() as name:
        project = copied(Path(name) / "project")
        work = Path(name)
        if wanted("ways"):
            table = ways(project, work, asked.runs, asked.shell_runs)
            told["ways"] = table
            found |= ratios(table)
            print(pd.DataFrame(table).T.drop(columns="peak_mib").round(1).to_string())
        if wanted("memory"):
            peak = civcas(project, "--force", "--workers", "2", memory=True).peak_mib
            found["peak memory of the tree, GiB"] = peak / 1024
        if wanted("first"):
            found["wall: first report / cold kernel's imports and cells"] = first(project, work, asked.runs + 2)
        if wanted("growth"):
            told["growth"], found["growth: reports from fewest to most, power"] = growth(project, asked.counts)
        if wanted("no-op"):
            found["no-op of 500 reports, s"] = no_op(project, 500, asked.runs + 2)
    told["figures"] = found
    asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    result = judged(found)
    print(result.to_string(index=False))
    sys.exit(0 if result["met"].all() else 1)


if __name__ == "__main__":
    main()
