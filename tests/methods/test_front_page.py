"""Mosul, March 2017, as a reader had it on the 25th: three figures that may not be set against each other."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.data import claims, store
from analysis.errors import ParameterError
from analysis.methods import briefing, families, front_page
from analysis.methods.briefing import Briefing
from analysis.methods.compare import SideBySide, side_by_side
from analysis.paths import Project

WHEN = "2017-03-25"
DAY = pd.Timestamp(WHEN)
FOCUS = "st-seed-ara-localmedia-230 st-mj-airwars-440"


@pytest.fixture
def told(inside: Project) -> Briefing:
    return briefing.brief("Mosul", "2017-03", WHEN)


@pytest.fixture
def page(told: Briefing) -> pd.DataFrame:
    return front_page.front_page(told, front_page.focus(told, FOCUS))


@pytest.fixture
def compared(page: pd.DataFrame) -> SideBySide:
    return side_by_side(list(page["entry"]))


def test_the_three_figures_of_the_day(page: pd.DataFrame) -> None:
    bounds = {entry.family: (entry.toll.lo, entry.toll.hi) for entry in page["entry"]}
    assert bounds == {"local_media": (230, None), "monitor": (440, None), "official_belligerent": (None, None)}
    official = page[page["family"] == "official_belligerent"].iloc[0]
    assert official["said"].startswith("no number") and "under assessment" in official["said"]


def test_none_of_the_three_may_be_set_against_another(compared: SideBySide) -> None:
    assert compared.comparable.empty
    fields = {
        frozenset((a, b)): set(fields.split(", "))
        for a, b, fields in compared.refused[["family_a", "family_b", "fields"]].itertuples(index=False)
    }
    assert fields[frozenset({"local_media", "monitor"})] == {"place", "window"}
    assert fields[frozenset({"local_media", "official_belligerent"})] >= {"status"}
    assert fields[frozenset({"monitor", "official_belligerent"})] >= {"place", "window", "status"}
    assert len(fields) == 3


def test_every_figure_carries_its_day_and_leads_to_its_row(page: pd.DataFrame) -> None:
    assert len(page) == 3
    for entry, key in zip(page["entry"], page["row_key"], strict=True):
        assert (entry.toll.as_of, entry.toll.evidence) == (WHEN, (key,))


def test_a_figure_known_only_to_the_month_says_it_cannot_be_told(page: pd.DataFrame) -> None:
    assert list(page["known"]) == [briefing.UNTOLD, briefing.BY_DAY, briefing.BY_DAY]
    who = page.set_index("family")["who"]
    assert "month" in who["local_media"] and "month" not in who["monitor"] + who["official_belligerent"]


def test_the_page_holds_acts_of_the_parties_about_deaths_of_the_month(inside: Project) -> None:
    told = briefing.brief("Mosul", "2017-03", "2017-12-31")
    page = front_page.front_page(told, front_page.focus(told, FOCUS))
    acts = store.read_table("official_statements").set_index("row_key").loc[page["row_key"].tolist()[2:]]
    assert "official_statements:12" in acts.index and "official_statements:16" not in acts.index
    assert "iraq_government" not in set(acts["issuer_group"]) and "policy_change" not in set(acts["status"])
    assert (acts["published_last"] <= pd.Timestamp("2017-12-31")).all()
    assert page.set_index("row_key").loc["official_statements:12", ["lo", "hi"]].tolist() == [105, 105]


def test_of_the_acts_only_the_last_of_the_command_leads(inside: Project) -> None:
    told = briefing.brief("Mosul", "2017-03", "2017-12-31")
    page = front_page.front_page(told, front_page.focus(told, FOCUS))
    leading = page[page["leads"]]
    assert list(leading["row_key"].iloc[2:]) == ["official_statements:12"]
    assert len(page) > len(leading)


def test_without_a_choice_the_number_most_relayed_by_the_day_is_shown_of_each_family(told: Briefing) -> None:
    chosen = front_page.focus(told)
    assert list(chosen["family"]) == [name for name in families.SHOWN if name in set(chosen["family"])]
    known = families.numbered(told.inside.known)
    reach = claims.relays_by(WHEN)
    for row in chosen.to_dict("records"):
        rivals = known[known["family"] == row["family"]]
        by_day = rivals["statement_id"].map(reach).fillna(0)
        assert row["row_key"] in set(rivals[by_day == by_day.max()]["row_key"])


def test_relays_of_a_later_day_do_not_choose(told: Briefing) -> None:
    now, later = claims.relays_by(WHEN), claims.relays_by("2026-11-24")
    assert (now <= later[now.index]).all() and now.sum() < later.sum()
    assert set(front_page.focus(told)["row_key"]) <= set(told.inside.known["row_key"])


def test_what_may_not_have_been_out_is_chosen_only_by_name(told: Briefing) -> None:
    unsure = told.inside._replace(known=told.inside.known.head(0), possible=told.inside.known)
    assert front_page.focus(replace(told, inside=unsure)).empty
    assert len(front_page.focus(replace(told, inside=unsure), "st-mj-airwars-440")) == 1


def test_a_choice_keeps_its_order(told: Briefing) -> None:
    turned = " ".join(reversed(FOCUS.split()))
    assert list(front_page.focus(told, turned)["statement_id"]) == turned.split()


def test_a_choice_of_the_future_is_refused(told: Briefing) -> None:
    later = told.inside.later["statement_id"].iloc[0]
    with pytest.raises(ParameterError, match=f"focus: '{later}' was not public about Mosul in 2017-03 by {WHEN}"):
        front_page.focus(told, later)
    with pytest.raises(ParameterError, match="Did you mean st-mj-airwars-440"):
        front_page.focus(told, "st-mj-airwars-441")


def test_what_each_became_is_from_the_same_speaker_and_not_from_before(told: Briefing) -> None:
    chosen = front_page.focus(told, "st-mj-airwars-440")
    table = front_page.became(chosen, WHEN)
    rows = claims.statements().set_index("row_key")
    now = rows.loc[[held[1] for held in table["row_keys"]]]
    assert set(now["publisher_id"]) == {"airwars"} and len(now) > 1
    assert not (now["published_last"] <= DAY).any() and now.index.is_unique
    assert "statements:st-mj-airwars-440" not in now.index
    coarse = front_page.became(front_page.focus(told, "st-mj-guardian-80-bodies"), WHEN)
    assert all(held[0] != held[1] for held in coarse["row_keys"])
    assert list(table["date"].fillna("")) == list(now["published"].fillna(""))


def test_what_each_became_says_whether_it_counts_the_same(told: Briefing) -> None:
    chosen = front_page.focus(told, "st-mj-airwars-440")
    tree = claims.event_tree(chosen["event_id"].iloc[0]).set_index("event_id")["relation"]
    table = front_page.became(chosen, WHEN)
    event = claims.statements().set_index("row_key")["event_id"]
    for held, counts in zip(table["row_keys"], table["counts"], strict=True):
        assert counts == front_page.RELATION[tree[event[held[1]]]]
    named = dict(zip(event[[held[1] for held in table["row_keys"]]], table["counts"], strict=True))
    assert named["mosul-jadida-2017-03-17"] == "a part of it"
    assert named["battle-of-mosul"] == "more than it"


def test_no_later_word_is_tied_to_a_name_for_many(told: Briefing) -> None:
    table = front_page.became(front_page.focus(told, "st-seed-ara-localmedia-230"), WHEN)
    assert list(table["now_said"]) == [front_page.MANY] and table["date"].isna().all()


def test_acts_since_are_none_of_those_known_and_end_in_105(told: Briefing) -> None:
    chosen = front_page.focus(told, FOCUS)
    acts = front_page.acts_since(told, chosen)
    assert not (acts["published_last"] <= DAY).any()
    assert acts.set_index("row_key").loc["official_statements:12", "said"] == "105"
    tree = {name for event in chosen["event_id"] for name in claims.event_tree(event)["event_id"]}
    assert set(acts["event_id"]) <= tree


def test_asking_changes_nothing_that_was_told(told: Briefing) -> None:
    chosen = front_page.focus(told, FOCUS)
    frames = [chosen, told.inside.known, told.inside.possible, told.acts.known]
    before = [frame.copy() for frame in frames]
    front_page.front_page(told, chosen)
    front_page.acts_since(told, chosen)
    front_page.became(chosen, WHEN)
    for frame, copy in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
