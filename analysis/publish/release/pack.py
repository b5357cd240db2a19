"""From the files of a release to a folder and a zip: the same files give the same bytes, whenever and wherever."""

from __future__ import annotations

import fcntl
import io
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from analysis.data import hold
from analysis.errors import DataError, ReportError
from analysis.paths import Project
from analysis.publish.making import shelf
from analysis.publish.making.plan import Plan
from analysis.publish.provenance import digest
from analysis.publish.release import contents, crate, dependencies, sbom, signing
from analysis.whole import clear, locked, named, partial_of, put_in_place, recover, write_whole

SUMS, CRATE, CHECK = "SHA256SUMS", "ro-crate-metadata.json", "codecheck.yml"
ANOTHER = "another run is packing a release here: wait until it ends, then run this again"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name


def release(
    project: Project, plans: list[Plan], out: Path, printed: bool = False, key: Path | None = None
) -> list[Path]:
    """Write ``civcas-<version>/`` and its zip into a folder and return both.

    Parameters
    ----------
    project : Project
        Where everything lies.
    plans : list of Plan
        The reports of the catalogue.
    out : Path
        The folder to write into.
    printed : bool
        Whether the PDF of the collection, printed anew, is in it too.
    key : Path, optional
        The maintainers' private key, to sign the list of checksums with.

    Raises
    ------
    DataError, ReportError
        When a raw table fails its check, a report is not fresh, the files cannot be listed, or the key does not fit.
    """
    with shelf.still(project), hold.built(project):
        found = _found(project, plans, printed)
    told = crate.cited(found["CITATION.cff"])
    found = described(found, told)
    if key is not None:
        found[signing.SIGNATURE] = signing.sign(found[SUMS], key)
    commands = contents.executables(project, found)
    name = f"civcas-{told.version}"
    whole = out / f"{name}.zip"
    out.mkdir(parents=True, exist_ok=True)
    with locked(out, fcntl.LOCK_EX, ReportError(ANOTHER)):
        recover(out, name)
        _folder(found, commands, out / name)
        write_whole(whole, zipped(found, commands, name))
    return [out / name, whole]


def _found(project: Project, plans: list[Plan], printed: bool) -> dict[str, bytes]:
    """Return the files of a release, the PDF of the collection among them where it is asked for."""
    contents.refuse_unfit(project, plans)
    found = contents.contents(project)
    if printed:
        from analysis.publish import printing
        from analysis.publish.status import statuses

        path = printing.print_collection(project, statuses(project, plans))
        found[path.relative_to(project.root).as_posix()] = path.read_bytes()
    return found


def described(found: Mapping[str, bytes], told: crate.Cited) -> dict[str, bytes]:
    """Return the files with those that describe them: bill of materials, crate, manifest for a checker, checksums."""
    made = (SUMS, CRATE, CHECK, sbom.BILL, signing.SIGNATURE)
    files = {name: content for name, content in found.items() if name not in made}
    files[sbom.BILL] = sbom.bill(_only(files, dependencies.LOCK), _only(files, dependencies.LIST), told)
    files[CHECK] = crate.codecheck(files, told)
    files[CRATE] = crate.metadata(files, told)
    sums = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items()))
    return {**files, SUMS: sums.encode()}


def _only(files: Mapping[str, bytes], name: str) -> bytes:
    """Return the one file of a name, wherever it lies."""
    found = [content for path, content in files.items() if path.rpartition("/")[2] == name]
    if len(found) != 1:
        raise DataError(f"no release: {name} is not under version control, or twice; restore it there")
    return found[0]


def zipped(files: Mapping[str, bytes], commands: Collection[str], top: str) -> bytes:
    """Return files as a zip under one folder: names sorted, one fixed time, no owner.

    Examples
    --------
    >>> zipped({"b": b"1", "a": b"2"}, (), "t") == zipped({"a": b"2", "b": b"1"}, (), "t")
    True
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(f"{top}/{name}", EPOCH)
            member.create_system, member.compress_type = 3, zipfile.ZIP_DEFLATED
            member.external_attr = (0o100755 if name in commands else 0o100644) << 16
            archive.writestr(member, content)
    return target.getvalue()


def _folder(files: Mapping[str, bytes], commands: Collection[str], place: Path) -> None:
    """Write the files into a folder that takes its place whole."""
    staged = partial_of(place)
    try:
        for name, content in files.items():
            path = staged / name
            with named(place / name):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            path.chmod(0o755 if name in commands else 0o644)
        put_in_place(staged, place)
    finally:
        clear(staged)
