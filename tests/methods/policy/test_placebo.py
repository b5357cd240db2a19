from __future__ import annotations

import numpy as np
import pytest
from methods.policy.series import BAN, MIDDLE, sicily, simulated

from analysis.errors import MethodRefused
from analysis.methods.policy import placebo
from analysis.methods.policy.candidates import Change


def test_a_true_step_stands_out_among_other_months() -> None:
    frame = simulated(np.random.default_rng(3), level=2.0, slope=1.0, months=80)
    found = placebo.everywhere(frame, MIDDLE)
    assert len(found) > 40 and found["as_large"].sum() <= 2


def test_where_there_is_no_step_other_months_are_as_large() -> None:
    frame = simulated(np.random.default_rng(4), level=1.0, slope=1.0, months=80, rho=0.5)
    assert placebo.everywhere(frame, MIDDLE)["as_large"].sum() >= 5


def test_the_date_itself_and_months_unseen_are_no_placebo() -> None:
    frame = sicily().assign(count=lambda held: held["count"].astype("Int64").mask(held["month"] == "2003-05"))
    months = set(placebo.everywhere(frame, BAN)["month"])
    assert not months & {"2004-12", "2005-01", "2003-05"} and {"2003-06", "2005-02"} <= months


def test_every_declared_date_has_a_row_and_a_refused_one_its_reason() -> None:
    dates = [BAN, Change("late", "2006-09-01", "too late", "placebo"), Change("year", "2004", "a year", "battle")]
    rows = placebo.at_dates(sicily(), dates).set_index("id")
    assert rows.loc["ban", "why"] == "" and rows.loc["ban", "before"] == 36
    assert "56 months seen before the date and 3 after" in rows.loc["late", "why"]
    assert (rows.loc["late", "before"], rows.loc["late", "after"]) == (56, 3) and np.isnan(rows.loc["late", "ratio"])
    assert (rows.loc["year", "before"], rows.loc["year", "after"], rows.loc["year", "why"]) == (24, 23, "")


def test_no_other_month_no_placebo() -> None:
    assert "2005-02" in set(placebo.everywhere(sicily().iloc[28:52], BAN)["month"])
    with pytest.raises(MethodRefused, match="no other month"):
        placebo.everywhere(sicily().iloc[28:44], BAN, "level, no trend")


def test_shapes_give_rows_for_both_models_and_refusals_stay() -> None:
    rows = placebo.by_shape(sicily().iloc[20:46], BAN)
    assert set(rows["model"]) == {"quasi-Poisson", "negative binomial"} and "slope" not in set(rows["shape"])
    wide = rows[rows["shape"] == "level and slope, quadratic trend"]
    assert wide["why"].str.contains("too few for 5 terms").all() and wide["ratio"].isna().all()
