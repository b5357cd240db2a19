from __future__ import annotations

import pandas as pd
import pytest
from methods.policy.series import BAN, sicily

from analysis.data import store
from analysis.data.keys import joined
from analysis.errors import MethodRefused
from analysis.methods.policy import candidates, overview
from analysis.methods.policy.candidates import Change
from analysis.paths import Project

LAST = "2026-11-24"


@pytest.fixture
def delegation(inside: Project) -> Change:
    return candidates.change("strike-delegation")


def test_the_denial_stands_beside_the_change_by_row(delegation: Change) -> None:
    said = overview.statements(LAST).set_index("row_key")["says"]
    assert said["official_statements:56"] == "no recent change" and list(said).count("a change") == 2
    assert "official_statements:56" not in set(overview.statements("2017-03-25")["row_key"])


def test_deaths_per_weapon_carry_no_regression_and_say_how_many_months_there_are(delegation: Change) -> None:
    rows = overview.per_weapon(LAST, delegation).set_index("basis")
    assert "0 months seen before the date and 6 after" in rows.loc["likely", "why"]
    assert (rows["lower"] == "").all() and (rows["upper"] == "").all()
    kinds = pd.Series(rows.loc["likely", "row_keys"]).str.partition(":")[0].value_counts()
    assert kinds["monitor_periods"] == kinds["exposure_monthly"] == 6


def test_a_regression_that_can_be_made_shows_both_bounds(delegation: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = sicily().rename(columns={"count": "lo"}).assign(hi=lambda held: held["lo"] + 100)
    monkeypatch.setattr(overview.rates, "for_regression", lambda when, basis: frame)
    rows = overview.per_weapon(LAST, BAN)
    assert rows["why"].eq("").all() and rows["lower"].iloc[0] != rows["upper"].iloc[0]
    assert rows["lower"].iloc[0].startswith("0.8")


def test_the_long_series_is_fitted_and_other_dates_show_steps_as_large(delegation: Change) -> None:
    steps = overview.steps(LAST, delegation).set_index("place")
    assert list(steps.loc["Nineveh", ["before", "after", "left_out"]]) == [21, 8, "2016-12"]
    assert steps.loc["Nineveh", "step"] == "2.67 (0.80 to 8.88)"
    # November 2016 is the only month seen between the start of the battle and the date
    assert "5.36 (without 2016-11); 8 cannot be left out" in steps.loc["Nineveh", "without"]
    others = overview.elsewhere(LAST, delegation).set_index("place")
    assert others.loc["Nineveh", "said"] == "8 of 13" and others.loc["Baghdad", "said"] == "7 of 21"
    dates = overview.at_dates(LAST).set_index("day")
    both = joined([steps.loc["Nineveh", "row_keys"], steps.loc["Baghdad", "row_keys"]])
    assert all(keys[0].startswith("hand/policy_dates:") and keys[1:] == both for keys in dates["row_keys"])
    shapes = overview.by_shape(LAST, delegation)
    assert all(keys == steps.loc["Nineveh", "row_keys"] for keys in shapes["row_keys"])
    assert dates.loc["2016-10-17", "Nineveh"].startswith("6.30") and dates.loc["2018", "Baghdad"].startswith("refused")


def test_the_picture_has_fits_only_where_a_month_was_seen(delegation: Change) -> None:
    frame = overview.drawn(LAST, delegation)
    assert frame.loc[frame["fitted"].notna(), "count"].notna().all()
    assert frame.loc[frame["month"] == "2016-12", "fitted"].isna().all()


def test_the_control_is_on_the_same_months(delegation: Change) -> None:
    rows = overview.beside_control(LAST, delegation)
    assert list(rows["step"]) == ["2.67 (0.80 to 8.88)", "0.39 (0.22 to 0.67)", "6.88 (1.26 to 37.72)"]
    held = store.read_table("un_monthly").set_index("row_key")
    for keys in rows["row_keys"]:
        assert len(keys) == 30 and held.loc[keys, ["ninewa_killed", "baghdad_killed"]].notna().all(axis=None)


@pytest.mark.parametrize("when", ["2017-03-25", "2014-01-01"])
def test_an_early_day_refuses_and_never_fails(delegation: Change, when: str) -> None:
    assert overview.rise(when, delegation).empty
    assert overview.per_weapon(when, delegation)["why"].ne("").all()
    assert overview.steps(when, delegation)["why"].ne("").all()
    assert overview.elsewhere(when, delegation)["said"].eq("").all()
    assert overview.drawn(when, delegation)["fitted"].isna().all()
    for refused in (overview.bands, overview.beside_control):
        with pytest.raises(MethodRefused):
            refused(when, delegation)


def test_a_year_is_no_date_for_a_step(inside: Project) -> None:
    year = candidates.change("casualty-cut-off-removed")
    assert "0 after it are too few" in overview.steps(LAST, year)["why"].iloc[0]
