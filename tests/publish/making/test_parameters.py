from __future__ import annotations

import re
from pathlib import Path

import pytest
from publish import tiny

from analysis.data import build, claims, reads
from analysis.data.importers import formats
from analysis.errors import ParameterError
from analysis.paths import Project
from analysis.publish.making import parameters

ALL = """place = "Mosul"  # type: place  where
month = "2017-03"  # type: month  month of the deaths
as_of = "2017-03-25"  # type: date  the day
focus = ""  # type: statements  statements
draws = 7  # type: int  how many
note = "x"  # type: text  anything"""
JADIDA = "mosul-jadida-2017-03-17"
EVENT = 'event = "mosul-jadida-2017-03-17"  # type: event  what\nas_of = "2026-11-24"  # type: date  the day'
SPAN = 'first_month = "2016-10"  # type: month  from\nlast_month = "2017-07"  # type: month  to'


def notebook(folder: Path, source: str = ALL) -> Path:
    return tiny.write(folder, "10-asked", tiny.code(source, "parameters"))


def refused(path: Path, **given: object) -> str:
    with pytest.raises(ParameterError) as problem:
        parameters.check(path, given)
    return str(problem.value)


def test_what_is_not_given_has_its_default_and_text_becomes_its_kind(inside: Project, tmp_path: Path) -> None:
    values = parameters.check(notebook(tmp_path), {"draws": "12", "as_of": "2017-04-01", "focus": " st-mj-rudaw-230  "})
    assert values == {
        "place": "Mosul", "month": "2017-03", "as_of": "2017-04-01", "focus": "st-mj-rudaw-230", "draws": 12,
        "note": "x",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"as_off": "2017-03-25"}, ["no parameter 'as_off'", "Did you mean as_of?"]),
        ({"as_of": "25 March 2017"}, ["parameter as_of", "YYYY-MM-DD"]),
        ({"as_of": "2017-03"}, ["parameter as_of", "YYYY-MM-DD"]),
        ({"as_of": "2017-02-30"}, ["parameter as_of", "'2017-02-30'"]),
        ({"as_of": ""}, ["parameter as_of", "YYYY-MM-DD"]),
        ({"month": "March"}, ["parameter month", "YYYY-MM"]),
        ({"month": "2017-13"}, ["parameter month", "'2017-13'"]),
        ({"month": "2017-03-25"}, ["parameter month", "YYYY-MM"]),
        ({"draws": "many"}, ["parameter draws", "'many' is not a whole number"]),
        ({"draws": "2.5"}, ["parameter draws", "'2.5' is not a whole number"]),
        ({"place": "Mosull"}, ["unknown place 'Mosull'", "Did you mean Mosul?"]),
        ({"place": ""}, ["unknown place ''"]),
        ({"focus": "st-mj-rudaw-230 st-mj-rudaw-231"}, ["statement 'st-mj-rudaw-231'", "Did you mean st-mj-rudaw-2"]),
        ({"month": "2014-01"}, ["no statement about Mosul touches 2014-01", "set month"]),
        ({"as_of": "2017-02-28"}, ["as_of = 2017-02-28 lies before 2017-03", "set as_of"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_what_would(
    inside: Project, tmp_path: Path, given: dict[str, str], words: list[str]
) -> None:
    told = refused(notebook(tmp_path), **given)
    assert [word for word in words if word not in told] == []
    assert "10-asked" in told and "\n" not in told and len(told) < 600


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"event": "mosul-jadida-2017-03-18"}, "Did you mean mosul-jadida-2017-03-17?"),
        ({"event": "mosul-borsa-2017-06-11"}, "no statement about the event 'mosul-borsa-2017-06-11'"),
        ({"as_of": "2014-01-01"}, "set as_of to that day or later"),
    ],
)
def test_an_event_that_is_unknown_silent_or_still_to_come_is_refused(
    inside: Project, tmp_path: Path, given: dict[str, str], words: str
) -> None:
    assert words in refused(notebook(tmp_path, EVENT), **given)


def test_the_day_an_event_was_first_spoken_of_is_enough(inside: Project, tmp_path: Path) -> None:
    first = str(claims.about_event(claims.statements(), [JADIDA])["published_last"].min().date())
    assert parameters.check(notebook(tmp_path, EVENT), {"as_of": first})["as_of"] == first


@pytest.mark.parametrize(("event", "named"), [(JADIDA, 1), ("mosul-east-2016-11-06", 0)])
def test_the_day_that_is_named_to_set_is_a_day_that_works(
    inside: Project, tmp_path: Path, event: str, named: int
) -> None:
    path = notebook(tmp_path, EVENT)
    told = refused(path, event=event, as_of="2014-01-01")
    days = re.findall(r"\d{4}-\d{2}-\d{2}", told.replace(event, "").replace("2014-01-01", ""))
    assert "nan" not in told and len(days) == named
    assert [parameters.check(path, {"event": event, "as_of": day})["as_of"] for day in days] == days


def test_a_window_that_ends_before_it_begins_is_refused(inside: Project, tmp_path: Path) -> None:
    path = notebook(tmp_path, SPAN)
    assert "empty window" in refused(path, first_month="2017-08")
    assert parameters.check(path, {"first_month": "2017-07"})["last_month"] == "2017-07"


def test_all_faults_come_at_once(inside: Project, tmp_path: Path) -> None:
    told = refused(notebook(tmp_path), as_off="x", month="March", place="Mosull").splitlines()
    assert len(told) == 3


@pytest.mark.parametrize("source", ['as_of = "soon"  # type: date  x', 'place = "Mosull"  # type: place  x'])
def test_a_default_that_does_not_fit_its_kind_is_refused(inside: Project, tmp_path: Path, source: str) -> None:
    refused(notebook(tmp_path, source))


@pytest.mark.parametrize("value", [["Mosul"], {"name": "Mosul"}])
def test_a_value_that_is_no_text_is_refused(inside: Project, tmp_path: Path, value: object) -> None:
    refused(notebook(tmp_path), place=value)


STUDY = """study = ""  # type: study  whose tables
event = "mosul-jadida-2017-03-17"  # type: event  what
as_of = "2026-11-24"  # type: date  the day"""
EXPORT = Path(__file__).resolve().parents[2] / "data" / "importers" / "exports" / "ibc.csv"


@pytest.fixture
def studied(copy: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    build.build(copy)
    formats.run(copy, "ibc", EXPORT, "counted")
    monkeypatch.chdir(copy.root)
    reads.forget()
    return copy


def test_an_event_is_one_of_the_study_that_is_named(studied: Project, tmp_path: Path) -> None:
    path = notebook(tmp_path, STUDY)
    assert parameters.check(path, {}) == {
        "study": "", "event": "mosul-jadida-2017-03-17", "as_of": "2026-11-24",
    }  # fmt: skip
    told = refused(path, study="counted")
    assert "unknown event 'mosul-jadida-2017-03-17'" in told and "ibc-x001" in told
    assert "ibc-x001" in refused(path, study="counted", event="ibc-x001")  # known, but undated in the export
    noted = reads.noted(studied.root)["tables"]
    assert "events" in noted and not [name for name in noted if name.startswith("counted/")]
    assert parameters.check(path, {"study": ""})["study"] == ""


def test_a_place_is_one_of_the_study_that_is_named(studied: Project, tmp_path: Path) -> None:
    path = notebook(tmp_path, 'place = "Mosul"  # type: place  where\nstudy = ""  # type: study  whose tables')
    given = {"study": "counted", "place": "Made-up Street 1, Mosul"}
    assert parameters.check(path, given) == given
    assert "unknown place 'Mosul'" in refused(path, study="counted")


def test_a_study_that_is_older_than_its_tables_is_to_be_built_first(studied: Project, tmp_path: Path) -> None:
    path = Project(studied.root, "counted").hand / "places.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "civcas build --study counted" in refused(notebook(tmp_path, STUDY), study="counted")


@pytest.mark.parametrize(("name", "words"), [("countd", "Did you mean counted?"), ("../counted", "unknown study")])
def test_an_unknown_study_is_refused_with_the_nearest(studied: Project, tmp_path: Path, name: str, words: str) -> None:
    told = refused(notebook(tmp_path, STUDY), study=name)
    assert "parameter study: unknown study" in told and words in told and "unknown event" not in told


def test_a_language_is_one_that_has_a_catalogue(inside: Project, tmp_path: Path) -> None:
    path = notebook(tmp_path, 'language = "en"  # type: language  of the page')
    assert (
        parameters.check(path, {})["language"] == "en"
        and parameters.check(path, {"language": "ar"})["language"] == "ar"
    )
    told = refused(path, language="arabic")
    assert "parameter language: no catalogue for the language 'arabic'" in told and "Choices: ar, en" in told


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("int", "9" * 5000, "write at most 200"), ("int", "9" * 10, "at most 9 digits"),
        ("place", "x" * 201, "at most 200"),
        ("text", "x" * 10_001, "at most 10,000"), ("text", "a\x00b", "holds U+0000"), ("text", "a\nb", "holds U+000A"),
        ("text", "\udcff", "holds U+DCFF"), ("date", "\u202e2017-03-2", "holds U+202E"),
    ],
)  # fmt: skip
def test_a_value_that_is_vast_or_not_seen_is_refused(inside: Project, kind: str, value: str, words: str) -> None:
    _, [problem] = parameters.fitted({"p": kind}, {"p": value})
    assert words in problem and len(problem) < 500
