from __future__ import annotations

import re

import pytest

from analysis.data import claims
from analysis.paths import Project
from analysis.publish import addresses


def test_a_statement_stands_on_the_page_of_its_event_under_its_table_and_key() -> None:
    assert addresses.address_of("statements:st-x", "a") == "events/a.html#statements-st-x"
    assert addresses.address_of("official_statements:4", "a") == "events/a.html#official_statements-4"


def test_a_row_that_no_page_shows_has_no_address() -> None:
    assert addresses.address_of("statements:st-x") == addresses.address_of("un_monthly:3", "a") == ""


@pytest.mark.parametrize("key", ["../../secret", "a b", "", "<b>", "مقتل", "a/b", "a#b", ".", "index"])
def test_no_key_leads_out_of_its_folder_or_takes_another_ones_page(key: str) -> None:
    name = addresses.event_page(key).removeprefix("events/")
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.html", name) and name != "index.html"


def test_two_keys_never_share_an_anchor() -> None:
    keys = ["a b", "a-b", "a/b", "a  b", "a.b", "مقتل", "مدنيين", ""]
    assert len({addresses.anchor(f"statements:{key}") for key in keys}) == len(keys)


def test_every_statement_of_the_tables_has_an_address_of_its_own(inside: Project) -> None:
    frame = claims.statements(include_excluded=True)
    found = {addresses.address_of(key, event) for key, event in zip(frame["row_key"], frame["event_id"], strict=True)}
    assert len(found) == len(frame) and "" not in found


def test_a_key_of_any_length_names_a_file() -> None:
    one, other = addresses.safe("x" * 5000), addresses.safe("x" * 5001)
    assert one != other and max(len(one), len(other)) < 200 and one.startswith("xxx")
    assert len(addresses.event_page("<" * 300 + "é" * 300)) < 200
