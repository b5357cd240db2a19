"""Commands that hand reports on: as PDFs for paper, as a release for the record."""

from __future__ import annotations

import sys
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
    from analysis.publish.making.plan import choose, read_catalogue
    from analysis.publish.status import one_offs, statuses

    if bool(ids) + every + collection != 1:
        raise ParameterError("say what to print: ids of reports, or --all, or --collection; one of the three")
    project = find_project()
    listed = read_catalogue(project)
    ensure_built(project)
    found = statuses(project, choose([*listed, *(one_offs(project, listed) if ids else [])], ids or []))
    for told in found:
        if told.state == "stale":
            print(f"{told.id} is stale and says so on its first page. {told.sentence}", file=sys.stderr)
    if collection:
        print(printing.print_collection(project, found).relative_to(project.root))
        return
    for told in found:
        print(printing.print_report(project, told).relative_to(project.root), flush=True)
