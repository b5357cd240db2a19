from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from methods.policy.series import BAN, MIDDLE, sicily, simulated

from analysis.errors import MethodRefused
from analysis.methods.policy import control


def test_the_ratio_of_two_steps_is_recovered() -> None:
    rng = np.random.default_rng(21)
    pairs = [(simulated(rng, level=1.8, slope=1.0), simulated(rng, level=1.2, slope=1.0)) for _ in range(25)]
    found = [
        control.controlled(one, other, MIDDLE).terms.set_index("what").loc["ratio of the two"] for one, other in pairs
    ]
    assert np.exp(np.mean([np.log(row["ratio"]) for row in found])) == pytest.approx(1.5, rel=0.05)
    assert np.mean([row["lo"] <= 1.5 <= row["hi"] for row in found]) >= 0.75


def test_a_series_beside_itself_has_no_step_and_no_doubt() -> None:
    row = control.controlled(sicily(), sicily(), BAN).terms.set_index("what").loc["ratio of the two"]
    assert list(row[["ratio", "lo", "hi"]]) == pytest.approx([1, 1, 1])


def test_only_months_seen_in_both_are_used_in_any_order() -> None:
    other = sicily().assign(count=lambda held: held["count"].astype("Int64").mask(held["month"] < "2002-06"))
    found = control.controlled(sicily(), other, BAN)
    assert found.series.before == found.control.before == 31
    mixed = control.controlled(sicily().sample(frac=1, random_state=2), other.iloc[::-1], BAN)
    pd.testing.assert_frame_equal(found.terms, mixed.terms)


def test_a_control_of_other_months_or_another_clock_is_refused() -> None:
    with pytest.raises(MethodRefused, match="no month was seen in both"):
        control.controlled(sicily().head(20), sicily().tail(20), BAN)
    with pytest.raises(MethodRefused, match="different clocks"):
        control.controlled(sicily().assign(clock="event"), sicily().assign(clock="report"), BAN)
