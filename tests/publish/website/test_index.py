from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish import provenance
from analysis.publish.extract import Contents
from analysis.publish.making.plan import Plan, one_off, read_catalogue
from analysis.publish.status import Status, one_offs
from analysis.publish.website import frame
from analysis.publish.website import index as site
from analysis.publish.website.version import data_version

SHOWN = Contents(
    headline="By 25 March, 57 <statements>.", provenance={"as_of": "2017-03-25", "seeds": {}, "tables": {}, "files": {}}
)


def publish(project: Project, plan: Plan) -> None:
    place = project.reports / plan.id
    place.mkdir(parents=True)
    record = provenance.record(provenance.Present(project), plan, plan.parameters, SHOWN, {"tables": {}, "files": {}})
    (place / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    (place / "report.html").write_text("", encoding="utf-8")


def fail(project: Project, plan: Plan, problem: str) -> None:
    (project.reports / "logs").mkdir(parents=True, exist_ok=True)
    note = json.dumps({"problem": problem, "cell": 3})
    (project.reports / "logs" / f"{plan.id}.json").write_text(note, encoding="utf-8")


def entries(project: Project) -> dict[str, list[site.Entry]]:
    listed = read_catalogue(project)
    return site.entries(provenance.Present(project), listed, one_offs(project, listed))


def entry(project: Project, identity: str = "shown") -> site.Entry:
    [found] = [each for group in entries(project).values() for each in group if each.id == identity]
    return found


def page(project: Project) -> str:
    listed = read_catalogue(project)
    site.write_index(project, listed, one_offs(project, listed))
    return (project.reports / "index.html").read_text(encoding="utf-8")


def test_a_report_not_made_yet_is_missing_and_says_how_to_make_it(small: Project) -> None:
    assert entry(small) == site.Entry(
        "shown", "Shown & <b>told</b>", "missing", "", "", "", "", "Make it with: civcas report shown"
    )
    assert "civcas report shown" in tiny.soup(page(small)).text


def test_a_report_made_from_what_is_there_now_is_fresh(small: Project) -> None:
    publish(small, read_catalogue(small)[0])
    assert entry(small) == site.Entry(
        "shown", "Shown & <b>told</b>", "fresh", SHOWN.headline, SHOWN.basis, "shown/report.html", "2017-03-25", ""
    )


@pytest.mark.parametrize(
    ("name", "word"),
    [("notebooks/10-shown.ipynb", "notebook 10-shown.ipynb"), ("reports.toml", "asked: given")],
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
    told = json.loads(path.read_text(encoding="utf-8"))
    told["modules"]["analysis.publish.render"] = "ab:cd"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert entry(small).reason == "Changed since it was made: module analysis.publish.render."


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
    assert [each.id for each in entries(small)["Not in reports.toml"]] == ["plain--as_of-2017-05-31"]
    assert entry(small, plan.id).status == "fresh" and entry(small, plan.id).title == plan.title
    assert entry(small, "plain").status == "missing"


def test_reports_are_grouped_by_their_notebook_in_the_order_of_the_catalogue(small: Project) -> None:
    plans = [
        Plan("a", "30-briefing", "A"),
        Plan("b", "20-one-event", "B"),
        Plan("c", "30-briefing", "C"),
        Plan("d", "x", "D"),
    ]
    groups = site.entries(provenance.Present(small), plans, [])
    assert [[each.id for each in entries] for entries in groups.values()] == [["a", "c"], ["b"], ["d"]]
    assert list(groups) == [site.GROUPS["30-briefing"], site.GROUPS["20-one-event"], "x"]


def test_the_index_is_sound_and_counts_each_status(small: Project) -> None:
    shown, plain = read_catalogue(small)
    publish(small, shown)
    fail(small, plain, tiny.SCRIPT)
    html = page(small)
    assert tiny.faults(html) == ["<script>"]
    found = tiny.soup(html)
    assert "2 reports: 1 fresh, 1 failed." in found.text
    assert [status.text for status in found.select("li .status")] == ["fresh", "failed"]
    for words in ("Shown & <b>told</b>", SHOWN.headline, "as of 2017-03-25", tiny.SCRIPT):
        assert words in found.text


def test_the_index_is_written_at_once_and_the_same_each_time(small: Project) -> None:
    assert page(small) == page(small)
    assert [path.name for path in small.reports.iterdir()] == ["index.html"]


def written(project: Project) -> bool:
    """Whether the index is written anew: a mark put behind it is gone then."""
    index = project.reports / "index.html"
    with index.open("a", encoding="utf-8") as file:
        file.write("<!-- left alone -->")
    page(project)
    return "left alone" not in index.read_text(encoding="utf-8")


def retitled(project: Project) -> None:
    text = project.catalogue.read_text(encoding="utf-8").replace('title = "Plain"', 'title = "Plainer"')
    project.catalogue.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        retitled,
        lambda project: publish(project, read_catalogue(project)[0]),
        lambda project: fail(project, read_catalogue(project)[1], "broke"),
        lambda project: publish(project, one_off(read_catalogue(project)[1], {"as_of": "2017-05-31"})),
    ],
)
def test_the_index_is_written_only_when_it_would_say_something_else(
    small: Project, change: Callable[[Project], None]
) -> None:
    page(small)
    assert not written(small)
    change(small)
    assert written(small) and not written(small)


def test_the_index_is_written_anew_when_a_template_is_another(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    page(small)
    monkeypatch.setattr(frame, "code", lambda *_: ["other"])
    assert written(small) and not written(small)


def test_an_index_that_is_gone_or_another_page_is_written(small: Project) -> None:
    first = page(small)
    (small.reports / "index.html").write_text("another", encoding="utf-8")
    assert page(small) == first
    (small.reports / "index.html").unlink()
    assert page(small) == first


def test_a_status_that_is_known_already_is_not_looked_up_again(small: Project) -> None:
    [plan] = read_catalogue(small)[:1]
    known = {plan.id: Status(plan, "stale", ("table statements: column url",), {"headline": "One.", "as_of": None})}
    [[found]] = site.entries(provenance.Present(small), [plan], [], known).values()
    assert (found.status, found.headline, found.link, found.as_of) == ("stale", "One.", "shown/report.html", "")
    assert found.reason == "Changed since it was made: table statements: column url."


def made_up(number: int) -> Plan:
    """A briefing as long as the real ones are."""
    month = f"{2014 + number // 12 % 5}-{number % 12 + 1:02}"
    title = f"A place of some length {number}, {month}, as known at the end of the month"
    return Plan(f"a-place-of-some-length-{number}-{month}", "30-briefing", title, {"month": month, "place": "Mosul"})


def test_an_index_of_two_thousand_reports_stays_below_a_megabyte_and_says_what_it_leaves_out(small: Project) -> None:
    plans = [made_up(number) for number in range(2000)]
    told = {
        "headline": "By this day, of civilians killed: " + "somebody at least 230; " * 9,
        "basis": "Of: these. " * 20,
    }
    known = {plan.id: Status(plan, "fresh", (), {**told, "as_of": "2017-03-31"}) for plan in plans}
    site.write_index(small, plans, [], known)
    html = (small.reports / "index.html").read_text(encoding="utf-8")
    assert len(html.encode()) < 1_000_000
    assert all(f"{plan.id}/report.html" in html for plan in plans)
    assert "So many reports are listed" in html and "Of: it." not in html
    assert html.count("somebody at least 230;") in (0, 2000 * 9)


def test_findings_stand_by_event_by_month_and_across_the_campaign(small: Project) -> None:
    plans = [
        Plan("x", "70-revisions", "X"),
        Plan("m2", "30-briefing", "M2", {"month": "2017-03"}),
        Plan("e", "20-one-event", "E", {"event": "some"}),
        Plan("m1", "30-briefing", "M1", {"month": "2016-12"}),
        Plan("own", "own-notebook", "Own"),
    ]
    made = site.sections(site.entries(provenance.Present(small), plans[:4], plans[4:]))
    told = [(one["name"], [(part["name"], [e.id for e in part["entries"]]) for part in one["parts"]]) for one in made]
    assert told == [
        (site.BY_EVENT, [("", ["e"])]),
        (site.BY_MONTH, [("2016", ["m1"]), ("2017", ["m2"])]),
        (site.ACROSS, [(site.GROUPS["70-revisions"], ["x"])]),
        (site.NOT_LISTED, [("", ["own"])]),
    ]


def test_what_can_and_cannot_be_said_stands_first_and_the_data_can_be_cited(small: Project) -> None:
    found = tiny.soup(page(small))
    headings = [heading.text for heading in found.select("h1, h2")]
    assert headings[:3] == [
        "What was said of the dead, and by whom",
        "What these pages can say",
        "What they cannot say",
    ]
    version = data_version(small)
    assert (
        version is not None
        and version.mark in found.select_one("pre").text
        and version.day in found.select_one("pre").text
    )


def test_without_scripts_the_whole_list_is_there_and_the_tools_are_not(small: Project) -> None:
    found = tiny.soup(page(small))
    assert found.select_one("[data-tools]").has_attr("hidden")
    assert len(found.select("[data-list] > li")) == 2 and not found.select("[data-list] [hidden]")
    assert {field["for"] for field in found.select(".tools label")} == {f["id"] for f in found.select("input, select")}
    assert found.select_one("[data-count]")["aria-live"] == "polite"


def test_of_very_many_reasons_the_first_are_shown(small: Project) -> None:
    [plan] = read_catalogue(small)[:1]
    known = {plan.id: Status(plan, "stale", tuple(f"module {name}" for name in "abcdef"), {"headline": "One."})}
    [[found]] = site.entries(provenance.Present(small), [plan], [], known).values()
    assert found.reason == "Changed since it was made: module a; module b; module c; and 3 more."
