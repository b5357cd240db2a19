"""A small copy of the project whose reports are known before and after a change, to look at after every crash."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.data import raw
from analysis.paths import Project
from analysis.publish.making.plan import read_catalogue
from analysis.publish.status import statuses
from torture.part import HERE

CIVCAS = [str(Path(sys.executable).parent / "civcas")]
NOTEBOOKS = ("30-briefing", "60-coverage")
MARK = "CIVCAS_TORTURE"  # names, in the environment of every process of a run, the run it belongs to
DAY = re.compile(rb"\d{4}-\d\d-\d\d(T00:00:00Z)?")
MADE_FROM = re.compile(rb"<!-- [0-9a-f]+ -->")
NAMED_BY_DAY = re.compile(rb"urn:uuid:[0-9a-f-]{36}|\bc-[0-9a-f]{12}\b")  # of one change, its day among other things
GROWING = ("changes.json", "changes.html", "feed.xml")  # a line for each change: of the day of a run, in its order
LISTING = re.compile(
    r'<li data-state="\w+"[^>]*><a href="([\w-]+)/report\.html">.*?<span class="status \w+">(\w+)</span>', re.S
)
OLD, NEW = "Local sources (unnamed)", "Local sources, unnamed"
CATALOGUE = """[[report]]
id = "known-then"
notebook = "30-briefing"
title = "Mosul, as known then"
parameters = { place = "Mosul", month = "2017-03", as_of = "2017-03-25" }

[[report]]
id = "known-later"
notebook = "30-briefing"
title = "Mosul, as known later"
parameters = { place = "Mosul", month = "2017-03", as_of = "2026-11-24" }

[[report]]
id = "coverage"
notebook = "60-coverage"
title = "Who records what"
parameters = { as_of = "2026-11-24" }
"""
LISTED = ("known-then", "known-later", "coverage")


@dataclass(frozen=True)
class Workshop:
    """Where the project lies before and after the change, both with every report made, and what a home holds then.

    Parameters
    ----------
    folder : Path
        Holds ``a`` and ``b``, each with ``project``, ``home`` and ``tmp``.
    """

    folder: Path

    def place(self, state: str) -> Place:
        """Return the project as it was (``a``), after the change (``stale``), or as it shall be (``b``)."""
        return Place(self.folder / state)


@dataclass(frozen=True)
class Place:
    """A project with a home and a folder for temporary files of its own."""

    folder: Path

    @property
    def project(self) -> Project:
        """The project."""
        return Project(self.folder / "project")

    @property
    def tmp(self) -> Path:
        """The folder for temporary files."""
        return self.folder / "tmp"

    @property
    def home(self) -> Path:
        """The home of whoever runs it."""
        return self.folder / "home"

    def env(self, mark: str = "") -> dict[str, str]:
        """Return the environment of a run here, with a mark that tells its processes from all others."""
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")]))
        here = {"HOME": str(self.home), "TMPDIR": str(self.tmp), "PYTHONPATH": path, MARK: mark}
        return {name: value for name, value in given.items() if not name.startswith("XDG_")} | here

    def civcas(self, *words: str, mark: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command line here to its end."""
        return subprocess.run(
            [*CIVCAS, *words], cwd=self.project.root, env=self.env(mark), capture_output=True, text=True
        )

    def start(self, *words: str, mark: str = "", before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Start the command line here, in a session of its own."""
        log = (self.folder / "said").open("w+")
        return subprocess.Popen(
            [*before, *CIVCAS, *words], cwd=self.project.root, env=self.env(mark), stdin=subprocess.DEVNULL,
            stdout=log, stderr=log, text=True, start_new_session=True,
        )  # fmt: skip

    def said(self) -> str:
        """Return what the command that was started last has said."""
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")


def workshop(folder: Path) -> Workshop:
    """Make both states, each by an uninterrupted run."""
    made = Workshop(folder)
    first = made.place("a")
    for part in (first.project.root, first.home, first.tmp):
        part.mkdir(parents=True)
    for part in ("raw", "hand"):
        shutil.copytree(HERE / "data" / part, first.project.root / "data" / part)
    first.project.notebooks.mkdir()
    for name in NOTEBOOKS:
        shutil.copy(HERE / "notebooks" / f"{name}.ipynb", first.project.notebooks)
    first.project.catalogue.write_text(CATALOGUE, encoding="utf-8")
    _good(first.civcas("report", "--keep-going"))
    stale = lay(first, folder / "stale")
    change(stale)
    second = lay(stale, folder / "b")
    _good(second.civcas("report", "--keep-going"))
    return made


def lay(place: Place, folder: Path) -> Place:
    """Return a copy of a place in another folder, in the place of what is there."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place.folder, folder, symlinks=True)
    return Place(folder)


def change(place: Place) -> None:
    """Change a title and, by hand, cells of a raw table, and seal it: no report is fresh after it."""
    catalogue = place.project.catalogue
    catalogue.write_text(
        CATALOGUE.replace("Who records what", "Who records which incidents").replace("as known", "known"), "utf-8"
    )
    claims = place.project.raw / "public_claims.csv"
    text = claims.read_text(encoding="utf-8")
    if OLD not in text:
        raise RuntimeError(f"no {OLD!r} in {claims.name}: choose another cell to change")
    claims.write_text(text.replace(OLD, f'"{NEW}"').replace("370,range,killed", "371,range,killed"), encoding="utf-8")
    raw.seal(place.project)


def _good(ended: subprocess.CompletedProcess[str]) -> None:
    """Refuse to go on from a run that did not end well."""
    if ended.returncode:
        raise RuntimeError(f"{ended.args} ended with {ended.returncode}: {ended.stderr[-2000:]}")


def listing(folder: Path) -> dict[str, str]:
    """Return every file below a folder with a hash of its content; folders and sockets too, without one."""
    found = {}
    for root, folders, names in os.walk(folder):
        for name in folders:
            found[f"{Path(root, name).relative_to(folder).as_posix()}/"] = ""
        for name in names:
            path = Path(root, name)
            key = path.relative_to(folder).as_posix()
            found[key] = _hash(path) if path.is_file() and not path.is_symlink() else "no file"
    return found


def _hash(path: Path) -> str:
    """Return a hash of a file's content; where the day of the run and its order stand, without these."""
    content = path.read_bytes()
    if path.suffix == ".log":
        return "a log" if content else "an empty log"
    if path.name in GROWING:
        for known in (MADE_FROM, DAY, NAMED_BY_DAY):
            content = known.sub(b"", content)
        lines = content.decode("utf-8", "replace").split("\n")
        return "\n".join(sorted(line.rstrip(",") for line in lines))
    return hashlib.sha256(content).hexdigest()


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return a phrase for everything that is otherwise, gone or too much."""
    names = sorted({*wanted, *found})
    word = {(True, True): "differs", (True, False): "is gone", (False, True): "is too much"}
    return [f"{name} {word[name in wanted, name in found]}" for name in names if wanted.get(name) != found.get(name)]


def within(files: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return the part of a listing that lies in a folder."""
    return {name: mark for name, mark in files.items() if name.startswith(f"{folder}/") and name != f"{folder}/"}


def torn(
    place: Place, old: Mapping[str, str], new: Mapping[str, str], other: Mapping[str, str] | None = None
) -> list[str]:
    """Return what is neither wholly as it was nor wholly as it shall be, nor as in another state that is whole.

    Looked at are every report, the pages of events and publishers, every other page of the site, every kept value, and
    the tables together with their manifest.
    """
    now, third = listing(place.project.root), new if other is None else other
    wrong = []
    for folder in (f"reports/{name}" for name in (*LISTED, "events", "publishers")):
        held = within(now, folder)
        if held not in (within(old, folder), within(new, folder), within(third, folder)):
            wrong += [f"neither old nor new: {each}" for each in differences(within(new, folder), held)[:3]]
    for name in sorted({*old, *new}):
        single = name.startswith("reports/") and name.count("/") == 1 and not name.endswith("/")
        states = old.get(name), new.get(name), third.get(name)
        looked_at = single or name.startswith("reports/values/")
        if looked_at and now.get(name) not in states and not _between(now, name, states):
            wrong.append(f"neither old nor new: {name}")
    return [*wrong, *_mixed(now, old, new), *dead(place)]


def _between(now: Mapping[str, str], name: str, states: tuple[str | None, ...]) -> bool:
    """Return whether a list of changes holds some of those that are new, and nothing else."""
    lines = {line for state in states for line in (state or "").split("\n")}
    return Path(name).name in GROWING and name in now and lines.issuperset(now[name].split("\n"))


def _mixed(now: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Yield where the manifest names tables that are not those beside it."""
    tables = {name: mark for name, mark in within(now, "data/processed").items() if "/.work-" not in name}
    if "data/processed/manifest.json" in tables and tables not in (
        within(old, "data/processed"), within(new, "data/processed")
    ):  # fmt: skip
        yield "the manifest names other tables than those beside it"


def dead(place: Place) -> list[str]:
    """Return the links of the index that lead to no file."""
    index = place.project.reports / "index.html"
    if not index.is_file():
        return []
    links = set(re.findall(r'href="([^"#:]+)["#]', index.read_text(encoding="utf-8")))
    return [
        f"the index leads to {link}, which is not there"
        for link in sorted(links)
        if not (index.parent / link).is_file()
    ]


def disagreement(place: Place, fresh: bool = True) -> list[str]:
    """Return where the index and the statuses say otherwise of a report, and which report is not fresh."""
    states = {each.id: each.state for each in statuses(place.project, read_catalogue(place.project))}
    index = place.project.reports / "index.html"
    told = dict(LISTING.findall(index.read_text(encoding="utf-8"))) if index.is_file() else {}
    wrong = [f"{name} is {state}" for name, state in states.items() if fresh and state != "fresh"]
    return wrong + [f"the index says {told.get(name)} of {name}" for name in states if told.get(name) != states[name]]
