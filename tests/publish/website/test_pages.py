from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish import website
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.website import pages

LOADS = re.compile(
    r"""(?:src|srcset|poster|data)\s*=\s*["']?(?!data:)\w|@import|url\(|<(?:link|iframe|object|embed|base)\b"""
)
EVENT = Plan("one", "20-one-event", "One", {"event": "hawija-2015-06-02"})


def names(project: Project) -> set[str]:
    return {path.relative_to(project.reports).as_posix() for path in project.reports.rglob("*") if path.is_file()}


def test_pages_are_written_once_and_again_when_what_they_show_is_another(small: Project) -> None:
    small.reports.mkdir()
    assert pages.write_pages(small, [EVENT]) and not pages.write_pages(small, [EVENT])
    before = {name: (small.reports / name).read_bytes() for name in names(small)}
    (small.reports / "events" / "gone.html").write_text("an event that is gone", encoding="utf-8")
    (small.reports / "one").mkdir()
    (small.reports / "one" / "report.html").write_text("", encoding="utf-8")
    assert pages.write_pages(small, [EVENT]) and not pages.write_pages(small, [EVENT])
    changed = {name for name, content in before.items() if (small.reports / name).read_bytes() != content}
    assert changed == {"events/hawija-2015-06-02.html", "events/made.json"}
    assert names(small) - {"one/report.html"} == set(before)


@pytest.mark.parametrize("spoil", ["code", "publishers"])
def test_pages_are_made_anew_when_the_code_is_another_or_a_folder_is_gone(small: Project, spoil: str) -> None:
    small.reports.mkdir()
    pages.write_pages(small, [])
    noted = small.reports / "events" / pages.MARK
    if spoil == "code":
        noted.write_text(json.dumps(json.loads(noted.read_text()) | {"hashes": ["other"]}), encoding="utf-8")
    else:
        (small.reports / "publishers" / "index.html").unlink()
    assert pages.write_pages(small, []) and not pages.write_pages(small, [])


def test_the_old_pages_stay_when_new_ones_cannot_be_made(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    small.reports.mkdir()
    pages.write_pages(small, [])
    before = names(small)
    monkeypatch.setattr(pages, "_mark", lambda *_: "other")
    monkeypatch.setattr(pages, "contents", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pages.write_pages(small, [])
    assert names(small) == before


def test_where_nothing_is_built_nothing_is_written(copy: Project) -> None:
    assert not pages.write_pages(copy, [])


def test_reports_of_imported_studies_are_about_no_event_of_ours(small: Project) -> None:
    plans = [EVENT, Plan("two", "20-one-event", "Two", {"event": "hawija-2015-06-02", "study": "other"})]
    for plan in plans:
        (small.reports / plan.id).mkdir(parents=True)
        (small.reports / plan.id / "report.html").write_text("", encoding="utf-8")
    [[told]] = pages.reports_about(small, plans).values()
    assert told["link"] == "one/report.html"


def test_no_page_loads_anything_and_none_weighs_a_megabyte(small: Project, made: dict[str, str]) -> None:
    listed = read_catalogue(small)
    website.write_site(small, listed, [])
    whole = made | {name: (small.reports / name).read_text(encoding="utf-8") for name in ("index.html", "changes.html")}
    for name, html in whole.items():
        assert len(html.encode()) < 1_000_000, name
        assert not LOADS.search(html), (name, LOADS.search(html))
        assert html.count("<script>") == html.count("<script") == (1 if name.endswith("index.html") else 0), name
        assert not re.search(r"\son\w+\s*=|javascript:", html), name


def test_every_link_inside_the_site_leads_somewhere(small: Project, made: dict[str, str]) -> None:
    anchors = {name: set(re.findall(r'\sid="([^"]+)"', html)) for name, html in made.items()}
    elsewhere = {"index.html", "changes.html", "one/report.html", "mosul/report.html"}
    for name, html in made.items():
        for address in re.findall(r'href="(?!http)([^"]+)"', html):
            page, _, anchor = address.partition("#")
            target = (Path("/") / Path(name).parent / page).resolve().relative_to("/").as_posix() if page else name
            assert target in elsewhere or (target in made and (not anchor or anchor in anchors[target])), (
                name,
                address,
            )


def test_the_lists_hold_every_event_under_its_month_and_every_publisher(made: dict[str, str]) -> None:
    for name in ("events/index.html", "publishers/index.html"):
        assert tiny.faults(made[name]) == ["<script>"]
        page = tiny.soup(made[name])
        assert len(page.select("[data-list] > li")) == sum(other.startswith(name[:6]) for other in made) - 1
    months = [tag["id"] for tag in tiny.soup(made["events/index.html"]).select("h3[id]")]
    assert months == sorted(months) and "m-2017-03" in months


def test_the_index_comes_last_and_comes_even_where_another_page_cannot_be_made(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.reports.mkdir()
    done: list[str] = []
    monkeypatch.setattr(website, "write_pages", lambda *_: done.append("pages"))
    monkeypatch.setattr(website, "write_feed", lambda *_: done.append("feed") or 1 / 0)
    monkeypatch.setattr(website, "write_index", lambda *_: done.append("index"))
    with pytest.raises(ZeroDivisionError):
        website.write_site(small, [], [])
    assert done == ["pages", "feed", "index"], "the index leads to all the others, so that none may come after it"


@pytest.mark.parametrize("killed_at", ["publishers", "events"])
def test_the_codebook_and_every_page_are_made_after_a_kill_between_them(
    small: Project, monkeypatch: pytest.MonkeyPatch, killed_at: str
) -> None:
    small.reports.mkdir()
    put = pages.put_in_place

    def killed(new: Path, place: Path) -> None:
        if place.name == killed_at:
            raise KeyboardInterrupt
        put(new, place)

    monkeypatch.setattr(pages, "put_in_place", killed)
    with pytest.raises(KeyboardInterrupt):
        pages.write_pages(small, [])
    monkeypatch.undo()
    assert not (small.reports / pages.STAGED).exists()
    assert pages.write_pages(small, []) and not pages.write_pages(small, [])
    assert {"codebook.html", "codebook.csv", "events/index.html", "publishers/index.html"} <= names(small)


def test_what_a_killed_run_had_staged_goes_even_where_the_pages_stand(small: Project) -> None:
    small.reports.mkdir()
    pages.write_pages(small, [])
    (small.reports / pages.STAGED / "events").mkdir(parents=True)
    assert not pages.write_pages(small, []) and not (small.reports / pages.STAGED).exists()
