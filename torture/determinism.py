"""Determinism: twenty rebuilds of everything, each in other surroundings; the same bytes within a version of Python.

CIVCAS_REBUILDS sets another number, CIVCAS_ENVIRONMENTS a folder in which environments are kept from one trial to the
next.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from torture import determinism_compare as compare
from torture import determinism_plan as plan
from torture import determinism_rebuild as rebuild
from torture import determinism_words as words
from torture.determinism_rebuild import Rebuilt
from torture.part import Line, Part

REBUILDS = int(os.environ.get("CIVCAS_REBUILDS", "20"))
SHOWN = 3
PROMISE = (
    "The same inputs give the same bytes of tables, pages, pictures and records, whatever the time zone, locale, hash "
    "seed, umask, folder, home, clock, order of files and number of workers, within one version of Python; nothing of "
    "these shows in what is made. Between versions of Python every difference is listed and explained."
)


def tried() -> Part:
    """Try it all."""
    with tempfile.TemporaryDirectory(prefix="rebuilds-") as name:
        folder = Path(name)
        kept = Path(os.environ.get("CIVCAS_ENVIRONMENTS", "") or folder / "environments")
        pythons, missing = rebuild.interpreters(kept, plan.VERSIONS)
        library, lent = rebuild.shim(folder), rebuild.names_can_be_lent()
        wanted = plan.settings(REBUILDS, list(pythons), plan.locales())
        bench = Bench(folder, library is not None)
        for setting in wanted:
            place = folder / f"rebuild-{setting.number:02}"
            place.mkdir()
            began = time.monotonic()
            bench.take(rebuild.rebuilt(setting, place, pythons[setting.python], library, lent))
            print(f"{time.monotonic() - began:5.0f} s  {setting.words}", flush=True)
        return bench.part(wanted, [*missing, *_lacking(library, lent)])


def _lacking(library: Path | None, lent: bool) -> list[str]:
    """Return a sentence for each thing that could not be varied on this machine."""
    told = [] if library else ["No compiler is here: the clock was right in every rebuild."]
    return told + ([] if lent else ["No other host name could be given here; the machine's own was not looked for."])


class Bench:
    """Rebuilds as they come in: compared with the first of their version of Python, searched, and put away.

    Parameters
    ----------
    folder : Path
        In which they are made.
    clock_is_wrong : bool
        Whether the clock could be put to another time.
    """

    def __init__(self, folder: Path, clock_is_wrong: bool) -> None:
        self.folder, self.clock_is_wrong = folder, clock_is_wrong
        self.first: dict[str, Rebuilt] = {}
        self.count: Counter[str] = Counter()
        self.compared = self.sought = 0
        self.failed: list[str] = []
        self.differing: dict[str, list[str]] = {}  # by version of Python
        self.telling: list[str] = []  # what shows
        self.not_sought: Counter[str] = Counter()

    def take(self, made: Rebuilt) -> None:
        """Compare one rebuild and search it; only the first of each version stays on disk."""
        version = made.setting.python
        self.count[version] += 1
        if made.problem:
            self.failed.append(f"{made.setting.words}: {made.problem}")
        else:
            self._search(made)
            base = self.first.setdefault(version, made)
            if base is not made:
                self._compare(base, made)
        if self.first.get(version) is not made:
            shutil.rmtree(self.folder / f"rebuild-{made.setting.number:02}", ignore_errors=True)

    def _search(self, made: Rebuilt) -> None:
        """Note what of the surroundings shows in what was made."""
        sought = compare.needles(made, self.clock_is_wrong)
        known = compare.known(sought)
        self.not_sought.update(known)
        paths = compare.made_files(made)
        self.sought += len(paths)
        found = compare.shown(made.root, paths, {name: text for name, text in sought.items() if name not in known})
        self.telling += [f"{made.setting.words}: {each}" for each in found]

    def _compare(self, base: Rebuilt, made: Rebuilt) -> None:
        """Note the files that differ from those of the first; what only one of the two was asked for is left out."""
        unasked = (*_unasked(base), *_unasked(made))
        one, two = ({n: m for n, m in each.marks.items() if not n.startswith(unasked)} for each in (base, made))
        self.compared += len(one)
        for name in compare.differing(one, two):
            told = compare.first_difference(base.root / name, made.root / name)
            self.differing.setdefault(made.setting.python, []).append(f"{name}: {told} ({made.setting.words})")

    def part(self, wanted: list[plan.Setting], notes: list[str]) -> Part:
        """Return what was found."""
        lines = [self._made(len(wanted)), *(self._same(version) for version in self.first), self._shows()]
        told = [words.varied(wanted), *notes]
        if self.not_sought:
            names = ", ".join(f"{name} ({count} of {len(wanted)})" for name, count in sorted(self.not_sought.items()))
            told.append(f"Not looked for in the rebuilds where the sources themselves hold it: {names}.")
        base, *others = self.first.values()
        told += [words.between(base, each) for each in others]
        return Part("determinism", "Determinism", PROMISE, lines, told)

    def _made(self, total: int) -> Line:
        """Return how many rebuilds came to an end."""
        said = f"{total - len(self.failed)} whole, {', '.join(f'{n} with Python {v}' for v, n in self.count.items())}"
        return Line("rebuilds of everything", total, said, len(self.failed), self.failed[:SHOWN])

    def _same(self, version: str) -> Line:
        """Return how many files of one version of Python had other bytes than in its first rebuild."""
        wrong, base = self.differing.get(version, []), self.first[version]
        number = compare.versions(base.root).get("python", version)
        told = f"{len(base.marks):,} files in the first"
        said = f"{told}, all the same bytes" if not wrong else f"{told}; {len(wrong):,} times another content"
        tried = f"rebuilds with Python {number}, against the first"
        return Line(tried, self.count[version] - 1, said, len(wrong), wrong[:SHOWN])

    def _shows(self) -> Line:
        """Return how often something of the surroundings was found in what was made."""
        said = "nothing found" if not self.telling else f"found {len(self.telling):,} times"
        what = "files searched for folder, home, temporary folder, host, user and day of the run"
        return Line(what, self.sought, said, len(self.telling), self.telling[:SHOWN])


def _unasked(made: Rebuilt) -> list[str]:
    """Return the folders that a rebuild was not asked for."""
    return [*([] if made.setting.printed else ["reports/pdf/"]), *([] if made.setting.packed else ["dist/"])]
