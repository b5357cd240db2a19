"""Commands to look at what is there: the reports in a browser, a report's notebook in JupyterLab."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from analysis.cli.app import app, ensure_built
from analysis.cli.reports import LINE, AsJson, Pairs, as_json_text, pairs
from analysis.outside import seen

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 lets it choose.")]

# JupyterLab asks nobody outside for news or for newer versions of itself.
QUIET = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")


@app.command()
def serve(port: Port = 0) -> None:
    """Show the reports on a local address until Ctrl-C; nobody else on the network can see them."""
    from analysis.paths import find_project
    from analysis.publish import serving

    with serving.server(find_project(), port) as served:
        print(f"{serving.address(served)} (Ctrl-C ends)", flush=True)
        try:
            served.serve_forever()
        except KeyboardInterrupt:
            print("ended", file=sys.stderr)


@app.command()
def notebook(
    id: Annotated[str, typer.Argument(help="A report of reports.toml; without one, the start page opens.")] = "",
    parameter: Pairs = None,
    lab: Annotated[bool, typer.Option("--lab/--no-lab", help="Open it in JupyterLab, or only write it.")] = True,
) -> None:
    """Open a report's notebook with that report's parameters filled in, as a copy in opened/; or the start page."""
    from analysis.errors import ParameterError
    from analysis.paths import find_project
    from analysis.publish.making import launch, vouched
    from analysis.publish.making.opening import open_copy, start_page
    from analysis.publish.making.plan import Plan, choose, one_off, read_catalogue

    project = find_project()
    overrides = pairs(parameter or [])
    if overrides and not id:
        raise ParameterError("parameters are those of a report: name it, as in civcas notebook ID -p NAME=VALUE")
    plans = choose(read_catalogue(project), [id]) if id else []
    ensure_built(project)
    plans = [one_off(plan, overrides) if overrides else plan for plan in plans]
    path = open_copy(project, plans[0]) if plans else start_page(project)
    for looked in vouched.looked_at(project, plans or [Plan(path.stem, path.stem, "")]):
        if looked.why:  # opening runs nothing
            print(f"{looked.path} {looked.why}: read each cell before you run it", file=sys.stderr)
    print(path.relative_to(project.root))
    if lab:
        sys.stdout.flush()
        words = ("-m", "jupyter", "lab", *QUIET, f"--notebook-dir={project.root}", str(path))
        # a file jupyter.py in the folder is not what was asked for
        os.execve(sys.executable, [sys.executable, *words], {**os.environ, **launch.NO_FOLDER})


@app.command()
def diff(
    before: Annotated[
        str, typer.Argument(help="A commit, a folder of values, or data-...: a version of the data.")
    ] = "HEAD",
    after: Annotated[str, typer.Argument(help="The same; left out, the values as they lie here now.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say which published numbers differ between two states, and whether data, code or a parameter made them so.

    Exit 1 when any does.
    """
    from analysis.paths import find_project
    from analysis.publish import differing, history

    project = find_project()
    found = differing.compare(history.state(project, before), history.state(project, after))
    if as_json:
        print(as_json_text(found))
    else:
        print(seen("\n".join(differing.lines(found)), keep=LINE) or "every published number is the same")
    if found:
        raise typer.Exit(1)
