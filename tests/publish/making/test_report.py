from __future__ import annotations

import csv
import hashlib
import json
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from publish import tiny
from publish.conftest import Phase

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.making.report import Options, make

SAVED = {
    "report.html", "executed.ipynb", "provenance.json", "values.json", "tables/evidence.csv", "evidence/numbers.html",
}  # fmt: skip


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def published(phase: Phase) -> set[str]:
    return {name for name in files(phase.reports) if not name.startswith("logs/")}


def status(phase: Phase) -> dict[str, str]:
    items = tiny.soup(phase.read("index.html")).select("[data-list] > li")
    return {item.select_one(".meta").text.partition(",")[0]: item.select_one(".status").text for item in items}


def rows(phase: Phase, name: str) -> list[list[str]]:
    return list(csv.reader(StringIO(phase.read(name))))[1:]


def test_a_report_appears_whole(first: Phase) -> None:
    assert [result.problem for result in first.results.values()] == [None, None]
    more = {"figures/three.png", "figures/three.svg", "tables/statements.csv", "tables/hostile.csv"}
    assert files(first.reports / "shown") >= SAVED | more
    assert files(first.reports / "plain") == SAVED
    assert (first.reports / "shown" / "figures" / "three.png").read_bytes().startswith(b"\x89PNG")


def test_each_result_is_told_once_and_returned_in_the_order_asked(first: Phase, broken: Phase) -> None:
    assert list(first.results) == ["shown", "plain"]
    assert list(broken.results) == ["plain", "killed", "mute", "late"]
    assert len(broken.told) == 4
    assert {result.id: result for result in broken.told} == broken.results


def test_every_page_is_sound_and_loads_nothing(first: Phase, broken: Phase) -> None:
    for phase, page in [(first, "shown"), (first, "plain"), (broken, "plain"), (broken, "late")]:
        assert tiny.faults(phase.read(f"{page}/report.html")) == []
        assert tiny.faults(phase.read("index.html")) == ["<script>"]


def test_untrusted_text_arrives_as_text(first: Phase) -> None:
    page = tiny.soup(first.read("shown/report.html"))
    assert page.h1.text == page.title.text == "Shown & <b>told</b>"
    cells = [head.text for head in page.find("caption", string="What a page may hold").parent.select("tbody th")]
    assert cells == ["=1+1", tiny.SCRIPT, "javascript:alert(1)", "\"'><b>", tiny.ARABIC]
    assert page.select_one("pre.out").text.strip() == tiny.SCRIPT
    index = tiny.soup(first.read("index.html"))
    assert index.select_one("a[href='shown/report.html']").text == "Shown & <b>told</b>"


def test_the_csv_is_guarded_and_as_long_as_the_table(first: Phase) -> None:
    assert rows(first, "shown/tables/hostile.csv")[0] == ["'=1+1", "0"]
    shown = tiny.soup(first.read("shown/report.html")).select("table")[0].select("tbody tr")
    assert len(rows(first, "shown/tables/statements.csv")) == len(shown) > 40


def test_every_file_beside_the_page_can_be_reached_from_it(first: Phase) -> None:
    page = tiny.soup(first.read("shown/report.html"))
    linked = {link["href"].partition("#")[0] for link in page.select("a[href]")}
    assert files(first.reports / "shown") - {"report.html"} <= linked
    assert all((first.reports / "shown" / href).is_file() for href in linked if href and not href.startswith("http"))


def test_every_number_of_the_headline_leads_to_its_rows(first: Phase) -> None:
    page = tiny.soup(first.read("shown/report.html"))
    [number] = page.select(".headline a")
    entry = page.select_one(number["href"])
    assert number.text in entry.text and "dated statements public by the day" in entry.text
    assert len(rows(first, "shown/tables/evidence.csv")) == int(number.text)


def test_the_record_holds_every_output_with_its_hash(first: Phase) -> None:
    told = json.loads(first.read("shown/provenance.json"))
    assert set(told["outputs"]) == files(first.reports / "shown") - {"report.html", "provenance.json"}
    for name, sha256 in told["outputs"].items():
        assert hashlib.sha256((first.reports / "shown" / name).read_bytes()).hexdigest() == sha256
    assert told["parameters"] == {"place": "Mosul", "as_of": "2017-03-25"}
    assert told["given"] == {"place": "Mosul"}
    assert (told["as_of"], told["seeds"]) == ("2017-03-25", {"draws": 7})
    assert {"statements", "places"} <= set(told["tables"])


def test_same_inputs_same_bytes_in_any_folder_with_any_workers(first: Phase, again: Phase) -> None:
    made = files(again.reports / "shown")
    assert files(first.reports / "shown") == made
    for name in sorted(made):
        assert (first.reports / "shown" / name).read_bytes() == (again.reports / "shown" / name).read_bytes(), name


def test_no_folder_and_no_clock_is_in_what_is_published(first: Phase, workshop: Project) -> None:
    for name in published(first):
        content = (first.reports / name).read_bytes()
        assert not [word for word in (str(workshop.root), "/tmp/", "start_time") if word.encode() in content], name


def test_a_failing_notebook_names_report_cell_and_error(broken: Phase) -> None:
    assert broken.results["plain"].cell == 3
    for words in ("plain: cell [3] of 20-plain.ipynb", "number = 230", "ValueError: no <such> row"):
        assert words in broken.results["plain"].problem


def test_the_last_good_report_stays_and_says_that_it_is_stale(first: Phase, broken: Phase) -> None:
    page = tiny.soup(broken.read("plain/report.html"))
    [notice] = page.select(".notice")
    assert "Stale" in notice.text and "ValueError: no <such> row" in notice.text
    notice.extract()
    assert str(page) == str(tiny.soup(first.read("plain/report.html")))
    for name in SAVED - {"report.html"}:
        assert broken.read(f"plain/{name}") == first.read(f"plain/{name}"), name


def test_the_failed_notebook_is_kept_with_its_error_and_its_log(broken: Phase) -> None:
    kept = nbformat.reads(broken.read("logs/plain.failed.ipynb"), as_version=4)
    errors = [output for cell in kept.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert [error.ename for error in errors] == ["ValueError"]
    assert (broken.reports / "logs" / "plain.log").is_file()


def test_the_others_go_on_beside_one_that_fails_and_one_whose_kernel_is_killed(broken: Phase) -> None:
    assert "killed: 30-killed.ipynb did not finish" in broken.results["killed"].problem
    assert not (broken.reports / "killed").exists()
    assert broken.results["late"].problem is None
    assert files(broken.reports / "late") == SAVED


def test_the_index_says_which_are_fresh_stale_and_failed(first: Phase, broken: Phase) -> None:
    assert status(first) == {"shown": "fresh", "plain": "fresh"}
    assert status(broken) == {"shown": "fresh", "plain": "stale", "killed": "failed", "mute": "failed", "late": "fresh"}
    assert "ValueError: no <such> row" in tiny.soup(broken.read("index.html")).text


def test_a_mended_notebook_takes_the_stale_mark_away(first: Phase, mended: Phase) -> None:
    assert mended.results["plain"].problem is None
    assert status(mended)["plain"] == "fresh"
    for name in SAVED:
        assert mended.read(f"plain/{name}") == first.read(f"plain/{name}"), name


def test_a_crash_between_the_two_renames_is_healed(first: Phase, mended: Phase) -> None:
    assert status(mended)["shown"] == "fresh"
    assert mended.read("shown/report.html") == first.read("shown/report.html")


@pytest.mark.parametrize("phase", ["first", "broken", "mended"])
def test_nothing_of_the_work_is_left(phase: str, request: pytest.FixtureRequest) -> None:
    reports = request.getfixturevalue(phase).reports
    assert not [path.name for path in reports.rglob("*") if path.name.startswith(".") or path.name == "half.html"]


def test_a_report_without_headline_panel_or_provenance_is_not_published(broken: Phase) -> None:
    problem = broken.results["mute"].problem
    assert "no headline and no evidence and no provenance" in problem
    assert (broken.reports / "logs" / "mute.failed.ipynb").is_file()
    assert not (broken.reports / "mute").exists()


def test_whoever_looks_may_refuse_before_anything_is_run_or_written(small: Project) -> None:
    looked: list[str] = []

    def refuse(plans: list[Plan]) -> None:
        looked.extend(plan.notebook for plan in plans)
        raise ReportError("foreign")

    listed = read_catalogue(small)
    with pytest.raises(ReportError, match="foreign"):
        make(small, listed, listed, lambda result: None, Options(look=refuse), lambda wanted: pytest.fail("begun"))
    assert looked == ["10-shown", "20-plain"] and files(small.reports) == set()
