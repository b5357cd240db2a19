from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.data import determinations
from analysis.errors import MethodRefused
from analysis.methods.revisions import backtest, delay, simulated, triangle
from analysis.paths import Project


def now(seed: int = 1, **told: object) -> pd.DataFrame:
    whole = simulated.simulate(seed, **told)  # type: ignore[arg-type]
    return delay.as_it_stood(whole, str(whole.index[-1]))


@pytest.fixture(scope="module")
def tried() -> pd.DataFrame:
    return backtest.backtest(now())


def test_the_weighted_interval_score_is_that_of_its_definition() -> None:
    # by hand, truth 9: |9 - 4|/2 = 2.5; 50% [2, 6]: 4 + 4*3 = 16, times 1/4; 80% [0, 8]: 8 + 10*1 = 18, times 1/10;
    # 95% [0, 12]: 12, times 1/40; (2.5 + 4 + 1.8 + 0.3) / 3.5
    ends = {
        level: (np.array([lo]), np.array([hi])) for level, lo, hi in ((50, 2.0, 6.0), (80, 0.0, 8.0), (95, 0.0, 12.0))
    }
    score = backtest.weighted_interval_score(np.array([4.0]), ends, np.array([9.0]))
    assert score.item() == pytest.approx(8.6 / 3.5)


def test_the_score_of_a_single_number_is_the_absolute_error() -> None:
    point = np.array([4.0])
    ends = {level: (point, point) for level in (50, 80, 95)}
    assert backtest.weighted_interval_score(point, ends, np.array([9.0])).item() == pytest.approx(5)


def test_the_score_is_twice_the_mean_quantile_loss() -> None:
    rng = np.random.default_rng(2)
    lower = np.sort(rng.uniform(0, 10, (7, 50)), axis=0)
    truth = rng.uniform(0, 12, 50)
    probs = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
    loss = np.mean(
        [2 * np.where(truth < q, 1 - p, p) * np.abs(truth - q) for p, q in zip(probs, lower, strict=True)], axis=0
    )
    ends = {95: (lower[0], lower[6]), 80: (lower[1], lower[5]), 50: (lower[2], lower[4])}
    assert np.allclose(backtest.weighted_interval_score(lower[3], ends, truth), loss)


def test_steady_delays_give_intervals_that_hold_and_a_score_below_adding_nothing() -> None:
    found = pd.concat([backtest.backtest(now(seed, months=70)) for seed in (11, 12, 13, 14)])
    held = backtest.summary(found).set_index("months").loc["all"]
    assert 45 < held["within50"] < 70 and 75 < held["within80"] < 92 and 90 < held["within95"] < 99.5
    assert held["wis"] < held["ladder"] < held["unchanged"]


def test_an_outcome_is_what_was_published_within_the_longest_delay(tried: pd.DataFrame) -> None:
    whole = simulated.simulate(1)
    truth = whole.sum(axis=1).astype(float)
    assert (tried["truth"] == tried["event"].map(truth)).all()
    assert (tried["reported"] <= tried["truth"]).all() and len(tried) > 100
    assert tried["month"].min() > "2016-11"  # twenty-four release months come first


def test_a_nowcast_of_the_past_does_not_see_what_came_later() -> None:
    whole = simulated.simulate(1)
    spoiled = whole.mask((np.arange(60)[:, None] + np.arange(8)[None, :]) > 40, 50)
    parts = [backtest.backtest(delay.as_it_stood(table, "2019-12")) for table in (whole, spoiled)]
    early = [part[part["month"] <= "2018-05"].drop(columns=["truth", "wis", "unchanged"]) for part in parts]
    pd.testing.assert_frame_equal(*early)


def test_the_order_of_the_months_does_not_matter(tried: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(backtest.backtest(now().sample(frac=1, random_state=9)), tried)


def test_too_little_of_a_past_is_refused() -> None:
    with pytest.raises(MethodRefused, match="needs 24"):
        backtest.backtest(now(months=20))
    with pytest.raises(MethodRefused, match="has its outcome yet"):
        backtest.backtest(now(months=24, mean=500.0))
    with pytest.raises(MethodRefused, match="nowcasts of the past have their outcome"):
        backtest.proven(now(months=26))


def test_a_nowcast_that_was_right_before_is_shown() -> None:
    assert backtest.proven(now())["event"].is_monotonic_increasing


def test_a_nowcast_that_was_worse_than_adding_nothing_is_refused() -> None:
    whole = simulated.simulate(5, months=90)
    whole.iloc[30:, 1:] = 0  # publication ends: what is never released looks like what is not yet
    with pytest.raises(MethodRefused, match="adding nothing"):
        backtest.proven(delay.as_it_stood(whole, str(whole.index[-1])))


def test_intervals_that_did_not_hold_are_refused(tried: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtest, "backtest", lambda table: tried.assign(lo95=tried["hi95"] + 1))
    with pytest.raises(MethodRefused, match="95% intervals held 0% of"):
        backtest.proven(now())


def test_our_own_record_is_refused(inside: Project) -> None:
    history = determinations.history()
    found = triangle.determinations(history, "2026-11-24")
    for method in (backtest.of_record, backtest.record_tried):
        with pytest.raises(MethodRefused, match="is not a sample"):
            method(found, history, "2026-11-24")
