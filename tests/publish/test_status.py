from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analysis.paths import Project
from analysis.publish import provenance, saved, status
from analysis.publish.making.plan import Plan, one_off, read_catalogue


def states(project: Project) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {each.id: (each.state, each.reasons) for each in status.statuses(project, read_catalogue(project))}


def fail(project: Project, identity: str, problem: str = "broke") -> Path:
    path = project.reports / "logs" / f"{identity}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"problem": problem, "cell": 3}), encoding="utf-8")
    return path


def test_reports_are_missing_then_fresh_and_come_in_the_order_asked(small: Project, first: object) -> None:
    assert states(small) == {each: ("missing", ("it was never made",)) for each in ("shown", "plain")}
    shutil.copytree(first.reports, small.reports)  # type: ignore[attr-defined]
    assert states(small) == {"shown": ("fresh", ()), "plain": ("fresh", ())}
    plans = read_catalogue(small)[::-1]
    found = status.statuses(small, plans)
    assert [each.id for each in found] == ["plain", "shown"] and [each.plan for each in found] == plans
    assert found[0].told["headline"].startswith("By 2017-06-30")


@pytest.mark.parametrize(
    "name",
    [
        "report.html",
        "executed.ipynb",
        "tables/statements.csv",
        "figures/three.png",
        "figures/three.svg",
        "figures/three.csv",
    ],
)
def test_a_file_that_is_gone_makes_a_report_stale_until_it_is_back(made: Project, name: str) -> None:
    path = made.reports / "shown" / name
    content = path.read_bytes()
    path.unlink()
    assert states(made) == {"shown": ("stale", ("a file of it is gone",)), "plain": ("fresh", ())}
    path.write_bytes(content)
    assert states(made)["shown"] == ("fresh", ())


@pytest.mark.parametrize("name", ["tables", "figures"])
def test_a_folder_that_is_gone_makes_a_report_stale(made: Project, name: str) -> None:
    shutil.rmtree(made.reports / "shown" / name)
    assert states(made)["shown"] == ("stale", ("a file of it is gone",))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"1", b"\xff\xfe"])
def test_a_record_that_cannot_be_read_counts_as_not_made(made: Project, content: bytes) -> None:
    (made.reports / "plain" / "provenance.json").write_bytes(content)
    assert states(made)["plain"] == ("missing", (saved.SPOILT,))


def test_what_changed_is_the_reason(made: Project) -> None:
    path = made.notebooks / "20-plain.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("# Plain", "# Plainer"), encoding="utf-8")
    assert states(made) == {"shown": ("fresh", ()), "plain": ("stale", ("notebook 20-plain.ipynb",))}


def test_a_failure_is_the_reason_while_it_stands(made: Project) -> None:
    path = fail(made, "plain", "cell [3]")
    assert states(made)["plain"] == ("stale", ("the last attempt failed: cell [3]",))
    shutil.rmtree(made.reports / "plain")
    assert states(made)["plain"] == ("failed", ("the last attempt failed: cell [3]",))
    path.write_text("{", encoding="utf-8")
    assert states(made)["plain"][0] == "failed"


@pytest.mark.parametrize(
    ("state", "reasons", "sentence"),
    [
        ("fresh", (), ""),
        ("missing", ("it was never made",), "Make it with: civcas report a -p as_of=2017"),
        ("stale", ("file a.csv", "table b: column c"), "Changed since it was made: file a.csv; table b: column c."),
        ("stale", ("the last attempt failed: x",), "The last attempt failed: x"),
        ("failed", ("the last attempt failed: x",), "The last attempt failed: x"),
    ],
)
def test_a_status_is_one_sentence_to_readers(state: str, reasons: tuple[str, ...], sentence: str) -> None:
    plan = one_off(Plan("a", "n", "A"), {"as_of": "2017"})
    assert status.Status(plan, state, reasons).sentence == sentence


def test_a_one_off_report_is_found_by_its_record_and_stays_fresh(made: Project) -> None:
    plan = one_off(read_catalogue(made)[1], {"as_of": "2017-05-31"})
    shown = saved.read_json(made.reports / "plain" / "provenance.json")
    folder = made.reports / plan.id
    shutil.copytree(made.reports / "plain", folder)
    record = shown | {"report": plan.id} | provenance.asked(plan)
    (folder / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    listed = read_catalogue(made)
    assert status.one_offs(made, listed) == [plan]
    assert status.statuses(made, [plan])[0].state == "fresh"
    assert status.one_offs(made, [*listed, plan]) == []


@pytest.mark.parametrize("lacking", sorted(status.PARTS))
def test_a_record_that_cannot_be_followed_is_no_one_off_report(made: Project, lacking: str) -> None:
    folder = made.reports / "other"
    shutil.copytree(made.reports / "plain", folder)
    assert status.one_offs(made, read_catalogue(made)) == []  # it says it is another
    record = (saved.read_json(folder / "provenance.json") or {}) | {"report": "other"}
    (folder / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    assert [plan.id for plan in status.one_offs(made, read_catalogue(made))] == ["other"]
    (folder / "provenance.json").write_text(
        json.dumps({key: value for key, value in record.items() if key != lacking}), encoding="utf-8"
    )
    assert status.one_offs(made, read_catalogue(made)) == []


@pytest.mark.parametrize("change", [{"notebook": 5}, {"outputs": 5}, {"outputs": {"a\0b": "0"}}, {"tables": [1]}])
def test_a_record_that_is_built_otherwise_is_told_and_not_followed(made: Project, change: dict) -> None:
    path = made.reports / "plain" / "provenance.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | change), encoding="utf-8")
    [told] = [each for each in status.statuses(made, read_catalogue(made)) if each.id == "plain"]
    assert (told.state, told.reasons) == ("missing", (saved.SPOILT,))
    assert told.sentence == "Its record, provenance.json, cannot be read. Make it with: civcas report plain"


def test_a_spoilt_note_of_a_failure_is_told(made: Project) -> None:
    fail(made, "plain").write_text("[", encoding="utf-8")
    assert states(made)["plain"] == ("stale", ("the last attempt failed: its note, logs/plain.json, cannot be read",))


@pytest.mark.parametrize("change", [{"report": "../x"}, {"notebook": {"name": "../x.ipynb"}}, {"overrides": [1]}])
def test_a_saved_report_that_names_another_place_is_not_followed(made: Project, change: dict) -> None:
    plans = read_catalogue(made)[:1]
    assert [plan.id for plan in status.one_offs(made, plans)] == ["plain"]
    path = made.reports / "plain" / "provenance.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | change), encoding="utf-8")
    assert status.one_offs(made, plans) == []
