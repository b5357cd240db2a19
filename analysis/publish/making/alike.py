"""Whether two machines would make the same bytes: the files of this package and the versions of what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from analysis.errors import ReportError
from analysis.modules import short_hash
from analysis.paths import Project
from analysis.publish.provenance import Present

SHOWN = 5
CODE, TEMPLATE, VERSION = "the file ", "the template ", "the version of "
REMEDY = "start all machines of the cluster with the same code and from the same lock file or image, run this again"


@cache
def here() -> dict[str, str]:
    """Return what this process makes reports with: the hash of each file of the package, versions of the libraries.

    Looked at once, for a process goes on with the code that it began with.

    >>> [name for name in here() if name.endswith(" python")]
    ['the version of python']
    """
    present = Present(Project(Path()))
    folder = present.package.folder
    code = {path.relative_to(folder.parent).as_posix(): path for path in sorted(folder.rglob("*.py"))}
    return {
        **{f"{CODE}{name}": short_hash(path.read_bytes()) for name, path in code.items()},
        **{f"{TEMPLATE}{name}": mark for name, mark in present.templates.items()},
        **{f"{VERSION}{name}": number for name, number in present.versions.items()},
    }


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return a phrase for everything that another machine has otherwise, lacks or has besides.

    Parameters
    ----------
    wanted, found : mapping of str to str
        What `here` returned on the machine that asks, and on the other.

    Examples
    --------
    >>> differences({"the version of numpy": "2.4.1"}, {"the version of numpy": "2.4.0"})
    ['the version of numpy (2.4.0, not 2.4.1)']
    """
    names = [name for name in {**wanted, **found} if wanted.get(name) != found.get(name)]
    told = {name: f" ({found.get(name, 'none')}, not {wanted.get(name, 'none')})" for name in names}
    return [f"{name}{told[name] if name.startswith(VERSION) else ''}" for name in names]


def refuse_other(machine: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Refuse a machine that would not make the same bytes.

    Raises
    ------
    ReportError
        Naming the machine and what differs there.
    """
    told = differences(wanted, found)
    if told:
        more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
        raise ReportError(
            f"{machine} would not make the same bytes as this machine: there, {', '.join(told[:SHOWN])}{more} "
            f"{'differs' if len(told) == 1 else 'differ'}; {REMEDY}"
        )
