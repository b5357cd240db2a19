from __future__ import annotations

import pytest

from analysis.data import store
from analysis.data.tolls import COUNTED
from analysis.methods.families import said
from analysis.paths import Project
from analysis.publish.website import wording

BARE = {"killed_lo": None, "killed_hi": None, "unit": "killed", "status": "alleged", "qualifier": None}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "no number"),
        ({"status": "denied"}, "denied, no number"),
        ({"qualifier": "dozens"}, "no number, said as “dozens”"),
        ({"unit": "bodies", "killed_lo": 40}, "at least 40 bodies, fighters not told apart"),
        ({"unit": "bodies"}, "no number of bodies, fighters not told apart"),
        ({"unit": "missing"}, "counts missing"),
        ({"killed_hi": 200}, "at most 200 civilians killed"),
        ({"killed_lo": 200, "killed_hi": 200, "qualifier": "about"}, "about 200 civilians killed"),
        ({"killed_lo": 0, "killed_hi": 0, "status": "denied"}, "0 civilians killed"),
    ],
)
def test_a_missing_number_is_never_a_zero(changed: dict, words: str) -> None:
    assert wording.toll_words(BARE | changed) == words


def test_every_code_of_the_tables_has_its_words(inside: Project) -> None:
    statements, acts = store.read_table("statements"), store.read_table("official_statements")
    assert set(statements["unit"]) <= set(wording.COUNTED) and set(COUNTED) <= set(wording.COUNTED)
    assert {*statements["status"], *acts["status"]} <= set(wording.STANDING)
    assert set(statements["date_basis"]) <= set(wording.DATED)
    assert {part for text in statements["attribution"] for part in text.split(";")} <= set(wording.HELD)


def test_bounds_are_worded_as_everywhere_else(inside: Project) -> None:
    frame = store.read_table("statements")
    plain = frame[(frame["unit"] == "killed") & frame["killed_lo"].notna() & (frame["qualifier"] != "about")]
    ours = [wording.toll_words(row).removesuffix(" civilians killed") for row in plain.to_dict("records")]
    assert len(ours) > 100 and ours == list(said(plain))


@pytest.mark.parametrize(
    "address", ["https://www.facebook.com/a.person", "http://t.me/x", "https://mobile.twitter.com/x"]
)
def test_an_account_that_may_be_a_private_persons_is_not_linked(address: str) -> None:
    assert wording.page_of(address) == {"href": "", "words": "an account on a social network, not linked here"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ARA News, undated article", None, "//x.org", "http:///x"])
def test_what_is_no_page_is_text(address: object) -> None:
    assert wording.page_of(address) == {"href": "", "words": str(address or "")}
