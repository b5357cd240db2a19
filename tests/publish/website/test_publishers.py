from __future__ import annotations

from publish import tiny

from analysis.publish.addresses import publisher_page
from analysis.publish.website import publishers
from analysis.publish.website.gathered import Gathered


def shown(held: Gathered, publisher: str) -> dict:
    [row] = held.publishers[held.publishers["publisher_id"] == publisher].to_dict("records")
    return publishers.publisher(held, row)


def test_every_publisher_has_a_page_that_is_sound(held: Gathered, made: dict[str, str]) -> None:
    names = {publisher_page(publisher) for publisher in held.publishers["publisher_id"]}
    assert names == {name for name in made if name.startswith("publishers/")} - {"publishers/index.html"}
    for name in ("airwars", "rudaw", "witness", "cjtf"):
        assert tiny.faults(made[publisher_page(name)]) == []


def test_a_page_holds_every_statement_of_its_publisher(held: Gathered) -> None:
    for publisher, rows in held.statements.groupby("publisher_id"):
        told = publishers.spoken(held, str(publisher))
        assert sorted(each["key"] for event in told for each in event["sayings"]) == sorted(rows["row_key"])


def test_what_is_kept_out_revises_nothing() -> None:
    said = [{"said": "1", "reason": "", "day": "2017"}, {"said": "9", "reason": "misread", "day": "2017"}]
    made = publishers.steps([*said, {"said": "1", "reason": "", "day": ""}])
    assert [each["step"] for each in made["sayings"]] == ["first word", "kept out", "the same again, date not seen"]
    assert not made["changed"] and (made["first"], made["last"]) == ("1", "1")


def test_words_that_differ_are_told_with_the_first_and_the_last(held: Gathered, made: dict[str, str]) -> None:
    [event] = [each for each in shown(held, "rudaw")["events"] if each["changed"]]
    assert (event["first"], event["last"]) == ("at least 200 civilians killed", "at least 100 civilians killed")
    page = tiny.soup(made[publisher_page("rudaw")])
    assert (
        "First: at least 200 civilians killed. Last: at least 100 civilians killed." in page.select_one(".revised").text
    )


def test_whom_it_rests_on_is_told_on_both_pages(held: Gathered) -> None:
    [own] = [each for each in publishers.dependences(held, "baghdadtv")]
    [other] = [each for each in publishers.dependences(held, "iq-civdef")]
    assert own["verb"] == "copies" and own["other"]["page"] == publisher_page("iq-civdef")
    assert other["verb"] == "is copied by" and other["other"]["page"] == publisher_page("baghdadtv")
    assert own["why"] == other["why"] and own["event"]["name"]


def test_a_name_for_many_says_so_and_no_person_is_named(held: Gathered, made: dict[str, str]) -> None:
    assert (
        "A name for many." in made[publisher_page("witness")]
        and "A name for many." not in made[publisher_page("rudaw")]
    )
    written = set(held.claims[held.claims["family"] == "witness"]["publisher_as_written"]) - set(
        held.publishers["name"]
    )
    page = made[publisher_page("witness")]
    assert len(written) > 5 and not [name for name in written if name in page]


def test_relays_credited_to_a_publisher_are_of_others(held: Gathered) -> None:
    relayed = publishers.relayed(held, "rudaw")
    assert relayed and all(each["speaker"]["page"] != publisher_page("rudaw") for each in relayed)


def test_figures_of_the_monitors_records_and_acts_stand_on_the_page_of_who_gave_them(held: Gathered) -> None:
    assert len(publishers.figures(held, "cjtf")) == (held.figures["publisher_id"] == "cjtf").sum() > 0
    assert len(shown(held, "cjtf")["acts"]) == (held.acts["publisher_id"] == "cjtf").sum() > 0
