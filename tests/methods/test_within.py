from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import store
from analysis.methods import families, ledger, within
from analysis.paths import Project

JADIDA, HOUSE = "mosul-jadida-2017-03-17", "mosul-jadida-house-2017-03-17"
LAST = "2026-11-24"


@pytest.fixture
def known(inside: Project) -> pd.DataFrame:
    return ledger.ledger(JADIDA, LAST).known


@pytest.fixture
def own(inside: Project) -> pd.DataFrame:
    return store.read_table("statements").set_index("row_key")


def test_contradictions_never_pair_a_house_with_its_quarter(known: pd.DataFrame, own: pd.DataFrame) -> None:
    found = within.contradicted(known, LAST)
    house, quarter = (known[known["event_id"] == event] for event in (HOUSE, JADIDA))
    assert house["killed_hi"].min() < quarter["killed_lo"].max()
    assert len(found) and all(own["event_id"][high] == own["event_id"][low] for high, low in found["row_keys"])


def test_a_speakers_own_revisions_are_no_contradictions(known: pd.DataFrame, own: pd.DataFrame) -> None:
    post = known[known["statement_id"].isin(["st-mj-baghdadpost-137", "st-mj-baghdadpost-230"])]
    assert sorted(post["killed_lo"]) == [137, 230] and within.contradicted(post, LAST).empty
    speaker = own["publisher_id"]
    assert all(speaker[high] != speaker[low] for high, low in within.contradicted(known, LAST)["row_keys"])


def test_contradictions_are_counted_in_persons_widest_first(known: pd.DataFrame, own: pd.DataFrame) -> None:
    found = within.contradicted(known, LAST)
    assert found["gap"].is_monotonic_decreasing
    for (high, low), gap in zip(found["row_keys"], found["gap"], strict=True):
        assert own.loc[high, "killed_lo"] - own.loc[low, "killed_hi"] == gap > 0
    bassim = found[found["row_keys"].map(lambda keys: "bassim-500" in keys[0] and "baghdadpost-137" in keys[1])]
    assert list(bassim["gap"]) == [500 - 137]


def test_neither_bodies_nor_crowds_are_set_against_a_figure(known: pd.DataFrame, own: pd.DataFrame) -> None:
    assert (known["unit"] == "bodies").any() and not known["publisher_id"].map(families.is_one).all()
    keys = [*within.contradicted(known, LAST)["row_keys"], *within.paired(known, LAST)["row_keys"]]
    used = own.loc[[key for pair in keys for key in pair]]
    assert set(used["unit"]) == {"killed"} and used["publisher_id"].map(families.is_one).all()


def test_the_order_of_statements_changes_no_contradiction(known: pd.DataFrame) -> None:
    before = known.copy()
    mixed = known.sample(frac=1, random_state=11)
    pairs = [{tuple(keys) for keys in within.contradicted(frame, LAST)["row_keys"]} for frame in (known, mixed)]
    assert pairs[0] == pairs[1]
    pd.testing.assert_frame_equal(known, before)


def test_where_nobody_contradicts_there_is_an_empty_table(known: pd.DataFrame) -> None:
    columns = list(within.contradicted(known, LAST).columns)
    for frame in (known.head(0), known.head(1), known[known["unit"] == "bodies"]):
        found = within.contradicted(frame, LAST)
        assert found.empty and set(found.columns) == set(columns)
        assert within.paired(frame, LAST).empty


def test_pairs_are_of_one_event_and_two_families_and_name_their_bridge(known: pd.DataFrame, own: pd.DataFrame) -> None:
    found = within.paired(known, LAST)
    assert len(found) and (found["family_a"] != found["family_b"]).all()
    for (a, b), bridge in zip(found["row_keys"], found["bridge"], strict=True):
        assert own.loc[a, "event_id"] == own.loc[b, "event_id"]
        assert bool(bridge) == (own.loc[a, "status"] != own.loc[b, "status"])
    assert set(found["bridge"]) == {"", within.STANDING.name}


def test_a_ratio_of_a_pair_has_the_bounds_its_figures_allow(known: pd.DataFrame, own: pd.DataFrame) -> None:
    for row in within.paired(known, LAST).itertuples():
        (lo_a, hi_a), (lo_b, hi_b) = own.loc[row.row_keys, ["killed_lo", "killed_hi"]].to_numpy()
        wanted = [lo_a / hi_b, hi_a / lo_b] if pd.notna(lo_b) else [pd.NA, pd.NA]
        for got, want in zip((row.ratio_lo, row.ratio_hi), wanted, strict=True):
            assert pd.isna(got) if pd.isna(want) else got == pytest.approx(want)


def test_what_was_not_out_is_in_no_pair(inside: Project, own: pd.DataFrame) -> None:
    early = ledger.ledger(JADIDA, "2017-03-25").known
    keys = [*within.contradicted(early, "2017-03-25")["row_keys"], *within.paired(early, "2017-03-25")["row_keys"]]
    assert keys and all(own.loc[key, "published_last"] <= pd.Timestamp("2017-03-25") for pair in keys for key in pair)
