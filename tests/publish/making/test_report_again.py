"""Runs on reports that are there already: what is made again, what is tried again, what is left alone."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from publish import tiny

from analysis.data import manifest
from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import shelf
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.making.report import Options, Result, make
from analysis.publish.status import statuses

REFUSED = Plan("refused", "20-plain", "Plain", {"as_off": "2017-03-25"})


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def run(project: Project, plans: list[Plan], **options: object) -> list[Result]:
    told: list[Result] = []
    results = make(project, plans, read_catalogue(project), told.append, Options(**options))  # type: ignore[arg-type]
    assert {each.id: each for each in told} == {
        each.id: each for each in results if each.state not in ("fresh", "not begun")
    }
    return results


def states(results: list[Result]) -> dict[str, str]:
    return {result.id: result.state for result in results}


def test_where_all_are_fresh_nothing_is_begun_and_nothing_written(made: Project) -> None:
    begun: list[int] = []
    plans = read_catalogue(made)
    make(made, plans, plans, lambda result: None, Options(), begun.append)
    before = files(made.reports)
    results = make(made, plans, plans, lambda result: pytest.fail(result.id), Options(), begun.append)
    assert states(results) == {"shown": "fresh", "plain": "fresh"} and begun == []
    assert files(made.reports) == before and not (made.reports / ".work").exists()


def test_only_what_has_changed_is_made_and_what_it_says_now_is_told(made: Project) -> None:
    exclusions = made.hand / "exclusions.csv"
    with exclusions.open("a", encoding="utf-8") as file:
        file.write("public_claims,mj-rudaw-230,A,2020-01-02,for a test\n")
    before = files(made.reports)
    results = {result.id: result for result in run(made, read_catalogue(made))}
    assert {result.state for result in results.values()} == {"made"}
    assert manifest.is_current(made)
    assert all(result.reasons[0].startswith("table statements: columns exclude") for result in results.values())
    shown = results["shown"].findings
    [number] = shown["numbers"]
    assert number["rule"] == "dated statements public by the day"
    assert int(number["before"][0]) - int(number["after"][0]) == 1
    assert number["before"][0] in shown["headline"]["before"] and number["after"][0] in shown["headline"]["after"]
    assert results["plain"].findings == {}
    after = files(made.reports)
    assert before["plain/tables/evidence.csv"][0] == after["plain/tables/evidence.csv"][0]
    assert states(run(made, read_catalogue(made))) == {"shown": "fresh", "plain": "fresh"}


def test_a_changed_notebook_is_made_alone_and_force_makes_the_same_bytes(made: Project) -> None:
    path = made.notebooks / "20-plain.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("# Plain", "# Plain as ever"), encoding="utf-8")
    before = files(made.reports / "shown")
    first, second = run(made, read_catalogue(made))
    assert (first.state, second.state) == ("fresh", "made")
    assert (second.reasons, second.findings) == (("notebook 20-plain.ipynb",), {}) and second.seconds > 0
    assert files(made.reports / "shown") == before
    page = files(made.reports / "plain")
    [forced] = run(made, read_catalogue(made)[1:], force=True)
    assert (forced.state, forced.reasons) == ("made", ())
    again = files(made.reports / "plain")
    assert {name: content for name, (content, _) in again.items()} == {name: each[0] for name, each in page.items()}
    assert all(again[name][1] > page[name][1] for name in page)


def test_without_keep_going_nothing_is_begun_after_a_failure(made: Project) -> None:
    plans = [REFUSED, *read_catalogue(made)]
    results = run(made, plans, workers=1, keep_going=False, force=True)
    assert states(results) == {"refused": "failed", "shown": "not begun", "plain": "not begun"}
    assert "Did you mean as_of?" in (results[0].problem or "")


def test_a_failure_is_tried_again_only_where_another_attempt_may_help(small: Project) -> None:
    def counting(name: str, then: str) -> Plan:
        count = f"with open({str(small.root / name)!r}, 'a') as file:\n    file.write('x')\n"
        tiny.write(small.notebooks, f"30-{name}", *tiny.plain(tiny.code(count + then)))
        return Plan(name, f"30-{name}", name, {"place": "Raqqa"})

    lost = "import os, signal\nif os.path.getsize({path!r}) == 1:\n    os.kill({whom}, signal.SIGKILL)"
    plans = [
        counting("raises", "1 / 0"),
        counting("dies-once", lost.format(path=str(small.root / "dies-once"), whom="os.getpid()")),
        counting("lost-once", lost.format(path=str(small.root / "lost-once"), whom="os.getppid()")),
        counting("dies", "import os\nos.kill(os.getppid(), 9)"),
    ]
    results = run(small, plans)
    assert states(results) == {"raises": "failed", "dies-once": "made", "lost-once": "made", "dies": "failed"}
    assert {plan.id: (small.root / plan.id).read_text(encoding="utf-8") for plan in plans} == {
        "raises": "x", "dies-once": "xx", "lost-once": "xx", "dies": "xx",
    }  # fmt: skip
    assert results[3].problem == "dies: its process was killed 2 times, perhaps for want of memory"
    assert (results[0].cell, results[3].cell) == (3, None)


@pytest.mark.parametrize(
    ("limits", "words"), [({"seconds": 1}, "more than 1 seconds"), ({"mebibytes": 20}, "more than 20 MiB")]
)
def test_a_report_beyond_a_limit_fails_at_once_and_once(small: Project, limits: dict, words: str) -> None:
    tiny.write(small.notebooks, "20-plain", *tiny.plain(tiny.code("import time\ntime.sleep(600)")))
    started = time.monotonic()
    [result] = run(small, read_catalogue(small)[1:], **limits)
    assert result.state == "failed" and result.problem and result.problem.startswith("plain: it ")
    assert words in result.problem and time.monotonic() - started < 60
    assert "failed" in (small.reports / "index.html").read_text(encoding="utf-8")


def refused(project: Project) -> Result:
    plan = Plan("plain", "20-plain", "Plain", {"as_off": "2017-03-25"})
    [result] = run(project, [plan])
    return result


def test_a_refused_parameter_starts_no_kernel_and_marks_the_last_good_report_once(made: Project) -> None:
    for _ in range(2):
        assert "Did you mean as_of?" in (refused(made).problem or "")
    assert not (made.reports / "logs" / "plain.failed.ipynb").exists()
    [notice] = tiny.soup((made.reports / "plain" / "report.html").read_text(encoding="utf-8")).select(".notice")
    assert "as_off" in notice.text
    assert "stale" in (made.reports / "index.html").read_text(encoding="utf-8")


def test_tables_that_were_not_built_are_built_first(small: Project) -> None:
    shutil.rmtree(small.processed)
    assert "as_off" in (refused(small).problem or "")
    assert manifest.is_current(small)


def test_a_second_run_at_the_same_time_is_refused(small: Project) -> None:
    with shelf.alone(small), pytest.raises(ReportError, match="another run is making reports"):
        make(small, [], [], lambda result: None)
    assert make(small, [], [Plan("plain", "20-plain", "Plain")], lambda result: None) == []


def test_values_are_kept_before_a_report_takes_its_place_so_that_a_killed_run_is_made_up_for(
    made: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    [plan] = [plan for plan in read_catalogue(made) if plan.id == "plain"]
    kept = made.values / "plain.json"
    before = kept.read_bytes()
    kept.write_bytes(before.replace(b'"title": "Plain"', b'"title": "Plainer"'))
    wanted = replace(plan, title="Plain, and told anew")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf, "publish", killed)
    with pytest.raises(KeyboardInterrupt):
        run(made, [wanted])
    assert b"told anew" in kept.read_bytes(), "a report in place whose values are not kept would never be kept"
    assert [each.state for each in statuses(made, [wanted])] == ["stale"]
