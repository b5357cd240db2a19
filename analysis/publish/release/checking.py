"""Whether a release is what its maintainers packed: its signature, then every file against its checksum.

An unpacked folder or the zip as it came. Nothing that lies in it is believed but what the signature covers: whoever can
change a file can change its checksum, and put another key beside it.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from analysis.data.raw import digest_of
from analysis.errors import DataError
from analysis.publish.making.vouched import shown
from analysis.publish.release import signing
from analysis.publish.release.pack import SUMS
from analysis.publish.release.signing import SIGNATURE

LINE = re.compile(r"([0-9a-f]{64})  (.+)")
UNSIGNED = (
    "it is not signed: its checksums show damage, but not whether somebody changed a file together with its checksum"
)
Held = Mapping[str, Callable[[], str]]  # what is there, by path, with what gives its sha256


def check(place: Path, public: Path | None = None, published: Path = signing.PUBLISHED) -> tuple[list[str], str]:
    """Return what is wrong with a release, nothing when it is whole, and what can be said of its signature.

    Parameters
    ----------
    place : Path
        The folder ``civcas-<version>/``, or the zip.
    public : Path, optional
        The public key of the maintainers.
    published : Path
        Where to take it from otherwise: the one that came with this package, if one did.

    Raises
    ------
    DataError
        When there is no list of checksums, it is damaged, or the key lies in what is to be checked.
    """
    held, read = _zipped(place) if place.is_file() else _unpacked(place)
    if SUMS not in held:
        raise DataError(f"{place} holds no {SUMS}: name the folder of an unpacked release, such as civcas-0.1.0")
    key = public or (published if published.is_file() else None)
    if key is not None and place.is_dir() and key.resolve().is_relative_to(place.resolve()):
        raise DataError(
            "the public key lies in the release that is to be checked, where anybody may have put it: name one from "
            "elsewhere with --public-key"
        )
    wrong, said = _signature(held, read, key)
    return (wrong, said) if wrong else (_differences(held, _sums(read(SUMS))), said)


def _signature(held: Held, read: Callable[[str], bytes], key: Path | None) -> tuple[list[str], str]:
    """Return what is wrong with the signature, and what else to say of it."""
    if SIGNATURE not in held:
        if key is None:
            return [], UNSIGNED
        return [f"{SIGNATURE} is missing, and this release should carry it: {UNSIGNED}."], ""
    if key is None:
        return [f"{SIGNATURE} cannot be checked without the maintainers' public key: name it with --public-key."], ""
    if not signing.verifies(read(SUMS), read(SIGNATURE), signing.public_of(key)):
        return [f"{SUMS} was not signed with {key.name}: do not trust this copy."], ""
    return [], f"signed with the private half of {key.name}"


def _differences(held: Held, listed: Mapping[str, str]) -> list[str]:
    """Return a sentence for each file that is not as it is listed, gone, or one too many."""
    wrong = []
    for name, sha256 in listed.items():
        if _leads_out(name):
            wrong.append(f"{shown(name)} is listed but lies outside the release: do not trust this copy.")
        elif name not in held:
            wrong.append(f"{shown(name)} is missing: unpack the release again.")
        elif held[name]() != sha256:
            wrong.append(f"{shown(name)} is not as it was released: its checksum differs; unpack the release again.")
    added = sorted(held.keys() - {*listed, SUMS, SIGNATURE})
    return wrong + [f"{shown(name)} is not part of the release: it was added later." for name in added]


def _leads_out(name: str) -> bool:
    """Return whether a path is not one inside a folder."""
    return name.startswith("/") or ".." in PurePosixPath(name).parts


def _unpacked(folder: Path) -> tuple[Held, Callable[[str], bytes]]:
    """Return what lies in a folder: files, and links and all else that is no folder, none of which is a file of it."""
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    held = {path.relative_to(folder).as_posix(): _hasher(path) for path in found}
    return held, lambda name: (folder / name).read_bytes()


def _hasher(path: Path) -> Callable[[], str]:
    """Return what gives the sha256 of a file; of a link, a pipe or a device there is none."""
    plain = stat.S_ISREG(path.lstat().st_mode)
    return (lambda: digest_of(path).removeprefix("sha256:")) if plain else (lambda: "no file")


def _zipped(place: Path) -> tuple[Held, Callable[[str], bytes]]:
    """Return what lies in a zip, below the one folder that it unpacks to."""
    try:
        archive = zipfile.ZipFile(place)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (OSError, zipfile.BadZipFile) as problem:
        raise DataError(f"{place.name} cannot be read as a zip ({problem}): fetch the release again") from None
    names = [entry.filename for entry in entries]
    tops = {name.partition("/")[0] for name in names}
    if len(tops) != 1 or len(names) != len(set(names)) or any(_leads_out(name) for name in names):
        raise DataError(f"{place.name} is no release: it unpacks to more than one folder, or one file twice")
    top = f"{tops.pop()}/"
    by_name = {entry.filename.removeprefix(top): entry for entry in entries}

    def read(name: str) -> bytes:
        try:
            return archive.read(by_name[name])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as problem:
            raise DataError(f"{shown(name)} cannot be read in {place.name} ({problem}): fetch it again") from None

    def hasher(name: str) -> Callable[[], str]:
        linked = stat.S_ISLNK(by_name[name].external_attr >> 16)
        return lambda: "no file" if linked else hashlib.sha256(read(name)).hexdigest()

    return {name: hasher(name) for name in by_name}, read


def _sums(content: bytes) -> dict[str, str]:
    """Return the listed checksums by path."""
    listed: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found = LINE.fullmatch(line)
        if found is None or found[2] in listed:
            raise DataError(f"{SUMS}, line {number} is no checksum and path: unpack the release again")
        listed[found[2]] = found[1]
    return listed
