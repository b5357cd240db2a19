from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import store
from analysis.methods import conceded, concordance, timeline
from analysis.methods.curve import headlines, specifications
from analysis.methods.curve.headlines import Material, apart, contradicted, narrowed, one_end, running_ratio
from analysis.paths import Project
from analysis.scope import Scope
from analysis.toll import Toll, difference, words

LAST = "2026-11-24"


def primary(headline: str, **changed: str) -> dict[str, str]:
    return specifications.declare().primary(headline) | changed


def said(found: headlines.Outcome) -> str:
    return found.why or words(found.lo, found.hi)


def test_at_the_primary_the_difference_is_that_of_the_sums_of_the_official_record(
    inside: Project, held: Material
) -> None:
    compared = conceded.pairs(LAST)[0]
    alleged, given = conceded.sums(compared)
    whole = difference(given, alleged, conceded.ONE_PAGE)
    found = apart(primary("apart"), held)
    assert (found.lo, found.hi, found.n) == (whole.lo, whole.hi, len(compared)) == (-201, 39, 10)
    assert set(found.row_keys) == set(alleged.evidence)


def test_one_printed_bound_is_taken_and_what_was_not_printed_stays_open(inside: Project, held: Material) -> None:
    assert said(apart(primary("apart", bound="lower"), held)) == "at most 3"  # two records print no lower bound
    assert said(apart(primary("apart", bound="upper"), held)) == "-165"
    scope = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-03", "2017-03"), "event", "alleged")
    toll = Toll(None, 30, "not stated", "up to", scope)
    assert (one_end(toll, "lower").lo, one_end(toll, "lower").hi) == (None, None)
    assert (one_end(toll, "upper").lo, one_end(toll, "upper").hi, one_end(toll, "both")) == (30, 30, toll)


def test_records_are_chosen_by_suspects_grade_place_link_and_day(inside: Project, held: Material) -> None:
    told = {
        name: apart(primary("apart", **changed), held)
        for name, changed in {
            "named": {"actors": "coalition_named"}, "graded": {"grades": "confirmed_fair_weak_contested"},
            "city": {"place": "city"}, "lenient": {"linkage": "lenient"}, "early": {"as_of": "2017-12-31"},
        }.items()
    }  # fmt: skip
    assert {name: (said(found), found.n) for name, found in told.items()} == {
        "named": ("0", 4), "graded": ("0", 4), "city": ("-201 to 39", 8), "lenient": ("at most 39", 12),
        "early": ("-10", 4),
    }  # fmt: skip


def test_grades_that_are_excluded_would_repeat_the_confirmed_records(inside: Project, held: Material) -> None:
    only = [
        apart(primary("apart", grades=name), held) for name in ("confirmed", "confirmed_fair", "confirmed_fair_weak")
    ]
    assert len({(found.lo, found.hi, found.n, found.row_keys) for found in only}) == 1
    rows = held.listed(LAST, "central")
    assert set(rows["grading"].dropna()) == {"confirmed"}


def test_what_the_page_says_of_repeated_numbers_and_of_the_place_holds(inside: Project, held: Material) -> None:
    rows = held.listed(LAST, "central")
    named = rows["suspects"].map(lambda one: set(one) == {"coalition"}) | rows["grading"].notna()
    assert set(rows[named]["caution"]) == set(rows[rows["city"] != "Mosul"]["caution"]) == {conceded.REPEATED}


def test_a_residual_or_a_part_is_left_out(inside: Project, held: Material) -> None:
    rows = held.listed(LAST, "central")
    dropped = narrowed(rows.assign(kind="residual"), primary("apart"))
    assert dropped.empty and len(narrowed(rows.assign(kind="aggregate"), primary("apart"))) == len(rows)


def test_contradictions_at_the_primary_are_those_of_the_concordance(inside: Project, held: Material) -> None:
    shown = concordance.contradicted(concordance.concordance(LAST, "central"))
    found = contradicted(primary("contradicted"), held)
    assert (found.lo, found.hi) == (len(shown), len(shown)) == (2, 2)
    assert said(contradicted(primary("contradicted", linkage="lenient"), held)) == "4"
    assert said(contradicted(primary("contradicted", as_of="2017-12-31"), held)) == "1"


def test_nothing_seen_is_no_records_and_not_zero(inside: Project) -> None:
    early = Material("2016-10-01")
    found = [
        (apart, "apart"), (contradicted, "contradicted"),
    ]  # fmt: skip
    assert [said(make(primary(name), early)) for make, name in found] == ["no records", "no records"]
    assert said(running_ratio(primary("ratio"), Material("2014-10-01"))) == "no records"
    later = primary("apart", as_of="2017-12-31")
    assert said(apart(later, early)) == headlines.LATER
    assert said(contradicted(later, early)) == said(running_ratio(later, early)) == headlines.LATER


def test_the_ratio_at_the_primary_is_the_last_pair_of_the_report_on_figures_over_time(
    inside: Project, held: Material
) -> None:
    last = timeline.ends(timeline.pairs(LAST).comparable)[1]
    early = timeline.ends(timeline.pairs("2017-12-31").comparable)[1]
    assert (
        running_ratio(primary("ratio", as_of="2017-12-31"), held).lo == early["ratio_lo"] == pytest.approx(5975 / 801)
    )
    found = running_ratio(primary("ratio"), held)
    assert (found.lo, found.hi) == (last["ratio_lo"], last["ratio_hi"])
    assert set(found.row_keys) == set(last["row_keys"])
    assert (found.lo, found.hi) == (pytest.approx(8106 / 1321), pytest.approx(12980 / 1321))


def test_the_ratio_by_bound_and_by_the_day_of_release(inside: Project, held: Material) -> None:
    lower = running_ratio(primary("ratio", bound="lower"), held)
    assert (lower.lo, lower.hi) == (pytest.approx(8106 / 1321), pytest.approx(8106 / 1321))
    end = running_ratio(primary("ratio", bound="upper", as_of="2017-12-31"), held)
    assert end.why == headlines.NO_END and (end.lo, end.hi) == (None, None)
    at_release = running_ratio(primary("ratio", clock="release", as_of="2019-12-31"), held)
    assert (at_release.lo, at_release.hi) == (pytest.approx(8106 / 1347), pytest.approx(12980 / 1347))
    alleged = primary("ratio", clock="release", as_of="2018-12-31", grades="confirmed_fair_weak_contested")
    assert running_ratio(alleged, held).lo == pytest.approx(17348 / 1139)


def test_the_order_of_the_records_does_not_matter(
    inside: Project, held: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [primary(name, linkage="lenient") for name in ("apart", "contradicted")]
    first = [make(one, held)[:3] for make, one in zip((apart, contradicted), chosen, strict=True)]
    read = store.read_table

    def shuffled(name: str, *rest: object, **named: object) -> pd.DataFrame:
        return read(name, *rest, **named).sample(frac=1, random_state=11).reset_index(drop=True)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "read_table", shuffled)
    again = Material(LAST)
    assert [make(one, again)[:3] for make, one in zip((apart, contradicted), chosen, strict=True)] == first
