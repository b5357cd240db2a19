"""Commands that hand reports on: as PDFs for paper, as a release for the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app, ensure_built
from analysis.cli.reports import Ids
from analysis.errors import ParameterError


@app.command()
def pdf(
    ids: Ids = None,
    every: Annotated[bool, typer.Option("--all", help="A PDF of every report.")] = False,
    collection: Annotated[bool, typer.Option("--collection", help="One PDF of all reports, with contents.")] = False,
) -> None:
    """Print reports to reports/pdf/ as they stand: some, --all of them, or the whole --collection in one PDF.

    The HTML pages are the accessible edition; a PDF is for paper.
    """
    from analysis.paths import find_project
    from analysis.publish import printing
    from analysis.publish.making import shelf
    from analysis.publish.making.plan import choose, read_catalogue
    from analysis.publish.status import one_offs, statuses

    if bool(ids) + every + collection != 1:
        raise ParameterError("say what to print: ids of reports, or --all, or --collection; one of the three")
    project = find_project()
    listed = read_catalogue(project)
    ensure_built(project)
    with shelf.still(project):
        found = statuses(project, choose([*listed, *(one_offs(project, listed) if ids else [])], ids or []))
        for told in found:
            if told.state == "stale":
                print(f"{told.id} is stale and says so on its first page. {told.sentence}", file=sys.stderr)
        if collection:
            print(printing.print_collection(project, found).relative_to(project.root))
            return
        for told in found:
            print(printing.print_report(project, told).relative_to(project.root), flush=True)


@app.command()
def release(
    out: Annotated[Path | None, typer.Option(help="The folder to write into. Default: dist/.")] = None,
    with_pdf: Annotated[bool, typer.Option("--with-pdf", help="Print the collection and pack it too.")] = False,
    check: Annotated[Path | None, typer.Option(metavar="PATH", help="Check a release, folder or zip.")] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", envvar="CIVCAS_RELEASE_KEY", help="Sign with this private key.")
    ] = None,
    public_key: Annotated[Path | None, typer.Option(metavar="FILE", help="With --check: the public key.")] = None,
) -> None:
    """Pack data, reports, notebooks, sources and their record for an archive, or --check one that was packed.

    Refused while a raw table fails its check or a report is not fresh.
    """
    from analysis.paths import find_project

    if check is not None:
        _check(check, public_key)
        return
    from analysis.publish.making.plan import read_catalogue
    from analysis.publish.release import pack

    project = find_project()
    ensure_built(project)
    made = pack.release(project, read_catalogue(project), out or project.releases, with_pdf, key)
    if key is None:
        print("not signed: sign what others are to trust with --key, see docs/releasing.md", file=sys.stderr)
    for path in made:
        print(path.relative_to(project.root) if path.is_relative_to(project.root) else path)


def _check(place: Path, public: Path | None) -> None:
    """Say whether a release is whole and who signed it; exit 1 when something is wrong."""
    from analysis.publish.release import checking

    wrong, said = checking.check(place, public)
    print("\n".join(wrong) if wrong else f"{place.name} is whole: every file is as it was released; {said}")
    if wrong:
        raise typer.Exit(1)
