"""A full disk: the same run with more and more room, so that it fills up at every kind of moment."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from analysis.publish.page import mark_stale
from analysis.publish.saved import read_json
from analysis.publish.status import LOGS
from torture.crashes_kill import Known, healed, others
from torture.crashes_site import LISTED, Place, Workshop, disagreement, listing, torn

FULL = ("disk is full", "no room")
ENOUGH = 64 * 2**20


def possible() -> str:
    """Return why no small disk can be made here; empty where one can."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return "only root can make a small disk"
    return "" if os.environ.get("CIVCAS_TORTURE_ALONE") == "1" else "not in a mount namespace of its own"


def tried(made: Workshop, folder: Path, known: Known, room: int, words: tuple[str, ...]) -> tuple[str, list[str]]:
    """Run with some bytes of room and return what came of it (``full`` or ``enough``) and what is wrong."""
    source, mark = made.place("stale"), f"{os.getpid()}-full"
    small = folder.with_name("small")
    small.mkdir(exist_ok=True)
    _mount(small, f"size={_held(source.folder) + room}")
    try:
        place = Place(small / "place")
        shutil.copytree(source.folder, place.folder)
        return _ran(made, place, known, words, mark)
    finally:
        subprocess.run(["umount", str(small)], check=True)


def _failed(made: Workshop, place: Place, known: Known) -> dict[str, str]:
    """Return the old state where each report that has failed says so, and the index as it is where it says the same."""
    found = dict(known.old)
    for name in LISTED:
        page, note = (made.place("a").project.reports / name / "report.html", read_json(_note(place, name)))
        if note:
            told = f"The last attempt to renew this report failed: {note['problem']} What follows is the last good one."
            html = mark_stale(page.read_text(encoding="utf-8"), told)
            found[f"reports/{name}/report.html"] = hashlib.sha256(html.encode("utf-8")).hexdigest()
    if not disagreement(place, fresh=False):
        found["reports/index.html"] = listing(place.project.reports)["index.html"]
    return found


def _note(place: Place, name: str) -> Path:
    """Return where a failure is noted."""
    return place.project.reports / LOGS / f"{name}.json"


def _ran(made: Workshop, place: Place, known: Known, words: tuple[str, ...], mark: str) -> tuple[str, list[str]]:
    """Run on a disk that fills up, look, make room, run again."""
    ran = place.civcas(*words, mark=mark)
    wrong = [f"a process outlived the run: {pid}" for pid in others(mark)]
    if ran.returncode and not any(word in ran.stderr for word in FULL):
        wrong.append(f"it ended with {ran.returncode} and did not say why: {ran.stderr[-400:]!r}")
    if "Traceback" in ran.stderr:
        wrong.append(f"it showed a traceback: {ran.stderr[-600:]!r}")
    if str(place.folder) in ran.stderr:
        wrong.append(f"it named a folder of this machine: {ran.stderr[-300:]!r}")
    wrong += torn(place, known.old, known.new, _failed(made, place, known))
    _mount(place.folder.parent, f"remount,size={ENOUGH * 4}")
    return ("full" if ran.returncode else "enough"), [*wrong, *healed(place, known, mark)]


def _held(folder: Path) -> int:
    """Return the bytes that a folder takes on a disk of whole pages."""
    page, found = 4096, 0
    for root, folders, names in os.walk(folder):
        found += page * len(folders)
        found += sum(-(-os.lstat(os.path.join(root, name)).st_size // page) * page for name in names)  # noqa: PTH118
    return found + 64 * page


def _mount(place: Path, options: str) -> None:
    """Mount a disk in memory, or change it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)


def rooms(count: int, most: int = ENOUGH // 4) -> list[int]:
    """Return so many amounts of room, from none on, closer together where there is little."""
    return [int(most * (number / max(1, count - 1)) ** 2) // 4096 * 4096 for number in range(count)]
