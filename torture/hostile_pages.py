"""Opens what hostile tables were made into in a browser: pages, pictures, displays, the feed; from a folder, served."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import mistune

from analysis.data import codebook, raw
from analysis.paths import Project
from analysis.publish import guard, seeing, serving, welcome
from analysis.publish.release.findings import findings
from torture import hostile_files
from torture.hostile_browser import Ears, misleading, of_tables
from torture.hostile_payloads import PAYLOADS, found
from torture.hostile_tables import Written
from torture.part import Line

EVERY = int(os.environ.get("HOSTILE_EVERY", "1"))  # of how many pages one is opened; more than 1 is for trying this out
ACTS = ("alert", "confirm", "prompt", "print", "open", "dialog", "request", "went", "download")
SERVED = 40  # pages that are opened over `civcas serve` as well
TOLD = 5
STYLED = (
    "element <style",
    "attribute scoped of <style",
    "attribute style",
    "attribute border",
)  # of displays that are not ours: text on one side
OPENED = (
    "pages opened from their folder in Chromium: alerts, requests, refusals, errors, navigation; elements, attributes, "
    "comments; the page written out and read again"
)


def line(what: str, times: int, happened: str, wrong: Iterable[str]) -> Line:
    """Return a line with its first examples."""
    listed = list(wrong)
    return Line(
        what, times, happened, len(listed), [each.encode("unicode_escape").decode()[:160] for each in listed[:TOLD]]
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


def planted(listener: Ears, folder: Path) -> list[Line]:
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
            listener.settle()
            acted[guarded] += [f"{text}: {each}" for each in heard if each.startswith(ACTS)][:1]
    deaf = [] if len(acted[False]) > len(PAYLOADS) // 4 else ["too few of the planted payloads were heard"]
    ran = [each for each in acted[True] if "http-equiv=refresh" not in each]
    return [
        line("payloads planted unescaped in a page of no policy, to prove that the browser's ears hear", len(PAYLOADS),
             f"{len(acted[False])} ran, asked or led away, and were heard", deaf),
        line("the same planted in a page with our policy, as if escaping had failed", len(PAYLOADS),
             f"{len(acted[True])} heard: {'only the one that refreshes the page' if not ran else 'some'}", ran),
    ]  # fmt: skip


def pages(listener: Ears, project: Project, written: Written) -> list[Line]:
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
    columns, whole = {place for place, _ in seen.shown}, f"{len(seen.whole):,} to the letter"
    met = f"from {len(columns)} columns; {whole}, the others cut or reworded by their page"
    followed = "all http or https, nothing ran; every other scheme stays text"
    return [
        line(OPENED, seen.pages, "nothing heard, nothing that is not ours", seen.wrong),
        line("payloads of a column met as text on these pages", len(seen.shown), met, []),
        line("addresses of payloads that became links, each clicked once", len(seen.clicked), followed, seen.astray),
    ]


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


def drawings(listener: Ears, project: Project) -> Line:
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


def displays(listener: Ears, project: Project) -> Line:
    """Show what executed notebooks and the start page display, on a page without a policy, as JupyterLab would."""
    wrong, number = [], 0
    shown = {
        path.parent.name: hostile_files.displays(path) for path in sorted(project.reports.glob("*/executed.ipynb"))
    }
    guides = welcome.notebooks(project)._repr_mimebundle_()["text/html"]
    for name, (ours, others, kinds) in (shown | {"start": ([], [guides], [])}).items():
        wrong += [f"{name}: displays {kind}" for kind in kinds]
        number += len(ours) + len(others)
        for listed, own in ((ours, True), (others, False)):
            strange = _bare(listener, project.root / "planted" / "display.html", listed)
            wrong += [f"{name}: {each}" for each in strange if own or not each.startswith(STYLED)]
    what = "displays of executed notebooks and of the start page, shown without a policy as JupyterLab shows them"
    return line(what, number, "nothing heard, nothing foreign", wrong)


def documents(listener: Ears, project: Project) -> Line:
    """Show the documents in Markdown that tables are written into, with a renderer that lets all HTML through."""
    texts = [codebook.render(raw.card(project)), findings(project)]
    rendered = [str(mistune.create_markdown(escape=False, plugins=["table"])(text)) for text in texts]
    wrong = _bare(listener, project.root / "planted" / "document.html", rendered)
    wrong = [each for each in wrong if not each.startswith(STYLED)]
    return line(
        "documents in Markdown, laid out by a program that lets HTML through", len(texts), "text as text", wrong
    )


def feed(listener: Ears, project: Project) -> Line:
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


def served(listener: Ears, project: Project) -> Line:
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


LOOKS = (drawings, displays, documents, feed, served)
