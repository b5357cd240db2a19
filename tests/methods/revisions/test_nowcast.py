from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

from analysis.errors import MethodRefused
from analysis.methods.revisions import delay, nowcast, simulated
from analysis.methods.revisions.delay import ordinals
from revisions.tables import REGULAR

PMF = np.array([0.5, 0.3, 0.2])


def observed(seed: int = 1, **told: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    whole = simulated.simulate(seed, **told)  # type: ignore[arg-type]
    return whole, delay.as_it_stood(whole, str(whole.index[-1]))


def multiplicative(months: int = 30) -> tuple[pd.DataFrame, pd.DataFrame]:
    index = [str(month) for month in pd.period_range("2015-01", periods=months, freq="M")]
    whole = pd.DataFrame(np.outer(100 + 10 * np.arange(months), PMF), index=index)
    return whole, delay.as_it_stood(whole, index[-1])


def test_the_chain_ladder_completes_a_multiplicative_table_exactly() -> None:
    whole, now = multiplicative()
    found = nowcast.nowcast(now)
    assert found["event"].tolist() == list(whole.index[-2:]) and found["age"].tolist() == [1, 0]
    assert np.abs(found["ladder"] - whole.sum(axis=1).tail(2).to_numpy(float)).max() < 1e-9
    assert found["share"].tolist() == pytest.approx([0.8, 0.5])


def test_fewer_than_twenty_four_release_months_are_refused() -> None:
    for table in (REGULAR, multiplicative(23)[1]):
        with pytest.raises(MethodRefused, match="release months, and a nowcast needs 24"):
            nowcast.nowcast(table)
    with pytest.raises(MethodRefused, match="is empty"):
        nowcast.nowcast(pd.DataFrame())


def test_without_excess_what_is_to_come_is_the_posterior_under_a_flat_prior() -> None:
    counts = np.array([[50.0, 30.0, 20.0], [60.0, 20.0, 20.0], [7.0, np.nan, np.nan]])
    now = nowcast.State(2, np.array([2]), np.array([0]), np.array([7.0]), np.array([0.5, 0.8, 1.0]))
    found = nowcast.predict(counts, np.arange(3), now, 0.0, 2).iloc[0]
    assert found["median"] == 7 + nbinom.ppf(0.5, 8, 0.5)  # level given 7 is Gamma(8, 0.5): to come NB(8, 0.5)
    assert found["hi95"] == 7 + nbinom.ppf(0.975, 8, 0.5) and found["ladder"] == 14


def test_the_excess_widens_the_interval_and_moves_the_mean_of_nothing() -> None:
    now = nowcast.State(0, np.array([0]), np.array([0]), np.array([40.0]), np.array([0.5, 1.0]))
    steady, varying = (nowcast.predict(np.array([[40.0, np.nan]]), np.arange(1), now, a, 1).iloc[0] for a in (0.0, 0.5))
    assert varying["lo80"] < steady["lo80"] and varying["hi80"] > steady["hi80"]
    assert varying["hi80"] == 40 + nbinom.ppf(0.9, 1 / (1 / 41 + 0.5), 1 / (1 + 41 * (1 / 41 + 0.5)))


def test_a_month_with_nothing_yet_still_has_an_interval() -> None:
    now = nowcast.State(0, np.array([0]), np.array([0]), np.array([0.0]), np.array([0.5, 1.0]))
    found = nowcast.predict(np.array([[0.0, np.nan]]), np.arange(1), now, 0.0, 1).iloc[0]
    assert found["ladder"] == 0 and found["hi95"] >= 3


def test_intervals_lie_one_in_another_and_hold_what_was_reported() -> None:
    _, now = observed()
    found = nowcast.nowcast(now)
    order = ["reported", "lo95", "lo80", "lo50", "median", "hi50", "hi80", "hi95"]
    assert (found[order].diff(axis=1).iloc[:, 1:] >= 0).all().all()


def test_delays_that_vary_widen_the_interval_and_steady_ones_do_not() -> None:
    for drift, low, high in ((0.0, 0.0, 0.03), (0.1, 0.03, 2.0)):
        _, now = observed(4, months=80, mean=80.0, drift=drift)
        counts = delay.checked(now).to_numpy(float, na_value=np.nan)
        at = int(pd.Period(delay.last_month(now), "M").ordinal)
        assert low <= nowcast.excess(counts, ordinals(now), nowcast.earlier_states(delay.checked(now)), at) <= high


def test_the_distribution_of_a_simulation_is_found_again() -> None:
    _, now = observed(7, months=200, mean=200.0)
    assert np.abs(delay.delay_pmf(now) - np.array(simulated.PMF)).max() < 0.01


def test_the_excess_reads_nothing_published_after_its_month() -> None:
    whole, now = observed(3)
    at = int(pd.Period("2018-06", "M").ordinal)
    spoiled = whole.copy()
    late = ordinals(whole)[:, None] + np.arange(whole.shape[1])[None, :] > at
    spoiled = spoiled.mask(late, 999)
    found = []
    for table in (whole, spoiled):
        counts = table.to_numpy(float)
        states = [one for one in (nowcast.state(counts, ordinals(table), m) for m in range(at - 20, at)) if one]
        found.append(nowcast.excess(counts, ordinals(table), states, at))
    assert found[0] == found[1] and len(now)


def test_the_nowcast_does_not_depend_on_the_order_of_the_months() -> None:
    _, now = observed()
    pd.testing.assert_frame_equal(nowcast.nowcast(now.sample(frac=1, random_state=1)), nowcast.nowcast(now))


def test_a_month_that_is_complete_or_beyond_the_table_is_refused() -> None:
    _, now = multiplicative()
    assert nowcast.one_month(now, "2017-06")["ladder"].item() == pytest.approx(390)
    with pytest.raises(MethodRefused, match="all delays of the table are over for 2016-01"):
        nowcast.one_month(now, "2016-01")
    with pytest.raises(MethodRefused, match="2017-07 lies beyond"):
        nowcast.one_month(now, "2017-07")


def test_a_month_of_whose_delays_none_lies_behind_is_left_out() -> None:
    whole = pd.DataFrame(0, index=multiplicative()[0].index, columns=range(3)).assign(**{})
    whole[1], whole[2] = 6, 4
    found = nowcast.nowcast(delay.as_it_stood(whole, str(whole.index[-1])))
    assert found["age"].tolist() == [1]  # at age 0 nothing is ever published
