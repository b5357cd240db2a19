from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.methods.capture import considered, simulation
from analysis.methods.capture.histories import Histories


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], dict]:
    made = simulation.every()
    return {(row["scenario"], row["estimator"]): row for row in made.to_dict("records")}


FREE, TIED, MIXED = (scenario.name for scenario in simulation.SCENARIOS)


def test_probabilities_add_up_and_a_tie_leaves_each_list_its_share() -> None:
    for scenario in simulation.SCENARIOS:
        assert scenario.probabilities().sum() == pytest.approx(1) and (scenario.probabilities() > 0).all()
    free, tied = (scenario.probabilities()[:-1] for scenario in simulation.SCENARIOS[:2])
    second = np.array([cell[1] for cell in simulation.CELLS], dtype=bool)
    assert free[second].sum() == pytest.approx(tied[second].sum()) and not np.allclose(free, tied)


def test_intervals_are_near_nominal_only_where_the_model_is_right(found: dict) -> None:
    assert 88 < found[FREE, "independence"]["coverage"] < 97
    assert found[TIED, "independence"]["coverage"] < 1 < 88 < found[TIED, "all pair terms"]["coverage"]
    assert found[MIXED, "least BIC"]["coverage"] < 20


def test_estimates_are_near_the_truth_or_short_of_it(found: dict) -> None:
    assert float(found[FREE, "independence"]["median_ratio"]) == pytest.approx(1, abs=0.01)
    assert float(found[MIXED, "independence"]["median_ratio"]) < 0.8


def test_the_seed_gives_the_same_table_again() -> None:
    one, two, other = (simulation.every(200, seed) for seed in (5, 5, 6))
    assert one.to_csv() == two.to_csv() != other.to_csv()


def test_fits_at_once_are_those_of_the_models_considered() -> None:
    counts = np.random.default_rng(1).integers(0, 6, (12, 7)).astype(float)
    counts[:, 0] += 5
    made = simulation.fits(counts)
    for row, drawn in enumerate(counts):
        held = Histories(("a", "b", "c"), tuple(simulation.CELLS), tuple(int(n) for n in drawn))
        alone = {told["model"]: told for told in considered.every(held).to_dict("records")}
        for place, model in enumerate(simulation.MODELS):
            one = alone[considered.design.words(model, held.lists)]["estimate"]
            near = one if one <= simulation.MOST * held.observed else float("nan")
            assert made.estimate[row, place] == pytest.approx(near, rel=1e-6, nan_ok=True)


def test_the_sentence_says_what_the_table_holds(found: dict) -> None:
    rows = [{"scenario": FREE, "estimator": name, "coverage": 12.34} for name in ("least BIC", "range over models")]
    told = simulation.read_out(pd.DataFrame(rows))
    assert told.count(f"held it 12.3 times ({FREE})") == 2 and found[MIXED, "range over models"]["coverage"] < 10
