"""Tables written by somebody who means harm: what their texts do to pages, pictures, notebooks, spreadsheets and paper."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from analysis.data.verify import verify
from analysis.paths import Project
from analysis.publish import guard, printing, seeing, serving
from analysis.publish.making.plan import read_catalogue
from analysis.publish.status import statuses
from torture import hostile_files, hostile_reports, hostile_tables
from torture.hostile_browser import Ears, ears, misleading, of_tables
from torture.hostile_payloads import PAYLOADS, found
from torture.hostile_tables import Written
from torture.part import HERE, Line, Part

EVERY = int(os.environ.get("HOSTILE_EVERY", "1"))  # of how many pages one is opened; more than 1 is for trying this out
ACTS = ("alert", "confirm", "prompt", "print", "open", "dialog", "request", "went", "download")
PRINTED = ("hostile-3", "study", "mosul-al-jadida-2017-03-17-ar")
SERVED = 40  # pages that are opened over `civcas serve` as well
TOLD = 5
PROMISE = (
    "Nothing that stands in a table runs, loads, leads astray or reverses what is read: every text of a table is shown as text, "
    "on every page, in every picture, in a notebook, in a spreadsheet and on paper."
)


@dataclass
class Seen:
    """What the pages of a hostile copy showed and did."""

    pages: int = 0
    wrong: list[str] = field(default_factory=list)
    shown: set[tuple[int, int]] = field(default_factory=set)
    whole: set[tuple[int, int]] = field(default_factory=set)
    clicked: set[str] = field(default_factory=set)
    astray: list[str] = field(default_factory=list)


def tried() -> Part:
    """Return what was tried with hostile tables and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "planted").mkdir()
        project = hostile_tables.copied(Project(HERE), root)
        kept = {
            word
            for plan in read_catalogue(project)
            for value in plan.parameters.values()
            for word in [str(value), *str(value).split()]
        }
        written = hostile_tables.poison(project, kept)
        lines = [_written(project, written)]
        lines.append(_made(project, hostile_reports.prepare(project, written)))
        with ears(root) as listener:
            lines += _planted(listener, root / "planted")
            lines += _pages(listener, project, written)
            lines += [_drawings(listener, project), _displays(listener, project), _feed(listener, project)]
            lines.append(_served(listener, project))
        lines += [*_sheets(project), _printed(project)]
    return Part("hostile", "Hostile content", PROMISE, lines, list(NOTES))


NOTES = (
    "Every HTML page states its policy before anything a table wrote: nothing may be loaded, framed, connected to or submitted; the one "
    "style and the one script are named by the hash of their text; `civcas serve` sends the same. A policy cannot forbid that a page "
    "leads its reader away (`<meta http-equiv=refresh>`, a link): against that stands only that no text of a table becomes HTML.",
    "A cell of a CSV file that a spreadsheet could run begins with an apostrophe; `analysis.cells.read` takes it off again. That holds "
    "where a file is opened as what it is, separated by commas: a spreadsheet told to part cells at `;` or blanks parts a text inside.",
    "NUL, carriage return and byte order mark are refused in raw tables by `civcas verify` and were written only where nothing refuses "
    "them: hand tables, parameters, prose, the list of changes. An import trims controls and refuses NUL. Chromium alone was asked.",
)  # fmt: skip


def line(what: str, times: int, happened: str, wrong: Iterable[str]) -> Line:
    """Return a line with its first examples."""
    listed = list(wrong)
    return Line(
        what, times, happened, len(listed), [each.encode("unicode_escape").decode()[:160] for each in listed[:TOLD]]
    )


def _written(project: Project, written: Written) -> Line:
    """Return what was written into the tables, which their own check must let through."""
    refused = [str(finding) for findings in verify(project).values() for finding in findings]
    kinds = len({each.kind for each in PAYLOADS})
    what = f"payloads ({len(PAYLOADS)} texts of {kinds} kinds) written into {len(written.places)} text columns of raw tables, hand tables, card"
    return line(what, len(written.texts), "`civcas verify` lets all of them through; the tables build", refused)


def _made(project: Project, refused: list[str]) -> Line:
    """Return how the reports of the hostile copy were made."""
    run = hostile_reports.make(project, "report", "--keep-going")
    plans, done = read_catalogue(project), hostile_reports.made(project)
    wrong = [*refused, *(row for row in run.stderr.splitlines() if ": " in row and run.returncode)]
    wrong += [f"{plan.id} has no page" for plan in plans if plan not in done]
    return line("reports made of them: every notebook, one of our own, an imported study; titles and parameters hostile too",
                len(plans), f"{len(done)} made, with the pages of events, publishers, changes, codebook", wrong)  # fmt: skip


def _planted(listener: Ears, folder: Path) -> list[Line]:
    """Return what payloads do that stand unescaped in a page, without a policy and with ours: the ears are not deaf."""
    acted: dict[bool, list[str]] = {False: [], True: []}
    for guarded in acted:
        for payload in PAYLOADS:
            text, page = payload.at(999), folder / f"{payload.number}-{guarded}.html"
            said = f'<a href="{text}">x</a>' if payload.kind == "address" else text
            head = guard.opening("") if guarded else ""
            page.write_text(
                f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{said}',
                encoding="utf-8",
                newline="",
            )
            heard = listener.open(page.as_uri())
            heard += listener.click(0) if payload.kind == "address" and not heard else []
            acted[guarded] += [f"{text}: {each}" for each in heard if each.startswith(ACTS)][:1]
    deaf = [] if len(acted[False]) > len(PAYLOADS) // 3 else ["too few of the planted payloads were heard"]
    ran = [each for each in acted[True] if "http-equiv=refresh" not in each]
    return [
        line("payloads planted unescaped in a page of no policy, to prove that the browser's ears hear", len(PAYLOADS),
             f"{len(acted[False])} ran, asked or led away, and were heard", deaf),
        line("the same planted in a page with our policy, as if escaping had failed", len(PAYLOADS),
             f"{len(acted[True])} heard: {'only the one that refreshes the page' if not ran else 'some'}", ran),
    ]  # fmt: skip


def _pages(listener: Ears, project: Project, written: Written) -> list[Line]:
    """Open every page of the hostile copy and return what was heard, seen and where its links lead."""
    seen = Seen()
    normal = {key: _normal(text) for key, text in written.texts.items()}
    for page in sorted(project.reports.rglob("*.html"))[::EVERY]:
        seen.pages += 1
        seen.wrong += [f"{page.name}: {each}" for each in listener.open(page.as_uri())]
        seen.wrong += [f"{page.name}: {each}" for each in listener.ask("page()")]
        text = listener.ask("text()")
        here, smooth = found(text) & set(normal), _normal(text)
        seen.shown |= here
        seen.whole |= {key for key in here - seen.whole if normal[key] in smooth}
        _follow(listener, page, project, seen)
    columns = {place for place, _ in seen.shown}
    return [
        line("pages opened from their folder in Chromium: alerts, requests, refusals, errors, navigation; elements, attributes, "
             "comments, the page written out and read again", seen.pages, "nothing heard, nothing that is not ours", seen.wrong),
        line("payloads of a column met as text on these pages", len(seen.shown),
             f"from {len(columns)} columns; {len(seen.whole)} to the letter, the others cut or reworded (a code's _ is a blank)", []),
        line("different addresses of payloads that became links, each clicked", len(seen.clicked),
             "all http or https, nothing ran; every other scheme stays text", seen.astray),
    ]  # fmt: skip


def _follow(listener: Ears, page: Path, project: Project, seen: Seen) -> None:
    """Note where the links of the open page lead, and click those that a payload made and that were not clicked yet."""
    links = listener.ask("links()")
    seen.astray += misleading(links, page, project.reports)
    for place, address in of_tables(links):
        if address not in seen.clicked:
            seen.clicked.add(address)
            seen.astray += [f"{address}: {each}" for each in listener.click(place)]
            listener.open(page.as_uri())


def _normal(text: str) -> str:
    """Return a text without what a page may change of it: blanks, capitals, the _ of a code, what nobody sees."""
    return "".join(seeing.shown(text).casefold().replace("_", " ").split())


def _drawings(listener: Ears, project: Project) -> Line:
    """Open every picture by itself."""
    wrong, drawn = [], sorted(project.reports.rglob("*.svg"))
    for picture in drawn:
        heard = listener.open(picture.as_uri())
        wrong += [f"{picture.name}: {each}" for each in [*heard, *([] if heard else listener.ask("drawing()"))]]
    return line(
        "pictures (SVG) opened by themselves",
        len(drawn),
        "well-formed, nothing heard, they lead only into themselves",
        wrong,
    )


def _displays(listener: Ears, project: Project) -> Line:
    """Show what executed notebooks display, on a page without a policy, as JupyterLab would."""
    wrong, number = [], 0
    for notebook in sorted(project.reports.glob("*/executed.ipynb")):
        ours, others, kinds = hostile_files.displays(notebook)
        wrong += [f"{notebook.parent.name}: displays {kind}" for kind in kinds]
        number += len(ours) + len(others)
        for listed, own in ((ours, True), (others, False)):
            strange = _bare(listener, project.root / "planted" / "display.html", listed)
            wrong += [
                f"{notebook.parent.name}: {each}"
                for each in strange
                if own or not each.startswith(("element <style", "attribute"))
            ]
    return line(
        "displays of executed notebooks, shown without a policy as JupyterLab shows them",
        number,
        "nothing heard, nothing foreign",
        wrong,
    )


def _feed(listener: Ears, project: Project) -> Line:
    """Read the feed and show the HTML of its entries."""
    entries, wrong = hostile_files.feed(project.reports / "feed.xml")
    wrong += _bare(listener, project.root / "planted" / "feed.html", entries)
    return line(
        "entries of the Atom feed, each text in it a payload",
        len(entries),
        "well-formed; their HTML holds only paragraphs and lists",
        wrong,
    )


def _bare(listener: Ears, page: Path, parts: list[str]) -> list[str]:
    """Return what is heard and foreign on a page without a policy that holds some HTML."""
    page.write_text(f'<!doctype html><meta charset="utf-8"><title>x</title><body>{"".join(parts)}', encoding="utf-8")
    heard = listener.open(page.as_uri())
    return [*heard, *listener.ask("shown()")]


def _served(listener: Ears, project: Project) -> Line:
    """Open pages of every kind over `civcas serve`, where the policy is sent as well."""
    pages = [page for page in sorted(project.reports.rglob("*.html")) if len(page.name.encode()) < 200]
    chosen = pages[:: max(1, len(pages) // SERVED)]
    wrong: list[str] = []
    with serving.server(project) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for page in chosen:
            heard = listener.open(serving.address(server) + page.relative_to(project.reports).as_posix())
            heard = [each for each in heard if "404" not in each]  # the icon that a browser asks every site for
            wrong += [f"{page.name}: {each}" for each in [*heard, *listener.ask("page()")]]
        server.shutdown()
    return line(
        "pages opened over `civcas serve`", len(chosen), "policy sent and stated; nothing heard, pictures shown", wrong
    )


def _sheets(project: Project) -> list[Line]:
    """Return what the tables for spreadsheets hold, and whether they are read back as they were."""
    listed = project.root / "pairs.csv"
    hostile_reports.make(project, "review-links", "--out", listed.name)
    told = [(name, *hostile_files.sheet(text)) for name, text in hostile_files.sheets(project, [listed])]
    wrong = [f"{name}: {each}" for name, _, _, torn in told for each in torn]
    number, guarded = (sum(each[place] for each in told) for place in (1, 2))
    back = hostile_files.changed(project)
    return [
        line(f"cells of {len(told)} CSV files (reports, evidence, pictures, codebook, review list, rejects, release)", number,
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
