from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.link import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siha", "Sihah"), ("Raqqa", "Ar Raqqah"), ("Qayara", "al-Qayyarah"), ("Hawija", "al Huwayjah"),
        ("al Jadidah district", "Mosul al-Jadida"), ("Tanak", "al-Tanak neighbourhood, west"),
    ],
)  # fmt: skip
def test_one_place_in_two_spellings_is_one(one: str, other: str) -> None:
    folded = names.without([names.fold(text) for text in (one, other)], [names.fold("Mosul")] * 2)
    assert names.similarity(folded[:1], folded[1:]).tolist() == [100.0]


@pytest.mark.parametrize(("one", "other"), [("Zanjili", "Zinjili"), ("Rajm Hadid", "Rijm Hadeed")])
def test_a_vowel_apart_is_close(one: str, other: str) -> None:
    assert names.similarity([names.fold(one)], [names.fold(other)])[0] >= 80


@pytest.mark.parametrize(("one", "other"), [("Zanjili", "Tanak"), ("Siha", "Rifai"), ("Farouq", "Yarmouk")])
def test_two_places_are_not_one(one: str, other: str) -> None:
    assert names.similarity([names.fold(one)], [names.fold(other)])[0] < 80


@given(st.text(max_size=40))
def test_any_text_can_be_folded_to_words_in_order(text: str) -> None:
    words = names.fold(text).split()
    assert words == sorted(set(words)) and not any(char.isdigit() or char.isupper() for word in words for char in word)


def test_a_name_that_is_only_its_city_names_no_place_inside_it() -> None:
    assert names.without([names.fold("West Mosul")], [names.fold("Mosul")]) == [""]
