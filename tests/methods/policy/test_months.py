from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from methods.policy.series import sicily

from analysis.errors import MethodRefused
from analysis.methods.policy import months
from analysis.methods.policy.candidates import Change


def test_a_month_with_days_of_both_sides_is_left_out_by_name() -> None:
    used, left_out = months.usable(sicily(), Change("a", "2005-01-10", "", "candidate"))
    assert left_out == ("2005-01",) and "2005-01" not in set(used["month"]) and len(used) == 58


def test_a_year_stands_on_neither_side() -> None:
    _, left_out = months.usable(sicily(), Change("a", "2004", "", "candidate"))
    assert len(left_out) == 12 and left_out[0] == "2004-01"


def test_no_exposure_is_filled_and_zero_is_none() -> None:
    frame = sicily().assign(exposure=lambda held: held["exposure"].where(held["month"] != "2002-02", 0))
    with pytest.raises(MethodRefused, match="no exposure was seen for 2002-02"):
        months.usable(frame, Change("a", "2004-01-01", "", "candidate"))


@pytest.mark.parametrize(("before", "after", "terms", "passes"), [(8, 16, 4, True), (7, 30, 4, False), (8, 8, 2, True),
                                                                  (8, 8, 4, False), (12, 11, 4, False)])  # fmt: skip
def test_the_least_number_of_months(before: int, after: int, terms: int, passes: bool) -> None:
    time = np.arange(before + after) - before + 1
    used = pd.DataFrame({"month": ["2000-01"] * len(time), "count": 1})
    if passes:
        months.require_months(used, time, terms)
        return
    with pytest.raises(MethodRefused, match=f"{before} months seen before the date and {after} after"):
        months.require_months(used, time, terms)
