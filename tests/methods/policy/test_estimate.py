from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods.policy import estimate


def counts(values: np.ndarray) -> pd.DataFrame:
    months = [str(month) for month in pd.period_range("2010-01", periods=len(values), freq="M")]
    return pd.DataFrame({"month": months, "count": values})


def test_alpha_of_the_negative_binomial_is_estimated_and_not_one() -> None:
    rng = np.random.default_rng(5)
    drawn = counts(rng.poisson(100 * rng.gamma(1 / 0.3, 0.3, 400)))
    found = estimate.estimated(drawn, {"start": np.ones(400)}, "negative binomial")
    assert found.dispersion == pytest.approx(0.3, abs=0.06) and np.exp(found.params[0]) == pytest.approx(100, rel=0.08)
    plain = estimate.estimated(drawn, {"start": np.ones(400)}, "Poisson")
    assert found.spread[0] > 4 * plain.spread[0] and plain.dispersion == 1


def test_contributions_of_an_overdispersed_series_carry_its_errors() -> None:
    rng = np.random.default_rng(6)
    drawn = counts(rng.poisson(100 * rng.gamma(1 / 0.3, 0.3, 400)))
    found = estimate.estimated(drawn, {"start": np.ones(400)}, "negative binomial")
    assert np.sqrt((found.influence["start"] ** 2).sum()) == pytest.approx(found.spread[0], rel=0.1)


def test_counts_that_vary_too_little_have_no_alpha() -> None:
    even = counts(np.array([100, 101, 99] * 20))
    with pytest.raises(MethodRefused, match="use quasi-Poisson"):
        estimate.estimated(even, {"start": np.ones(60)}, "negative binomial")


def test_contributions_sum_to_nothing_at_the_estimate() -> None:
    drawn = counts(np.random.default_rng(2).poisson(50, 60))
    terms = {"start": np.ones(60), "trend": np.arange(60.0)}
    for model in ("Poisson", "quasi-Poisson"):
        assert estimate.estimated(drawn, terms, model).influence.sum().to_numpy() == pytest.approx([0, 0], abs=1e-6)


def test_counts_that_do_not_vary_at_all_are_refused() -> None:
    with pytest.raises(MethodRefused, match="counts that vary"):
        estimate.estimated(counts(np.ones(30)), {"start": np.ones(30)}, "quasi-Poisson")


def test_terms_that_cannot_be_told_apart_are_refused() -> None:
    drawn = counts(np.arange(1, 31))
    with pytest.raises(MethodRefused, match="cannot be told apart"):
        estimate.estimated(drawn, {"start": np.ones(30), "again": np.ones(30)}, "Poisson")
