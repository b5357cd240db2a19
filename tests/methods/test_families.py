from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import claims, schemas, store
from analysis.methods import families
from analysis.paths import Project


@pytest.fixture
def statements(inside: Project) -> pd.DataFrame:
    return claims.statements()


def row(frame: pd.DataFrame, statement: str) -> pd.DataFrame:
    return frame[frame["statement_id"] == statement]


def test_four_are_shown_by_name_four_are_others_and_officials_are_two() -> None:
    grouped = {family: families.group_of(family) for family in schemas.FAMILIES}
    shown = {"local_media", "monitor", "official_belligerent", "official_local"}
    assert {name for name, group in grouped.items() if group == name} == shown == set(families.SHOWN)
    assert {group for name, group in grouped.items() if name not in shown} == {"others"}
    assert set(grouped.values()) == set(families.NAMES)


def test_no_two_of_the_eight_share_a_name() -> None:
    assert set(families.EIGHT) == set(schemas.FAMILIES)
    assert len(set(families.EIGHT.values())) == 8


def test_names_for_many_persons_are_never_one_source(inside: Project) -> None:
    publishers = set(store.read_table("publishers")["publisher_id"])
    crowds = {"witness", "medic", "iq-unnamed", "iq-mp", "iq-council", "iq-army", "social-other"}
    assert crowds <= publishers and crowds <= set(families.GATHERED)
    unnamed = {name for name in publishers if name.startswith("unnamed")}
    assert unnamed and not any(map(families.is_one, unnamed | set(families.GATHERED)))
    assert all(map(families.is_one, ("airwars", "rudaw", "cjtf", "iq-joc")))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("st-seed-ara-localmedia-230", "at least 230"),
        ("st-mj-airwars-440", "at least 440"),
        ("st-mj-jabouri-108", "108 bodies"),
        ("st-mj-kiki-dozens-boise", "no number"),
        ("st-mansoura-townsend-denial", "0"),
    ],
)
def test_what_was_said_in_words(statements: pd.DataFrame, statement: str, words: str) -> None:
    assert families.said(row(statements, statement)).tolist() == [words]


def test_what_counts_something_else_is_not_said_as_deaths(inside: Project) -> None:
    every = claims.statements(include_excluded=True)
    spoken = families.said(every)
    dead = {"killed", "bodies", "killed_incl_combatants"}
    assert dead < set(every["unit"])
    for unit, words in zip(every["unit"], spoken, strict=True):
        assert words.startswith("counts ") == (unit not in dead)
        assert words.endswith(" bodies") <= (unit == "bodies")
        assert words.endswith(" with fighters") <= (unit == "killed_incl_combatants")


def test_a_denial_without_a_number_says_it_denies(statements: pd.DataFrame) -> None:
    silent = statements[
        statements["killed_lo"].isna() & statements["killed_hi"].isna() & (statements["unit"] == "killed")
    ]
    words = families.said(silent)
    assert set(words[silent["status"] == "denied"]) == {"denied, no number"}
    assert set(words[silent["status"] != "denied"]) == {"no number"}


def test_words_keep_the_index_and_an_empty_frame_has_none(statements: pd.DataFrame) -> None:
    some = statements.iloc[[9, 3]]
    before = some.copy()
    assert list(families.said(some).index) == [9, 3] and families.said(some.head(0)).empty
    pd.testing.assert_frame_equal(some, before)


def test_only_civilians_killed_with_a_number_are_numbered(statements: pd.DataFrame) -> None:
    shown = families.numbered(statements)
    assert set(shown["unit"]) == {"killed"}
    assert (shown["killed_lo"].notna() | shown["killed_hi"].notna()).all()
    assert shown["killed_lo"].isna().any() and shown["killed_hi"].isna().any()
    rest = statements[~statements["row_key"].isin(shown["row_key"]) & (statements["unit"] == "killed")]
    assert rest[["killed_lo", "killed_hi"]].isna().all(axis=None)


def test_a_span_leaves_bodies_and_blanks_out(statements: pd.DataFrame) -> None:
    jadida = statements[statements["event_id"] == "mosul-jadida-2017-03-17"]
    assert (jadida["unit"] == "bodies").any()
    shown = families.numbered(jadida)
    found = families.span(jadida)
    ends = pd.concat([shown["killed_lo"], shown["killed_hi"]]).dropna()
    assert (found.least.endswith(str(ends.min())), found.most.endswith(str(ends.max())), found.n) == (
        True, True, len(shown),
    )  # fmt: skip
    assert str(families.span(jadida[jadida["unit"] == "bodies"])) == "no number"


def test_families_share_out_all_statements(statements: pd.DataFrame) -> None:
    table = families.by_family(statements)
    assert list(table.index) == [*families.SHOWN, "others"]
    assert table["statements"].sum() == len(statements)
    assert table["with_number"].sum() == len(families.numbered(statements))
    behind = [[key for key in keys if not key.startswith("hand/")] for keys in table["row_keys"]]
    assert [len(keys) for keys in behind] == list(table["statements"])
    assert sorted(key for keys in behind for key in keys) == sorted(statements["row_key"])
    said = [key for keys in table["said_keys"] for key in keys]
    assert sorted(said) == sorted(families.numbered(statements)["row_key"])


def test_the_order_of_rows_changes_nothing(statements: pd.DataFrame) -> None:
    one, other = (families.by_family(frame) for frame in (statements, statements.sample(frac=1, random_state=5)))
    keys = ["row_keys", "said_keys"]
    pd.testing.assert_frame_equal(one.drop(columns=keys), other.drop(columns=keys))
    for name in keys:
        assert [set(held) for held in one[name]] == [set(held) for held in other[name]]


def test_silence_and_words_without_a_number_are_two_things(statements: pd.DataFrame) -> None:
    table = families.by_family(row(statements, "st-mj-kiki-dozens-boise"))
    assert table.loc["official_local", ["statements", "with_number", "said"]].tolist() == [1, 0, "no number"]
    assert table.loc["official_local", "row_keys"] == ["statements:st-mj-kiki-dozens-boise"]
    assert table.loc["monitor", ["statements", "said"]].tolist() == [0, "nothing said"]


def test_speakers_are_counted_once_and_crowds_not_at_all(statements: pd.DataFrame) -> None:
    rudaw = statements[statements["publisher_id"] == "rudaw"]
    assert len(rudaw) > 1 and families.by_family(rudaw).loc["local_media", "speakers"] == 1
    crowd = statements[statements["publisher_id"] == "witness"]
    assert len(crowd) and families.by_family(crowd)["speakers"].sum() == 0


def test_a_single_source_answers_for_a_number_of_civilians(statements: pd.DataFrame) -> None:
    shown = families.single(statements)
    left_out = families.numbered(statements)[lambda frame: ~frame["row_key"].isin(shown["row_key"])]
    assert set(shown["unit"]) == {"killed"} and all(map(families.is_one, shown["publisher_id"]))
    assert len(left_out) and not any(map(families.is_one, left_out["publisher_id"]))


def test_sources_that_rest_on_one_another_are_said_to(inside: Project) -> None:
    told = claims.about_event(claims.statements(), ["mosul-shafaa-2017-02-19"])
    fed = told[told["publisher_id"].isin(["irspring", "is-media"])]
    assert families.sources_in_words(fed) == "2 sources, at most 1 independent"
    [line] = families.ties(fed)
    assert line.startswith("hand/dependence:")
    assert families.by_family(fed.assign(family="local_media")).loc["local_media", "row_keys"][-1] == line
    assert not families.ties(fed[fed["publisher_id"] == "irspring"])
    made = families.by_family(claims.statements())
    assert (made["independent"] <= made["speakers"]).all() and made["independent"].sum() > 0
