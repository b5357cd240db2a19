from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, store
from analysis.data.asof import AsOf
from analysis.methods import families, ledger
from analysis.paths import Project

JADIDA, HOUSE = "mosul-jadida-2017-03-17", "mosul-jadida-house-2017-03-17"
LAST = "2026-11-24"


@pytest.fixture
def book(inside: Project) -> AsOf:
    return ledger.ledger(JADIDA, LAST)


@pytest.fixture
def known(book: AsOf) -> pd.DataFrame:
    return book.known


def rows() -> pd.DataFrame:
    return store.read_table("statements").set_index("row_key")


def test_a_ledger_holds_the_event_and_its_parts_and_nothing_wider(book: AsOf) -> None:
    every = pd.concat(list(book))
    assert set(every["event_id"]) == {JADIDA, HOUSE}
    assert set(every[every["event_id"] == HOUSE]["relation"]) == {"part of it"}
    assert set(every[every["event_id"] == JADIDA]["about"]) == {"the event itself"}
    assert len(every) == claims.statements()["event_id"].isin([JADIDA, HOUSE]).sum()
    assert not every["excluded"].any()


def test_a_ledger_of_a_part_holds_no_whole(inside: Project) -> None:
    assert set(pd.concat(list(ledger.ledger(HOUSE, LAST)))["event_id"]) == {HOUSE}


def test_as_of_a_day_it_holds_only_what_was_out_and_later_more(known: pd.DataFrame) -> None:
    early = ledger.ledger(JADIDA, "2017-03-25")
    assert (early.known["published_last"] <= pd.Timestamp("2017-03-25")).all()
    assert set(early.known["row_key"]) < set(known["row_key"])
    assert "st-seed-ara-localmedia-230" in set(early.possible["statement_id"])


def test_counts_of_the_tree_are_of_each_event_alone(inside: Project) -> None:
    tree = ledger.tree_counts(JADIDA, "2017-03-25").set_index("event_id")
    book = ledger.ledger(JADIDA, "2017-03-25").known
    assert tree.loc[JADIDA, "statements"] == (book["event_id"] == JADIDA).sum()
    assert tree.loc[JADIDA, "relation"] == "the event"
    assert (tree.loc[HOUSE, "statements"], tree.loc[HOUSE, "said"]) == (0, "no number")
    assert tree.loc["west-mosul-2017-03-17-23", "said"].endswith("at least 440")
    assert (tree["row_keys"].map(len) == tree["statements"] + 1).all()
    assert set(tree.loc[JADIDA, "row_keys"][1:]) == set(book.loc[book["event_id"] == JADIDA, "row_key"])


def test_holdings_share_out_every_statement(book: AsOf) -> None:
    table = ledger.holdings(book)
    keys = table.pop("row_keys")
    assert (
        list(keys.map(len)) == list(table.sum(axis=1))
        and len({key for held in keys for key in held}) == keys.map(len).sum()
    )
    assert table.sum().to_dict() == {name: len(part) for name, part in book._asdict().items()}
    assert (
        len(table) == len(families.NAMES)
        and table.loc[families.NAMES["monitor"], "known"] == (book.known["family"] == "monitor").sum()
    )


def test_the_figure_shows_numbers_as_said_on_the_report_clock(known: pd.DataFrame) -> None:
    shown = ledger.drawable(known)
    assert set(shown["clock"]) == {"report"}
    assert set(shown["row_key"]) == set(families.numbered(known)["row_key"])
    own = rows().loc[shown["row_key"]].reset_index()
    pairs = {"lo": "killed_lo", "hi": "killed_hi", "first": "published_first", "last": "published_last"}
    for name, source in pairs.items():
        pd.testing.assert_series_equal(shown[name], own[source], check_names=False)
    assert shown["hi"].isna().any() and (shown["first"] < shown["last"]).any()
    order = [name for name in families.NAMES.values() if name in set(shown["panel"])]
    assert list(dict.fromkeys(shown["panel"])) == order


def test_first_and_last_words_are_each_speakers_own(known: pd.DataFrame) -> None:
    table = ledger.speakers(known)
    assert table["statements"].sum() == len(known)
    assert not table.duplicated(["about", "publisher_name"]).any()
    airwars = table[(table["publisher_name"] == "Airwars") & (table["about"] == "the event itself")].iloc[0]
    assert (airwars["first_date"], airwars["first_said"]) == ("2017-03-26", "220 to 500")
    many = table[~table["one_speaker"]]["row_keys"].explode().map(rows()["publisher_id"])
    assert "witness" in set(many) and not any(map(families.is_one, many))
    shuffled = ledger.speakers(known.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(table, shuffled)


def test_reach_counts_relays_and_those_of_the_day_among_them(known: pd.DataFrame) -> None:
    table = ledger.reach(known, "2017-03-31")
    assert set(table["row_key"]) == set(known[known["n_relays"] > 0]["row_key"])
    assert table["n_relays"].is_monotonic_decreasing and (table["by_day"] <= table["n_relays"]).all()
    later = ledger.reach(known, LAST).set_index("row_key")["by_day"]
    assert (table.set_index("row_key")["by_day"] <= later).all() and table["by_day"].sum() < later.sum()
    for names, text in zip(table["relays"], table["read_at"], strict=True):
        assert text == "; ".join(dict.fromkeys(names))
    for row in table.to_dict("records"):
        own, *read = row["row_keys"]
        assert own == row["row_key"] and len(read) > row["n_relays"] >= row["by_day"]


def test_open_ends_are_the_numbers_with_one_bound(known: pd.DataFrame) -> None:
    shown = ledger.open_ended(known)
    assert (shown["killed_lo"].isna() ^ shown["killed_hi"].isna()).all() and set(shown["unit"]) == {"killed"}
    both = families.numbered(known).dropna(subset=["killed_lo", "killed_hi"])
    assert len(shown) + len(both) == len(families.numbered(known))


def test_what_cannot_be_placed_is_listed(inside: Project) -> None:
    book = ledger.ledger(JADIDA, "2017-03-25")
    listed = set(ledger.unplaced(book)["row_key"])
    assert listed == set(book.possible["row_key"]) | set(book.undated["row_key"])
    assert not listed & set(book.known["row_key"])


def test_what_is_kept_out_is_listed_with_its_reason(book: AsOf) -> None:
    out = ledger.kept_out(JADIDA)
    every = claims.statements(include_excluded=True)
    about = every[every["event_id"].isin([JADIDA, HOUSE])]
    assert set(out["row_key"]) == set(about["row_key"]) - set(pd.concat(list(book))["row_key"])
    assert "st-mj-twasul-3000" in set(out["statement_id"]) and out["exclude_reason"].notna().all()


def test_the_opening_ends_a_month_after_the_first_statement(known: pd.DataFrame) -> None:
    exact = known[known["published_precision"] == "day"]
    early = ledger.opening(exact)
    limit = exact["published_first"].min() + pd.Timedelta(days=31)
    assert set(early["row_key"]) == set(exact[exact["published_last"] < limit]["row_key"])
    assert 0 < len(ledger.opening(exact, days=1)) < len(early) < len(exact)
    assert set(early["row_key"]) <= set(ledger.opening(known)["row_key"])  # a month's first day shortens nothing


def test_asking_changes_no_ledger(known: pd.DataFrame) -> None:
    before = known.copy()
    for ask in (ledger.drawable, ledger.speakers, ledger.open_ended, ledger.opening):
        ask(known)
    ledger.reach(known, LAST)
    pd.testing.assert_frame_equal(known, before)
