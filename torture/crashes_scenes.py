"""What is ended at every step: publishing with the site, a failure, a build, an import, a PDF, a release."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from analysis.data import build
from analysis.data.importers import formats
from analysis.paths import Project
from analysis.publish import printing
from analysis.publish.making import report
from analysis.publish.making.plan import read_catalogue
from analysis.publish.release import contents, pack
from torture.crashes_kill import Known
from torture.crashes_site import Place, Workshop, differences, lay, listing, torn, within
from torture.crashes_steps import Ready, Scene
from torture.part import HERE

EXPORT = HERE / "tests" / "data" / "importers" / "exports" / "ibc.csv"
FAILS = "coverage"
RELEASED = {"CITATION.cff": (HERE / "CITATION.cff").read_bytes(), "a/b.txt": b"b", "README.md": b"c"}


def scenes(made: Workshop, known: Known, folder: Path) -> list[Scene]:
    """Return every scene; `folder` is for what they need ready."""
    ready = made.place("b")
    stale = _stale(made, folder / "stale", tables=ready)
    unbuilt = _stale(made, folder / "unbuilt")
    failed = _failed(stale, ready, folder / "failed")
    return [
        _publishing("publishing three reports and the site", stale, ready, known.old, known.new),
        _publishing("a first run", _emptied(stale, folder / "empty"), ready, _without_reports(known.old), known.new),
        _publishing("a report that fails", stale, ready, known.old, failed, (FAILS,)),
        _building(unbuilt, known),
        _importing(stale, folder / "studied"),
        _printing(stale),
        _packing(stale, folder / "packed"),
    ]


def _stale(made: Workshop, folder: Path, tables: Place | None = None) -> Place:
    """Return the project after the change and before the run, with the new tables of a place where one is given."""
    place = lay(made.place("stale"), folder)
    if tables:
        shutil.rmtree(place.project.processed)
        shutil.copytree(tables.project.processed, place.project.processed)
    return place


def _emptied(place: Place, folder: Path) -> Place:
    """Return the same without a report."""
    made = lay(place, folder)
    for each in made.project.reports.iterdir():
        if each.name != "values":
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    return made


def _without_reports(known: Mapping[str, str]) -> dict[str, str]:
    """Return a listing without what a run makes."""
    kept = ("reports/values",)
    return {name: mark for name, mark in known.items() if not name.startswith("reports/") or name.startswith(kept)}


def _made(place: Place, ready: Place, failing: tuple[str, ...]) -> None:
    """Do a whole run whose reports are made already."""
    os.chdir(place.project.root)
    listed = read_catalogue(place.project)
    report.Run._executor = lambda self: Ready(ready, failing)  # type: ignore[method-assign]
    report.make(place.project, listed, listed, lambda result: None)


def _failed(stale: Place, ready: Place, folder: Path) -> dict[str, str]:
    """Return what a run leaves of which one report fails."""
    from torture.crashes_steps import forked

    place = lay(stale, folder)
    if forked(lambda: _made(place, ready, (FAILS,))):
        raise RuntimeError("a run with a failing report did not end")
    return listing(place.project.root)


def _publishing(
    name: str, stale: Place, ready: Place, old: Mapping[str, str], new: Mapping[str, str], failing: tuple[str, ...] = ()
) -> Scene:
    """A run, from the statuses to the index."""
    return Scene(
        name,
        lambda folder: lay(stale, folder),
        lambda place: _made(place, ready, failing),
        lambda place: torn(place, old, new),
        lambda place: differences(new, listing(place.project.root)),
        known=True,
    )


def _building(unbuilt: Place, known: Known) -> Scene:
    """A build over older tables."""
    return Scene(
        "a build over older tables",
        lambda folder: lay(unbuilt, folder),
        lambda place: _quiet(build.build, place.project),
        lambda place: torn(place, known.old, known.new),
        lambda place: differences(_tables(known.new), _tables(listing(place.project.root))),
    )


def _tables(files: Mapping[str, str]) -> dict[str, str]:
    """Return the processed tables of a listing."""
    return within(files, "data/processed")


def _quiet(act: Callable[[Project], object], project: Project) -> None:
    """Call a function for what it does."""
    act(project)


def _importing(stale: Place, folder: Path) -> Scene:
    """A study that is imported again, from an export that has one row less."""
    before = lay(stale, folder)
    formats.run(before.project, "ibc", EXPORT, "twice", as_of="2020-01-01")
    old = within(listing(before.project.root), "studies")
    shorter = folder / "ibc.csv"
    lines = EXPORT.read_bytes().splitlines(keepends=True)
    shorter.write_bytes(b"".join(lines[:-1]))

    def again(place: Place) -> None:
        formats.run(place.project, "ibc", place.folder / "ibc.csv", "twice", as_of="2020-01-01", replace=True)

    reference = lay(before, folder.with_name("studied-new"))
    again(reference)
    new = within(listing(reference.project.root), "studies")
    study = "studies/twice"
    return Scene(
        "an import in place of a study",
        lambda where: lay(before, where),
        again,
        lambda place: _either(within(listing(place.project.root), study), within(old, study), within(new, study)),
        lambda place: differences(new, within(listing(place.project.root), "studies")),
    )


def _either(now: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return what keeps a listing from being the one or the other."""
    return [] if now in (old, new) else [f"neither old nor new: {each}" for each in differences(new, now)[:3]]


def _printing(stale: Place) -> Scene:
    """A PDF that is printed again."""

    def act(place: Place, said: bytes = b"%PDF new") -> None:
        printing.pdf = lambda html: said  # type: ignore[assignment]
        printing._write(place.project, "coverage", [printing.Sheet("coverage", "t", "en", "ltr", "b", "n")])

    def before(folder: Path) -> Place:
        place = lay(stale, folder)
        place.project.pdf.mkdir()
        (place.project.pdf / "coverage.pdf").write_bytes(b"%PDF old")
        return place

    def held(place: Place) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in place.project.pdf.iterdir()}

    def torn_(place: Place) -> list[str]:
        now = held(place).get("coverage.pdf", b"")
        return [] if now in (b"%PDF old", b"%PDF new") else [f"the PDF holds {now!r}"]

    def unhealed(place: Place) -> list[str]:
        return [] if held(place) == {"coverage.pdf": b"%PDF new"} else [f"the folder holds {sorted(held(place))}"]

    return Scene("a PDF in place of another", before, act, torn_, unhealed)


def _packing(stale: Place, folder: Path) -> Scene:
    """A release that is packed again."""

    def act(place: Place, said: bytes = b"new") -> None:
        contents.refuse_unfit = lambda project, plans: None  # type: ignore[assignment]
        contents.contents = lambda project: {**RELEASED, "a/b.txt": said}  # type: ignore[assignment]
        contents.executables = lambda project, names: set()  # type: ignore[assignment]
        pack.described = lambda found, told: dict(found)  # type: ignore[assignment]
        pack.release(place.project, [], place.project.releases)

    before, after = lay(stale, folder), lay(stale, folder.with_name("packed-new"))
    act(before, b"old")
    act(after)
    old, new = (within(listing(place.project.root), "dist") for place in (before, after))

    def torn_(place: Place) -> list[str]:
        now = within(listing(place.project.root), "dist")
        packed = next(name for name in old if name.endswith(".zip"))
        inside = packed.removesuffix(".zip")
        wrong = _either(within(now, inside), within(old, inside), within(new, inside))
        return wrong + ([] if now.get(packed) in (old[packed], new[packed]) else ["the zip is neither old nor new"])

    def unhealed(place: Place) -> list[str]:
        return differences(new, within(listing(place.project.root), "dist"))

    return Scene("a release in place of another", lambda where: lay(before, where), act, torn_, unhealed)
