from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from methods.policy.series import sicily
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from analysis.methods.policy import estimate, hac


def influence() -> pd.DataFrame:
    frame = sicily()
    terms = {"start": np.ones(59), "trend": np.arange(59.0), "level": (np.arange(59) >= 36).astype(float)}
    return estimate.estimated(frame, terms, "quasi-Poisson").influence


@pytest.mark.parametrize("lags", [0, 1, 3, 6])
def test_on_a_whole_series_it_is_that_of_statsmodels(lags: int) -> None:
    frame = sicily()
    x = np.column_stack([np.ones(59), np.arange(59.0), np.arange(59) >= 36])
    model = GLM(frame["count"].to_numpy(), x, family=Poisson(), offset=np.log(frame["exposure"].to_numpy()))
    theirs = model.fit(cov_type="HAC", cov_kwds={"maxlags": lags}).cov_params()
    assert hac.newey_west(influence(), lags) == pytest.approx(np.asarray(theirs), rel=1e-6)


def test_months_far_apart_are_no_neighbours() -> None:
    apart = pd.DataFrame({"a": [1.0, 1.0]}, index=pd.PeriodIndex(["2017-01", "2017-06"], freq="M"))
    assert hac.newey_west(apart, 3).item() == 2
    assert hac.newey_west(apart.set_index(pd.period_range("2017-01", "2017-02", freq="M")), 3).item() == 3.5


def test_the_order_of_rows_does_not_matter() -> None:
    rows = influence()
    assert hac.newey_west(rows.sample(frac=1, random_state=1), 3) == pytest.approx(hac.newey_west(rows, 3))
