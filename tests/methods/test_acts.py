"""Official acts beside a ledger: in order, lettered by day, and never as a cause."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, official, store
from analysis.methods import acts as acting
from analysis.methods import families, ledger
from analysis.paths import Project

JADIDA = "mosul-jadida-2017-03-17"
LAST = "2026-11-24"


@pytest.fixture
def known(inside: Project) -> pd.DataFrame:
    return ledger.ledger(JADIDA, LAST).known


@pytest.fixture
def acts(inside: Project) -> pd.DataFrame:
    return acting.event_acts(JADIDA, LAST)


def test_acts_are_about_the_event_its_parts_and_what_it_is_part_of(acts: pd.DataFrame) -> None:
    tree = claims.event_tree(JADIDA).set_index("event_id")["relation"]
    assert set(acts["event_id"].map(tree)) == {"contains it", "the event", "part of it"}
    assert len(acts) == len(official.acts(LAST, event_ids=list(tree.index)).known)


def test_acts_of_a_later_day_are_not_shown_earlier(acts: pd.DataFrame) -> None:
    early = acting.event_acts(JADIDA, "2017-03-28")
    assert set(early["row_key"]) < set(acts["row_key"])
    assert (early["published_last"] <= pd.Timestamp("2017-03-28")).all()


def test_a_day_has_one_letter_and_letters_follow_the_days(acts: pd.DataFrame) -> None:
    letters = acts.groupby("statement_date")["letter"].agg(["nunique", "first"]).sort_index()
    assert (letters["nunique"] == 1).all()
    assert "".join(letters["first"]) == "abcdefghijklmnopqrstuvwxyz"[: len(letters)]
    mixed = acting.lettered(acts.drop(columns="letter").sample(frac=1, random_state=1)).sort_index()
    assert list(mixed["letter"]) == list(acts["letter"])


def test_every_statement_and_act_stands_in_exactly_one_row(known: pd.DataFrame, acts: pd.DataFrame) -> None:
    table = acting.between_acts(known, acts)
    assert table["statements"].sum() == len(known)
    keys = [key for held in table["row_keys"] for key in held]
    assert sorted(keys) == sorted([*known["row_key"], *acts["row_key"]])


def test_what_is_said_on_the_day_of_an_act_stands_after_it(known: pd.DataFrame, acts: pd.DataFrame) -> None:
    table = acting.between_acts(known, acts)
    before, after = (set(table["row_keys"].iloc[place]) for place in (0, 1))
    day = known[known["published_last"] == pd.Timestamp("2017-03-25")]
    assert table["since"].iloc[1] == "2017-03-25" and len(day)
    exact = set(day[day["published_precision"] == "day"]["row_key"])
    assert exact <= after and not exact & before


def test_what_is_dated_too_coarsely_stands_between_no_two_acts(known: pd.DataFrame, acts: pd.DataFrame) -> None:
    days = known.set_index("row_key")[["published_first", "published_last"]]
    act_days = set(acts["published_last"])
    table = acting.between_acts(known, acts)
    placed, coarse = table.iloc[:-1], table.iloc[-1]
    for held in placed["row_keys"]:
        for key in (key for key in held if key in days.index):
            first, last = days.loc[key]
            assert not any(first < day <= last for day in act_days)
    assert coarse["letter"] == "" and len(coarse["row_keys"]) == coarse["statements"] > 0
    for key in coarse["row_keys"]:
        first, last = days.loc[key]
        assert any(first < day <= last for day in act_days)


def test_an_interval_shows_the_span_of_each_family_or_its_silence(known: pd.DataFrame, acts: pd.DataFrame) -> None:
    rows = store.read_table("statements").set_index("row_key", drop=False)
    for row in acting.between_acts(known, acts).to_dict("records"):
        part = rows.loc[[key for key in row["row_keys"] if key in rows.index]]
        for family in families.SHOWN:
            spoken = part[part["family"] == family]
            assert row[family] == (str(families.span(spoken)) if len(spoken) else "nothing said")


def test_without_acts_all_is_before(known: pd.DataFrame, acts: pd.DataFrame) -> None:
    table = acting.between_acts(known, acts.head(0))
    assert list(table["statements"]) == [len(known)]


def test_marks_are_the_days_of_acts_within_the_days_shown(known: pd.DataFrame, acts: pd.DataFrame) -> None:
    early = ledger.opening(known)
    marked = acting.marks(acts, early)
    end = families.numbered(early)["published_last"].max()
    days = acts[acts["published_last"] <= end]["statement_date"].unique()
    assert [day for day, _ in marked] == sorted(days)
    letters = acts.set_index("statement_date")["letter"].to_dict()
    assert [label.split()[0] for _, label in marked] == [letters[day] for day, _ in marked]
    assert len(acting.marks(acts, known)) > len(marked)


def test_an_act_in_words_names_who_what_and_how_it_stands(acts: pd.DataFrame) -> None:
    for act in acts.to_dict("records"):
        words = acting.act_words(act)
        assert act["issuer_as_written"] in words and act["about"] in words and "_" not in words
