"""What a release holds: the files under version control, the tables made from them, the reports, their descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis import cells
from analysis.data import codebook, manifest, raw
from analysis.data.verify import verify
from analysis.errors import DataError, ReportError
from analysis.paths import Project
from analysis.publish import codebook_page
from analysis.publish.making.plan import Plan
from analysis.publish.release.findings import findings
from analysis.publish.status import LOGS, one_offs, statuses
from analysis.publish.versioned import git

NOT_PUBLISHED = {LOGS, "pdf", "summary.json"}


def refuse_unfit(project: Project, plans: list[Plan]) -> None:
    """Refuse to release while a raw table fails its check or a report is not fresh, with the whole list.

    Raises
    ------
    DataError, ReportError
        When something is unfit.
    """
    wrong = [f"  {finding}" for found in verify(project).values() for finding in found]
    if wrong:
        raise DataError("\n".join(["no release: raw tables are not what their card says (civcas verify)", *wrong]))
    told = statuses(project, [*plans, *one_offs(project, plans)])
    unfit = [f"  {each.id} is {each.state}. {each.sentence}" for each in told if each.state != "fresh"]
    if unfit:
        lead = "no release: reports are not fresh (civcas report; remove the folder of one that is not wanted)"
        raise ReportError("\n".join([lead, *unfit]))


def contents(project: Project) -> dict[str, bytes]:
    """Return every file of a release but those that describe the release itself, by its path in it.

    Raises
    ------
    DataError
        When the project is not under version control, so that nobody can say which files belong to it.
    """
    made = {
        f"{project.reports.name}/{codebook_page.PAGE}": codebook_page.render(raw.card(project)),
        f"{project.reports.name}/{codebook_page.SHEET}": codebook.as_csv(raw.card(project)),
        "FINDINGS.md": findings(project),
    }
    found = {**_listed(project), **_reports(project), **_tables(project)}
    return {**found, **{name: text.encode() for name, text in made.items()}}


def _listed(project: Project) -> dict[str, bytes]:
    """Return the files under version control, as they stand."""
    told = git(project.root, "ls-files", "-z")
    if told.returncode:
        raise DataError("a release is packed from a checkout: git lists no files here, so clone the repository first")
    names = [name for name in told.stdout.split("\0") if name]
    gone = [name for name in names if not (project.root / name).is_file()]
    if gone:
        raise DataError(f"no release: under version control but gone: {', '.join(gone)}. Restore or remove them in git")
    return {name: (project.root / name).read_bytes() for name in names}


def _reports(project: Project) -> dict[str, bytes]:
    """Return what may be read by everybody: pages, tables, pictures, values; no logs, nothing half made."""
    found = {}
    for path in sorted(project.reports.rglob("*")):
        parts = path.relative_to(project.reports).parts
        hidden = parts[0] in NOT_PUBLISHED or any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden:
            found["/".join((project.reports.name, *parts))] = path.read_bytes()
    return found


def _tables(project: Project) -> dict[str, bytes]:
    """Return the processed tables, as Parquet and as CSV for whoever has no reader for it."""
    import pandas as pd

    folder = project.processed.relative_to(project.root).as_posix()
    found = {}
    for name in sorted(manifest.read(project)["tables"]):
        path = project.processed / f"{name}.parquet"
        found[f"{folder}/{path.name}"] = path.read_bytes()
        found[f"{folder}/csv/{name}.csv"] = cells.csv_text(pd.read_parquet(path)).encode()
    return found


def executables(project: Project, names: Mapping[str, bytes]) -> set[str]:
    """Return the files of a release that are commands."""
    return {name for name in names if (path := Path(project.root, name)).is_file() and path.stat().st_mode & 0o100}
