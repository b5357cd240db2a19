from __future__ import annotations

import pytest

from analysis.data import coding, store
from analysis.paths import Project


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no_strikes_in_area", "no_strike_in_area"),
        ("No Coalition strikes were conducted in the geographical area", "no_strike_in_area"),
        ("insufficient_information", "insufficient_information"),
        ("There is insufficient evidence to find that civilians were harmed in this strike", "insufficient_evidence"),
        ("The place named Siha could not be found", "place_not_found"),
        ("the place name was not found on a map", "place_not_found"),
        ("no_civilian_harm_seen", "no_civilian_harm_seen"),
        ("unlikely_from_strike", "unlikely_from_strike"),
        ("other", "not_coded"), ("", "not_stated"), (None, "not_stated"), (float("nan"), "not_stated"),
    ],
)  # fmt: skip
def test_reasons_are_coded_by_the_first_rule_that_fits_and_never_guessed(text: object, code: str) -> None:
    assert coding.reason(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("self-report", "self_report"), ("Airwars", "monitor"), ("airwars report", "monitor"),
        ("amnesty international and airwars report", "monitor"), ("NGO", "ngo"), ("vehicle owner via NGO", "ngo"),
        ("amnesty international report", "ngo"), ("social media", "social_media"), ("media", "media"),
        ("open source report", "not_coded"), (None, "not_stated"),
    ],
)  # fmt: skip
def test_channels_are_coded_by_rule(text: object, code: str) -> None:
    assert coding.channel(text) == code


def test_every_word_of_the_raw_tables_has_a_code(inside: Project) -> None:
    assessed, incidents = store.read_table("official_assessments"), store.read_table("incidents")
    texts = {*assessed["reason"].dropna(), *incidents["official_reason"].dropna()} - {"other"}
    assert coding.NOT_CODED not in {coding.reason(text) for text in texts}
    assert coding.NOT_CODED not in {coding.channel(text) for text in assessed["reported_via"].dropna()}


def test_every_code_has_words_for_readers() -> None:
    assert {code for code, _ in coding.REASONS} | {coding.NOT_CODED, coding.NOT_STATED} == set(coding.WORDS)
