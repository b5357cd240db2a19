from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from publish import tiny

from analysis.errors import ParameterError, ReportError
from analysis.paths import Project
from analysis.publish.making.plan import Plan, add, choose, one_off, read_catalogue

ENTRY = '[[report]]\nid = "a"\nnotebook = "10-shown"\ntitle = "A"\n'
AWKWARD = [
    "\"quoted\" and 'so'",
    "back\\slash \\n \\u0041",
    tiny.ARABIC,
    "# [x] = <b>",
    "\U0001f54a",
]
PLANS = [Plan("a", "n", "A"), Plan("b", "n", "B"), Plan("c", "n", "C")]


def catalogue(folder: Path, text: str) -> list[Plan]:
    project = Project(folder)
    project.catalogue.write_text(text, encoding="utf-8")
    return read_catalogue(project)


def test_reports_are_read_in_their_order(tmp_path: Path) -> None:
    text = (
        ENTRY + "\n" + ENTRY.replace('"a"', '"b"') + 'parameters = { draws = 7, as_of = 2017-03-25, place = "Mosul" }\n'
    )
    first, second = catalogue(tmp_path, text)
    assert first == Plan("a", "10-shown", "A")
    assert second == Plan("b", "10-shown", "A", {"draws": 7, "as_of": "2017-03-25", "place": "Mosul"})


def test_lists_become_one_report_for_each_place(tmp_path: Path) -> None:
    text = """[[report]]
id = "m-{month}"
notebook = "30"
title = "{place} in {month}"
parameters = { month = ["2016-10", "2016-11"], as_of = [2016-10-31, 2016-11-30], place = "Mosul" }
"""
    assert catalogue(tmp_path, text) == [
        Plan("m-2016-10", "30", "Mosul in 2016-10", {"month": "2016-10", "as_of": "2016-10-31", "place": "Mosul"}),
        Plan("m-2016-11", "30", "Mosul in 2016-11", {"month": "2016-11", "as_of": "2016-11-30", "place": "Mosul"}),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[report]\n", "reports.toml cannot be read"),
        (ENTRY + "id = 3\n", "reports.toml cannot be read"),
        ("", "lists no report"),
        ("report = []\n", "lists no report"),
        ('reports = "x"\n', "unknown key 'reports'"),
        ('[report]\nid = "a"\n', "[[report]]"),
        (ENTRY + 'titel = "A"\n', "report 1: unknown key 'titel'. Did you mean title?"),
        (ENTRY.replace('title = "A"\n', ""), "report 1: title is missing"),
        (ENTRY.replace('"A"', "3"), "title is missing or no text"),
        (ENTRY.replace('"A"', '" "'), "title is missing"),
        (ENTRY + "\n" + ENTRY.replace('notebook = "10-shown"\n', ""), "report 2: notebook is missing"),
        (ENTRY + "\n" + ENTRY, "the id 'a' stands for two reports"),
        (ENTRY + "parameters = { x = [1, 2] }\n", "the id 'a' stands for two reports"),
        (ENTRY + "parameters = { x = [1, 2], y = [1] }\n", "x has 2, y has 1"),
        (ENTRY + "parameters = { x = [] }\n", "not empty, but x has 0"),
        (ENTRY.replace('"A"', '"A {place}"'), "{place} in its title is no parameter"),
        (ENTRY.replace('"a"', '"a-{}"'), "{} in its id is no parameter"),
        (ENTRY.replace('"A"', '"A {x:>999999999}"') + "parameters = { x = 1 }\n", "{x} in its title is no parameter"),
        (ENTRY.replace('"A"', '"A {x.__class__}"') + "parameters = { x = 1 }\n", "{x.__class__} in its title"),
        (ENTRY.replace('"A"', r'"A \u202e"'), "its title holds U+202E (right-to-left override)"),
        (ENTRY.replace('"A"', '"' + "A" * 301 + '"'), "its title has 301 letters: use at most 300"),
        (ENTRY.replace('"a"', '"' + "a" * 101 + '"'), "becomes a folder: use at most 100 letters"),
        (ENTRY.replace("10-shown", "../10-shown"), "'../10-shown' names no notebook"),
        (ENTRY.replace("10-shown", r"a\u0000"), "names no notebook"),
        (ENTRY + "parameters = { x = 0x" + "f" * 6000 + " }\n", "too large a number"),
        (ENTRY + "parameters = { x = " + "9" * 6000 + " }\n", "cannot be read: Exceeds the limit"),
        ("x = " + "[" * 100_000, "nested too deeply"),
        (ENTRY.replace('"A"', '"A {"'), "the braces of its title do not pair"),
    ],
)
def test_what_is_wrong_in_the_catalogue_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ReportError) as problem:
        catalogue(tmp_path, text)
    assert words in str(problem.value) and "reports.toml" in str(problem.value)


def test_a_catalogue_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    Project(tmp_path).catalogue.write_bytes(b'title = "\xff"')
    with pytest.raises(ReportError, match="cannot be read"):
        read_catalogue(Project(tmp_path))


@pytest.mark.parametrize("identity", ["../a", "a/b", ".a", "-a", "A", "a b", "a--b", "a.b", "é", "a\\\\b", "١"])
def test_an_id_that_is_no_folder_of_its_own_is_refused(tmp_path: Path, identity: str) -> None:
    with pytest.raises(ReportError, match="becomes a folder"):
        catalogue(tmp_path, ENTRY.replace('"a"', f'"{identity}"'))


def test_an_id_filled_from_a_parameter_is_checked_as_well(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="becomes a folder"):
        catalogue(tmp_path, ENTRY.replace('"a"', '"a-{x}"') + 'parameters = { x = "../b" }\n')


@pytest.mark.parametrize(
    "text",
    [
        ENTRY + 'parameters = "as_of"\n', "report = 5\n", ENTRY.replace('"a"', '"logs"'),
        ENTRY.replace('"A"', '"A {x.y}"') + 'parameters = { x = "1" }\n', ENTRY + "parameters = { x = 07:30:00 }\n",
    ],
)  # fmt: skip
def test_whatever_else_is_wrong_is_refused_too(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReportError):
        catalogue(tmp_path, text)


def test_a_blank_with_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError):
        catalogue(tmp_path, ENTRY.replace('"A"', '"A {x[q]}"') + 'parameters = { x = "1" }\n')


def test_chosen_reports_keep_the_order_of_the_catalogue() -> None:
    assert choose(PLANS, []) == PLANS
    assert choose(PLANS, ["c", "a"]) == [PLANS[0], PLANS[2]]


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    with pytest.raises(ReportError, match="no report 'mosul-2017-30'.*Did you mean mosul-2017-03"):
        choose([*PLANS, Plan("mosul-2017-03", "n", "M")], ["a", "mosul-2017-30"])


def test_a_one_off_run_has_an_id_of_its_own_and_says_what_was_asked() -> None:
    plan = Plan("a", "n", "A", {"place": "Mosul", "as_of": "2017-03-25"})
    assert one_off(plan, {}) is plan
    assert one_off(plan, {"month": "2017-03", "as_of": "2017-04-01"}).id == "a--as_of-2017-04-01--month-2017-03"
    made = one_off(plan, {"place": "Der es-Zor", "as_of": "2017-04-01"})
    assert made.id.startswith("a--as_of-2017-04-01--place-der-es-zor")
    assert made.title == "A (as_of = 2017-04-01, place = Der es-Zor)"
    assert made.parameters == {"place": "Der es-Zor", "as_of": "2017-04-01"}
    assert plan.parameters == {"place": "Mosul", "as_of": "2017-03-25"}


@pytest.mark.parametrize("value", ["../../x", "/", "", "x" * 500, tiny.ARABIC, "a\x00b", "logs"])
def test_the_folder_of_a_one_off_run_stays_inside_reports(value: str) -> None:
    assert re.fullmatch(r"a--note-[a-z0-9-]{1,110}", one_off(PLANS[0], {"note": value}).id)


@pytest.mark.parametrize(("one", "other"), [("x" * 150 + "1", "x" * 150 + "2"), ("موصل", "رقة"), ("a b", "a-b")])
def test_different_one_off_runs_have_different_ids(one: str, other: str) -> None:
    assert one_off(PLANS[0], {"focus": one}).id != one_off(PLANS[0], {"focus": other}).id


def test_the_command_makes_the_same_report_again() -> None:
    asked = {"place": "Der es-Zor", "note": 'it\'s "x" $HOME'}
    words = shlex.split(one_off(PLANS[0], asked).command)
    assert words[:3] == ["civcas", "report", "a"]
    assert dict(word.split("=", 1) for word in words[4::2]) == asked
    assert PLANS[0].command == "civcas report a"


@pytest.mark.parametrize("title", AWKWARD)
def test_an_added_report_is_read_back_as_it_was_given(small: Project, title: str) -> None:
    before = read_catalogue(small)
    add(small, "new", "20-plain", title, {"place": "Raqqa", "as_of": "2017-06-30"})
    assert read_catalogue(small) == [*before, Plan("new", "20-plain", title, {"place": "Raqqa", "as_of": "2017-06-30"})]


@pytest.mark.parametrize("note", AWKWARD)
def test_awkward_values_are_read_back_as_they_were_given(small: Project, note: str) -> None:
    source = 'note = "x"  # type: text  anything\ndraws = 7  # type: int  how many'
    tiny.write(small.notebooks, "50-note", tiny.code(source, "parameters"))
    add(small, "new", "50-note", "New", {"note": note, "draws": "12"})
    assert read_catalogue(small)[-1].parameters == {"note": note, "draws": 12}


@pytest.mark.parametrize(
    ("identity", "notebook", "given", "kind"),
    [
        ("shown", "20-plain", {}, ReportError),
        ("../x", "20-plain", {}, ReportError),
        ("new", "20-plian", {}, ParameterError),
        ("new", "20-plain", {"as_off": "2017-06-30"}, ParameterError),
        ("new", "20-plain", {"as_of": "soon"}, ParameterError),
    ],
)
def test_a_report_that_could_not_be_made_is_not_added(
    small: Project, identity: str, notebook: str, given: dict[str, str], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        add(small, identity, notebook, "New", given)
    assert small.catalogue.read_text(encoding="utf-8") == tiny.CATALOGUE


def test_what_is_added_is_toml_beside_what_was_there(small: Project) -> None:
    small.catalogue.write_text(tiny.CATALOGUE.rstrip("\n"), encoding="utf-8")
    add(small, "new", "20-plain", "New", {})
    assert tomllib.loads(small.catalogue.read_text(encoding="utf-8"))["report"][-1] == {
        "id": "new", "notebook": "20-plain", "title": "New",
    }  # fmt: skip


def test_the_first_report_can_be_added_to_an_empty_catalogue(small: Project) -> None:
    small.catalogue.write_text("", encoding="utf-8")
    add(small, "new", "20-plain", "New", {})
    assert [plan.id for plan in read_catalogue(small)] == ["new"]


@pytest.mark.parametrize("text", ["tab\tand\nline", "a\x7fb", "a\u2028b", "a\u202eb", "a\udcffb"])
def test_what_is_not_seen_is_taken_neither_into_a_title_nor_into_a_value(small: Project, text: str) -> None:
    source = 'note = "x"  # type: text  anything'
    tiny.write(small.notebooks, "50-note", tiny.code(source, "parameters"))
    before = small.catalogue.read_bytes()
    with pytest.raises(ReportError, match="its title holds U"):
        add(small, "new", "50-note", text, {})
    with pytest.raises(ParameterError, match="parameter note: .*holds U"):
        add(small, "new", "50-note", "New", {"note": text})
    assert small.catalogue.read_bytes() == before


@pytest.mark.parametrize("title", ["Plain", "Plain, {place}"])
def test_a_title_that_reports_toml_may_hold_can_be_added(small: Project, title: str) -> None:
    add(small, "new", "20-plain", title, {"place": "Raqqa", "as_of": "2017-06-30"})
    assert read_catalogue(small)[-1].id == "new"


SPOKEN = ENTRY + 'languages = ["ar"]\nparameters = { place = "Mosul" }\n'


def test_an_entry_with_languages_is_made_in_each_and_each_knows_the_others(tmp_path: Path) -> None:
    english, arabic = catalogue(tmp_path, SPOKEN)
    assert english == Plan("a", "10-shown", "A", {"place": "Mosul"}, others={"ar": "a-ar"})
    assert arabic == Plan("a-ar", "10-shown", "A", {"place": "Mosul", "language": "ar"}, others={"en": "a"})
    assert one_off(english, {"language": "ar"}).title == "A" and one_off(english, {"language": "ar"}).others == {}


def test_lists_and_languages_together_make_one_report_for_each_of_both(tmp_path: Path) -> None:
    text = SPOKEN.replace('"a"', '"a-{month}"').replace('place = "Mosul"', 'month = ["2017-03", "2017-04"]')
    assert [plan.id for plan in catalogue(tmp_path, text)] == ["a-2017-03", "a-2017-03-ar", "a-2017-04", "a-2017-04-ar"]


def test_a_title_in_another_language_is_that_of_its_catalogue(tmp_path: Path) -> None:
    _, arabic = catalogue(tmp_path, SPOKEN.replace('title = "A"', 'title = "Local media"'))
    assert re.search("[\u0600-\u06ff]", arabic.title)


@pytest.mark.parametrize(
    ("languages", "words"),
    [
        ('"ar"', "languages is no list of different codes"),
        ('["ar", "ar"]', "languages is no list of different codes"),
        ('["en"]', "leave out 'en'"),
        ('["xx"]', "report 1: no catalogue for the language 'xx'"),
        ("[7]", "no catalogue"),
    ],
)
def test_languages_that_do_not_fit_are_refused(tmp_path: Path, languages: str, words: str) -> None:
    with pytest.raises(ReportError, match=words):
        catalogue(tmp_path, SPOKEN.replace('["ar"]', languages))


def test_a_language_stands_in_one_place_only(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="the parameter language, or the list languages, not both"):
        catalogue(tmp_path, SPOKEN.replace('place = "Mosul"', 'language = "ar"'))
