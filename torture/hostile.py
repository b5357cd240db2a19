"""Tables by somebody who means harm: what their texts do to pages, pictures, notebooks, spreadsheets and paper."""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path

from analysis.data.verify import verify
from analysis.paths import Project
from analysis.publish import printing
from analysis.publish.making.plan import read_catalogue
from analysis.publish.status import statuses
from torture import hostile_files, hostile_pages, hostile_reports, hostile_tables
from torture.hostile_browser import ears
from torture.hostile_pages import line
from torture.hostile_payloads import PAYLOADS
from torture.hostile_tables import Written
from torture.part import HERE, Line, Part

PRINTED = ("hostile-3", "study", "mosul-al-jadida-2017-03-17-ar")
PROMISE = (
    "Nothing that stands in a table runs, loads, leads astray or reverses what is read: every text of a table is shown "
    "as text, on every page, in every picture, in a notebook, in a spreadsheet and on paper."
)


def tried() -> Part:
    """Return what was tried with hostile tables and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "planted").mkdir()
        project = hostile_tables.copied(Project(HERE), root)
        named = [str(value) for plan in read_catalogue(project) for value in plan.parameters.values()]
        written = hostile_tables.poison(project, {word for text in named for word in (text, *text.split())})
        lines = [_written(project, written)]
        lines.append(_made(project, hostile_reports.prepare(project, written)))
        with ears(root) as listener:
            lines += hostile_pages.planted(listener, root / "planted")
            lines += hostile_pages.pages(listener, project, written)
            lines += [look(listener, project) for look in hostile_pages.LOOKS]
        lines += [*_sheets(project), _printed(project)]
    return Part("hostile", "Hostile content", PROMISE, lines, list(NOTES))


NOTES = (
    "Every HTML page states its policy before anything a table wrote: nothing may be loaded, framed, connected to or "
    "submitted; the one style and the one script are named by the hash of their text; `civcas serve` sends the same. A "
    "policy cannot forbid that a page leads its reader away (`<meta http-equiv=refresh>`, a link): against that stands "
    "only that no text of a table becomes HTML.",
    "A cell of a CSV file that a spreadsheet could run begins with an apostrophe; `analysis.cells.read` takes it off "
    "again. That holds where a file is opened as what it is, separated by commas: a spreadsheet told to part cells at "
    "`;` or at blanks parts a text inside.",
    "Characters that nobody sees (controls, marks of direction, private use) are refused in tables, cards, titles and "
    "parameters, and were taken out of what was written there; where nothing refuses them (prose, the list of changes) "
    "they were written. Chromium alone was asked.",
)


def _written(project: Project, written: Written) -> Line:
    """Return what was written into the tables, which their own check must let through."""
    refused = [str(finding) for findings in verify(project).values() for finding in findings]
    kinds = len({each.kind for each in PAYLOADS})
    where = f"{len(written.places)} text columns of raw tables, hand tables and card"
    what = f"payloads ({len(PAYLOADS)} texts of {kinds} kinds) written into {where}"
    return line(what, len(written.texts), "`civcas verify` lets all of them through; the tables build", refused)


def _made(project: Project, refused: list[str]) -> Line:
    """Return how the reports of the hostile copy were made."""
    run = hostile_reports.make(project, "report", "--keep-going", "--allow-foreign")
    plans, done = read_catalogue(project), hostile_reports.made(project)
    said = [row for row in run.stderr.splitlines() if not row.startswith((" ", "\t"))]
    wrong = [*refused, *(f"{plan.id} has no page: {said}" for plan in plans if plan not in done)]
    wrong = [each for each in wrong if not each.startswith(f"{hostile_reports.REFUSED} has no page")]
    what = "reports made of them: every notebook, one of our own, an imported study; titles and parameters hostile too"
    happened = f"{len(done)} made, and one refused as it should be: its event is a payload"
    return line(what, len(plans), happened, wrong)


def _sheets(project: Project) -> list[Line]:
    """Return what the tables for spreadsheets hold, and whether they are read back as they were."""
    listed = project.root / "pairs.csv"
    hostile_reports.make(project, "review-links", "--out", listed.name)
    told = [(name, *hostile_files.sheet(text)) for name, text in hostile_files.sheets(project, [listed])]
    wrong = [f"{name}: {each}" for name, _, _, torn in told for each in torn]
    number, guarded = (sum(each[place] for each in told) for place in (1, 2))
    back = hostile_files.changed(project)
    return [
        line(f"cells of {len(told)} CSV files (reports, pictures, codebook, review list, rejects, release)", number,
             f"{guarded} carry the apostrophe, none would run, no row is torn", wrong),
        line("tables of a release read back by our reader", sum(name.endswith(".csv") for name, *_ in told[-19:]),
             "every text cell as it was", back),
    ]  # fmt: skip


def _printed(project: Project) -> Line:
    """Print some reports and return what the printer asked for and what the PDFs would do."""
    wrong, asked = [], 0
    with chdir(project.root), hostile_files.asked() as addresses:
        told = {each.id: each for each in statuses(project, hostile_reports.made(project)) if each.id in PRINTED}
        for identity, each in told.items():
            path = printing.print_report(project, each)
            wrong += [f"{identity}: {act}" for act in hostile_files.acting(path.read_bytes())]
    asked = len(addresses)
    wrong += [f"asked for {address[:80]}" for address in addresses if not address.startswith("data:image/")]
    return line(
        "reports printed as PDF",
        len(told),
        f"{asked} pictures taken from the page itself, nothing asked for, nothing that acts",
        wrong,
    )
