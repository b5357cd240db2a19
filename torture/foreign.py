"""Untrusted notebooks and folders: what is not of the project is not run, what was changed is not believed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from torture.foreign_changes import changed_notebooks, changed_processed, changed_raw, changed_releases
from torture.foreign_plants import civcas, copied, files, planted
from torture.part import Line, Part

REPORTS = ("data-quality", "mosul-al-jadida-2017-03-17")
ROUNDS = int(os.environ.get("CIVCAS_TORTURE_FOREIGN", "40"))  # changes of each raw table
EXAMPLES = 5


def tried() -> Part:
    """Try everything and return what was found."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="civcas-foreign-") as folder:
        root = Path(folder)
        for number, trial in enumerate((plants, asked)):
            (root / str(number)).mkdir()
            lines += trial(root / str(number))
        for name, trial in CHANGES.items():
            (root / name).mkdir()
            lines += [_line(*each) for each in trial(root / name, ROUNDS)]
    promise = (
        "Only notebooks of the project are run, and what is run is said first; nothing else that lies in a folder is "
        "run or changes a picture; raw and processed tables, cards and releases that were changed are refused."
    )
    note = "What counts as of the project, and against whom this does not guard, is in docs/trust.md."
    return Part("foreign", "Untrusted notebooks and data folders", promise, lines, [note])


CHANGES: dict[str, Callable[[Path, int], Iterator[tuple[str, str, list[str], int]]]] = {
    "notebooks": changed_notebooks, "raw": changed_raw, "processed": changed_processed, "releases": changed_releases,
}  # fmt: skip


def _line(what: str, happened: str, broken: list[str], times: int) -> Line:
    """Return a line with the first examples of what failed."""
    return Line(what, times, happened, len(broken), broken[:EXAMPLES])


def plants(root: Path, ways: dict[str, tuple[str, ...]] | None = None) -> list[Line]:
    """Make reports in a folder full of planted files, several ways, and beside it in one without any."""
    clean, full, ran = copied(root / "clean"), copied(root / "full"), root / "ran"
    names = planted(full, ran)
    first = civcas(clean, "report", *REPORTS)
    broken = [] if first.returncode == 0 else [f"clean folder: {first.stderr[-200:]}"]
    lines = []
    for way, words in (ways or WAYS).items():
        done = civcas(full, *words)
        told = [f"{way}: {done.stderr[-200:]}"] if done.returncode else []
        told += [f"{way}: {path.name} was run" for path in ran.iterdir()]
        if words[0] == "report" and len(words) > len(REPORTS):
            told += [f"{way}: {name} differs" for name in _differing(clean / "reports", full / "reports")]
        for path in ran.iterdir():
            path.unlink()
        lines.append(
            _line(f"planted files: {way}", "none is run, every byte as without them", broken + told, len(names))
        )
        broken = []
    return lines


WAYS = {
    "build": ("build",),
    "reports from warm kernels": ("report", "--force", *REPORTS),
    "reports from cold kernels": ("report", "--force", "--cold", *REPORTS),
    "one report": ("report", "--force", REPORTS[0]),
    "status": ("status",),
    "notebook": ("notebook", "--no-lab", REPORTS[0]),
}


def _differing(one: Path, other: Path) -> list[str]:
    """Return the names of files that differ between the reports made in two folders."""
    before, after = files(one), files(other)
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]


def asked(root: Path) -> list[Line]:
    """Ask for the report of a foreign notebook, with and without leave."""
    made, ran = copied(root / "handed"), root / "ran"
    path = made / "notebooks" / "00-data-quality.ipynb"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('"source": [\n', f'"source": [\n    "open({str(ran)!r}, \'w\')\\n",\n', 3), "utf-8")
    settings = {"XDG_CONFIG_HOME": str(root / "own")}
    refused = civcas(made, "report", REPORTS[0], **settings)
    broken = []
    if refused.returncode != 2 or ran.exists() or "00-data-quality.ipynb has other code" not in refused.stderr:
        broken.append(f"exit {refused.returncode}: {refused.stderr[-300:]}")
    allowed = civcas(made, "report", REPORTS[0], "--allow-foreign", **settings)
    if not ran.exists() or "foreign" not in allowed.stderr.partition("to make")[0]:
        broken.append(f"allowed: exit {allowed.returncode}: {allowed.stderr[-300:]}")
    trusted = civcas(made, "trust", "00-data-quality", **settings)
    again = civcas(made, "report", REPORTS[0], "--force", **settings)
    if trusted.returncode or str(ran) not in trusted.stdout or again.returncode == 2:
        broken.append(f"trusted: exit {trusted.returncode}, {again.returncode}: {again.stderr[-300:]}")
    what = "a report of a notebook with a line added: refused, allowed once, trusted"
    return [_line(what, "exit 2 and nothing run; said first, then run; shown, then run", broken, 3)]
