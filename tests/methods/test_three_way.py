from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods import concordance, three_way
from analysis.methods.link import graph
from analysis.methods.link.records import records
from analysis.paths import Project

WHEN = "2026-11-24"


@pytest.fixture(scope="module")
def edges(built: Project) -> pd.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built.root)
        return graph.edges("central")


@pytest.fixture
def units(inside: Project, edges: pd.DataFrame) -> pd.DataFrame:
    return three_way.units(edges, concordance.concordance(WHEN, "central", edges), WHEN)


def test_a_record_is_in_one_unit_and_residuals_are_in_none(units: pd.DataFrame) -> None:
    keys = [key for held in units["row_keys"] for key in held]
    assert len(keys) == len(set(keys)) and "incidents:CI551" not in keys
    ordinary = records().query("layer == 'incident' and kind == 'ordinary'")["key"]
    assert set(ordinary) == {key for key in keys if key.startswith("incidents:")}


def test_every_combination_is_counted_once(units: pd.DataFrame) -> None:
    made = three_way.counted(units).set_index("seen")["units"]
    assert made.sum() == len(units) and list(made.index) == list(three_way.NAMES)
    monitor = made[made.index.str.contains("M")].sum()
    assert monitor == sum(any(key.startswith("incidents:") for key in held) for held in units["row_keys"])


def test_linked_records_are_one_unit(units: pd.DataFrame) -> None:
    held = next(keys for keys in units["row_keys"] if "incidents:CI550" in keys)
    assert {"events:mosul-jadida-house-2017-03-17", "official_assessments:44"} <= set(held)
    assert units.loc[[keys == held for keys in units["row_keys"]], "seen"].item() == "CMO"


def test_what_may_be_a_record_of_the_monitor_is_no_strike_of_its_own(units: pd.DataFrame) -> None:
    by_key = {key: row.seen for row in units.itertuples() for key in row.row_keys}
    # the finding of 17 June 2017, al Zahra, is the one that CI768 was made from
    assert by_key["official_assessments:51"] == three_way.UNDECIDED
    assert three_way.counted(units).set_index("seen").loc[three_way.UNDECIDED, "units"] == 23


def test_nothing_is_known_of_deaths_before_they_happened(inside: Project, edges: pd.DataFrame) -> None:
    early = "2016-10-01"
    none = three_way.units(edges, concordance.concordance(early, "central", edges), early)
    assert none.empty and three_way.counted(none)["units"].sum() == 0
    with pytest.raises(MethodRefused):
        three_way.also_seen(none)


def test_what_was_public_later_is_not_seen_yet(inside: Project, edges: pd.DataFrame) -> None:
    early = "2017-03-25"
    before = three_way.units(edges, concordance.concordance(early, "central", edges), early)
    assert not any("official_assessments:44" in held for held in before["row_keys"])
    assert any("incidents:CI550" in held for held in before["row_keys"])


def test_row_order_of_the_edges_does_not_matter(inside: Project, edges: pd.DataFrame, units: pd.DataFrame) -> None:
    turned = edges.sample(frac=1, random_state=4)
    again = three_way.units(turned, concordance.concordance(WHEN, "central", turned), WHEN)
    assert again["row_keys"].tolist() == units["row_keys"].tolist() and again["seen"].equals(units["seen"])


def test_no_share_of_records_that_are_no_sample(units: pd.DataFrame) -> None:
    with pytest.raises(MethodRefused, match="is not a sample"):
        three_way.also_seen(units)


def test_shares_of_a_complete_list_have_exact_intervals(inside: Project) -> None:
    seen = ["C"] * 3 + ["CM"] * 2 + ["MO"] * 4 + ["CMO"]
    found = pd.DataFrame({"seen": seen, "row_keys": [["official_monthly:3"]] * len(seen)})
    made = three_way.also_seen(found).set_index(["of", "seen_by"])
    assert made.loc[("monitor", "officials"), ["units", "shared"]].tolist() == [7, 5]
    assert made["row_keys"].tolist() == [["official_monthly:3"]] * 6
    assert made.loc[("officials", "monitor"), "percent"] == 100
    assert made.loc[("officials", "monitor"), "high_percent"] == 100
    assert round(made.loc[("officials", "monitor"), "low_percent"], 1) == 47.8  # 5 of 5: 0.025 to the power of 1/5
    with pytest.raises(MethodRefused, match="the layer officials holds no unit"):
        three_way.also_seen(found[found["seen"] == "CM"])


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (10, 10), (3, 7), (1, 1)])
def test_the_exact_interval_leaves_a_fortieth_on_each_side(part: int, whole: int) -> None:
    from scipy.stats import binom

    low, high = (end / 100 for end in three_way.exact_interval(part, whole))
    assert part == 0 or binom.sf(part - 1, whole, low) == pytest.approx(0.025)
    assert part == whole or binom.cdf(part, whole, high) == pytest.approx(0.025)
