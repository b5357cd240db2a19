"""Mosul in March 2017 as known on the 25th: what is told, and what is kept apart."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, places, store
from analysis.data.asof import AsOf
from analysis.errors import DataError
from analysis.methods import briefing
from analysis.methods.briefing import Briefing
from analysis.paths import Project

WHEN = "2017-03-25"
DAY = pd.Timestamp(WHEN)


@pytest.fixture
def told(inside: Project) -> Briefing:
    return briefing.brief("Mosul", "2017-03", WHEN)


def keys(part: pd.DataFrame) -> set[str]:
    return set(part["row_key"])


def all_parts(told: Briefing) -> dict[str, AsOf]:
    return {name: value for name, value in vars(told).items() if isinstance(value, AsOf)}


def test_nothing_published_later_is_told(told: Briefing) -> None:
    assert {"inside", "beyond", "wider", "acts"} <= set(all_parts(told))
    for parts in all_parts(told).values():
        assert (parts.known["published_last"] <= DAY).all()
        assert (parts.possible["published_first"] <= DAY).all() and (parts.possible["published_last"] > DAY).all()
        assert (parts.later["published_first"] > DAY).all()
        assert parts.undated["published_first"].isna().all()


def test_a_statement_dated_to_the_month_is_possible_and_not_known(told: Briefing) -> None:
    assert "statements:st-seed-ara-localmedia-230" in keys(told.inside.possible)
    assert (told.inside.possible["published_precision"] != "day").all()
    told_apart = briefing.both(told.inside).set_index("statement_id")["known"]
    assert told_apart["st-seed-ara-localmedia-230"] == briefing.UNTOLD
    assert told_apart["st-mj-airwars-440"] == briefing.BY_DAY
    assert len(told_apart) == len(told.inside.known) + len(told.inside.possible)


def test_what_is_excluded_is_in_no_part(told: Briefing) -> None:
    out = store.read_table("statements").query("excluded")
    shown = set().union(*(keys(part) for parts in all_parts(told).values() for part in parts))
    assert len(out) and not shown & keys(out)


def test_a_later_day_takes_nothing_back(told: Briefing) -> None:
    after = briefing.brief("Mosul", "2017-03", "2017-04-30")
    for before, now in zip(all_parts(told).values(), all_parts(after).values(), strict=True):
        assert keys(before.known) <= keys(now.known)
        assert set().union(*map(keys, before)) == set().union(*map(keys, now))
    assert keys(told.inside.known) < keys(after.inside.known)


@pytest.mark.parametrize("place", ["Mosul", "West Mosul"])
def test_the_place_the_wider_place_and_the_wider_window_are_kept_apart(inside: Project, place: str) -> None:
    told, named = briefing.brief(place, "2017-03", WHEN), store.read_table("places")
    within, above = places.inside(place, named), set(places.lineage(place, named)) - {place}
    first, last = pd.Timestamp("2017-03-01"), pd.Timestamp("2017-03-31")
    held, beyond, wider = (pd.concat(list(parts)) for parts in (told.inside, told.beyond, told.wider))
    assert set(held["place"]) | set(beyond["place"]) <= within and set(wider["place"]) <= above
    for part in (held, wider):
        assert (part["window_first"] >= first).all() and (part["window_last"] <= last).all()
    assert ((beyond["window_first"] < first) | (beyond["window_last"] > last)).all()
    assert not keys(held) & keys(beyond) and len(wider)


def test_statements_of_the_place_are_of_the_month_of_another_or_of_no_window(told: Briefing) -> None:
    here = claims.about_place(claims.statements(), "Mosul")
    shown = [keys(pd.concat(list(parts))) for parts in (told.inside, told.beyond, told.windowless)]
    elsewhere = here.dropna(subset=["window_first", "window_last"])
    elsewhere = elsewhere.query("window_last < '2017-03-01' or window_first > '2017-03-31'")
    assert sum(map(len, shown)) + len(elsewhere) == len(here)
    assert set().union(*shown) | keys(elsewhere) == keys(here)
    assert pd.concat(list(told.windowless))[["window_first", "window_last"]].isna().any(axis=1).all()


def test_acts_about_deaths_of_the_month_and_all_other_acts_are_parted(told: Briefing) -> None:
    acts, others = (pd.concat(list(parts)) for parts in (told.acts, told.other_acts))
    assert "official_statements:4" in keys(acts) and not keys(acts) & keys(others)
    assert acts["event_date"].dropna().str.startswith("2017-03").all()
    assert not (others["event_date"].dropna().str.len() == 10)[
        others["event_date"].dropna().str.startswith("2017-03")
    ].any()
    assert {"official_statements:2", "official_statements:16"} <= keys(others)


def test_acts_about_mosul_and_iraq_are_none_about_raqqa(inside: Project) -> None:
    raqqa = briefing.brief("Raqqa", "2017-03", "2017-06-25")
    about = pd.concat([*raqqa.acts, *raqqa.other_acts])
    assert len(about) and set(about["place"]) <= places.inside("Raqqa", store.read_table("places"))


def test_context_is_what_is_compared_with_nothing_and_says_why(told: Briefing) -> None:
    table = briefing.context(told)
    possible = [part for parts in (told.beyond, told.wider, told.other_acts) for part in (parts.known, parts.possible)]
    assert keys(table) <= set().union(*map(keys, possible)) and not keys(table) & keys(told.inside.known)
    assert (table["why"] != "").all() and set(table["known"]) == {briefing.BY_DAY, briefing.UNTOLD}
    assert keys(told.beyond.known) | keys(told.wider.known) <= keys(table)


def test_a_place_and_month_with_no_dispute_has_an_empty_table(inside: Project) -> None:
    assert briefing.contested(briefing.brief("Raqqa", "2016-03", WHEN)).empty


def test_what_may_have_been_out_or_has_no_date_is_listed(told: Briefing) -> None:
    assert keys(briefing.unplaced(told)) == keys(told.inside.possible) | keys(told.inside.undated)


def test_an_unknown_place_and_a_month_as_day_are_refused(inside: Project) -> None:
    with pytest.raises(DataError, match="Did you mean Mosul"):
        briefing.brief("Mossul", "2017-03", WHEN)
    with pytest.raises(DataError, match="is not a day"):
        briefing.brief("Mosul", "2017-03", "2017-03")


def test_what_was_contested_is_graded_so_or_contradicted_about_one_event(told: Briefing) -> None:
    table = briefing.contested(told)
    rows = told.inside.known.set_index("row_key")
    clash = table[table["what"] == "contradiction"]
    assert len(clash) and "statements:st-mj-jabouri-108" in {key for held in table["row_keys"] for key in held}
    for high, low in clash["row_keys"]:
        assert rows.loc[high, "event_id"] == rows.loc[low, "event_id"]
        assert rows.loc[high, "publisher_id"] != rows.loc[low, "publisher_id"]
        assert rows.loc[high, "killed_lo"] > rows.loc[low, "killed_hi"]
    graded = [key for held in table[table["what"] != "contradiction"]["row_keys"] for key in held]
    assert set(rows.loc[graded, "status"]) <= set(briefing.DISPUTED)


def test_since_counts_what_was_dated_later(told: Briefing) -> None:
    assert briefing.since(told)["statements"].sum() == len(told.inside.later) > 0


def test_asking_changes_nothing_that_was_told(told: Briefing) -> None:
    parts = [part for parts in all_parts(told).values() for part in parts]
    before = [part.copy() for part in parts]
    for ask in (briefing.contested, briefing.context, briefing.since, briefing.unplaced):
        ask(told)
    for part, copy in zip(parts, before, strict=True):
        pd.testing.assert_frame_equal(part, copy)
