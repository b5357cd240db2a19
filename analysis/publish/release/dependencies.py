"""What the project rests on: every locked package with its version, its groups and its licence.

``python -m analysis.publish.release.dependencies`` writes ``docs/dependencies.csv`` from ``uv.lock`` and from what the
installed packages say of themselves; ``make lock`` does so. The list is what the bill of materials takes licences from.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from analysis.errors import DataError
from analysis.paths import Project, find_project
from analysis.whole import write_whole

LIST, LOCK = "dependencies.csv", "uv.lock"
HEADER = ("name", "version", "groups", "licence", "basis", "copyleft")
RUNTIME = "runtime"
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|MPL|EUPL|EPL|CDDL|CC-BY-SA)\b", re.I)

# What packages write where an SPDX expression could stand.
SAID = {
    "apache 2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0", "apache software license": "Apache-2.0",
    "mit license": "MIT", "psfl": "PSF-2.0", "python software foundation license": "PSF-2.0",
    "isc license": "ISC", "isc license (iscl)": "ISC", "bsd 3-clause license": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause", "2-clause bsd": "BSD-2-Clause",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}  # fmt: skip
SPDX = re.compile(r"[A-Za-z]+-[0-9][\w.-]*|MIT|ISC|Zlib|0BSD|CC0-1\.0|Unlicense|HPND|MIT-CMU")
EXPRESSION = re.compile(rf"\(*(?:{SPDX.pattern})\)*(?: (?:AND|OR|WITH) \(*[\w.-]+\)*)*")
# Read in the licence file of the package, for its metadata says "BSD", several at once, or nothing.
READ = {
    "atheris": "Apache-2.0", "axe-playwright-python": "MIT", "bleach": "Apache-2.0", "cssselect2": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause", "cycler": "BSD-3-Clause", "ipython-pygments-lexers": "BSD-3-Clause",
    "isodate": "BSD-3-Clause", "jinja2": "BSD-3-Clause", "jupyterlab": "BSD-3-Clause",
    "jupyterlab-pygments": "BSD-3-Clause", "jupyterlab-server": "BSD-3-Clause", "kiwisolver": "BSD-3-Clause",
    "nbval": "BSD-3-Clause", "nest-asyncio2": "BSD-2-Clause", "papermill": "BSD-3-Clause", "partd": "BSD-3-Clause",
    "prompt-toolkit": "BSD-3-Clause", "pydyf": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1", "scipy": "BSD-3-Clause", "seaborn": "BSD-3-Clause",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later", "tinycss2": "BSD-3-Clause",
    "weasyprint": "BSD-3-Clause", "webencodings": "BSD-3-Clause", "zict": "BSD-3-Clause",
}  # fmt: skip
# Of packages for other systems than this list is made on, as they are published.
ELSEWHERE = {
    "aiohappyeyeballs": "PSF-2.0", "aiohttp": "Apache-2.0 AND MIT", "aiosignal": "Apache-2.0",
    "appnope": "BSD-2-Clause", "brotlicffi": "MIT", "colorama": "BSD-3-Clause", "frozenlist": "Apache-2.0",
    "multidict": "Apache-2.0", "propcache": "Apache-2.0", "pywinpty": "MIT", "yarl": "Apache-2.0",
}  # fmt: skip


@dataclass(frozen=True)
class Package:
    """A locked package: its version, which groups need it, what it needs itself, its files with their sha256."""

    name: str
    version: str
    groups: tuple[str, ...]
    needs: tuple[str, ...] = field(repr=False)
    files: Mapping[str, str] = field(repr=False)


def locked(lock: bytes) -> list[Package]:
    """Return every package of a lock but the project itself, by name and version.

    Parameters
    ----------
    lock : bytes
        The content of ``uv.lock``.
    """
    listed = tomllib.loads(lock.decode("utf-8"))["package"]
    [own] = [each for each in listed if "editable" in each["source"]]
    needs: dict[str, set[str]] = {}
    for each in listed:
        extras = each.get("optional-dependencies", {}).values()  # all of them: too many is safer than too few
        found = [*each.get("dependencies", []), *(one for extra in extras for one in extra)]
        needs.setdefault(each["name"], set()).update(one["name"] for one in found)
    groups = {RUNTIME: _reached(needs, (one["name"] for one in own["dependencies"]))}
    for group, wanted in own.get("dev-dependencies", {}).items():
        groups[group] = _reached(needs, (one["name"] for one in wanted))
    made = (
        Package(
            each["name"], each["version"], tuple(group for group, names in groups.items() if each["name"] in names),
            tuple(sorted({one["name"] for one in each.get("dependencies", [])})), _files(each),
        )
        for each in listed if each is not own
    )  # fmt: skip
    return sorted(made, key=lambda package: (package.name, package.version))


def direct(lock: bytes) -> set[str]:
    """Return what the project itself asks for at run time."""
    [own] = [each for each in tomllib.loads(lock.decode("utf-8"))["package"] if "editable" in each["source"]]
    return {one["name"] for one in own["dependencies"]}


def _reached(needs: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    """Return some packages with all that they need."""
    waiting, found = list(start), set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(needs[name])
    return found


def _files(package: Mapping[str, Any]) -> dict[str, str]:
    """Return the source of a package, or where it has none each built file, by name with its sha256."""
    held = [package["sdist"]] if "sdist" in package else package.get("wheels", [])
    return {each["url"].rpartition("/")[2]: each["hash"].removeprefix("sha256:") for each in held}


def licence_of(name: str, said: Mapping[str, str] | None) -> tuple[str, str]:
    """Return the licence of a package as an SPDX expression, and where it was read; two empty texts where unknown.

    Parameters
    ----------
    name : str
        Its name.
    said : mapping of str to str or None
        Its own metadata: ``License-Expression``, ``License``, ``Classifier``; none where it is not installed.

    Examples
    --------
    >>> licence_of("made-up", {"License": "MIT License"}), licence_of("made-up", {"License": "ask me"})
    (('MIT', 'metadata'), ('', ''))
    """
    if name in READ:
        return READ[name], "licence file"
    if not said and name in ELSEWHERE:
        return ELSEWHERE[name], "as published"
    texts = [(said or {}).get(key, "") for key in ("License-Expression", "License", "Classifier")]
    for text in (text.strip().partition("\n")[0].strip() for text in texts):
        known = SAID.get(text.lower(), text)
        if EXPRESSION.fullmatch(known):
            return known, "metadata"
    return "", ""


def _said(name: str) -> dict[str, str]:
    """Return what an installed package says of its licence, the last word of its one classifier included."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return {}
    named = {key: (told.get_all(key) or [""])[0] for key in ("License-Expression", "License")}
    kinds = [kind for kind in told.get_all("Classifier") or [] if re.match("License ::.*::", kind)]
    return named | {"Classifier": kinds[0].rpartition("::")[2].strip() if len(kinds) == 1 else ""}


def table(packages: Iterable[Package], before: Mapping[tuple[str, str], Mapping[str, str]] | None = None) -> str:
    """Return the list as CSV: a line for each package.

    Parameters
    ----------
    packages : iterable of Package
        Of the lock.
    before : mapping, optional
        The list as it was, see `read`: what it says of a package in this version stands where that is not installed.

    Raises
    ------
    DataError
        Naming the packages whose licence nobody has read yet.
    """
    out, unknown = io.StringIO(), []
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for each in packages:
        said, known = _said(each.name), (before or {}).get((each.name, each.version), {})
        licence, basis = licence_of(each.name, said)
        if not said and not licence:
            licence, basis = known.get("licence", ""), known.get("basis", "")
        unknown += [] if licence else [each.name]
        copyleft = "yes" if COPYLEFT.search(licence) else "no"
        writer.writerow((each.name, each.version, " ".join(each.groups), licence, basis, copyleft))
    if unknown:
        raise DataError(
            f"no licence is known of {', '.join(unknown)}: install every group, or read it and write it into {__name__}"
        )
    return out.getvalue()


def read(content: bytes) -> dict[tuple[str, str], dict[str, str]]:
    """Return the list, by name and version."""
    return {(row["name"], row["version"]): row for row in csv.DictReader(io.StringIO(content.decode("utf-8")))}


def main(project: Project | None = None) -> None:
    """Write the list anew."""
    project = project or find_project()
    place = project.docs / LIST
    before = read(place.read_bytes()) if place.is_file() else {}
    write_whole(place, table(locked((project.root / LOCK).read_bytes()), before).encode("utf-8"))


if __name__ == "__main__":
    try:
        main()
    except DataError as problem:
        sys.exit(str(problem))
