"""Whether an unpacked release is whole: every file against its checksum, a sentence for each that differs."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.data.raw import digest_of
from analysis.errors import DataError
from analysis.publish.release.pack import SUMS

LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def check(folder: Path) -> list[str]:
    """Return what is wrong with an unpacked release, nothing when it is whole.

    Parameters
    ----------
    folder : Path
        The folder ``civcas-<version>/``.

    Raises
    ------
    DataError
        When there is no list of checksums, or the list is damaged.
    """
    listed = _sums(folder)
    wrong = []
    for name, sha256 in listed.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            wrong.append(f"{name} is listed but lies outside the release: do not trust this copy.")
        elif not path.is_file():
            wrong.append(f"{name} is missing: unpack the release again.")
        elif digest_of(path).removeprefix("sha256:") != sha256:
            wrong.append(f"{name} is not as it was released: its checksum differs; unpack the release again.")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    added = sorted(there - {*listed, SUMS})
    return wrong + [f"{name} is not part of the release: it was added later." for name in added]


def _sums(folder: Path) -> dict[str, str]:
    """Return the listed checksums by path."""
    path = folder / SUMS
    if not path.is_file():
        raise DataError(f"{folder} holds no {SUMS}: name the folder of an unpacked release, such as civcas-0.1.0")
    listed = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = LINE.fullmatch(line)
        if found is None:
            raise DataError(f"{SUMS}, line {number} is no checksum and path: unpack the release again")
        listed[found[2]] = found[1]
    return listed
