from __future__ import annotations

import pytest

from analysis.errors import ReportError
from analysis.wording import Catalogue, Piece, doubled

TEXTS = {
    "Local media": "MEDIA", "the Coalition": "KOALICIO", "day of release": "TAGO", "killed": "MORTIGITAJ",
    "Of these, {n} are dated.": "{n} EL ILI.", "None states it.": "NENIU.", "under assessment": "PRIJUGATA",
    "Strikes, several houses": "ATAKOJ",
}  # fmt: skip
PATTERNS = {
    "at least {n}": "{n} MINIMUME", "{low} to {high}": "DE {low} GHIS {high}", "said by {who}": "DIRIS {who}",
    "Of: {of}. Clock: {clock}.{day}": "PRI: {of}. HORLOGHO: {clock}.{day}", "; ": " ; ", ", ": ", ",
    "{a} against {b}": "{a} KONTRAU {b}", "open {end}": "MALFERMA {end}", " and ": " KAJ ",
    "kept out of every count: {reason}": "EKSKLUDITA: {reason}",
}  # fmt: skip


def said(text: str) -> str:
    return "".join(piece.text for piece in BOOK.pieces(text))


def english(text: str) -> list[str]:
    return [piece.text for piece in BOOK.pieces(text) if not piece.known]


BOOK = Catalogue("eo", TEXTS, PATTERNS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Local media", "MEDIA"), ("local media", "mEDIA"), ("under_assessment", "PRIJUGATA"), ("230", "230"),
        ("at least 1,230", "1,230 MINIMUME"), ("230 to 440", "DE 230 GHIS 440"), ("2017-03-17", "2017-03-17"),
        ("said by the Coalition", "DIRIS KOALICIO"), ("230 killed", "230 MORTIGITAJ"), ("", ""),
        ("at least 230 to at least 440", "DE 230 MINIMUME GHIS 440 MINIMUME"),
        ("killed; at least 3", "MORTIGITAJ ; 3 MINIMUME"), ("killed: 230", "MORTIGITAJ: 230"),
        ("Rudaw, 2017-03-23, Strikes, several houses, killed: 230", "Rudaw, 2017-03-23, ATAKOJ, MORTIGITAJ: 230"),
        ("None states it. Of these, 3 are dated.", "NENIU. 3 EL ILI."), (" killed ", " MORTIGITAJ "), ("; ", " ; "),
        ("the Coalition and local media", "KOALICIO KAJ mEDIA"),
        ("kept out of every count: a misprint of sorts", "EKSKLUDITA: a misprint of sorts"),
        ("Of: killed. Clock: day of release.", "PRI: MORTIGITAJ. HORLOGHO: TAGO."),
    ],
)  # fmt: skip
def test_a_finished_text_is_put_together_from_what_is_known(text: str, told: str) -> None:
    assert said(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "going to town",
        "one house, killed in it",
        "a note; another",
        "unknown",
        "dated by a relay, to the day",
        "at least a few",
        "open end of it",
        "Iraqi officers and local media",
        "Only claims: US finding 105, 61 and 101 killed, persons sheltering",
        "a note of some length: killed",
    ],
)
def test_a_text_that_is_not_known_stays_whole(text: str) -> None:
    assert BOOK.pieces(text) == (Piece(text, False),)


def test_a_name_within_a_known_text_stays_english_and_says_so() -> None:
    assert (said("said by Rudaw"), english("said by Rudaw")) == ("DIRIS Rudaw", ["Rudaw"])
    assert english("killed; a note nobody translated") == ["a note nobody translated"]


def test_of_several_patterns_that_fit_the_one_that_leaves_least_english_is_taken() -> None:
    told = Catalogue("eo", {"one against two": "UNU"}, {"{a} against {b}": "{a} K {b}", "bound: {c}": "LIMO: {c}"})
    assert told.pieces("bound: one against two") == (Piece("LIMO: UNU"),)


def test_a_template_is_found_whole_or_sentence_by_sentence_and_keeps_its_names() -> None:
    assert BOOK.template("Of these, {n} are dated.") == "{n} EL ILI."
    assert BOOK.template("None states it. Of these, {n} are dated.") == "NENIU. {n} EL ILI."
    assert BOOK.template("killed: {n}") == "MORTIGITAJ: {n}"
    assert BOOK.template("Nobody knows {n}.") is None


def test_a_translation_that_loses_a_number_is_refused() -> None:
    with pytest.raises(ReportError, match=r"catalogue of 'eo'.*other names in braces.*same names in civcas\.po"):
        Catalogue("eo", {"{n} of {whole}": "{n}"})
    with pytest.raises(ReportError, match="a brace that is not closed"):
        Catalogue("eo", {"{n": "{n"})


def test_no_text_is_lost_or_made_twice() -> None:
    assert doubled(["a", "b"]) == []
    for text in ("Rudaw, 230; killed", "x · killed", "(killed)", "a\nkilled"):
        assert said(text).replace("MORTIGITAJ", "killed").replace(" ; ", "; ") == text


def test_a_remark_in_brackets_leaves_what_stands_before_it_known() -> None:
    book = Catalogue("xx", {"Officials, party": "OFICIALAJ"})
    assert book.pieces("Officials, party (CJTF-OIR)") == (
        Piece("OFICIALAJ ("), Piece("CJTF-OIR", False), Piece(")"),
    )  # fmt: skip


def test_a_long_text_is_taken_sentence_by_sentence_and_not_fitted_into_every_pattern() -> None:
    book = Catalogue("xx", {}, {"{who}: {n} figures, from {low} to {high}.": "{who} = {n}, {low} - {high}."})
    text = " ".join(f"Panel {at}: {at} figures, from {at} to {2 * at}." for at in range(40))
    told = "".join(piece.text for piece in book.pieces(text))
    assert told == " ".join(f"Panel {at} = {at}, {at} - {2 * at}." for at in range(40))
