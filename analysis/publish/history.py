"""States of the published numbers: as they lie here, in a folder, at a commit, or of a version of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import ReportError
from analysis.outside import parsed
from analysis.paths import Project
from analysis.publish.values import Values, are_values
from analysis.publish.versioned import git

DATA = re.compile(r"data-[0-9a-f]{8,}")


def state(project: Project, named: str = "") -> dict[str, Values]:
    """Return the values of every report in one state, by report.

    Parameters
    ----------
    project : Project
        Whose reports are meant.
    named : str
        A commit, tag or branch; a folder of values, such as that of an unpacked release; a version of the data as the
        list of reports prints it (``data-...``: the last commit that published from it); or nothing, for the values as
        they lie in the project now.

    Raises
    ------
    ReportError
        When there is no such commit, folder or version, or a file of it cannot be read.
    """
    if not named:
        return _folder(project.values)
    if Path(named).is_dir():
        held = [
            place
            for place in (Path(named), Path(named) / project.values.relative_to(project.root))
            if any(place.glob("*.json"))
        ]
        if not held:
            raise ReportError(f"the folder {named} holds no values: name a folder of <report>.json, or a release")
        return _folder(held[0])
    return _commit(project, _published_from(project, named) if DATA.fullmatch(named) else named)


def _folder(folder: Path) -> dict[str, Values]:
    """Return the values that lie in a folder."""
    return _parsed({path.name: path.read_bytes() for path in sorted(folder.glob("*.json")) if path.is_file()})


def _parsed(texts: Mapping[str, str | bytes]) -> dict[str, Values]:
    """Return values by report; a file without numbers is none of ours."""
    found = {}
    for name, text in texts.items():
        try:
            told = parsed(text)
        except ValueError:
            raise ReportError(f"{name} cannot be read as JSON: make its report again with civcas report") from None
        if isinstance(told, dict) and "numbers" in told:
            if not are_values(told):
                raise ReportError(f"{name} does not hold the values of a report: make it again with civcas report")
            found[name.removesuffix(".json")] = told
    return found


def _commit(project: Project, revision: str) -> dict[str, Values]:
    """Return the values as they were at a commit."""
    place = project.values.relative_to(project.root).as_posix()
    known = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not known:
        raise ReportError(
            f"no commit, folder or version of the data is called {revision!r}: write a commit, a folder of values, or "
            "data-... as the list of reports prints it"
        )
    names = _git(project, "ls-tree", "--name-only", known.strip(), f"{place}/").split()
    return _parsed(
        {Path(name).name: _git(project, "show", f"{known.strip()}:{name}") for name in names if name.endswith(".json")}
    )


def _published_from(project: Project, version: str) -> str:
    """Return the last commit whose values were made from a version of the data."""
    place = project.values.relative_to(project.root).as_posix()
    for commit in _git(project, "log", "--format=%H", "-S", version, "--", place).split():
        if version in _git(project, "grep", "-h", version, commit, "--", place):
            return commit
    raise ReportError(f"no commit published from the version {version} of the data: name a commit instead")


def _git(project: Project, *words: str) -> str:
    """Return what git prints; nothing where it refuses."""
    try:
        told = git(project.root, *words)
    except FileNotFoundError:
        raise ReportError("git is not installed: name a folder of values instead of a commit") from None
    return told.stdout if told.returncode == 0 else ""
