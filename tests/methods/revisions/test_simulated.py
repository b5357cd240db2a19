from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.methods.revisions import simulated


def test_one_seed_gives_one_table_and_another_gives_another() -> None:
    pd.testing.assert_frame_equal(simulated.simulate(1), simulated.simulate(1))
    assert not simulated.simulate(1).equals(simulated.simulate(2))


def test_no_global_state_of_random_numbers_is_touched() -> None:
    before = np.random.get_state()[1].tolist()  # type: ignore[union-attr,index]
    simulated.simulate(1)
    assert np.random.get_state()[1].tolist() == before  # type: ignore[union-attr,index]


def test_totals_and_delays_have_the_moments_asked_for() -> None:
    table = simulated.simulate(3, months=4000, mean=30, size=5)
    totals = table.sum(axis=1)
    assert abs(totals.mean() - 30) < 1 and abs(totals.var() - (30 + 900 / 5)) < 25
    assert np.abs(table.sum() / totals.sum() - np.array(simulated.PMF)).max() < 0.005


def test_the_demonstration_shows_both_kinds_of_delay() -> None:
    found = simulated.demonstration(20170317)
    assert list(found["delays"].unique()) == ["the same in every month", "differ from month to month"]
    assert (found.loc[found["months"] == "all", "wis"] < found.loc[found["months"] == "all", "unchanged"]).all()
