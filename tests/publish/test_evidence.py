from __future__ import annotations

import csv
from io import StringIO

import pandas as pd
import pytest
from publish import tiny

from analysis import language
from analysis.basis import Basis
from analysis.data import asof, claims
from analysis.errors import ReportError
from analysis.methods import families, relative
from analysis.methods.compare import Share
from analysis.paths import Project
from analysis.publish.display import EVIDENCE_TYPE, HEADLINE_TYPE, TABLE_TYPE
from analysis.publish.evidence import Evidence, keys_of
from analysis.scope import Scope
from analysis.toll import Entry, Toll

KEYS = ["statements:st-mj-rudaw-230", "statements:st-mj-airwars-440"]
RULE = "dated statements"
BASIS = Basis("statements", "Mosul, 2017-03", "report")
SCOPE = Scope("coalition", "civilians", "killed", "Mosul", ("2017-03-17", "2017-03-17"), "event", "alleged")


def rows(panel: dict) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(panel[TABLE_TYPE]["csv"])))


@pytest.mark.parametrize(
    "template", ["230 died.", "{n} of 3 died.", "In 2017, {n} died.", "٢٣٠ died.", "{n} died on day 1"]
)
def test_a_typed_digit_is_refused(template: str) -> None:
    ev = Evidence()
    for write in (ev.say, ev.headline):
        with pytest.raises(ReportError, match="a digit is typed"):
            write(template, n=ev.number(3, KEYS, RULE))


@pytest.mark.parametrize("value", [230, 2.5, "230", " 1,204.5 ", "12 %", None, ["230"], Toll(1, 2, "", "", SCOPE)])
def test_a_number_that_is_not_from_here_is_refused(value: object) -> None:
    with pytest.raises(ReportError, match="is a number without rows"):
        Evidence().say("{n} died.", n=value)


@pytest.mark.parametrize("value", ["at least 230", "105 to 141", "~230", "230 civilians", "+5"])
def test_a_number_in_words_that_is_not_from_here_is_refused(value: str) -> None:
    with pytest.raises(ReportError):
        Evidence().say("{n} died.", n=value)


@pytest.mark.parametrize("value", ["2000", " 1950 "])
def test_a_number_that_could_be_a_year_is_refused_too(value: str) -> None:
    with pytest.raises(ReportError):
        Evidence().say("{n} died.", n=value)


@pytest.mark.parametrize("value", ["Mosul", "2017-03-25", "2017-03", "Mosul al-Jadida, 2017-03-17", "Airwars CI551"])
def test_names_and_days_may_stand_in_a_sentence(value: str) -> None:
    assert str(Evidence().say("By {x}.", x=value)) == f"By {value}."


def test_a_blank_without_value_is_refused() -> None:
    with pytest.raises(ReportError, match=r"\{day\}.*pass day=\.\.\."):
        Evidence().say("By {day}.", dya="2017-03-25")


@pytest.mark.parametrize("value", [1, 0.5, "at least 1", Toll(0, 4, "", "", SCOPE)])
def test_a_figure_without_rows_is_refused(value: object) -> None:
    with pytest.raises(ReportError, match="has no rows: pass the keys"):
        Evidence().number(value, [], RULE)


def test_a_count_of_nothing_needs_no_rows_and_says_so_in_the_panel() -> None:
    ev = Evidence()
    assert str(ev.say("{n} died.", n=ev.number(0, [], RULE))) == "0 died."
    [entry] = tiny.soup(ev.panel()._repr_mimebundle_()["text/html"]).select("#ev-1")
    assert "No row" in entry.text


@pytest.mark.parametrize("rule", ["", " \n"])
def test_a_figure_without_rule_is_refused(rule: str) -> None:
    with pytest.raises(ReportError, match="has no rule"):
        Evidence().number(2, KEYS, rule)


def test_a_refused_figure_leaves_no_number_behind() -> None:
    ev = Evidence()
    with pytest.raises(ReportError):
        ev.number(1, [], RULE)
    assert ev.number(2, KEYS, RULE).id == 1


def test_every_number_of_a_sentence_is_a_link_and_everything_else_is_text() -> None:
    ev = Evidence()
    made = ev.say(
        "{a} & {b} <i>of</i> {who}", a=ev.number(1204, KEYS, RULE), b=ev.number(3, KEYS, RULE), who=tiny.SCRIPT
    )
    page = tiny.soup(made.html)
    assert [(link["href"], link.text) for link in page.select("a")] == [("#ev-1", "1,204"), ("#ev-2", "3")]
    assert [tag.name for tag in page.find_all(True)] == ["a", "a"]
    assert page.text == str(made) == f"1,204 & 3 <i>of</i> {tiny.SCRIPT}"


def test_arabic_in_a_sentence_is_marked() -> None:
    made = Evidence("2017-03-25").headline("By {who}.", who=tiny.ARABIC, basis=BASIS)
    assert tiny.soup(made.html).select_one("bdi[lang=ar]").text == tiny.ARABIC
    assert made._repr_mimebundle_()[HEADLINE_TYPE]["text"] == f"By {tiny.ARABIC}."


def test_figures_in_a_row_are_linked_one_by_one(inside: Project) -> None:
    frame = pd.DataFrame({"who": ["Rudaw", "<Airwars>"], "said": ["230", "at least 440"], "row_key": KEYS})
    ev = Evidence("2017-03-25")
    made = ev.say("{page}.", page=ev.each(frame, "who", "said", "said of the dead"), basis=BASIS)
    assert str(made) == f"Rudaw 230; <Airwars> at least 440. {BASIS} As of 2017-03-25."
    assert [link["href"] for link in tiny.soup(made.html).select("a")] == ["#ev-1", "#ev-2"]
    assert tiny.soup(made.whole).text == str(made)
    assert [number.keys for number in ev.numbers] == [(KEYS[0],), (KEYS[1],)]


def test_a_count_is_of_rows_and_leads_to_each(inside: Project) -> None:
    known = asof.as_of(claims.about_place(claims.statements(), "Mosul"), "2017-03-25").known
    ev = Evidence("2017-03-25")
    number = ev.count(known, RULE)
    assert str(number) == str(len(known)) and set(number.keys) == set(known["row_key"])
    panel = ev.panel()._repr_mimebundle_()
    assert {(row["number"], row["row_key"]) for row in rows(panel)} == {("1", key) for key in known["row_key"]}
    assert all(row["what"] and row["figure"] == str(number) and row["rule"] == RULE for row in rows(panel))


def test_what_each_family_said_leads_to_its_rows(inside: Project) -> None:
    told = families.by_family(asof.as_of(claims.about_place(claims.statements(), "Mosul"), "2017-03-31").known)
    ev = Evidence()
    spans = ev.spans(told)
    assert set(spans) == set(told.index)
    for name, number in spans.items():
        assert (number.text, set(number.keys)) == (str(told["said"][name]), set(told["said_keys"][name]))


def test_keys_come_once_in_order() -> None:
    assert keys_of(pd.DataFrame({"row_keys": [["a", "b"], ["b", "c"]]})) == ["a", "b", "c"]
    assert Evidence().number(2, ["a:2", "a:1", "a:2"], RULE).keys == ("a:2", "a:1")


def test_the_panel_lists_every_number_with_rule_day_and_rows(inside: Project) -> None:
    ev = Evidence("2017-03-25")
    ev.number("230", KEYS[:1], "said of <the dead>")
    ev.number(2, KEYS, RULE)
    panel = ev.panel()._repr_mimebundle_()
    page = tiny.soup(panel["text/html"])
    assert [entry["id"] for entry in page.select("section")] == ["ev-1", "ev-2"]
    assert "said of <the dead>" in page.select_one("#ev-1").text and "2017-03-25" in page.text
    assert [code.text for code in page.select("#ev-2 li code")] == KEYS
    assert all(item.a["href"].startswith("http") for item in page.select("li"))
    assert panel[EVIDENCE_TYPE]["as_of"] == "2017-03-25"
    assert [number["rows"] for number in panel[EVIDENCE_TYPE]["numbers"]] == [KEYS[:1], KEYS]
    assert panel["text/plain"].splitlines()[1] == f"2. 2: {RULE} (2 rows)"


def test_a_long_entry_says_how_many_more_rows_there_are_and_where(inside: Project) -> None:
    keys = list(claims.statements()["row_key"].head(9))
    ev = Evidence()
    ev.number(9, keys, RULE)
    panel = ev.panel()._repr_mimebundle_()
    items = tiny.soup(panel["text/html"]).select("li")
    assert (len(items), items[-1].text, items[-1].a["href"]) == (7, "and 3 more rows", "evidence/numbers.html#ev-1")
    assert len(rows(panel)) == 9


def test_a_figure_that_cites_an_unknown_row_stops_the_report(inside: Project) -> None:
    ev = Evidence()
    ev.number(1, ["statements:st-none"], RULE)
    with pytest.raises(ReportError, match="'statements:st-none' leads to no row"):
        ev.panel()._repr_mimebundle_()


def test_a_report_without_numbers_has_an_empty_panel(inside: Project) -> None:
    assert rows(Evidence().panel()._repr_mimebundle_()) == []


LOWER, HIGHER = (
    Entry(name, "", Toll(n, n, "", "", SCOPE, "2017-03-25", (key,)))
    for name, n, key in (("the count", 173, KEYS[0]), ("the monitor", 1500, KEYS[1]))
)


def test_one_ratio_has_one_wording_in_a_report() -> None:
    ev = Evidence("2017-03-25")
    lacks, has = relative.below(LOWER, HIGHER), relative.above(HIGHER, LOWER)
    ev.number(lacks, KEYS, "set against each other")
    ev.number(lacks, KEYS, "the same again")
    with pytest.raises(ReportError, match="words the ratio of the two as 'below' already"):
        ev.number(has, KEYS, "the other way round")
    assert Evidence().number(has, KEYS, "in another report").text.endswith("per cent of the count")


def test_a_percentage_names_both_counts_and_prints_its_scope_clock_and_day() -> None:
    ev = Evidence("2017-03-25")
    made = ev.say("{lies}.", lies=ev.number(relative.below(LOWER, HIGHER), KEYS, "set against each other"))
    assert str(made) == (
        "the count (173) is 88.5% below the monitor (1,500), per cent of the monitor. Of: civilians killed, alleged. "
        "Scope: the Coalition, Mosul, 2017-03-17. Clock: event. As of 2017-03-25."
    )
    assert tiny.soup(made.whole).select_one("small.basis").text == made.basis


@pytest.mark.parametrize("value", ["35.2% (43 of 122)", "3 times", "105 to 141", "at least 230", Share(1, 2, "x")])
def test_a_finding_without_a_basis_is_refused(value: object) -> None:
    ev = Evidence("2017-03-25")
    with pytest.raises(ReportError, match="pass basis=Basis"):
        ev.say("{n}.", n=ev.number(value, KEYS, RULE))
    assert str(ev.say("{n}.", n=ev.number(value, KEYS, RULE), basis=BASIS)).endswith("As of 2017-03-25.")


def test_a_headline_always_needs_one_and_its_day() -> None:
    with pytest.raises(ReportError, match="a headline says nothing without its denominator"):
        Evidence("2017-03-25").headline("{n} died.", n=Evidence().number(3, KEYS, RULE))
    with pytest.raises(ReportError, match="needs its as-of day"):
        Evidence().headline("None.", basis=BASIS)


@pytest.mark.parametrize(
    "template",
    [
        "Deaths were underreported by {n}.", "An under-count of {n}.", "{n}% lower.", "{n} per cent of deaths.",
        "{n} times more than conceded.", "{n} missing civilian deaths.", "The true toll is {n}.", "{n} percent",
    ],
)  # fmt: skip
def test_words_that_state_a_ratio_of_nothing_named_cannot_be_typed(template: str) -> None:
    ev = Evidence("2017-03-25")
    with pytest.raises(ReportError, match=r"states a ratio of nothing named: make it with analysis\.methods\.relative"):
        ev.say(template, n=ev.number(3, KEYS, RULE), basis=BASIS)


def test_a_sentence_that_is_not_translated_is_english_as_a_whole_and_marked() -> None:
    ev = Evidence("2017-03-25")
    said = ev.number(Toll(440, None, "", "", SCOPE), KEYS, RULE)
    try:
        language.speak("ar")
        made = ev.say("Nobody has translated this: {n}.", n=said)
        assert "على الأقل" in said.html() and made.text == "Nobody has translated this: at least 440."
    finally:
        language.speak("en")
    [span] = tiny.soup(made.html).find_all(lang="en")
    assert span.text == made.text and language.spoken() == "en"
