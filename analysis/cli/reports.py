"""Commands on reports: which are fresh, make them, add one."""

from __future__ import annotations

import json
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from analysis.cli.app import app, ensure_built
from analysis.cli.streams import carries_all, may_open_many
from analysis.errors import ParameterError
from analysis.outside import seen

if TYPE_CHECKING:
    from analysis.paths import Project
    from analysis.publish.making.plan import Plan
    from analysis.publish.making.report import Options, Result

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Reports; all when none is named.")]
Pairs = Annotated[list[str] | None, typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="Set a parameter.")]
LINE = "\n"  # what the ends of lines are, in text that is shown
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines to read.")]


@app.command()
def status(ids: Ids = None, as_json: AsJson = False) -> None:
    """Say of each report whether it is fresh, stale, failed or missing, and why.

    Tables that are older than their inputs are built first.
    """
    from analysis.paths import find_project
    from analysis.publish.making.plan import choose, read_catalogue
    from analysis.publish.status import statuses

    project = find_project()
    plans = choose(read_catalogue(project), ids or [])
    ensure_built(project)
    found = statuses(project, plans)
    if as_json:
        print(as_json_text([{"id": each.id, "state": each.state, "reasons": each.reasons} for each in found]))
        return
    for each in found:
        print(seen(f"{each.state:8} {each.id:32} {each.plan.title}"))
        for reason in each.reasons:
            print(f"{'':9}{seen(reason, keep=LINE)}")


@app.command()
def report(
    ids: Ids = None,
    every: Annotated[bool, typer.Option("--all", help="All reports of reports.toml; the same as naming none.")] = False,
    parameter: Pairs = None,
    workers: Annotated[int, typer.Option(min=0, help="Reports to make at once; 0: as many as processors.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Make reports that are fresh as well.")] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going", "-k", help="Go on after a report has failed.")] = False,
    as_json: AsJson = False,
    time_limit: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="For one report; 0 is none.")] = 900,
    memory_limit: Annotated[float, typer.Option(min=0, metavar="MIB", help="For one report; 0 is none.")] = 4096,
    cold: Annotated[bool, typer.Option("--cold", help="Start a new interpreter for every notebook.")] = False,
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="Make them on the Dask cluster there.")] = "",
    allow_foreign: Annotated[bool, typer.Option("--allow-foreign", help="Run notebooks of others as well.")] = False,
) -> None:
    """Make the reports that are not fresh: run their notebooks, render them, renew the index.

    Only notebooks of the project are run, see docs/trust.md; which ones is said before the first is begun.
    Exit 0 when all are fresh at the end, 1 when one failed, 2 when it could not be done as asked. With -p one report
    is made under an id of its own; the saved one stays as it is.
    """
    from analysis.paths import find_project
    from analysis.publish.making.plan import choose, one_off, read_catalogue
    from analysis.publish.making.report import Options

    project = find_project()
    listed = read_catalogue(project)
    if every and ids:
        raise ParameterError("--all makes every report: name none beside it, or leave --all out")
    plans = choose(listed, ids or [])
    overrides = pairs(parameter or [])
    if overrides:
        if len(plans) != 1:
            raise ParameterError("-p sets a parameter of one report: name that report, and only it")
        plans = [one_off(plans[0], overrides)]
        _refuse(project, plans[0])
    look = partial(_look, project, allow_foreign)
    options = Options(workers, cold, force, keep_going, time_limit, memory_limit, scheduler, look)
    _run(project, plans, listed, options, as_json)


def as_json_text(told: object) -> str:
    """Return JSON that the standard output can carry."""
    return json.dumps(told, indent=1, ensure_ascii=not carries_all(sys.stdout))


def _refuse(project: Project, plan: Plan) -> None:
    """Refuse parameters that do not fit before anything is begun."""
    from analysis.publish.making import parameters

    ensure_built(project)
    parameters.check(project.notebooks / f"{plan.notebook}.ipynb", plan.parameters)


def _run(project: Project, plans: list[Plan], listed: list[Plan], options: Options, as_json: bool) -> None:
    """Make reports while saying what is done, then say what came of it."""
    from analysis.publish.making import report as making
    from analysis.publish.making import summary

    may_open_many()
    signal.signal(signal.SIGTERM, _terminate)
    progress = Progress()
    try:
        results = making.make(project, plans, listed, progress.tell, options, progress.begin)
    except KeyboardInterrupt:
        print("ended: what was made stays, the rest is as it was", file=sys.stderr)
        raise typer.Exit(128 + signal.SIGINT) from None
    if as_json:
        print(as_json_text(summary.summary(results)))
    else:
        print(seen("\n".join(summary.lines(results)), keep=LINE))
    for problem in (result.problem for result in results if result.problem):
        print(seen(problem, keep=LINE), file=sys.stderr)
    if any(result.state not in ("fresh", "made") for result in results):
        raise typer.Exit(1)


def _look(project: Project, allow_foreign: bool, plans: list[Plan]) -> None:
    """Say which notebooks are about to be run, and refuse foreign ones unless they are allowed."""
    from analysis.publish.making import vouched

    looked = vouched.looked_at(project, plans)
    if not allow_foreign:
        vouched.refuse_foreign(looked)
    for each in looked:
        print(each, file=sys.stderr, flush=True)


@app.command()
def trust(
    notebooks: Annotated[list[str], typer.Argument(metavar="NOTEBOOK...", help="Of notebooks/, as they are now.")],
) -> None:
    """Let notebooks that you have read be run: show their code, and note that it is vouched for.

    What is noted is the code as it is now; after a change it is asked for again. See docs/trust.md.
    """
    from analysis.paths import find_project
    from analysis.publish.making import vouched

    project = find_project()
    for name in notebooks:
        code, place = vouched.trust(project, name)
        print(vouched.listing(code))
        where = place.relative_to(project.root) if place.is_relative_to(project.root) else place
        print(f"{vouched.shown(name)} is trusted as it is now, noted in {where}")


def _terminate(number: int, _frame: object) -> NoReturn:
    """End as an interruption does."""
    print("ended: what was made stays, the rest is as it was", file=sys.stderr)
    raise SystemExit(128 + number)


class Progress:
    """One line for each report as soon as it is done, with how many there are."""

    def __init__(self) -> None:
        self.total = self.done = 0

    def begin(self, total: int) -> None:
        """Say how many reports are to be made."""
        self.total = total
        print(f"{total} to make", file=sys.stderr)

    def tell(self, result: Result) -> None:
        """Say that one is done."""
        self.done += 1
        print(f"{self.done:>3} of {self.total}  {result.state:7} {result.id}", file=sys.stderr, flush=True)


@app.command(name="new-report")
def new_report(
    id: Annotated[str, typer.Argument(help="Name of its folder: lower-case words joined by hyphens.")],
    notebook: Annotated[str, typer.Option(help="A notebook of notebooks/, without .ipynb.")],
    title: Annotated[str, typer.Option(help="Title for readers.")],
    parameter: Pairs = None,
) -> None:
    """Add a report to reports.toml, after checking that it could be made."""
    from analysis.paths import find_project
    from analysis.publish.making.plan import add

    project = find_project()
    ensure_built(project)
    add(project, id, notebook, title, pairs(parameter or []))
    print(f"added; make it with: civcas report {id}")


def pairs(texts: list[str]) -> dict[str, str]:
    """Return name=value texts as a mapping."""
    for text in texts:
        if "=" not in text.lstrip("="):
            raise ParameterError(f"-p {text!r} is no parameter: write -p name=value")
    return {name: value for name, _, value in (text.partition("=") for text in texts)}
