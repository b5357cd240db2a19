from __future__ import annotations

import json

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish import provenance, site
from analysis.publish.extract import Contents
from analysis.publish.making.plan import Plan, one_off, read_catalogue

SHOWN = Contents(
    headline="By 25 March, 57 <statements>.", provenance={"as_of": "2017-03-25", "seeds": {}, "tables": {}}
)


def publish(project: Project, plan: Plan) -> None:
    place = project.reports / plan.id
    place.mkdir(parents=True)
    record = provenance.record(project, plan, plan.parameters, SHOWN, {})
    (place / "provenance.json").write_text(json.dumps(record), encoding="utf-8")


def fail(project: Project, plan: Plan, problem: str) -> None:
    (project.reports / "logs").mkdir(parents=True, exist_ok=True)
    note = json.dumps({"problem": problem, "cell": 3})
    (project.reports / "logs" / f"{plan.id}.json").write_text(note, encoding="utf-8")


def entry(project: Project, identity: str = "shown") -> site.Entry:
    groups = site.entries(project, read_catalogue(project))
    [found] = [each for entries in groups.values() for each in entries if each.id == identity]
    return found


def page(project: Project) -> str:
    site.write_index(project, read_catalogue(project))
    return (project.reports / "index.html").read_text(encoding="utf-8")


def test_a_report_not_made_yet_is_missing_and_says_how_to_make_it(small: Project) -> None:
    assert entry(small) == site.Entry(
        "shown", "Shown & <b>told</b>", "missing", "", "", "", "Make it with: civcas report shown"
    )
    assert "civcas report shown" in tiny.soup(page(small)).text


def test_a_report_made_from_what_is_there_now_is_fresh(small: Project) -> None:
    publish(small, read_catalogue(small)[0])
    assert entry(small) == site.Entry(
        "shown", "Shown & <b>told</b>", "fresh", SHOWN.headline, "shown/report.html", "2017-03-25", ""
    )


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("data/hand/places.csv", "the data"),
        ("notebooks/10-shown.ipynb", "the notebook"),
        ("reports.toml", "its parameters"),
    ],
)
def test_a_report_is_stale_when_what_it_was_made_from_has_changed(small: Project, name: str, word: str) -> None:
    publish(small, read_catalogue(small)[0])
    path = small.root / name
    path.write_text(path.read_text(encoding="utf-8").replace("Mosul", "Raqqa", 1), encoding="utf-8")
    found = entry(small)
    assert (found.status, found.link) == ("stale", "shown/report.html")
    assert found.reason == f"Changed since it was made: {word}."


def test_a_report_made_by_other_code_is_stale(small: Project) -> None:
    publish(small, read_catalogue(small)[0])
    path = small.reports / "shown" / "provenance.json"
    path.write_text(path.read_text(encoding="utf-8").replace(provenance.code_hash(), "ab"), encoding="utf-8")
    assert entry(small).reason == "Changed since it was made: the code."


def test_a_failure_makes_a_saved_report_stale_and_another_failed(small: Project) -> None:
    shown, plain = read_catalogue(small)
    publish(small, shown)
    for plan in (shown, plain):
        fail(small, plan, "cell [3] <broke>")
    assert (entry(small).status, entry(small).link) == ("stale", "shown/report.html")
    assert (entry(small, "plain").status, entry(small, "plain").link) == ("failed", "")
    found = tiny.soup(page(small))
    assert found.text.count("cell [3] <broke>") == 2
    assert [link["href"] for link in found.select("li a")] == ["shown/report.html"]


def test_a_one_off_run_is_listed_apart_while_its_folder_is_there(small: Project) -> None:
    plan = one_off(read_catalogue(small)[1], {"as_of": "2017-05-31"})
    publish(small, plan)
    groups = site.entries(small, read_catalogue(small))
    assert [each.id for each in groups["Not in reports.toml"]] == ["plain--as_of-2017-05-31"]
    assert entry(small, plan.id).status == "fresh" and entry(small, plan.id).title == plan.title
    assert entry(small, "plain").status == "missing"


def test_reports_are_grouped_by_their_notebook_in_the_order_of_the_catalogue(small: Project) -> None:
    plans = [
        Plan("a", "30-briefing", "A"),
        Plan("b", "20-one-event", "B"),
        Plan("c", "30-briefing", "C"),
        Plan("d", "x", "D"),
    ]
    groups = site.entries(small, plans)
    assert [[each.id for each in entries] for entries in groups.values()] == [["a", "c"], ["b"], ["d"]]
    assert list(groups) == [site.GROUPS["30-briefing"], site.GROUPS["20-one-event"], "x"]


def test_the_index_is_sound_and_counts_each_status(small: Project) -> None:
    shown, plain = read_catalogue(small)
    publish(small, shown)
    fail(small, plain, tiny.SCRIPT)
    html = page(small)
    assert tiny.faults(html) == []
    found = tiny.soup(html)
    assert "2 reports: 1 fresh, 1 failed." in found.text
    assert [status.text for status in found.select("li .status")] == ["fresh", "failed"]
    for words in ("Shown & <b>told</b>", SHOWN.headline, "as of 2017-03-25", tiny.SCRIPT):
        assert words in found.text


def test_the_index_is_written_at_once_and_the_same_each_time(small: Project) -> None:
    assert page(small) == page(small)
    assert [path.name for path in small.reports.iterdir()] == ["index.html"]
