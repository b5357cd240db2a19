"""The command line: thin; whatever is heavy is imported inside its command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.errors import CivcasError, DataError, ParameterError

if TYPE_CHECKING:
    from analysis.paths import Project
    from analysis.publish.plan import Plan
    from analysis.publish.run import Outcome

app = typer.Typer(
    help="Compare local-media, monitor and official casualty figures over time, each number with its rows.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Reports to make; all when none is named.")]
Pairs = Annotated[list[str] | None, typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="Set a parameter.")]
Study = Annotated[str, typer.Option(help="An imported study, instead of the project's own tables.")]


def main() -> None:
    """Run a command; an error a user can cause is one sentence and exit code 1."""
    try:
        app()
    except CivcasError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)


@app.command()
def build(study: Study = "") -> None:
    """Write data/processed from data/raw and data/hand."""
    from analysis.data import build as building

    made = building.build(_project(study))
    for name, told in made["tables"].items():
        print(f"{name:22} {told['rows']:>6,} rows  {told['sha256'][:12]}")


@app.command()
def verify(study: Study = "") -> None:
    """Check every raw table against its card: hash, columns, rules. All failures at once; exit 1 if there is one."""
    from analysis.data.verify import verify as verifying

    found = verifying(_project(study))
    for name, findings in found.items():
        print(f"{name:32} {'ok' if not findings else f'{len(findings)} to look at'}")
        for finding in findings:
            print(f"  {finding}")
    if any(found.values()):
        raise typer.Exit(1)


@app.command(name="import")
def import_(
    format: Annotated[str, typer.Argument(help="airwars, ucdp, acled or ibc.")],
    path: Annotated[Path, typer.Argument(help="The file; for airwars the folder with its three files.")],
    study: Annotated[str, typer.Option(help="Name of the study: lower-case words joined by hyphens.")],
    encoding: Annotated[str, typer.Option(help="utf-8, cp1256 or latin-1, where the rule cannot tell.")] = "",
    as_of: Annotated[str, typer.Option(help="Day of the import, YYYY-MM-DD. Default: the last day it names.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the export, for the study's card.")] = "not stated",
    country: Annotated[str, typer.Option(help="Country of every row, for ucdp and acled.")] = "",
    replace: Annotated[bool, typer.Option(help="Write an existing study anew.")] = False,
    complete: Annotated[str, typer.Option(help="Why the export is complete; without it no rate is made of it.")] = "",
) -> None:
    """Import somebody's export as a study in studies/, and build it. See docs/importing.md."""
    from analysis.data.importers import formats
    from analysis.paths import find_project

    made = formats.run(find_project(), format, path, study, encoding, as_of, licence, country, replace, complete)
    for sifted in made.sifted:
        told = sifted.counts
        print(f"{sifted.sheet.file}: {told['in']:,} in = {told['accepted']:,} accepted + {told['rejected']:,} rejected")
        for (column, reason), cells in sifted.reasons.items():
            print(f"  {cells:,} x {column or 'row'} {reason}")
    print(f"studies/{study} is built; rows not taken are in studies/{study}/rejects.csv")


def _project(study: str) -> Project:
    """Return the project of the working folder, with the tables of a study when one is named."""
    from analysis.data import store
    from analysis.paths import Project, find_project

    project = find_project()
    store.refuse_unknown(study, project)
    return Project(project.root, study)


@app.command()
def seal() -> None:
    """Write the present hashes of the raw tables into datapackage.json, after a change that is meant."""
    from analysis.data import raw
    from analysis.paths import find_project

    changed = raw.seal(find_project())
    print(f"sealed anew: {', '.join(changed)}" if changed else "nothing to seal: every hash is as it was")


@app.command()
def codebook() -> None:
    """Write docs/codebook.md from the card of the raw tables."""
    from analysis.data import codebook as writing
    from analysis.data import raw
    from analysis.paths import find_project

    project = find_project()
    page = project.root / "docs" / "codebook.md"
    page.write_text(writing.render(raw.card(project)), encoding="utf-8")
    print("docs/codebook.md")


@app.command(name="review-links")
def review_links(
    out: Annotated[Path, typer.Option(help="Where to write the undecided pairs.")] = Path("links-to-review.csv"),
    read: Annotated[Path | None, typer.Option(help="A filled list, to be added to data/hand/links.csv.")] = None,
) -> None:
    """Write the pairs of records that are only possibly one event, or read a reviewer's decisions back."""
    from analysis.methods.link import review
    from analysis.paths import find_project

    _ensure_built(find_project().root)
    if read is not None:
        if not read.is_file():
            raise DataError(f"no file {read}: write the list with `civcas review-links` and fill it in")
        print(f"{review.read_back(read, find_project())} decisions added to data/hand/links.csv")
        return
    open_pairs = review.undecided()
    open_pairs.to_csv(out, index=False, lineterminator="\n")
    print(f"{len(open_pairs)} pairs in {out}: fill in type, decided_by, decided_on and reason, then read it back")


@app.command(name="list")
def list_reports() -> None:
    """List every report with its status."""
    from analysis.paths import find_project
    from analysis.publish import site
    from analysis.publish.plan import read_catalogue

    project = find_project()
    for group, entries in site.entries(project, read_catalogue(project)).items():
        print(group)
        for entry in entries:
            print(f"  {entry.status:8} {entry.id:32} {entry.title}")


@app.command()
def report(
    ids: Ids = None,
    parameter: Pairs = None,
    workers: Annotated[int, typer.Option(min=1, help="Notebooks to run at once.")] = 2,
) -> None:
    """Make reports: run their notebooks, render them, renew the index. Exit 1 if one failed.

    With -p one report is made under an id of its own; the saved one stays as it is.
    """
    from analysis.paths import find_project
    from analysis.publish import parameters
    from analysis.publish.plan import choose, one_off, read_catalogue

    project = find_project()
    listed = read_catalogue(project)
    plans = choose(listed, ids or [])
    overrides = _pairs(parameter or [])
    if overrides:
        if len(plans) != 1:
            raise ParameterError("-p sets a parameter of one report: name that report, and only it")
        _ensure_built(project.root)
        plans = [one_off(plans[0], overrides)]
        parameters.check(project.notebooks / f"{plans[0].notebook}.ipynb", plans[0].parameters)
    _make(project.root, plans, listed, workers)


@app.command(name="new-report")
def new_report(
    id: Annotated[str, typer.Argument(help="Name of its folder: lower-case words joined by hyphens.")],
    notebook: Annotated[str, typer.Option(help="A notebook of notebooks/, without .ipynb.")],
    title: Annotated[str, typer.Option(help="Title for readers.")],
    parameter: Pairs = None,
) -> None:
    """Add a report to reports.toml, after checking that it could be made."""
    from analysis.paths import find_project
    from analysis.publish.plan import add

    project = find_project()
    _ensure_built(project.root)
    add(project, id, notebook, title, _pairs(parameter or []))
    print(f"added; make it with: civcas report {id}")


def _pairs(texts: list[str]) -> dict[str, str]:
    """Return name=value texts as a mapping."""
    for text in texts:
        if "=" not in text.lstrip("="):
            raise ParameterError(f"-p {text!r} is no parameter: write -p name=value")
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


def _ensure_built(root: Path) -> None:
    """Build the processed tables when they are missing or old."""
    from analysis.data import build as building
    from analysis.paths import Project

    if not building.is_current(Project(root)):
        building.build(Project(root))


def _make(root: Path, plans: list[Plan], listed: list[Plan], workers: int) -> None:
    """Make reports under a progress bar, then say what failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from analysis.paths import Project
    from analysis.publish.report import make

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("reports", total=len(plans))

        def tell(outcome: Outcome) -> None:
            progress.console.print(f"{'failed' if outcome.problem else 'made':7}{outcome.id}", markup=False)
            progress.advance(task)

        outcomes = make(Project(root), plans, listed, tell, workers)
    failures = [outcome.problem for outcome in outcomes if outcome.problem]
    for problem in failures:
        print(problem, file=sys.stderr)
    if failures:
        raise typer.Exit(1)
    if not outcomes:
        raise DataError("no report was made: reports.toml lists none")
    print("reports/index.html")
