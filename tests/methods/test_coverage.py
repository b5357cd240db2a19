from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.data import store
from analysis.errors import MethodRefused
from analysis.methods import coverage
from analysis.paths import Project


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """A complete list, made with a known slope: the odds of being shown double with each doubling of the size."""
    monkeypatch.setattr(coverage, "require_sample_rows", lambda frame: None)
    chance = np.random.default_rng(3)
    size = pd.Series(2 ** chance.integers(0, 7, 6000), dtype="Int64")
    odds = 0.2 * size.astype("float64")
    shown = chance.random(len(size)) < odds / (1 + odds)
    keys = [f"incidents:{number}" for number in range(len(size))]
    return pd.DataFrame({"row_key": keys, "size": size, "size_class": coverage.size_classes(size), "officials": shown})


def test_the_project_s_own_incidents_are_no_sample_and_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="is not a sample"):
        coverage.gradient(coverage.recorded(), "size_class", "officials")
    with pytest.raises(MethodRefused, match="is not a sample"):
        coverage.slope(coverage.recorded(), "officials")


def test_a_known_slope_is_recovered(listed: pd.DataFrame) -> None:
    found, low, high = coverage.slope(listed, "officials")
    assert low < 2.0 < high and found == pytest.approx(2.0, rel=0.05)


def test_the_gradient_rises_and_counts_everybody(listed: pd.DataFrame) -> None:
    made = coverage.gradient(listed, "size_class", "officials")
    assert made["size_class"].tolist() == ["1", "2 to 4", "5 to 9", "10 to 19", "20 or more"]
    assert made["percent"].is_monotonic_increasing
    assert made["incidents"].sum() == len(listed) and made["shown"].sum() == listed["officials"].sum()
    assert (made["low_percent"] < made["percent"]).all() and (made["percent"] < made["high_percent"]).all()


def test_a_slope_of_all_or_none_is_refused(listed: pd.DataFrame) -> None:
    with pytest.raises(MethodRefused, match="some of each kind"):
        coverage.slope(listed.assign(officials=True), "officials")
    with pytest.raises(MethodRefused, match="0 of 0 incidents"):
        coverage.slope(listed.assign(size=pd.Series(pd.NA, listed.index, dtype="Int64")), "officials")


def test_every_incident_is_recorded_and_a_missing_size_is_no_zero(inside: Project) -> None:
    made = coverage.recorded()
    rows = store.read_table("incidents")
    assert len(made) == len(rows)
    unseen = (rows["killed_lo"].isna() & rows["narrative_killed_lo"].isna()).to_numpy()
    assert (made["size_class"] == "no number").to_numpy().tolist() == unseen.tolist()
    assert not made.loc[made["row_key"] == "incidents:CI551", "officials"].item()  # an open case is no determination


def test_row_order_does_not_matter(listed: pd.DataFrame) -> None:
    mixed = listed.sample(frac=1, random_state=1)
    columns = ["size_class", "incidents", "shown", "percent"]
    pd.testing.assert_frame_equal(
        coverage.gradient(listed, "size_class", "officials")[columns],
        coverage.gradient(mixed, "size_class", "officials")[columns],
    )


def test_sizes_count_every_record_with_its_row_and_leave_out_what_no_record_has(listed: pd.DataFrame) -> None:
    made = coverage.sizes(listed)
    assert made["size_class"].tolist() == ["1", "2 to 4", "5 to 9", "10 to 19", "20 or more"]
    assert (made["row_keys"].map(len) == made["records"]).all() and made["records"].sum() == len(listed)
    sizes = listed.set_index("row_key")["size_class"]
    assert all(set(sizes[row["row_keys"]]) == {row["size_class"]} for row in made.to_dict("records"))
