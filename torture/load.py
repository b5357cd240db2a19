"""Load: two thousand reports in one go, then nothing to do, then every finding changed, then ten million claims.

CIVCAS_LOAD_REPORTS and CIVCAS_LOAD_CLAIMS set other sizes; 0 leaves that half out.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from torture import load_claims, load_lines, load_mix, load_watch
from torture.load_watch import Watched
from torture.part import HERE, Line, Part

REPORTS = int(os.environ.get("CIVCAS_LOAD_REPORTS", "2000"))
WORKERS, TENTHS = 2, 10
CIVCAS = [sys.executable, "-c", "from analysis.cli import main; main()"]
PAGES = ("index.html", "events/index.html", "publishers/index.html", "changes.html", "feed.xml")
WEIGHT = 1_000_000  # bytes of a page of the site
IDLE = (0.5, 0.001)  # processor seconds of a run with nothing to do: those of any, and for each report
NOTE = 0.05  # processor seconds to note a changed finding: a twentieth of what making a report takes
OFTEN, AGAIN = 0.2, 3  # seconds between looks at what is quick, and runs of it
PROMISE = (
    "Two thousand reports in one run on two processors take steady memory and linear time and leave no process, socket "
    "or file behind; no page of the site's lists reaches 1 MB; ten million claims are built and asked within a memory "
    "beyond which the system gives none."
)


class Site:
    """A copy of the project with very many reports, and the surroundings its commands run in."""

    def __init__(self, folder: Path, reports: int) -> None:
        self.reports, self.project = reports, load_mix.copied(folder / "project", reports)
        self.temporary, self.runtime, self.work = folder / "tmp", folder / "runtime", self.project.reports / ".work"
        for made in (self.temporary, self.runtime):
            made.mkdir()
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        ours = {"TMPDIR": self.temporary, "JUPYTER_RUNTIME_DIR": self.runtime, "PYTHONPATH": HERE}
        self.env = kept | {name: str(place) for name, place in ours.items()}

    def run(self, *words: str, pause: float = load_watch.PAUSE) -> Watched:
        """Run one command of the command line."""
        return load_watch.run(
            [*CIVCAS, *words], self.project.root, self.env, (self.temporary, self.runtime), self.work, pause
        )


def tried() -> Part:
    """Try it all."""
    lines, notes = _reports() if REPORTS else ([], [])
    if load_claims.CLAIMS:
        found, note = load_claims.tried()
        lines, notes = [*lines, *found], [*notes, note]
    return Part("load", "Load", PROMISE, lines, notes)


def _reports() -> tuple[list[Line], list[str]]:
    """Return the lines and notes on very many reports."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        site = Site(Path(folder), REPORTS)
        built = site.run("build", pause=0)
        if built.code:
            raise RuntimeError(built.errors)
        ran = site.run("report", "--keep-going", "--workers", str(WORKERS), "--json")
        lines = [
            load_lines.made(ran, REPORTS, WORKERS), *load_lines.memory(ran.looks, REPORTS),
            load_lines.kernels(ran.looks, WORKERS), *load_lines.no_more(ran.looks, REPORTS),
            *load_lines.time(ran.looks, REPORTS), load_lines.left(ran, (site.temporary, site.runtime, site.work)),
        ]  # fmt: skip
        lines += [idle(site), *statuses(site), changes(site)]
        site.run("report", "--keep-going", pause=0)  # the lists of changes are written anew
        return [*lines, weights(site)], [load_lines.figures(ran, REPORTS), load_lines.busy(ran.looks, REPORTS)]


def _allowed(site: Site) -> float:
    """Return the processor seconds that a run with nothing to do may take."""
    return IDLE[0] + IDLE[1] * site.reports


def idle(site: Site) -> Line:
    """Return what a run costs in which nothing is to do."""
    runs = [site.run("report", "--keep-going", pause=OFTEN) for _ in range(AGAIN)]
    wall, cpu, peak = (median(getattr(each, name) for each in runs) for name in ("wall_s", "cpu_s", "peak_mib"))
    over = [f"exit {each.code}, {each.cpu_s:.2f} s" for each in runs if each.cpu_s > _allowed(site) or each.code]
    words = f"{wall:.2f} s, {cpu:.2f} s of processor (allowed {_allowed(site):.1f}), {peak:,.0f} MiB"
    return Line("the same run again, nothing to do", AGAIN, words, len(over), over)


def statuses(site: Site) -> list[Line]:
    """Return what it costs to ask for the status of every report, in both ways."""
    lines = []
    for words in (["status"], ["status", "--json"]):
        ran = site.run(*words, pause=OFTEN)
        states = [line.partition(" ")[0] for line in ran.said.splitlines()]
        fresh = states.count("fresh") or ran.said.count('"state": "fresh"')
        said = f"{fresh:,} fresh, {ran.wall_s:.2f} s, {ran.cpu_s:.2f} s of processor, {ran.peak_mib:,.0f} MiB"
        broken = int(fresh != site.reports or ran.cpu_s > _allowed(site))
        lines.append(Line(f"civcas {' '.join(words)}", 1, said, broken, [said] * broken))
    return lines


def changes(site: Site) -> Line:
    """Return what it costs to note that every report says something else than before."""
    tried, words = "every finding changed at once", [sys.executable, "-m", "torture.load_changes"]
    ran = load_watch.run([*words, str(site.project.root)], HERE, site.env, (site.temporary,), site.work, OFTEN)
    if ran.code:
        return Line(tried, site.reports, "was not done", site.reports, [ran.errors[-300:]])
    took = json.loads(ran.said)
    tenth = max(1, len(took) // TENTHS)
    first, last = (1000 * sum(part) / tenth for part in (took[:tenth], took[-tenth:]))
    size = site.project.changes.stat().st_size / 1e6
    said = f"{first:.0f} ms of processor each in the first tenth, {last:.0f} in the last; a list of {size:.1f} MB"
    broken = int(last > 1000 * NOTE)
    return Line(tried, len(took), f"{said}, {ran.peak_mib:,.0f} MiB", broken, [said] * broken)


def weights(site: Site) -> Line:
    """Return what the lists of the site weigh when every report is in them and every finding has changed."""
    sizes = {name: (site.project.reports / name).stat().st_size for name in PAGES}
    over = [f"{name}: {size:,} bytes" for name, size in sizes.items() if size >= WEIGHT]
    told = ", ".join(f"{name} {size / 1000:,.0f} kB" for name, size in sizes.items())
    return Line("lists of the site", len(PAGES), told, len(over), over)
